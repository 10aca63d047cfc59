"""`undo`: former values that no sheet may ask for, or that nobody could read, are left out and never guessed."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from support.editing import cells_of, table_of
from support.pulled_account import Account, make_campaigns
from support.served_account import Campaign, forgets, takes_all
from support.undoing import put_back, send, undo

UNDO = Path("campaigns.undo.xlsx")
pytestmark = pytest.mark.usefixtures("token")

GOES_BACK: dict[str, tuple[Campaign, str]] = {
    "a name like a date": ({"name": "12.05."}, "New"),
    "a name like a formula": ({"name": "=SUM(A1)"}, "New"),
    "another program's nothing": ({"name": "NULL"}, "New"),
    "several lines": ({"description": "one\ntwo"}, "New"),
    "a telephone number for an id": ({"outbound_caller_id": "911140001234"}, "1759334"),
    "a ratio in another form": ({"dial_ratio": "1:2"}, "3"),
    "zeros in front": ({"ring_timeout": "030"}, "25"),
}


@pytest.mark.parametrize(("holds", "typed"), GOES_BACK.values(), ids=GOES_BACK)
def test_what_is_only_odd_goes_back(holds: Campaign, typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    campaigns = make_campaigns(281)
    campaigns["281"] |= holds
    with Account(campaigns=campaigns) as account:
        before = deepcopy(account.campaigns)
        send(account, capsys, {"id": "281", **dict.fromkeys(holds, typed)})
        assert undo(capsys, "last").code == 0
        assert put_back(account, capsys).code == 0
        assert account.campaigns == before


NOT_ALLOWED = "Its former value can not be sent from a sheet. "
UNREAD = "It could not be read before the run"
FOUR_ACTIVE = [{"list_id": number, "list_status": 1} for number in (1234, 1235, 1236, 1237)]

STAYS: dict[str, tuple[Campaign, str, str]] = {
    "a name that would empty the field": ({"name": "<clear>"}, "New", "can not be written into a cell"),
    "a name that is nearly that": ({"name": "(clear)"}, "New", NOT_ALLOWED),
    "a text longer than a cell": ({"description": "x" * 40_000}, "New", NOT_ALLOWED),
    "an error cell's text": ({"description": "#N/A"}, "New", NOT_ALLOWED),
    "an address that is none": ({"webform_url": "example.com"}, "https://example.com", NOT_ALLOWED),
    "too many active lists": ({"lead_list_map": FOUR_ACTIVE}, "1234:1", NOT_ALLOWED),
    "a value in no known form": ({"ring_timeout": "half a minute"}, "25", UNREAD),
    "a list with such a value": ({"manual_lead_list": ["the first"]}, "1236", UNREAD),
}


@pytest.mark.parametrize(("holds", "typed", "why"), STAYS.values(), ids=STAYS)
def test_what_can_not_be_sent_as_it_was_is_left_out_and_the_rest_goes_back(
    holds: Campaign, typed: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    campaigns = make_campaigns(281)
    campaigns["281"] |= holds
    with Account(campaigns=campaigns) as account:
        send(account, capsys, {"id": "281", "number_of_retry": "9", **dict.fromkeys(holds, typed)})
        assert undo(capsys, "last").code == 1
        (told,) = table_of(UNDO, "Left out")
        assert [told["Column"]] == list(holds)
        assert why in str(told["Why"])
        assert [name for name in cells_of(UNDO)["281"] if name != "_pulled"] == ["id", "number_of_retry"]
        assert put_back(account, capsys).code == 0
        assert account.campaigns["281"]["number_of_retry"] == "3"


def test_what_needs_a_field_that_was_empty_stays_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    campaigns = make_campaigns(281)
    campaigns["281"]["dial_ratio"] = ""
    with Account(campaigns=campaigns) as account:
        send(account, capsys, {"id": "281", "dial_method": "1", "auto_dial_duration": "30", "name": "New"})
        assert undo(capsys, "last").code == 1
    assert [told["Column"] for told in table_of(UNDO, "Left out")] == ["dial_method", "auto_dial_duration"]
    assert [name for name in cells_of(UNDO)["281"] if name != "_pulled"] == ["id", "name"]


def test_a_field_that_was_not_shown_before_is_not_taken_for_empty(capsys: pytest.CaptureFixture[str]) -> None:
    campaigns = make_campaigns(281)
    del campaigns["281"]["webform_url"]  # some leave out what is empty
    with Account(campaigns=campaigns) as account:
        send(account, capsys, {"id": "281", "webform_url": "https://example.com", "name": "New"})
        assert undo(capsys, "last").code == 1
    (told,) = table_of(UNDO, "Left out")
    assert list(told.values()) == [
        "281", "Offer 281", "webform_url", None, "https://example.com",
        "It could not be read before the run, so nobody knows what it held.",
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["<clear>", "delete_value"])
@pytest.mark.parametrize("sent", ["name", "description"])
def test_a_text_that_reads_like_a_word_for_nothing_never_empties_its_field(
    word: str, sent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    campaigns = make_campaigns(281)
    campaigns["281"] |= {"description": word}
    with Account(campaigns=campaigns, takes=forgets) as account:
        send(account, capsys, {"id": "281", sent: "New"})
        account.takes = takes_all
        undo(capsys, "last")
        account.forget_story()
        put_back(account, capsys, "--every-cell")
        assert [body["description"] for body in account.bodies if "description" in body] in ([], [word])
