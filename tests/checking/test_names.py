"""Names in the place of ids, in a sheet that has the account's lists: never a guess."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.pulled_rows import LISTS, edited, pulled, refused, snapshot, untouched
from support.rows import make_row

from batch_update.campaign import CAMPAIGN
from batch_update.checking import Pulled, check_rows
from batch_update.checking.name_book import NameBook
from batch_update.kinds.spelling import spell
from batch_update.live import JsonValue, NamedId, NameLists, Snapshot
from batch_update.model import CellValue, Rejection, Severity, Update, Verdict

NORTH, SOUTH = {"list_id": 1234, "list_status": 1}, {"list_id": 1235, "list_status": 0}

TAKEN: list[tuple[str, CellValue, JsonValue]] = [  # field, cell, what is sent
    ("disposition_list", "12", "12"),
    ("disposition_list", 12, "12"),
    ("disposition_list", "12 - Diwali offers", "12"),
    ("disposition_list", "12-diwali offers", "12"),
    ("disposition_list", "Diwali offers", "12"),
    ("disposition_list", " diwalioffers ", "12"),
    ("disposition_list", "Sales, inbound", "57"),
    ("disposition_list", "57 - Sales, inbound", "57"),
    ("disposition_list", "58 - Closed", "58"),  # a name that is there twice, with its id
    ("inbound_lead_list", "north LEADS", "1234"),
    ("manual_lead_list", "North leads; 1235", ["1234", "1235"]),
    ("manual_lead_list", "1234 - North leads\n1235 - South leads", ["1234", "1235"]),
    ("manual_lead_list", '["1234", "1235"]', ["1234", "1235"]),
    ("manual_lead_list", '"North leads"; "South leads"', ["1234", "1235"]),
    ("manual_lead_list", "[VIP]", ["1239"]),
    ("manual_lead_list", "1236 - East, West", ["1236"]),
    ("manual_lead_list", "1234 - North leads, 1236 - east,west; 1235", ["1234", "1236", "1235"]),
    ("lead_list_map", "1236 - East, West:1; North leads:1", [{"list_id": 1236, "list_status": 1}, NORTH]),
    ("lead_list_map", "North leads:1", [NORTH]),
    ("lead_list_map", "1234 - North leads:1; South leads = 0", [NORTH, SOUTH]),
    ("lead_list_map", "1234:1, south leads:0", [NORTH, SOUTH]),
    ("lead_list_map", '[{"list_id": 1234, "list_status": 1}]', [NORTH]),
    ("outbound_caller_id", "1759333", "1759333"),
    ("outbound_caller_id", "Delhi desk", "1759333"),
    ("outbound_caller_id", "1759333 - +911140001234 Delhi desk", "1759333"),
    ("outbound_caller_id", "+911140001234 Delhi desk", "1759333"),
    ("outbound_caller_id", "1759333 - Delhi desk", "1759333"),
    ("outbound_caller_id", "1759333 - 1140001234", "1759333"),
    ("outbound_caller_id", "+911140001234", "1759333"),
    ("outbound_caller_id", "+91 11 4000 1234", "1759333"),
    ("outbound_caller_id", "911140001234", "1759333"),
    ("outbound_caller_id", 911140001234.0, "1759333"),
    ("outbound_caller_id", "1140001234", "1759333"),
]
REFUSED: list[tuple[str, CellValue, str, str]] = [  # field, cell, code, what the suggestion names
    ("disposition_list", "Diwali ofers", "unknown-name", "Did you mean 12 - Diwali offers?"),
    ("disposition_list", "Something else", "unknown-name", "Lists"),
    ("disposition_list", "Closed", "name-twice", "58, 59"),
    ("disposition_list", "12 - Closed", "label-disagrees", "12 - Diwali offers; 58 - Closed; 59 - closed"),
    ("disposition_list", "12 - Diwali", "label-disagrees", "12 - Diwali offers"),
    ("disposition_list", "99 - Diwali offers", "label-disagrees", "12 - Diwali offers"),
    ("disposition_list", "99 - Something", "unknown-name", "Lists"),
    ("disposition_list", "2026", "id-or-name", "60"),
    ("disposition_list", 2026, "id-or-name", "60"),
    ("disposition_list", "02-Jan", "date-in-cell", ""),
    ("disposition_list", "1.2E+15", "digits-lost", ""),
    ("disposition_list", "12; 57", "not-an-id", ""),
    ("manual_lead_list", "North leads; Noth leads", "unknown-name", "Did you mean 1234 - North leads?"),
    ("manual_lead_list", "North leads; 1234", "twice-in-list", ""),
    ("manual_lead_list", "East, West", "unknown-name", "Write its id instead: 1236."),
    ("manual_lead_list", "North leads; East, West", "unknown-name", "Write its id instead: 1236."),
    ("lead_list_map", "East, West:1", "unknown-name", "Write its id instead: 1236."),
    ("manual_lead_list", "1236 - East, South leads", "label-disagrees", "1236"),
    ("manual_lead_list", "[VIPs]", "not-a-list", ""),
    ("manual_lead_list", "Old", "name-twice", "1237, 1238"),
    ("manual_lead_list", "1236 - Eest", "label-disagrees", "Write one of these: 1236."),
    ("lead_list_map", "North leads", "lead-list-without-status", "1234:1"),
    ("lead_list_map", "1234:1; Nort leads:0", "unknown-name", "North leads"),
    ("lead_list_map", "1235 - North leads:1", "label-disagrees", "South leads"),
    ("lead_list_map", "1234:01:00", "date-in-cell", "1234:1"),
    ("outbound_caller_id", "Delhi desks", "unknown-name", "1759333"),
    ("outbound_caller_id", "1759334 - +911140001234", "label-disagrees", "1759334"),
    ("outbound_caller_id", "+911140009999", "unknown-name", "Lists"),
    ("outbound_caller_id", "+91 11 4000 9999", "unknown-name", "Lists"),
]
UNKNOWN: list[tuple[str, CellValue, JsonValue]] = [  # ids that the lists do not have: sent with a warning
    ("disposition_list", "99", "99"),
    ("disposition_list", 99.0, "99"),
    ("manual_lead_list", "1234; 99", ["1234", "99"]),
    ("lead_list_map", "North leads:1; 99:0", [NORTH, {"list_id": 99, "list_status": 0}]),
    ("outbound_caller_id", "1140009", "1140009"),
]


def check(of: Pulled, **cells: CellValue) -> Verdict:
    """A row that was added by hand to a sheet with lists."""
    return check_rows(CAMPAIGN, [make_row(2, id="900", **cells)], pulled=of)[0]


@pytest.mark.parametrize(("field", "cell", "sent"), TAKEN, ids=repr)
def test_an_id_a_label_a_name_or_a_number_is_taken_for_the_id(field: str, cell: CellValue, sent: JsonValue) -> None:
    verdict = check(pulled(), **{field: cell})
    assert isinstance(verdict, Update), verdict
    assert (verdict.body, verdict.warnings) == ({field: sent}, ())


@pytest.mark.parametrize(("field", "cell", "code", "suggestion"), REFUSED, ids=repr)
def test_what_is_no_one_entry_is_refused_at_its_cell(field: str, cell: CellValue, code: str, suggestion: str) -> None:
    verdict = check(pulled(), **{field: cell})
    assert isinstance(verdict, Rejection), verdict
    (problem,) = verdict.problems
    assert (problem.code, problem.cell) == (code, "B2")
    assert suggestion in problem.suggestion


@pytest.mark.parametrize(("field", "cell", "sent"), UNKNOWN, ids=repr)
def test_an_id_that_the_list_does_not_have_is_sent_with_a_warning(field: str, cell: CellValue, sent: JsonValue) -> None:
    verdict = check(pulled(), **{field: cell})
    assert isinstance(verdict, Update), verdict
    assert verdict.body == {field: sent}
    assert [(w.code, w.cell, w.severity) for w in verdict.warnings] == [("unknown-id", "B2", Severity.WARNING)]


def test_an_edit_by_name_tells_what_is_sent_for_it() -> None:
    update = edited(disposition_list="Sales, inbound")
    assert [(told.cell, told.shown, told.sent) for told in update.conversions] == [("B2", "Sales, inbound", "57")]


def test_names_are_of_the_list_of_their_field() -> None:
    (problem,) = refused(disposition_list="North leads")
    assert problem.code == "unknown-name"


# --- lists that could not be read, and names that only campaigns have -------------------------------------------------

TWIN = NameLists(
    target="x",
    entries={
        "disposition_lists": (NamedId("12", "Twin"), NamedId("10", "North leads"), NamedId("19", "12 - North leads"))
    },
)
"""The name of one entry reads as the id of another with the name of a third."""


@pytest.mark.parametrize(
    ("cell", "sent"), [("19 - 12 - North leads", "19"), ("19", "19"), ("12 - Twin", "12"), ("North leads", "10")]
)
def test_a_name_that_reads_as_a_label_is_told_by_its_own_id(cell: str, sent: str) -> None:
    verdict = check(pulled(lists=TWIN), disposition_list=cell)
    assert isinstance(verdict, Update), verdict
    assert verdict.body == {"disposition_list": sent}


def test_a_name_that_reads_as_the_label_of_another_entry_is_refused() -> None:
    verdict = check(pulled(lists=TWIN), disposition_list="12 - North leads")
    assert isinstance(verdict, Rejection), verdict
    (problem,) = verdict.problems
    assert problem.code == "label-disagrees"
    assert problem.suggestion == "Write one of these: 19 - 12 - North leads; 12 - Twin; 10 - North leads."


def test_an_id_is_shown_as_its_list_spells_it() -> None:
    groups = NameLists(target="x", entries={"lead_lists": (NamedId("5", "Five"), NamedId("0007", "Seven"))})
    book = NameBook(CAMPAIGN, groups)
    field = CAMPAIGN.field("inbound_lead_list")
    shown = [spell(field, held, book.labels(field)) for held in ("0005", "5", "0007", "0009")]
    assert shown == ["5 - Five", "5 - Five", "0007 - Seven", "0009"]


def test_a_label_with_a_comma_that_a_campaign_shows_may_be_written_into_a_list() -> None:
    seen = replace(snapshot(), labels={"agent": {"4820": "Asha, K"}})
    assert edited(pulled(seen), agent="4820 - Asha, K").body == {"agent": [4820]}


NO_LISTS = NameLists(target="x", entries={})


@pytest.mark.parametrize("lists", [None, NO_LISTS], ids=["no lists", "not this list"])
def test_without_a_list_ids_are_taken_as_they_are_and_names_are_refused(lists: NameLists | None) -> None:
    of = pulled(lists=lists)
    verdict = check(of, disposition_list="99")
    assert isinstance(verdict, Update)
    assert verdict.warnings == ()
    refusal = check(of, disposition_list="Diwali offers")
    assert isinstance(refusal, Rejection)
    assert [problem.code for problem in refusal.problems] == ["not-an-id"]


@pytest.mark.parametrize(
    ("field", "cell"),
    [("disposition_list", "12 - Diwali offers"), ("lead_list_map", "1234 - North leads:1; 1235 - South leads:0")],
)
def test_a_label_as_it_was_pulled_is_no_problem_although_the_lists_are_gone(field: str, cell: str) -> None:
    assert untouched(pulled(lists=None), **{field: cell}).warnings == ()


def test_another_label_is_refused_where_the_lists_are_gone() -> None:
    assert [problem.code for problem in refused(pulled(lists=None), disposition_list="57 - Sales")] == ["not-an-id"]


SEEN = replace(snapshot(), labels={"agent": {"4817": "Asha", "4818": "Ravi"}})
OTHER = Snapshot(campaign_id="282", values={"agent": [4819]}, labels={"agent": {"4819": "Meera", "4817": "Asha R."}})


@pytest.mark.parametrize("cell", ["4819 - Meera", "Meera", "4819"])
def test_a_name_that_another_campaign_shows_may_be_copied(cell: str) -> None:
    assert edited(pulled(SEEN, OTHER), agent=cell).body == {"agent": [4819]}


def test_each_campaigns_own_name_of_an_id_is_as_it_was_pulled() -> None:
    of = pulled(SEEN, replace(OTHER, values={"agent": [4817]}))
    assert untouched(of, agent="4817 - Asha; 4818 - Ravi").warnings == ()
    assert untouched(of, id="282", agent="4817 - Asha R.").warnings == ()


def test_of_ten_thousand_names_the_nearest_is_found() -> None:
    entries = tuple(NamedId(str(number), f"Leads of shop {number:05}") for number in range(10_000))
    lists = replace(LISTS, entries={"lead_lists": entries})
    verdict = check(pulled(lists=lists), inbound_lead_list="Leads of shp 04711")
    assert isinstance(verdict, Rejection)
    assert verdict.problems[0].suggestion == "Did you mean 4711 - Leads of shop 04711?"
