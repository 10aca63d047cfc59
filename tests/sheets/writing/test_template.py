"""The template: blank rows with help at every cell, made from the table of fields and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from support.books import DOORS, fill_of, header_of, lines_of
from support.libreoffice import convert, needs_libreoffice

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher, check_rows
from batch_update.errors import UsageError
from batch_update.model import Column, Rejection, Row
from batch_update.resource import Resource
from batch_update.sheets.names import TEMPLATE_PROPERTY, TEMPLATE_VERSION
from batch_update.sheets.writing.template import write_template


@pytest.fixture
def doors(tmp_path: Path) -> Workbook:
    """The template of a small resource, whose columns are A `id` to G `tags`."""
    return write(tmp_path / "doors.xlsx", DOORS)


def write(path: Path, resource: Resource) -> Workbook:
    write_template(path, resource)
    return openpyxl.load_workbook(path)


def count_text_columns(page: Worksheet) -> int:
    """How many columns are formatted as Text to their end."""
    columns = page.column_dimensions.values()
    return sum((d.max or 0) - (d.min or 1) + 1 for d in columns if d.number_format == "@")


def version_of(book: Workbook) -> object:
    """The version that the template says of itself."""
    return book.custom_doc_props[TEMPLATE_PROPERTY].value  # type: ignore[attr-defined]


def rules_of(page: Worksheet) -> dict[str, DataValidation]:
    return {str(rule.sqref): rule for rule in page.data_validations.dataValidation}


def test_the_template_has_its_five_pages_and_opens_on_the_rows(doors: Workbook) -> None:
    assert {page.title: page.sheet_state for page in doors} == {
        "Instructions": "visible", "Doors": "visible", "Fields": "visible", "Examples": "visible", "Lists": "hidden",
    }  # fmt: skip
    assert doors.active is doors["Doors"]


def test_the_header_is_in_row_1_and_holds_the_exact_names_in_the_order_of_the_table(tmp_path: Path) -> None:
    page = write(tmp_path / "c.xlsx", CAMPAIGN)["Campaigns"]

    assert header_of(page) == ["id", *(field.name for field in CAMPAIGN.fields)]
    assert lines_of(page) == []


def test_the_header_and_the_first_two_columns_stay_in_sight(doors: Workbook) -> None:
    assert doors["Doors"].freeze_panes == "C2"
    assert str(doors["Doors"].auto_filter.ref).startswith("A1:G")


def test_every_column_is_text_to_its_end_so_that_ids_stay_whole(doors: Workbook) -> None:
    assert count_text_columns(doors["Doors"]) == 7


def test_a_choice_has_a_drop_down_with_code_and_name(doors: Workbook) -> None:
    rule = rules_of(doors["Doors"])["D2:D1048576"]

    (cells,) = doors.defined_names[str(rule.formula1)].destinations
    assert (rule.type, rule.errorStyle, cells[0]) == ("list", "warning", "Lists")
    assert [line[0].value for line in doors["Lists"][cells[1]]] == ["1 - Slow", "2 - Fast, and loud"]


def test_a_yes_or_no_field_has_a_drop_down_though_its_table_line_has_no_choices(doors: Workbook) -> None:
    rule = rules_of(doors["Doors"])["F2:F1048576"]

    (cells,) = doors.defined_names[str(rule.formula1)].destinations
    assert [line[0].value for line in doors["Lists"][cells[1]]] == ["1 - Yes", "0 - No"]


def test_a_column_for_several_values_offers_them_and_warns_of_nothing(doors: Workbook) -> None:
    rule = rules_of(doors["Doors"])["G2:G1048576"]

    assert (rule.type, rule.showErrorMessage) == ("list", False)


def test_every_column_has_a_prompt_within_excels_limits(tmp_path: Path) -> None:
    rules = rules_of(write(tmp_path / "c.xlsx", CAMPAIGN)["Campaigns"])

    assert len(rules) == 52
    for rule in rules.values():
        assert 0 < len(rule.promptTitle or "") <= 32
        assert 0 < len(rule.prompt or "") <= 255
        assert len(rule.error or "") <= 224


@pytest.mark.parametrize(
    ("cell", "colour", "words"),
    [
        ("A1", "C00000", "Must be filled in? Always: in every row."),
        ("B1", "1F3864", "Must be filled in? No."),
        ("E1", "FFC000", "Must be filled in? When mode is 1 - Slow."),
    ],
    ids=["needed", "optional", "conditional"],
)
def test_a_headers_colour_is_said_in_words_too(doors: Workbook, cell: str, colour: str, words: str) -> None:
    head = doors["Doors"][cell]

    assert fill_of(head) == colour
    assert head.comment is not None
    assert words in head.comment.text


def test_a_headers_comment_says_all_that_the_table_knows(doors: Workbook) -> None:
    comment = doors["Doors"]["G1"].comment

    assert comment is not None
    assert comment.text.splitlines() == [
        "tags: Words for it.",
        "Must be filled in? No.",
        "May hold: words.",
        "Choices (several: with commas between):",
        "   a - Alpha",
        "Example: a; b",
        "Good to know: x",
        "Blank: stays as it is. <clear>: is emptied.",
    ]


def test_fields_explains_every_field(tmp_path: Path) -> None:
    page = write(tmp_path / "c.xlsx", CAMPAIGN)["Fields"]

    fields = (CAMPAIGN.id_field, *CAMPAIGN.fields)
    assert [(line[0], line[2], line[3]) for line in lines_of(page)] == [
        (field.name, field.meaning, field.kind.may_hold) for field in fields
    ]


def test_the_version_of_the_template_is_written_into_it(doors: Workbook) -> None:
    assert version_of(doors) == TEMPLATE_VERSION


def test_no_example_stands_where_rows_are_sent_from(doors: Workbook) -> None:
    assert lines_of(doors["Doors"]) == []
    assert len(lines_of(doors["Examples"])) >= 3


def test_the_campaigns_examples_are_rows_that_pass_the_check(tmp_path: Path) -> None:
    page = write(tmp_path / "c.xlsx", CAMPAIGN)["Examples"]
    match_header = HeaderMatcher(CAMPAIGN)
    columns = tuple(
        Column(get_column_letter(place), str(header), match_header(str(header)).field)
        for place, header in enumerate(header_of(page), start=1)
    )
    rows = [Row(number, line, columns) for number, line in enumerate(page.iter_rows(min_row=2, values_only=True), 2)]  # type: ignore[arg-type]

    verdicts = check_rows(CAMPAIGN, rows)

    assert [verdict.problems for verdict in verdicts if isinstance(verdict, Rejection)] == []
    assert all(column.field for column in columns[1:])


def test_the_same_template_is_the_same_file(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write_template(tmp_path / folder / "c.xlsx", CAMPAIGN)

    assert (tmp_path / "a" / "c.xlsx").read_bytes() == (tmp_path / "b" / "c.xlsx").read_bytes()


NAMES = {
    "campaigns.xlsx": ("campaigns.xlsx --check", "campaigns.xlsx", "campaigns.results.xlsx"),
    "t.xlsx": ("t.xlsx --check", "t.xlsx", "t.results.xlsx"),
    "May.2026.xlsx": ("May.2026.xlsx --check", "May.2026.xlsx", "May.2026.results.xlsx"),
    "North team.xlsx": ('"North team.xlsx" --check', '"North team.xlsx"', "North team.results.xlsx"),
    "अभियान.xlsx": ("अभियान.xlsx --check", "अभियान.xlsx", "अभियान.results.xlsx"),
    "{id}.xlsx": ("{id}.xlsx --check", "{id}.xlsx", "{id}.results.xlsx"),
}


@pytest.mark.parametrize(("name", "said"), NAMES.items(), ids=NAMES)
def test_the_instructions_call_the_file_by_its_name(tmp_path: Path, name: str, said: tuple[str, str, str]) -> None:
    page = write(tmp_path / name, DOORS)["Instructions"]

    told = "\n".join(str(line[1]) for line in page.iter_rows(values_only=True) if line[1])

    checking, sending, results = said
    assert f"python -m batch_update {checking}\n" in told
    assert f"python -m batch_update {sending}\nSays" in told
    assert f"python -m batch_update {sending} --sandbox\n" in told
    assert f"writes {results} beside" in told
    assert "Doors.xlsx" not in told


def test_fields_says_nothing_of_types_of_the_api(tmp_path: Path) -> None:
    page = write(tmp_path / "c.xlsx", CAMPAIGN)["Fields"]

    words = {str(cell) for line in page.iter_rows(values_only=True) for cell in line}
    assert not [word for word in words if "API type" in word or word in {"string", "integer", "array of strings"}]


def test_a_csv_template_is_a_header_line_that_excel_reads_as_utf_8(tmp_path: Path) -> None:
    write_template(tmp_path / "t.CSV", DOORS)

    assert (tmp_path / "t.CSV").read_bytes() == b"\xef\xbb\xbfid,title,note,mode,delay,lock,tags\r\n"


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        write_template(tmp_path / "gone" / "t.xlsx", DOORS)


# --- live red flags, and LibreOffice ----------------------------------------------------------------------------------


class _RedCells(HTMLParser):
    """The addresses of the red cells of one page, from LibreOffice's HTML of a workbook."""

    def __init__(self, page: int) -> None:
        super().__init__()
        self.page, self.table, self.line, self.column = page, -1, 0, 0
        self.red: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.table, self.line = self.table + 1, 0
        elif tag == "tr":
            self.line, self.column = self.line + 1, 0
        elif tag == "td":
            self.column += 1
            if self.table == self.page and dict(attrs).get("bgcolor") == "#FF7C80":
                self.red.add(f"{get_column_letter(self.column)}{self.line}")


