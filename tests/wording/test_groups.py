"""Equal problems and conversions become one group; every row is counted."""

from __future__ import annotations

from support.books import end, fault, make_sheet

from batch_update.model import Conversion, Problem, Severity, Source, Status
from batch_update.wording.groups import count_statuses, group_conversions, group_problems


def problem(row: int, **facts: object) -> Problem:
    return Problem(
        **{"row": row, "column": "title", "cell": f"B{row}", "value": f"v{row}", "code": "c", "message": "m", **facts}  # type: ignore[arg-type]
    )


def test_equal_problems_are_one_group_whatever_their_values() -> None:
    (group,) = group_problems([problem(2), problem(3), problem(9)])

    assert (group.rows, group.column, group.code, group.message) == (3, "title", "c", "m")
    assert [(example.cell, example.value) for example in group.examples] == [("B2", "v2"), ("B3", "v3"), ("B9", "v9")]


def test_whatever_else_differs_makes_another_group() -> None:
    others = (
        {"severity": Severity.WARNING}, {"source": Source.API}, {"code": "d"}, {"column": "note"}, {"message": "n"},
    )  # fmt: skip

    assert len(group_problems([problem(2), *(problem(2, **other) for other in others)])) == 1 + len(others)


def test_errors_come_before_warnings_and_the_commonest_first() -> None:
    problems = [
        *(problem(row, code="many doubts", severity=Severity.WARNING) for row in range(9)),
        problem(2, code="once"),
        *(problem(row, code="twice") for row in range(2)),
        problem(2, code="once too"),
    ]

    assert [group.code for group in group_problems(problems)] == ["twice", "once", "once too", "many doubts"]


def test_a_row_with_the_same_problem_twice_counts_once() -> None:
    (group,) = group_problems([problem(2, cell="B2"), problem(2, cell="C2")])

    assert (group.rows, len(group.examples)) == (1, 2)


def test_suggestions_are_kept_once_each_in_their_order() -> None:
    (group,) = group_problems([problem(row, suggestion=text) for row, text in enumerate(("b", "a", "", "b"))])

    assert group.suggestions == ("b", "a")


def test_a_group_names_a_few_cells_and_not_all() -> None:
    (group,) = group_problems(problem(row) for row in range(1_000))

    assert (group.rows, [example.row for example in group.examples]) == (1_000, [0, 1, 2, 3, 4])


def test_equal_conversions_are_one_group_the_commonest_first() -> None:
    groups = group_conversions(
        Conversion("mode", cell, shown, "1") for cell, shown in (("C2", "yes"), ("C3", "1 - Slow"), ("C4", "1 - Slow"))
    )

    assert [(group.shown, group.sent, group.count, group.cells) for group in groups] == [
        ("1 - Slow", "1", 2, ("C3", "C4")),
        ("yes", "1", 1, ("C2",)),
    ]


def test_every_status_is_counted_also_where_there_is_none() -> None:
    sheet = make_sheet(("id",), ("1",), ("2",))
    counts = count_statuses(
        [end(sheet.rows[0], Status.UPDATED), end(sheet.rows[1], Status.INVALID, fault(sheet.rows[1]))]
    )

    assert dict(counts) == {status: int(status in {Status.UPDATED, Status.INVALID}) for status in Status}
