"""Of a row that was pulled, what was edited is sent, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.pulled_rows import edited, pulled, pulled_row, refused, snapshot, untouched
from support.rows import accept

from batch_update.campaign import CAMPAIGN
from batch_update.checking import check_rows
from batch_update.live import JsonValue, LiveValue, SentAlong
from batch_update.model import CellValue, OddCell, Oddity, Severity, Update
from batch_update.texts.fitting import CUT_MARK

UNEDITED: list[tuple[str, LiveValue, CellValue]] = [  # field, what it held, what the cell says
    ("name", "Diwali offers", "Diwali offers"),
    ("name", "Diwali offers", " Diwali offers "),
    ("description", "one\r\ntwo", "one\ntwo"),
    ("description", None, None),
    ("description", None, "<clear>"),
    ("dial_method", "1", "1"),
    ("dial_method", "1", 1),
    ("dial_method", "1", "Preview"),
    ("dial_method", "1", "1 - Preview"),
    ("dial_method", "1", OddCell(Oddity.FORMULA, "1", 1)),
    ("hide_lead_details", 0, "0 - No"),
    ("hide_lead_details", 0, "off"),
    ("auto_dial_duration", "30", "030"),
    ("auto_dial_duration", "030", 30.0),
    ("dial_ratio", "1.50", 1.5),
    ("disposition_list", "12", "12"),
    ("disposition_list", "12", "012"),
    ("disposition_list", "12", "12 - Diwali offers"),
    ("disposition_list", "12", "diwali  OFFERS"),
    ("agent", [4817, 4818], "4818, 4817"),
    ("agent", [4817], 4817.0),
    ("dial_status", ["0", "-5"], "New; Call Drop"),
    ("lead_list_map", [{"list_id": 1234, "list_status": 1}, {"list_id": 1235, "list_status": 0}], "1235:0; 1234:1"),
    ("lead_list_map", [{"list_id": 1234, "list_status": 1}], "1234 - North leads:1"),
    ("lead_list_map", [{"list_id": 1234, "list_status": 1}], "north leads:1"),
]
EDITED: list[tuple[str, LiveValue, CellValue, JsonValue]] = [  # …, what is sent
    ("name", "Diwali offers", "diwali offers", "diwali offers"),
    ("description", None, "x", "x"),
    ("description", "x", "<clear>", ""),
    ("dial_method", "1", "2 - Ratio", "2"),
    ("hide_lead_details", 0, "1 - Yes", 1),
    ("hide_lead_details", 1, 0, 0),
    ("auto_dial_duration", "30", "31", "31"),
    ("dial_ratio", "1.5", "1:5", "1:5"),
    ("disposition_list", "12", "57 - Sales, inbound", "57"),
    ("disposition_list", "12", "Sales, inbound", "57"),
    ("agent", [4817, 4818], "4817", [4817]),
    ("agent", [4817], "<clear>", []),
    ("lead_list_map", [{"list_id": 1234, "list_status": 1}], "North leads:0", [{"list_id": 1234, "list_status": 0}]),
]


@pytest.mark.parametrize(("field", "held", "cell"), UNEDITED, ids=repr)
def test_a_cell_that_says_the_same_value_is_as_good_as_blank(field: str, held: LiveValue, cell: CellValue) -> None:
    assert untouched(pulled(snapshot(**{field: held})), **{field: cell}).warnings == ()


@pytest.mark.parametrize(("field", "held", "cell", "sent"), EDITED, ids=repr)
def test_a_cell_that_says_another_value_is_sent(field: str, held: LiveValue, cell: CellValue, sent: JsonValue) -> None:
    assert edited(pulled(snapshot(**{field: held})), **{field: cell}).body[field] == sent


def test_only_the_edited_cells_of_a_row_are_sent() -> None:
    update = edited(name="Diwali offers", dial_method="1 - Preview", ring_timeout="40", agent="4817; 4818")
    assert (update.campaign_id, dict(update.body)) == ("281", {"ring_timeout": "40"})


def test_an_update_carries_what_its_fields_and_the_name_held() -> None:
    update = edited(pulled(snapshot("281", frozenset({"webform_url"}))), ring_timeout="40", webform_url="https://x.in")
    assert update.base is not None
    assert dict(update.base.values) == {"name": "Diwali offers", "ring_timeout": "25"}
    assert update.base.unclear == {"webform_url"}


# --- what was sent since ----------------------------------------------------------------------------------------------


def test_a_value_that_was_sent_since_is_no_edit_any_more() -> None:
    of = pulled(sent={"0281": {"ring_timeout": "40", "agent": []}})
    assert untouched(of, ring_timeout="40", agent="<clear>").warnings == ()


def test_typing_the_old_value_back_is_an_edit() -> None:
    of = pulled(sent={"281": {"ring_timeout": "40"}})
    update = edited(of, ring_timeout="25")
    assert update.body == {"ring_timeout": "25"}
    assert update.base is not None
    assert update.base.values["ring_timeout"] == "40"


PUT_BACK: list[tuple[str, JsonValue, CellValue, str]] = [  # field, what was sent since, cell, what the warning names
    ("ring_timeout", "40", "25", "40 was sent;"),
    ("disposition_list", "57", "12 - Diwali offers", "57 - Sales, inbound was sent;"),
    ("agent", [], "4818; 4817", "It was emptied;"),
    ("description", "x", "<clear>", "x was sent;"),
]


@pytest.mark.parametrize(("field", "sent", "cell", "told"), PUT_BACK, ids=repr)
def test_what_would_undo_a_value_that_was_sent_is_warned_of(
    field: str, sent: JsonValue, cell: CellValue, told: str
) -> None:
    (warning,) = edited(pulled(sent={"281": {field: sent}}), **{field: cell}).warnings
    assert (warning.code, warning.cell, warning.severity) == ("puts-back", "B2", Severity.WARNING)
    assert warning.suggestion.startswith(told)


@pytest.mark.parametrize("cell", ["26", "40"])
def test_another_value_than_the_pulled_one_undoes_nothing(cell: str) -> None:
    assert edited(pulled(sent={"281": {"ring_timeout": "40"}}), ring_timeout=cell, name="New").warnings == ()


# --- what is sent along -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells", [{}, {"dial_ratio": "1.5"}, {"dial_ratio": None}], ids=["no column", "as is", "blank"]
)
def test_a_field_that_an_edit_needs_is_told_with_what_needs_it(cells: dict[str, CellValue]) -> None:
    update = edited(pulled(snapshot(auto_dial_duration=None)), dial_method="2 - Ratio", **cells)
    assert update.body == {"dial_method": "2", "dial_ratio": "1.5"}
    assert update.along == (SentAlong("dial_ratio", "dial_method", "1.5"),)
    assert update.warnings == ()


def test_an_id_that_is_sent_along_is_told_with_its_name() -> None:
    of = pulled(snapshot(enable_inbound=0, inbound_queue="147", inbound_lead_list="1234"))
    along = edited(of, enable_inbound="yes").along
    assert [it.shown for it in along if it.field == "inbound_lead_list"] == ["1234 - North leads"]


def test_a_field_that_was_edited_is_not_sent_along() -> None:
    assert edited(dial_method="2 - Ratio", dial_ratio="3").along == ()


# --- cells that were emptied, or that nobody could compare ------------------------------------------------------------


@pytest.mark.parametrize("cell", [None, "", " \u200b", OddCell(Oddity.FORMULA, "", "")], ids=repr)
def test_an_emptied_cell_is_not_sent_and_is_warned_of(cell: CellValue) -> None:
    verdict = untouched(ring_timeout=cell)
    (warning,) = verdict.warnings
    assert (warning.code, warning.cell, warning.severity) == ("emptied-cell", "B2", Severity.WARNING)
    assert "<clear>" in warning.suggestion
    assert "25" in warning.suggestion


def test_an_emptied_cell_of_a_field_that_can_not_be_emptied_says_so() -> None:
    (warning,) = untouched(dial_method=None).warnings
    assert "<clear>" not in warning.suggestion


def test_on_to_fix_a_cell_is_emptied_as_it_was_advised() -> None:
    row = replace(pulled_row(ring_timeout=None, name="New"), told_number=7)
    (verdict,) = check_rows(CAMPAIGN, [row], pulled=pulled())
    assert isinstance(verdict, Update)
    assert (dict(verdict.body), verdict.warnings) == ({"name": "New"}, ())


def test_a_column_that_is_gone_was_not_emptied() -> None:
    assert untouched(name="Diwali offers").warnings == ()


@pytest.mark.parametrize("unclear", [frozenset({"webform_url"}), frozenset[str]()], ids=["unclear", "not there"])
def test_a_cell_that_nobody_can_compare_is_sent_with_a_warning(unclear: frozenset[str]) -> None:
    update = edited(pulled(snapshot("281", unclear)), webform_url="https://x.in")
    assert update.body == {"webform_url": "https://x.in"}
    assert [(warning.code, warning.cell) for warning in update.warnings] == [("base-unknown", "B2")]


def test_a_cell_that_nobody_can_compare_and_is_blank_is_nothing() -> None:
    assert untouched(pulled(snapshot("281", frozenset({"webform_url"}))), webform_url=None).warnings == ()


# --- cells as they were pulled ----------------------------------------------------------------------------------------

ODD: list[tuple[str, LiveValue, str]] = [  # field, what it held, the cell that this became: none of them can be typed
    ("name", "<clear>", "<clear>"),
    ("name", "#N/A", "#N/A"),
    ("description", "a\x07b", "a\ufffdb"),
    ("webform_url", "no address", "no address"),
    ("ring_timeout", "25 s", "25 s"),
    ("dial_ratio", "1:02", "1:02"),
    ("dial_method", "7", "7"),
    ("disposition_list", "99", "99"),
    ("disposition_list", "none", "none"),
]


@pytest.mark.parametrize(("field", "held", "cell"), ODD, ids=repr)
def test_a_cell_as_it_was_pulled_is_no_problem(field: str, held: LiveValue, cell: str) -> None:
    assert untouched(pulled(snapshot(**{field: held})), **{field: cell}).warnings == ()


def test_an_odd_cell_that_was_edited_is_judged_as_any_other() -> None:
    of = pulled(snapshot(ring_timeout="25 s", name="#N/A"))
    problems = refused(of, ring_timeout="26 s", name="#REF!")
    assert [(problem.code, problem.cell) for problem in problems] == [("not-a-number", "B2"), ("error-cell", "C2")]


def test_what_a_cell_hides_is_not_taken_for_blank() -> None:
    (problem,) = refused(pulled(snapshot(description=None)), description=OddCell(Oddity.HIDDEN, "", "x"))
    assert problem.code == "hidden-value"


LONG = "x" * 40_000
CUT = LONG[: 32_767 - len(CUT_MARK)] + CUT_MARK


def test_a_cell_that_was_cut_is_no_edit() -> None:
    assert untouched(pulled(snapshot(description=LONG)), description=CUT).warnings == ()


@pytest.mark.parametrize("cell", [f"y{CUT}", f"short{CUT_MARK}", "a new text", "<clear>"], ids=lambda text: text[:7])
def test_a_cell_that_was_cut_can_not_be_edited(cell: str) -> None:
    (problem,) = refused(pulled(snapshot(description=LONG)), description=cell)
    assert (problem.code, problem.cell) == ("cut-cell", "B2")


def test_a_cut_text_in_another_row_is_not_sent() -> None:
    assert [problem.code for problem in refused(description=CUT)] == ["cut-cell"]


# --- every cell -------------------------------------------------------------------------------------------------------


def test_with_every_cell_each_filled_cell_is_sent_edited_or_not() -> None:
    of = pulled(snapshot("281", frozenset({"webform_url"}), description=LONG), every_cell=True)
    update = edited(of, description=CUT, dial_method="1 - Preview", ring_timeout="40", agent=None, webform_url=None)
    assert update.body == {"description": LONG, "dial_method": "1", "ring_timeout": "40"}
    assert [warning.code for warning in update.warnings] == ["emptied-cell"]


def test_with_every_cell_a_cell_as_it_was_pulled_is_no_problem_either() -> None:
    of = pulled(snapshot(ring_timeout="25 s"), every_cell=True)
    assert edited(of, ring_timeout="25 s").body == {"ring_timeout": "25 s"}


# --- rows that were not pulled ----------------------------------------------------------------------------------------


def test_a_row_that_was_not_pulled_sends_all_its_cells() -> None:
    assert accept(ring_timeout="25", dial_method="2", dial_ratio="2").body == {
        "ring_timeout": "25", "dial_method": "2", "dial_ratio": "2",
    }  # fmt: skip
    assert accept(ring_timeout="25").base is None
