"""What is refused before anything is sent: addresses, tokens and ids."""

from __future__ import annotations

import pytest

from batch_update.errors import TokenError, UsageError
from batch_update.sending import check_base_url, check_token

PATH = "/v1/dialer/campaign/"


@pytest.mark.parametrize(
    ("base_url", "campaign_url"),
    [
        ("https://api.acefone.in", "https://api.acefone.in/v1/dialer/campaign/281"),
        (" https://api.acefone.in/ ", "https://api.acefone.in/v1/dialer/campaign/281"),
        ("HTTPS://API.acefone.in:8443", "https://api.acefone.in:8443/v1/dialer/campaign/281"),
        ("https://gate.test/acefone/in/", "https://gate.test/acefone/in/v1/dialer/campaign/281"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/dialer/campaign/281"),
        ("http://127.9.9.9", "http://127.9.9.9/v1/dialer/campaign/281"),
        ("http://[::1]:8000", "http://[::1]:8000/v1/dialer/campaign/281"),
        ("http://localhost:8000/", "http://localhost:8000/v1/dialer/campaign/281"),
    ],
)
def test_an_address_leads_to_the_campaign(base_url: str, campaign_url: str) -> None:
    assert str(check_base_url(base_url, PATH).of("281")) == campaign_url


HOST = "https://api.acefone.in"
WHOLE = f"{HOST}/v1/dialer/campaign/281"

OVERLAPS = {
    "the version": (f"{HOST}/v1", WHOLE),
    "the version and a slash": (f"{HOST}/v1/", WHOLE),
    "in capitals": (f"{HOST}/V1", WHOLE),
    "two parts": (f"{HOST}/v1/dialer", WHOLE),
    "two parts and slashes": (f"{HOST}//v1//dialer//", WHOLE),
    "the whole path": (f"{HOST}/v1/dialer/campaign", WHOLE),
    "the whole path and a slash": (f"{HOST}/v1/dialer/campaign/", WHOLE),
    "the whole path in other letters": (f"{HOST}/v1/Dialer/CAMPAIGN", WHOLE),
    "the documents' own address": (f"{HOST}/v1/dialer/campaign/{{id}}", WHOLE),
    "the same, escaped": (f"{HOST}/v1/dialer/campaign/%7Bid%7D/", WHOLE),
    "another placeholder": (f"{HOST}/v1/dialer/campaign/:id", WHOLE),
    "a placeholder in words": (f"{HOST}/v1/dialer/campaign/<campaign_id>", WHOLE),
    "behind a proxy": ("https://gate.test/acefone/v1", "https://gate.test/acefone/v1/dialer/campaign/281"),
    "behind a proxy, all of it": (
        "https://gate.test:8443/in/v1/dialer/campaign/",
        "https://gate.test:8443/in/v1/dialer/campaign/281",
    ),
    "behind a proxy with a version of its own": (
        "https://gate.test/v1/v1/dialer/campaign",
        "https://gate.test/v1/v1/dialer/campaign/281",
    ),
}


@pytest.mark.parametrize(("base_url", "campaign_url"), OVERLAPS.values(), ids=OVERLAPS)
def test_what_an_address_has_of_the_path_already_counts_once_and_is_said(base_url: str, campaign_url: str) -> None:
    target = check_base_url(base_url, PATH)
    assert str(target.of("281")) == campaign_url
    assert f"each row goes to {campaign_url.removesuffix('281')}ID" in target.understood


@pytest.mark.parametrize("base_url", [base_url for base_url, _ in OVERLAPS.values()], ids=OVERLAPS)
def test_an_address_that_was_understood_is_understood_again(base_url: str) -> None:
    target = check_base_url(base_url, PATH)
    assert check_base_url(target.base, PATH).prefix == target.prefix


@pytest.mark.parametrize(
    "base",
    [
        "https://proxy.example/acefone",
        "https://proxy.example/v1/acefone",
        "https://proxy.example/v2",
        "https://proxy.example/dialer",
        "https://proxy.example/campaign",
        "https://proxy.example/api-v1",
        "https://proxy.example/dialer/v",
        "https://proxy.example/v1.0",
        "https://proxy.example/https://api.acefone.in",
        "https://proxy.example/a%20b",
    ],
)
def test_a_path_of_a_proxy_s_own_is_kept_and_not_spoken_of(base: str) -> None:
    target = check_base_url(base, PATH)
    assert (str(target.of("281")), target.base, target.understood) == (f"{base}/v1/dialer/campaign/281", base, "")


def test_the_path_of_another_resource_is_known_too() -> None:
    assert (
        check_base_url("https://gate.test/api/v9/Agents/", "/v9/agents/").prefix == "https://gate.test/api/v9/agents/"
    )


@pytest.mark.parametrize(
    "base_url",
    [
        f"{HOST}/v1/dialer/campaign/281",
        f"{HOST}/v1/dialer/campaign/281/",
        f"{HOST}/v1//dialer/Campaign/x-7",
        f"{HOST}/v1/dialer/campaign/281/edit",
        f"{HOST}/v1/dialer/campaigns",
        f"{HOST}/v1/dialer/agent",
        f"{HOST}/v1/dialer/lead_list/{{id}}",
    ],
)
def test_an_address_that_leads_past_the_path_is_refused_with_the_one_that_is_meant(base_url: str) -> None:
    with pytest.raises(
        UsageError, match=r"ids, which come from the sheet.* most likely it is https://api\.acefone\.in "
    ):
        check_base_url(base_url, PATH)


def test_of_a_proxy_s_address_its_own_path_is_kept_in_what_is_meant() -> None:
    with pytest.raises(UsageError, match=r"most likely it is https://gate\.test/in alone"):
        check_base_url("https://gate.test/in/v1/dialer/campaign/281", PATH)


@pytest.mark.parametrize(
    ("base_url", "says"),
    [
        ("http://api.acefone.in", "must begin with https://"),
        ("http://127.0.0.1.evil.test", "must begin with https://"),
        ("http://localhost.evil.test", "must begin with https://"),
        ("http://2130706433", "must begin with https://"),
        ("http://0.0.0.0", "must begin with https://"),
        ("http://10.0.0.1", "must begin with https://"),
        ("http://[::ffff:10.0.0.1]", "must begin with https://"),
        ("api.acefone.in", "must begin with https://"),
        ("ftp://api.acefone.in", "must begin with https://"),
        ("file:///etc/passwd", "must begin with https://"),
        ("https://", "must begin with https://"),
        ("", "must begin with https://"),
        ("https://api.acefone.in:0", "must begin with https://"),
        ("https://api.acefone.in:99999", "is not an address"),
        ("https://[::1", "is not an address"),
        ("https://user:secret@api.acefone.in", "must not hold a user name"),
        ("https://127.0.0.1@evil.test", "must not hold a user name"),
        ("https://api.acefone.in?x=1", "without ? and #"),
        ("https://api.acefone.in/#", "without ? and #"),
    ],
)
def test_an_address_that_can_not_be_used_is_refused(base_url: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_base_url(base_url, PATH)
    assert says in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "campaign_id",
    [
        "",
        ".",
        "..",
        "../agent/9",
        "%2e%2e",
        "a/b",
        "a?x=1",
        "a#f",
        "281\n",
        "a\r\nX: y",
        "a b",
        "２８１",
        "a" * 65,
        "a.b",
    ],
    ids=repr,
)
def test_an_id_that_could_lead_elsewhere_makes_no_address(campaign_id: str) -> None:
    with pytest.raises(ValueError, match="campaign"):
        check_base_url("https://api.acefone.in", PATH).of(campaign_id)


@pytest.mark.parametrize(
    "text",
    [
        "abc.DEF-1_2",
        " abc.DEF-1_2\r\n",
        "\ufeffabc.DEF-1_2",
        "Bearer abc.DEF-1_2",
        "bearer  abc.DEF-1_2",
        "\tabc.DEF-1_2",
    ],
    ids=repr,
)
def test_a_token_is_taken_as_people_paste_it(text: str) -> None:
    assert check_token(text).reveal() == "abc.DEF-1_2"


def test_a_token_that_begins_like_bearer_keeps_all_of_it() -> None:
    assert check_token("bearer7").reveal() == "bearer7"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("Bearer", "empty"),
        ("Bearer ", "empty"),
        ("hush\nhush", "line break"),
        ("hush hush", "space"),
        ("hush\u00a0hush", "space"),
        ("hush“", "characters that no token has"),
        ("hush\x00", "characters that no token has"),
        ("hüsh", "characters that no token has"),
    ],
    ids=repr,
)
def test_what_can_be_no_token_is_refused_without_repeating_it(text: str, says: str) -> None:
    with pytest.raises(TokenError) as caught:
        check_token(text)
    assert says in str(caught.value)
    assert "hush" not in str(caught.value)
    assert "hüsh" not in str(caught.value)
