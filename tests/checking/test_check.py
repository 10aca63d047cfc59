"""What must hold of a row, and between the rows of a sheet, whatever the resource."""

from __future__ import annotations

import pytest
from support.rows import accept, check_one, make_row, refuse

from batch_update.campaign import CAMPAIGN
from batch_update.checking import check_rows
from batch_update.model import CellValue, OddCell, Oddity, Rejection, Scalar, Severity, Update

INCOMPLETE: list[tuple[dict[str, CellValue], str, str]] = [
    ({"name": None}, "nothing-to-change", ""),
    ({"id": None, "name": "x"}, "id-missing", "A2"),
    ({"id": " ", "name": "x"}, "id-missing", "A2"),
]


@pytest.mark.parametrize(("cells", "code", "cell"), INCOMPLETE, ids=str)
def test_a_row_without_an_id_or_a_value_is_rejected(cells: dict[str, CellValue], code: str, cell: str) -> None:
    (problem,) = refuse(**cells)
    assert (problem.code, problem.cell, problem.severity) == (code, cell, Severity.ERROR)


def test_all_problems_of_a_row_are_told_together_errors_first() -> None:
    problems = refuse(outbound_caller_id="9876543210", ring_timeout="x", hide_lead_details="x", dial_method="1")
    assert [problem.code for problem in problems] == [
        "not-a-number", "not-yes-or-no", "needed-field-missing", "phone-number-as-caller-id",
    ]  # fmt: skip


def test_the_users_own_columns_are_never_sent() -> None:
    assert accept(Owner="Asha", name="x", _note="y").body == {"name": "x"}


def test_the_id_is_never_in_the_body() -> None:
    update = accept(id=281.0, name="x")
    assert (update.campaign_id, dict(update.body)) == ("281", {"name": "x"})


@pytest.mark.parametrize(
    "campaign_id",
    ["../agent/9", "..", "%2e%2e", "a?x=1", "a#f", "a\r\nX: y", "a/b", "1.5", "", "281\n282", "2 81", "x" * 65,
     True, 2.81, 1e15, "1.2E+15", OddCell(Oddity.ERROR, "#N/A")],
)  # fmt: skip
def test_an_id_that_could_lead_elsewhere_is_refused(campaign_id: CellValue) -> None:
    problems = refuse(id=campaign_id, name="x")
    assert [problem.cell for problem in problems] == ["A2"]


@pytest.mark.parametrize(("seen", "sent"), [(281.0, "281"), ("281.0", "281"), ("'281", "281"), ("a-b_1", "a-b_1"),
                                            ("281\u200b", "281"), ("0281", "0281"),
                                            ("２８１", "281")], ids=repr)  # fmt: skip
def test_an_id_is_cleaned_and_keeps_every_digit(seen: CellValue, sent: str) -> None:
    assert accept(id=seen, name="x").campaign_id == sent


def test_one_campaign_in_two_rows_rejects_both_and_each_names_the_other() -> None:
    first, other, last = check_rows(CAMPAIGN, [
        make_row(2, id="281", name="a"), make_row(3, id="282", name="b"), make_row(4, id=281.0, name="c"),
    ])  # fmt: skip
    assert isinstance(other, Update)
    assert isinstance(first, Rejection)
    assert isinstance(last, Rejection)
    assert [(p.code, p.cell, p.suggestion[:14]) for p in (*first.problems, *last.problems)] == [
        ("campaign-twice", "A2", "See also row 4"), ("campaign-twice", "A4", "See also row 2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("123", "0123"),
        ("123", "00123"),
        ("123", "१२३"),
        ("0123", "１２３"),
        (123, "0123"),
        ("123.0", "'0123"),
        ("0", "00"),
    ],
    ids=repr,
)
def test_one_campaign_is_in_the_sheet_twice_however_its_number_is_written(one: CellValue, other: CellValue) -> None:
    for verdict in check_rows(CAMPAIGN, [make_row(2, id=one, name="a"), make_row(3, id=other, name="b")]):
        assert isinstance(verdict, Rejection)
        assert [problem.code for problem in verdict.problems] == ["campaign-twice"]


@pytest.mark.parametrize(("one", "other"), [("123", "1230"), ("C-123", "c-123"), ("C-0123", "C-123"), ("5f", "05f")])
def test_ids_that_are_only_alike_are_two_campaigns(one: str, other: str) -> None:
    for verdict in check_rows(CAMPAIGN, [make_row(2, id=one, name="a"), make_row(3, id=other, name="b")]):
        assert isinstance(verdict, Update)


@pytest.mark.parametrize(
    "word",
    ["Total", "Grand Total", "Summe", "n/a", "NULL", "Diwali offers", "id", "-", "कुल", "Campaign ID", "x-y_z", "=A2"],
)
def test_a_word_where_an_id_should_be_is_refused(word: str) -> None:
    assert [(problem.code, problem.cell) for problem in refuse(id=word, name="x")] == [("not-an-id", "A2")]


@pytest.mark.parametrize(
    "result", [3, 3.0, "3", OddCell(Oddity.GROUPED, "1,234", 1234), OddCell(Oddity.PADDED, "003", 3), None], ids=repr
)
def test_an_id_that_adds_up_or_counts_other_cells_is_refused(result: Scalar | OddCell | None) -> None:
    (problem,) = refuse(id=OddCell(Oddity.AGGREGATE, "3", result), name="x")
    assert (problem.code, problem.cell, problem.value) == ("id-from-aggregate", "A2", "3")


def test_a_count_in_another_column_is_sent_as_a_formulas_result() -> None:
    update = accept(number_of_retry=OddCell(Oddity.AGGREGATE, "3", 3))
    assert update.body == {"number_of_retry": "3"}
    assert [warning.code for warning in update.warnings] == ["formula"]


@pytest.mark.parametrize("result", ["281", 281.0, "C-281"])
def test_an_id_that_a_formula_looked_up_is_sent_and_said(result: Scalar) -> None:
    update = accept(id=OddCell(Oddity.FORMULA, "281", result), name="x")
    assert update.campaign_id in {"281", "C-281"}
    assert [(warning.code, warning.cell) for warning in update.warnings] == [("formula", "A2")]


@pytest.mark.parametrize(("word", "code"), [("#N/A", "error-cell"), ("Total", "not-an-id"), ("02-Jan", "date-in-cell")])
def test_two_ids_that_are_none_are_not_taken_for_one_campaign(word: str, code: str) -> None:
    for verdict in check_rows(CAMPAIGN, [make_row(2, id=word, name="a"), make_row(3, id=word, name="b")]):
        assert isinstance(verdict, Rejection)
        assert [problem.code for problem in verdict.problems] == [code]


def test_a_row_that_is_refused_for_another_cell_is_a_campaigns_second_row_all_the_same() -> None:
    first, second = check_rows(CAMPAIGN, [make_row(2, id="123", name="a"), make_row(3, id="0123", name="#N/A")])
    assert isinstance(first, Rejection)
    assert isinstance(second, Rejection)
    assert [problem.code for problem in first.problems] == ["campaign-twice"]
    assert [problem.code for problem in second.problems] == ["campaign-twice", "error-cell"]


def test_the_same_row_gets_the_same_verdict_twice() -> None:
    cells: dict[str, CellValue] = {"dial_method": "1 - Preview", "ring_timeout": "x", "agent": "4817"}
    assert check_one(**cells) == check_one(**cells)


def test_no_rows_give_no_verdicts() -> None:
    assert check_rows(CAMPAIGN, []) == ()