@needs_libreoffice
def test_cells_turn_red_while_a_row_is_typed(doors: Workbook, tmp_path: Path) -> None:
    page = doors["Doors"]
    rows = (  # id, title, note, mode, delay
        ("1", "twice", None, "2", None),
        ("1", "twice", None, None, None),
        (None, "no id", None, None, None),
        ("2", None, None, "1 - Slow", None),
        ("3", None, None, "slow", "<CLEAR>"),
        ("4", None, None, 1, " "),
        ("5", None, None, "1 - Slow", "30"),
        ("6", None, None, "2 - Fast, and loud", None),
    )
    for line, values in enumerate(rows, start=2):
        for column, value in enumerate(values, start=1):
            page.cell(line, column).value = value
    doors.save(tmp_path / "filled.xlsx")

    seen = _RedCells(page=1)
    seen.feed(convert(tmp_path / "filled.xlsx", "html", tmp_path).read_text(encoding="utf-8"))

    assert seen.red == {"A2", "A3", "A4", "E5", "E6", "E7"}


@needs_libreoffice
def test_the_template_survives_being_saved_by_libreoffice(tmp_path: Path) -> None:
    before = write(tmp_path / "c.xlsx", CAMPAIGN)
    (tmp_path / "saved").mkdir()

    after = openpyxl.load_workbook(convert(tmp_path / "c.xlsx", "xlsx", tmp_path / "saved"))

    page, old = after["Campaigns"], before["Campaigns"]
    assert {p.title: p.sheet_state for p in after} == {p.title: p.sheet_state for p in before}
    assert header_of(page) == header_of(old)
    assert {value for line in lines_of(page) for value in line} <= {None}
    assert [cell.comment is not None for cell in page[1]] == [True] * 52
    assert [rule.formula1 for rule in rules_of(page).values() if rule.type == "list"] == [
        rule.formula1 for rule in rules_of(old).values() if rule.type == "list"
    ]
    assert len(page.conditional_formatting) == len(old.conditional_formatting)
    assert count_text_columns(page) == 52
    assert version_of(after) == TEMPLATE_VERSION
