"""The guard of a pulled sheet: what somebody else has changed since is not overwritten unasked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.pulled_rows import edited, pulled, snapshot
from support.rows import accept

from batch_update.campaign import CAMPAIGN
from batch_update.checking import Pulled, find_stale
from batch_update.live import LiveValue, Snapshot
from batch_update.model import CellValue, Problem, Severity, Source

# `ring_timeout` held 25 when it was pulled, and the cell was edited to 40
FRESH: list[dict[str, LiveValue]] = [
    {"name": "Diwali offers", "ring_timeout": "25"},
    {"name": "Diwali offers", "ring_timeout": "025"},  # the same value
    {"name": "Diwali offers ", "ring_timeout": "25"},
    {"name": "Diwali offers", "ring_timeout": "40"},  # what is wanted already
    {"name": "Diwali offers", "ring_timeout": "25", "dial_method": "2"},  # another field, which is not sent
]
STALE: list[tuple[dict[str, LiveValue], str, tuple[str, ...]]] = [  # …, cell, what the suggestion tells
    ({"name": "Diwali offers", "ring_timeout": "30"}, "C2",
     ("It was 25, and is now 30.", "empty the cell", "--keep-mine")),
    ({"name": "Diwali offers", "ring_timeout": None}, "C2", ("is now (empty)",)),
    ({"name": "Diwali offers"}, "C2", ("can not be read any more",)),  # it was read, and is gone
    ({"name": "Holi", "ring_timeout": "25"}, "B2", ("It was Diwali offers, and is now Holi.", "--keep-mine")),
]  # fmt: skip


def live(values: dict[str, LiveValue]) -> Snapshot:
    return Snapshot(campaign_id="281", values=values)


def stale(values: dict[str, LiveValue], of: Pulled | None = None, /, **cells: CellValue) -> tuple[Problem, ...]:
    """What the guard says of a row in which the ring time-out was edited, if no other cells are given."""
    of = of or pulled()
    update = edited(of, **(cells or {"name": "Diwali offers", "ring_timeout": "40"}))
    return find_stale(CAMPAIGN, update, live(values), of)


@pytest.mark.parametrize("values", FRESH, ids=str)
def test_a_field_that_holds_its_base_or_what_is_wanted_is_sent(values: dict[str, LiveValue]) -> None:
    assert stale(values) == ()


@pytest.mark.parametrize(("values", "cell", "told"), STALE, ids=str)
def test_a_field_that_holds_something_else_is_somebody_elses_work(
    values: dict[str, LiveValue], cell: str, told: tuple[str, ...]
) -> None:
    (problem,) = stale(values)
    assert (problem.code, problem.source, problem.severity) == ("changed-since-pull", Source.ACCOUNT, Severity.ERROR)
    assert (problem.cell, problem.row) == (cell, 2)
    assert "2026-11-26 14:05" in problem.message
    assert [part for part in told if part not in problem.suggestion] == []


def test_to_keep_mine_makes_warnings_of_it() -> None:
    problems = stale({"name": "Holi", "ring_timeout": "30"}, pulled(keep_mine=True))
    assert [(problem.code, problem.severity) for problem in problems] == [("changed-since-pull", Severity.WARNING)] * 2


def test_a_name_that_is_wanted_already_is_the_right_campaign() -> None:
    assert stale({"name": "Holi", "ring_timeout": "25"}, None, name="Holi") == ()
    (problem,) = stale({"name": "Eid", "ring_timeout": "25"}, None, name="Holi")
    assert problem.cell == "B2"


def test_without_a_column_for_the_name_another_name_is_told_at_the_id() -> None:
    (problem,) = stale({"name": "Holi", "ring_timeout": "25"}, None, ring_timeout="40")
    assert (problem.cell, problem.column) == ("A2", "id")


def test_a_field_that_is_sent_since_another_needs_it_is_guarded_too() -> None:
    held: dict[str, LiveValue] = {"name": "Diwali offers", "dial_method": "1", "dial_ratio": "4"}
    (problem,) = stale(held, None, dial_method="2", dial_ratio="1.5")
    assert problem.cell == "C2"
    assert "write their value into the cell" in problem.suggestion


def test_with_every_cell_the_guard_covers_all_that_is_sent() -> None:
    changed: dict[str, LiveValue] = {"name": "Diwali offers", "ring_timeout": "25", "auto_dial_duration": "31"}
    cells: dict[str, CellValue] = {"ring_timeout": "40", "auto_dial_duration": "30"}
    assert stale(changed, None, **cells) == ()
    (problem,) = stale(changed, pulled(every_cell=True), **cells)
    assert problem.cell == "C2"
    assert "empty the cell" in problem.suggestion


def test_the_base_is_what_was_sent_since_the_pull() -> None:
    of = pulled(sent={"281": {"ring_timeout": "30"}})
    assert stale({"name": "Diwali offers", "ring_timeout": "30"}, of) == ()
    (problem,) = stale({"name": "Diwali offers", "ring_timeout": "25"}, of)
    assert "It was 30, and is now 25." in problem.suggestion


def test_ids_are_told_with_their_names() -> None:
    (problem,) = stale({"name": "Diwali offers", "disposition_list": "58"}, None, disposition_list="57")
    assert "It was 12 - Diwali offers, and is now 58 - Closed." in problem.suggestion


# --- what nobody can compare ------------------------------------------------------------------------------------------


def test_a_field_that_was_never_read_is_no_conflict() -> None:
    of = pulled(snapshot("281", frozenset({"webform_url"})))
    assert stale({"name": "Diwali offers", "webform_url": "https://y.in"}, of, webform_url="https://x.in") == ()


def test_a_field_that_only_the_journal_knows_is_no_conflict_where_it_can_not_be_read() -> None:
    of = pulled(sent={"281": {"webform_url": "https://x.in"}})
    assert stale({"name": "Diwali offers"}, of, webform_url="https://y.in") == ()


def test_a_row_that_was_not_pulled_has_no_guard() -> None:
    assert find_stale(CAMPAIGN, accept(ring_timeout="40"), live({"name": "x", "ring_timeout": "9"}), pulled()) == ()


def test_a_value_is_told_in_the_suggestion_so_that_rows_with_one_problem_have_one_message() -> None:
    one, other = (stale({"name": "Diwali offers", "ring_timeout": value})[0] for value in ("30", "31"))
    assert one.message == other.message
    assert replace(one, suggestion="") == replace(other, suggestion="")
