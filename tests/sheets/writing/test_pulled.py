"""The pulled workbook: what stands where, what helps at a cell, and what it says of what could not be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from support.books import fill_of, header_of, lines_of
from support.libreoffice import convert, needs_libreoffice
from support.pulled import CAMPAIGNS, DIWALI, LISTS, MARK, ROWS, base_of, fill, pull, read_back

from batch_update.campaign import CAMPAIGN
from batch_update.errors import UsageError
from batch_update.live import NameLists
from batch_update.sheets.names import CUT_MARK
from batch_update.sheets.writing.pulled import COMMENT_LIMIT, LeftOut, write_pulled


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    """A pulled workbook of three campaigns, as openpyxl reads it."""
    return openpyxl.load_workbook(pull(tmp_path / "campaigns.xlsx"))


def open_pulled(path: Path, *unclear: str, campaigns: int = 2) -> Worksheet:
    """The rows of a pulled workbook in whose first row some fields could not be read."""
    others = [fill(str(282 + place), DIWALI) for place in range(campaigns - 1)]
    return openpyxl.load_workbook(pull(path, [fill("281", DIWALI, *unclear), *others]))["Campaigns"]


def rule_of(page: Worksheet, letter: str) -> DataValidation:
    """What Excel offers and says in the cells of a column."""
    rules: list[DataValidation] = page.data_validations.dataValidation
    (rule,) = (rule for rule in rules if str(rule.sqref) == f"{letter}2:{letter}1048576")
    return rule


def test_the_instructions_say_what_becomes_of_rows_without_their_mark_and_without_the_hidden_sheet(
    book: Workbook,
) -> None:
    assert "a row without its _pulled is an ordinary row, of which all filled cells are sent" in told(book)
    assert "without the hidden sheet no row is sent" in told(book)


def told(book: Workbook) -> str:
    """All that the instructions say."""
    return "\n".join(str(cell) for line in book["Instructions"].iter_rows(values_only=True) for cell in line if cell)


# --- what stands where ------------------------------------------------------------------------------------------------


def test_it_has_the_templates_pages_and_its_own_and_opens_on_the_rows(book: Workbook) -> None:
    assert [(page.title, page.sheet_state) for page in book] == [
        ("Instructions", "visible"), ("Campaigns", "visible"), ("Fields", "visible"), ("Examples", "visible"),
        ("Choices", "hidden"), ("_base", "veryHidden"), ("Lists", "visible"),
    ]  # fmt: skip
    assert book.active is book["Campaigns"]


def test_without_lists_there_is_no_page_of_them(tmp_path: Path) -> None:
    none = NameLists(target="https://api.example.com", entries={})

    assert "Lists" not in openpyxl.load_workbook(pull(tmp_path / "a.xlsx", lists=None)).sheetnames
    assert "Lists" not in openpyxl.load_workbook(pull(tmp_path / "b.xlsx", lists=none)).sheetnames


def test_the_columns_are_the_fields_and_pulled_is_the_last(book: Workbook) -> None:
    assert header_of(book["Campaigns"]) == [
        "id", "name", "description", "dial_method", "outbound_caller_id", "lead_list_map", "disposition_list",
        "hide_lead_details", "webform_url", "_pulled",
    ]  # fmt: skip


def test_a_row_holds_what_was_read_as_text(book: Workbook) -> None:
    assert lines_of(book["Campaigns"]) == [
        ("281", "Diwali offers", None, "1 - Preview", "1759333 - +911140001234 Delhi desk",
         "1234 - North leads:1; 1235:0", "12 - Diwali offers", "0 - No", None, MARK),
        ("282", "Holi", "=cmd()", None, None, None, "000012345678901234567", None, None, MARK),
        ("0283", "Eid", None, None, None, None, None, None, None, MARK),
    ]  # fmt: skip
    cells = [cell for line in book["Campaigns"].iter_rows(min_row=2) for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}


def test_all_52_columns_of_a_campaign_find_room(tmp_path: Path) -> None:
    values: dict[str, str | None] = {field.name: field.example for field in CAMPAIGN.fields}

    page = openpyxl.load_workbook(pull(tmp_path / "c.xlsx", [fill("281", values)], resource=CAMPAIGN))["Campaigns"]

    assert lines_of(page) == [("281", *(field.example for field in CAMPAIGN.fields), MARK)]


def test_a_column_may_stand_without_the_one_that_makes_it_needed(tmp_path: Path) -> None:
    narrow = replace(CAMPAIGN, fields=(CAMPAIGN.field("dial_ratio"),))

    page = openpyxl.load_workbook(pull(tmp_path / "c.xlsx", [fill("281", {"dial_ratio": "2"})], resource=narrow))[
        "Campaigns"
    ]

    assert header_of(page) == ["id", "dial_ratio", "_pulled"]
    assert page.freeze_panes == "B2"


def test_a_text_longer_than_a_cell_is_cut_with_a_mark(tmp_path: Path) -> None:
    page = openpyxl.load_workbook(pull(tmp_path / "c.xlsx", [fill("281", {"description": "x" * 40_000})]))["Campaigns"]

    assert len(str(page["C2"].value)) == 32_767
    assert str(page["C2"].value).endswith(CUT_MARK)


def test_a_text_of_two_lines_is_seen_whole(tmp_path: Path) -> None:
    page = openpyxl.load_workbook(pull(tmp_path / "c.xlsx", [fill("281", {"description": "a\nb"}), fill("282", {})]))[
        "Campaigns"
    ]

    assert page["C2"].alignment.wrap_text is True
    assert page.row_dimensions[2].height == 30.75  # two lines
    assert page.row_dimensions[3].height is None


def test_header_id_and_name_stay_in_view_and_rows_can_be_filtered(book: Workbook) -> None:
    assert book["Campaigns"].freeze_panes == "C2"
    assert book["Campaigns"].auto_filter.ref == "A1:J4"


def test_no_cell_is_red_for_a_field_that_was_pulled_so(book: Workbook) -> None:
    flagged = [str(found.sqref) for found in book["Campaigns"].conditional_formatting]

    assert flagged == ["A2:A10001"]


# --- what helps -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letter", "labels"),
    [("D", ["1 - Preview", "2 - Ratio"]), ("H", ["1 - Yes", "0 - No"])],
    ids=["choice", "flag"],
)
def test_choices_have_the_templates_drop_down(book: Workbook, letter: str, labels: list[str]) -> None:
    rule = rule_of(book["Campaigns"], letter)

    (cells,) = book.defined_names[str(rule.formula1)].destinations
    assert (rule.type, rule.errorStyle, cells[0]) == ("list", "warning", "Choices")
    assert [line[0].value for line in book["Choices"][cells[1]]] == labels


@pytest.mark.parametrize(
    ("letter", "source", "labels"),
    [
        ("E", "A6:A7", ["1759333 - +911140001234 Delhi desk", "1759334 - +911140001235"]),
        ("G", "J6:J8", ["12 - Diwali offers", "13 - =cmd()", '14 - "Holi" 🎉']),
    ],
    ids=["callers", "dispositions"],
)
def test_an_id_has_a_drop_down_of_labels_and_takes_others_without_a_word(
    book: Workbook, letter: str, source: str, labels: list[str]
) -> None:
    rule = rule_of(book["Campaigns"], letter)

    assert (rule.type, rule.showErrorMessage) == ("list", False)
    assert str(rule.formula1).replace("$", "") == f"Lists!{source}"
    assert [line[0].value for line in book["Lists"][source]] == labels
    assert "Choose from the list, or type an id or a name of the sheet Lists." in str(rule.prompt)


def test_a_cell_for_several_ids_has_a_prompt_and_no_drop_down(book: Workbook) -> None:
    rule = rule_of(book["Campaigns"], "F")

    assert (rule.type, rule.formula1) == (None, None)
    assert "Such as 1234:1; 1235:0. A name or label of the sheet Lists does for an id." in str(rule.prompt)


def test_a_cell_for_several_choices_has_a_prompt_and_no_drop_down(tmp_path: Path) -> None:
    fields = tuple(field for field in CAMPAIGN.fields if field.name in {"dial_method", "dial_status"})
    resource = replace(CAMPAIGN, fields=fields)

    page = openpyxl.load_workbook(pull(tmp_path / "c.xlsx", lists=None, resource=resource))["Campaigns"]

    statuses = rule_of(page, "C")
    assert page["C1"].value == "dial_status"
    assert (statuses.type, statuses.formula1) == (None, None)
    assert "Such as 0; -5." in str(statuses.prompt)
    assert rule_of(page, "B").type == "list"


def test_an_id_whose_list_could_not_be_read_has_the_templates_prompt(tmp_path: Path) -> None:
    lists = NameLists(target=LISTS.target, entries={**LISTS.entries, "dispositions": ()})

    page = openpyxl.load_workbook(pull(tmp_path / "c.xlsx", lists=lists))["Campaigns"]

    assert rule_of(page, "E").type == "list"
    assert rule_of(page, "G").type is None
    assert "May hold one id, not a name." in str(rule_of(page, "G").prompt)


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("E", "May hold: one id, its name, or both, as on the sheet Lists."),
        ("F", ("May hold: lead lists as id:status, with semicolons between them; status 1 is active, 0 is not; "
              "names of the sheet Lists do for ids.")),
        ("I", "May hold: a web address that starts with https:// (or http://)."),
    ],
    ids=["one", "several", "no id"],
)  # fmt: skip
def test_help_says_that_names_do_for_ids(book: Workbook, letter: str, words: str) -> None:
    comment = book["Campaigns"][f"{letter}1"].comment

    assert comment is not None
    assert words in comment.text.splitlines()
    assert words.removeprefix("May hold: ").removesuffix(".") in {line[3] for line in lines_of(book["Fields"])}


def test_lists_show_titles_ids_and_names(book: Workbook) -> None:
    assert [line[:5] for line in book["Lists"].iter_rows(min_row=4, max_row=6, values_only=True)] == [
        ("Caller IDs", None, None, None, None),
        ("label", "id", "name", "number", None),
        ("1759333 - +911140001234 Delhi desk", "1759333", "Delhi desk", "+911140001234", None),
    ]
    assert book["Lists"].freeze_panes == "A6"
    assert book["Lists"].row_dimensions[3].hidden is True


# --- what could not be read -------------------------------------------------------------------------------------------


def test_a_cell_that_could_not_be_read_is_blank_and_grey_and_says_so(tmp_path: Path) -> None:
    page = open_pulled(tmp_path / "c.xlsx", "webform_url", "dial_method")

    for cell in (page["D2"], page["I2"]):
        assert (cell.value, fill_of(cell)) == (None, "E7E6E6")
        assert cell.comment is not None
        assert cell.comment.text == "Could not be read; the campaign may hold a value."
    for cell in (page["C2"], page["D3"], page["I3"]):  # blank, another row, and both
        assert (fill_of(cell), cell.comment) == ("000000", None)


def test_a_header_tells_how_many_of_its_cells_could_not_be_read(tmp_path: Path) -> None:
    page = open_pulled(tmp_path / "c.xlsx", "webform_url")

    assert "\n1 cell could not be read (grey). The campaign may hold a value." in page["I1"].comment.text
    assert "could not be read" not in page["H1"].comment.text


def test_a_column_that_could_be_read_nowhere_is_folded(tmp_path: Path) -> None:
    page = open_pulled(tmp_path / "c.xlsx", "webform_url", campaigns=1)

    folded = {letter for letter, column in page.column_dimensions.items() if column.hidden}
    assert folded == {"I"}
    assert page.column_dimensions["J"].collapsed is True
    assert "This column could be read for no campaign." in page["I1"].comment.text
    assert (fill_of(page["I2"]), page["I2"].comment) == ("E7E6E6", None)


def test_a_column_that_is_blank_but_was_read_is_not_folded(tmp_path: Path) -> None:
    page = open_pulled(tmp_path / "c.xlsx")

    assert [letter for letter, column in page.column_dimensions.items() if column.hidden] == []


def test_comments_end_where_excel_would_take_minutes(tmp_path: Path) -> None:
    rows = [fill(str(id_), {"name": "x"}, "webform_url") for id_ in range(COMMENT_LIMIT + 5)]

    page = openpyxl.load_workbook(pull(tmp_path / "c.xlsx", [*rows, fill("9999", DIWALI)]))["Campaigns"]

    cells = [page.cell(line, 9) for line in range(2, COMMENT_LIMIT + 7)]
    assert sum(cell.comment is not None for cell in cells) == COMMENT_LIMIT
    assert {fill_of(cell) for cell in cells} == {"E7E6E6"}


# --- the instructions -------------------------------------------------------------------------------------------------


def test_the_instructions_tell_of_this_workbook(book: Workbook) -> None:
    said = told(book)

    assert "Only the cells that you edit are sent." in said
    assert "2026-11-27 09:30 UTC, from https://api.example.com" in said
    assert "Could not be read: the campaign may hold a value." in said
    assert "as they stand on the sheet Lists" in said
    assert "{" not in said


PLACES = {
    "the API": ("https://api.acefone.in", "", "campaigns.xlsx"),
    "another address": ("https://api.example.com", "", "campaigns.xlsx --base-url https://api.example.com"),
    "a profile": ("https://api.example.com", "north", "campaigns.xlsx --profile north"),
    "a profile of two words": ("https://api.example.com", "north team", 'campaigns.xlsx --profile "north team"'),
    "the stand-in": ("sandbox", "", "campaigns.xlsx --sandbox"),
}


@pytest.mark.parametrize(("target", "profile", "words"), PLACES.values(), ids=PLACES)
def test_the_commands_lead_to_where_the_workbook_is_from(tmp_path: Path, target: str, profile: str, words: str) -> None:
    base = replace(base_of(ROWS), target=target, profile=profile)
    path = write_pulled(tmp_path / "campaigns.xlsx", resource=CAMPAIGNS, rows=ROWS, base=base, lists=None)

    said = told(openpyxl.load_workbook(path))

    assert f"python -m batch_update {words} --plan\n" in said
    assert f"python -m batch_update {words}\nSays what" in said


def test_the_instructions_speak_of_no_lists_where_there_are_none(tmp_path: Path) -> None:
    assert "Lists" not in told(openpyxl.load_workbook(pull(tmp_path / "c.xlsx", lists=None)))


# --- an undo ----------------------------------------------------------------------------------------------------------

GONE = LeftOut(
    campaign_id="281",
    title="=cmd()",
    field="dial_ratio",
    before="1.5",
    found="3",
    why="Somebody has changed it since the run.",
)


def test_an_undo_tells_what_it_leaves_out(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(pull(tmp_path / "c.undo.xlsx", left_out=[GONE], puts_back=True))

    assert book.sheetnames[:3] == ["Instructions", "Campaigns", "Left out"]
    assert book.sheetnames[-1] == "Lists"
    assert header_of(book["Left out"]) == ["id", "Name", "Column", "Before", "Found", "Why"]
    assert lines_of(book["Left out"]) == [
        ("281", "=cmd()", "dial_ratio", "1.5", "3", "Somebody has changed it since the run.")
    ]
    assert book["Left out"]["B2"].data_type == "s"
    assert "The sheet Left out tells what can not be put back, and why: 1 value." in told(book)


def test_an_undo_of_everything_has_no_such_page(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(pull(tmp_path / "c.undo.xlsx", puts_back=True))

    assert "Left out" not in book.sheetnames
    assert "goes back to what it was before the run" in told(book)
    assert "Left out" not in told(book)


def test_the_rows_of_an_undo_are_those_that_are_read(tmp_path: Path) -> None:
    found = read_back(pull(tmp_path / "c.undo.xlsx", left_out=[GONE], puts_back=True))

    assert (found.worksheet, len(found.rows)) == ("Campaigns", 3)


# --- the file ---------------------------------------------------------------------------------------------------------


def test_a_file_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "c.xlsx").write_bytes(b"mine")

    written = pull(tmp_path / "c.xlsx")

    assert written == tmp_path / "c-2.xlsx"
    assert (tmp_path / "c.xlsx").read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c-2.xlsx", "c.xlsx"]


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        pull(tmp_path / "gone" / "c.xlsx")


@needs_libreoffice
def test_drop_downs_and_grey_cells_survive_being_saved_by_libreoffice(tmp_path: Path) -> None:
    before = open_pulled(tmp_path / "c.xlsx", "webform_url")
    (tmp_path / "saved").mkdir()

    book = openpyxl.load_workbook(convert(tmp_path / "c.xlsx", "xlsx", tmp_path / "saved"))

    page = book["Campaigns"]
    assert lines_of(page)[:2] == lines_of(before)
    assert fill_of(page["I2"]) == "E7E6E6"
    assert page["I2"].comment is not None
    lists = {str(rule.formula1) for rule in page.data_validations.dataValidation if rule.type == "list"}
    assert {"Lists!$A$6:$A$7", "Lists!$J$6:$J$8"} <= lists
    assert book["_base"].sheet_state != "visible"
