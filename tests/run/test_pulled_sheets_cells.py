"""Single cells of a pulled sheet: emptied, grey, needed by others, added by hand; what the question says of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from support.editing import change, edit, page_of
from support.pulled_account import Account, make_campaigns
from support.served_account import Campaign

SHEET = Path("campaigns.xlsx")
pytestmark = pytest.mark.usefixtures("token")


def test_a_cell_that_was_emptied_changes_nothing_and_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"description": None, "webform_url": None}, "282": {"name": "Two"}})
        account.forget_story()
        ran = account.run(capsys, SHEET, "--json")
    assert (ran.code, account.bodies) == (0, [{"id": "282", "name": "Two"}])
    assert "Warning: 1 cell was emptied, which changes nothing (C2); <clear> would empty a field." in ran.err
    (error,) = ran.results["Errors"]
    assert [error[name] for name in ("Code", "Column", "Cell", "Severity")] == [
        "emptied-cell", "description", "C2", "warning",
    ]  # fmt: skip
    assert "<clear>" in str(error["Suggestion"])


def test_clear_empties_a_field(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"description": "<clear>", "webform_url": "<clear>"}})
        account.forget_story()
        assert account.run(capsys, SHEET).code == 0
    assert account.bodies == [{"id": "281", "description": ""}]


def test_a_column_that_was_deleted_was_not_emptied(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        change(SHEET, lambda workbook: page_of(workbook).delete_cols(3))
        ran = account.run(capsys, SHEET, "--json")
    assert (ran.code, ran.totals["unchanged"]) == (0, 1)
    assert "emptied" not in ran.err


def test_a_grey_cell_is_sent_when_it_is_filled_in_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"webform_url": "https://example.com/form", "music_on_hold": "311"}})
        ran = account.run(capsys, SHEET, "--verify", "none", "--json")
    assert account.bodies == [{"id": "281", "webform_url": "https://example.com/form", "music_on_hold": "311"}]
    grey = [(error["Column"], error["Severity"]) for error in ran.results["Errors"] if error["Code"] == "base-unknown"]
    assert grey == [("music_on_hold", "warning")]


@pytest.mark.parametrize(
    ("holds", "typed", "sent"),
    [
        pytest.param({}, {"dial_ratio": "3"}, {"dial_ratio": "3"}, id="a field that another needs"),
        pytest.param({"dial_method": "1", "auto_dial_duration": "45"}, {"dial_method": "2"},
                     {"dial_method": "2", "dial_ratio": "1.5"}, id="what an edited field needs"),
        pytest.param({"enable_inbound": 0, "inbound_queue": "147", "inbound_lead_list": "1234"},
                     {"enable_inbound": "yes"},
                     {"enable_inbound": 1, "inbound_queue": "147", "inbound_lead_list": "1234"}, id="both of them"),
        pytest.param({"dial_method": "2", "dial_ratio": ""}, {"name": "x"}, {"name": "x"}, id="a rule of no concern"),
    ],
)  # fmt: skip
def test_what_an_edit_needs_is_sent_with_it(
    holds: Campaign, typed: dict[str, str], sent: Campaign, capsys: pytest.CaptureFixture[str]
) -> None:
    campaigns = make_campaigns(281)
    campaigns["281"] |= holds
    with Account(campaigns=campaigns) as account:
        account.pull(capsys)
        edit(SHEET, {"281": typed})
        assert account.run(capsys, SHEET).code == 0
    assert account.bodies == [{"id": "281", **sent}]


def test_a_rule_is_broken_over_the_row_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"dial_method": "1 - Preview"}})  # and auto_dial_duration is empty
        account.forget_story()
        ran = account.run(capsys, SHEET, "--json")
    assert (ran.code, ran.totals["invalid"], account.story) == (1, 1, [])


def test_a_cell_as_it_was_pulled_is_never_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    campaigns = make_campaigns(281, 282)
    campaigns["281"] |= {"name": "12.05.", "description": "=SUM(A1)", "disposition_list": "12.5", "dial_ratio": "1:2"}
    with Account(campaigns=campaigns) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"ring_timeout": "45"}})
        ran = account.run(capsys, SHEET, "--json")
    assert (ran.code, account.bodies) == (0, [{"id": "281", "ring_timeout": "45"}])


# --- the question -----------------------------------------------------------------------------------------------------


def append(**values: str) -> Callable[[Workbook], None]:
    """Type a row below the others."""

    def act(workbook: Workbook) -> None:
        page = page_of(workbook)
        columns = {str(cell.value): place for place, cell in enumerate(page[1], start=1)}
        line = page.max_row + 1
        for name, value in values.items():
            page.cell(line, columns[name]).value = value

    return act


def test_a_row_added_by_hand_sends_all_its_cells_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        account.pull(capsys, "--ids", "281")
        change(SHEET, append(id="282", name="Offer 282", time_group="Night 🌙"))
        account.forget_story()
        ran = account.run(capsys, SHEET)
    assert account.bodies == [{"id": "282", "name": "Offer 282", "time_group": "22"}]
    assert "1 row was not pulled: all filled cells are sent." in ran.err


def test_the_question_tells_how_old_the_sheet_is_and_when_it_was_sent(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"name": "One"}})
        first = account.run(capsys, SHEET)
        edit(SHEET, {"281": {"name": "Two"}})
        second = account.run(capsys, SHEET)
    assert "The sheet was pulled today " in first.err
    assert "last sent" not in first.err
    assert ", and last sent today " in second.err


def test_an_ordinary_sheet_is_told_nothing_of_pulls(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        Path("plain.csv").write_text("id,name\n281,One\n", encoding="utf-8")
        ran = account.run(capsys, "plain.csv")
    assert "pulled" not in ran.err


def test_an_untouched_copy_that_would_undo_what_was_sent_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        copy = Path("copy.xlsx")
        copy.write_bytes(SHEET.read_bytes())
        edit(SHEET, {"281": {"name": "One", "ring_timeout": "40"}})
        account.run(capsys, SHEET)
        edit(copy, {"281": {"ring_timeout": "41"}})
        account.forget_story()
        ran = account.run(capsys, copy, "--json")
    assert account.bodies == [{"id": "281", "name": "Offer 281", "ring_timeout": "41"}]
    assert "Warning: 1 cell puts back what was pulled, over what a run of this pull has sent since (B2)." in ran.err
    assert {line["Column"]: str(line["Note"])[:9] for line in ran.results["Changes"]} == {
        "name": "puts back", "ring_timeout": "None",
    }  # fmt: skip


def test_what_is_sent_along_is_said_at_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        account.campaigns["281"] |= {"dial_method": "1"}
        account.pull(capsys, "now.xlsx", "--fields", "name,dial_method")
        edit(Path("now.xlsx"), {"281": {"dial_method": "2"}})
        ran = account.run(capsys, Path("now.xlsx"))
    assert "  dial_ratio 1: 1.5 (needed by dial_method)" in ran.err


@pytest.mark.parametrize("left", ["_base", "Lists"])
def test_a_sheet_that_lost_its_column_of_the_pull_is_warned_of(left: str, capsys: pytest.CaptureFixture[str]) -> None:
    def act(workbook: Workbook) -> None:
        page = page_of(workbook)
        page.delete_cols(page.max_column)
        for name in {"_base", "Lists"} - {left}:
            workbook.remove(workbook[name])

    with Account(campaigns=make_campaigns(281, 282)) as account:
        account.pull(capsys, "--fields", "name,ring_timeout")
        change(SHEET, act)
        told = [account.run(capsys, SHEET, *words).err for words in (["--check"], ["--plan"], [])]
    for err in told:
        assert err.casefold().count("all filled cells") == 1
        assert (
            "Warning: no row says any more which pull it is from (column _pulled). All filled cells of its 2 rows"
            in err
        )


def test_an_id_that_was_typed_over_is_warned_of_at_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        account.pull(capsys)
        change(SHEET, lambda workbook: page_of(workbook).delete_rows(3))
        edit(SHEET, {"281": {"id": "282"}})
        ran = account.run(capsys, SHEET)
    assert "Warning: 1 row has the name of another campaign of the pull (A2): is it the right id?" in ran.err
