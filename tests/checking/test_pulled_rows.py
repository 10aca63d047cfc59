"""A row that was pulled, and the sheet that it is from: what must fit before any cell of it is taken for an edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from support.pulled_rows import HELD, PULLED, STAMP, base, pulled, pulled_row, refused, snapshot, untouched
from support.rows import make_row

from batch_update.campaign import CAMPAIGN
from batch_update.checking import Pulled, check_rows
from batch_update.errors import SheetError
from batch_update.model import Rejection, Row, Untouched, Update
from batch_update.run.plan import NOT_EDITED, SENT_BEFORE, checked_outcomes, plan_sending, settle
from batch_update.statuses import Status

# --- without its base -------------------------------------------------------------------------------------------------

OTHER_PULL = replace(base(), stamp="other")
WITHOUT_BASE = {
    "no sheet sent along": None,
    "the base is gone": Pulled(),
    "another pull": Pulled(base=OTHER_PULL),
    "a stamp that only ends alike": Pulled(base=replace(base(), stamp=STAMP[1:])),
    "a pull without a stamp": Pulled(base=replace(base(), stamp="")),
}


@pytest.mark.parametrize("of", WITHOUT_BASE.values(), ids=WITHOUT_BASE)
def test_a_pulled_row_without_its_base_is_refused_whatever_is_in_it(of: Pulled | None) -> None:
    (verdict,) = check_rows(CAMPAIGN, [pulled_row(ring_timeout="x", name="Diwali offers")], pulled=of)
    assert isinstance(verdict, Rejection)
    (problem,) = verdict.problems
    assert (problem.code, problem.cell, problem.value) == ("base-missing", "D2", PULLED)
    assert problem.suggestion.startswith("Pull again, or empty")


def test_an_id_that_the_pull_does_not_have_is_the_thing_to_correct() -> None:
    problems = refused(pulled(snapshot("282", name="Holi")), ring_timeout="x", name="Diwali offers")
    (problem,) = problems
    assert (problem.code, problem.cell, problem.value) == ("base-missing", "A2", "281")
    assert problem.message.startswith("The pull has no campaign of this id")
    assert problem.suggestion.startswith("Correct the id, or delete the row.")
    assert "_pulled" not in problem.suggestion


@pytest.mark.parametrize("campaign_id", ["281", "0281", 281.0])
def test_the_base_is_found_by_the_campaigns_id_however_it_is_spelled(campaign_id: str | float) -> None:
    assert untouched(id=campaign_id, name="Diwali offers").warnings == ()


def test_the_stamp_may_stand_alone() -> None:
    row = make_row(2, id="281", name="Diwali offers", _pulled=STAMP)
    (verdict,) = check_rows(CAMPAIGN, [replace(row, pulled=STAMP)], pulled=pulled())
    assert isinstance(verdict, Untouched)


@pytest.mark.parametrize(("campaign_id", "code"), [(None, "id-missing"), ("Total", "not-an-id")])
def test_a_pulled_row_without_its_id_is_told_that_alone(campaign_id: str | None, code: str) -> None:
    assert [problem.code for problem in refused(id=campaign_id, ring_timeout="x")] == [code]


def test_a_row_whose_cell_of_the_pull_is_blank_sends_every_filled_cell() -> None:
    row = make_row(2, id="281", name="Diwali offers", ring_timeout="25", _pulled=None)
    (verdict,) = check_rows(CAMPAIGN, [row], pulled=pulled())
    assert isinstance(verdict, Update)
    assert (dict(verdict.body), verdict.base) == ({"name": "Diwali offers", "ring_timeout": "25"}, None)


def test_a_field_that_an_older_pull_did_not_know_is_not_comparable() -> None:
    old = replace(snapshot(), values={"name": "Diwali offers", "a_field_of_old": "1"})
    (verdict,) = check_rows(CAMPAIGN, [pulled_row(ring_timeout="25")], pulled=pulled(old))
    assert isinstance(verdict, Update)
    assert [warning.code for warning in verdict.warnings] == ["base-unknown"]


def test_two_rows_of_one_campaign_are_refused_edited_or_not() -> None:
    rows = [pulled_row(2, ring_timeout="25"), pulled_row(3, ring_timeout="40")]
    verdicts = check_rows(CAMPAIGN, rows, pulled=pulled())
    assert [type(verdict) for verdict in verdicts] == [Rejection, Rejection]


# --- half a sort ------------------------------------------------------------------------------------------------------

NAMES = {"281": "North", "282": "South", "283": "East", "284": "West", "285": "North"}
FIVE = pulled(*(snapshot(campaign_id, name=name) for campaign_id, name in NAMES.items()))


def named(names: Sequence[str]) -> list[Row]:
    return [
        pulled_row(2 + place, id=campaign_id, name=name)
        for place, (campaign_id, name) in enumerate(zip(NAMES, names, strict=True))
    ]


@pytest.mark.parametrize(
    "names",
    [
        ["North", "South", "East", "West", "North"],
        ["South", "North", "East", "West", "North"],  # two may have changed their names
        ["North 2", "South 2", "East 2", "West 2", "North 3"],
        ["", "", "", "", ""],
    ],
    ids=" ".join,
)
def test_a_sheet_whose_names_are_with_their_ids_is_taken(names: list[str]) -> None:
    assert len(check_rows(CAMPAIGN, named(names), pulled=FIVE)) == 5


@pytest.mark.parametrize(
    ("names", "first"),
    [
        (["East", "North", "North", "South", "West"], "row 2 has the id 281 and the name of 283, “East”"),
        (["South", "East", "North", "West", "North"], "row 2 has the id 281 and the name of 282, “South”"),
        (["North", " East ", "South", "West", "South"], "row 3 has the id 282 and the name of 283, “East”"),
    ],
    ids=str,
)
def test_a_sheet_whose_names_have_moved_is_refused_whole(names: list[str], first: str) -> None:
    with pytest.raises(SheetError, match=first):
        check_rows(CAMPAIGN, named(names), pulled=FIVE)


NAMED: dict[str, tuple[list[str], list[tuple[str, str]]]] = {  # names, then the cell and the other id of each warning
    "as pulled": (["North", "South", "East", "West", "North"], []),
    "a new name": (["New", "South", "East", "West", "North"], []),
    "one of another": (["North", "South", "South", "West", "North"], [("A4", "282")]),
    "two that changed places": (["South", "North", "East", "West", "North"], [("A2", "282"), ("A3", "285")]),
}


@pytest.mark.parametrize(("names", "warned"), NAMED.values(), ids=NAMED)
def test_a_row_with_the_name_of_another_campaign_is_warned_of_at_its_id(
    names: list[str], warned: list[tuple[str, str]]
) -> None:
    verdicts = check_rows(CAMPAIGN, named(names), pulled=FIVE)
    right = [verdict for verdict in verdicts if not isinstance(verdict, Rejection)]
    found = [warning for verdict in right for warning in verdict.warnings if warning.code == "other-name"]
    assert [warning.cell for warning in found] == [cell for cell, _ in warned]
    assert all(f"was the name of {other}." in found[place].suggestion for place, (_, other) in enumerate(warned))


def test_a_refusal_of_the_sheet_is_one_line_whatever_the_names_are() -> None:
    names = [f"{letter}\n{letter * 90}" for letter in "abcde"]
    of = pulled(*(snapshot(found, name=name) for found, name in zip(NAMES, names, strict=True)))
    with pytest.raises(SheetError) as refusal:
        check_rows(CAMPAIGN, named(names[1:] + names[:1]), pulled=of)
    assert "\n" not in str(refusal.value)
    assert "b" * 60 not in str(refusal.value)


def test_names_that_were_sent_since_are_the_campaigns_own() -> None:
    names = ["South", "East", "North", "West", "North"]
    sent = {campaign_id: {"name": name} for campaign_id, name in zip(NAMES, names, strict=True)}
    assert len(check_rows(CAMPAIGN, named(names), pulled=replace(FIVE, sent=sent))) == 5


# --- what becomes of a row that was not edited ------------------------------------------------------------------------


@pytest.mark.parametrize("strict", [False, True])
def test_a_row_that_was_not_edited_is_unchanged_and_says_so(strict: bool) -> None:
    rows = [pulled_row(2, ring_timeout="25"), pulled_row(3, id="282", ring_timeout="40")]
    verdicts = check_rows(CAMPAIGN, rows, pulled=pulled(snapshot(), snapshot("282")))
    plan = plan_sending(verdicts, strict=strict)
    assert [update.campaign_id for update in plan.to_send] == ["282"]
    for outcome in (settle(plan, ())[0], checked_outcomes(verdicts, {})[0]):
        assert (outcome.status, outcome.message) == (Status.UNCHANGED, NOT_EDITED)


def test_a_row_whose_edits_an_earlier_run_has_sent_says_so() -> None:
    verdicts = check_rows(
        CAMPAIGN, [pulled_row(ring_timeout="40")], pulled=pulled(sent={"281": {"ring_timeout": "40"}})
    )
    (outcome,) = checked_outcomes(verdicts, {})
    assert (outcome.status, outcome.message) == (Status.UNCHANGED, SENT_BEFORE)


@pytest.mark.parametrize("cells", [{"name": "Diwali offers"}, {"ring_timeout": None}], ids=["another", "emptied"])
def test_a_row_without_the_edit_that_was_sent_was_not_edited(cells: dict[str, str | None]) -> None:
    of = pulled(sent={"281": {"ring_timeout": "40"}})
    (outcome,) = checked_outcomes(check_rows(CAMPAIGN, [pulled_row(**cells)], pulled=of), {})
    assert outcome.message == NOT_EDITED


def test_a_row_that_an_earlier_run_has_sent_keeps_its_outcome() -> None:
    (verdict,) = check_rows(
        CAMPAIGN, [pulled_row(ring_timeout="40")], pulled=pulled(sent={"281": {"ring_timeout": "40"}})
    )
    (outcome,) = checked_outcomes([verdict], {})
    answered = replace(outcome, status=Status.UPDATED, message="done")
    assert settle(plan_sending([verdict], answered=[answered]), ()) == (answered,)


def test_the_rows_of_these_tests_hold_what_their_base_does() -> None:
    assert untouched(name=HELD["name"], ring_timeout="25", auto_dial_duration="30").warnings == ()  # type: ignore[arg-type]
