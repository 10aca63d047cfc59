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
