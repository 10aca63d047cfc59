"""Which worksheet is read, where its header is, and what is said of it: sheets as people lay them out."""

from __future__ import annotations

import re

import pytest
from support.workbooks import HEADER, read, row, sheet, styles_xml, text_cell, workbook, worksheet_xml

from batch_update.errors import HeaderError, SheetError
from batch_update.model import OddCell, Oddity, Sheet

ONE_ROW = row(2, '<c r="A2"><v>281</v></c>', text_cell("B2", "Diwali"))
FITTING = worksheet_xml(HEADER + ONE_ROW)
NOTES = worksheet_xml(row(1, text_cell("A1", "Call Ravi")))


def headed(*headers: str, rows: str = "", first: int = 1, left: int = 0, after: str = "", before: str = "") -> bytes:
    """A workbook with these headers in row `first`, from column A on or further right."""
    cells = (text_cell(f"{chr(65 + left + place)}{first}", header) for place, header in enumerate(headers) if header)
    return workbook({"Campaigns": worksheet_xml(row(first, *cells) + rows, before=before, after=after)})


def values(found: Sheet) -> list[tuple[object, ...]]:
    return [(line.number, *line.cells) for line in found.rows]


# --- which worksheet --------------------------------------------------------------------------------------------------


def test_the_page_to_fix_comes_before_the_campaigns() -> None:
    fix = worksheet_xml(HEADER + row(2, '<c r="A2"><v>7</v></c>'))

    found = read(workbook({"Campaigns": FITTING, "To fix": fix}))

    assert (found.worksheet, values(found)) == ("To fix", [(2, 7, None)])


def test_campaigns_is_found_whatever_its_place_and_case() -> None:
    assert read(workbook({"Notes": FITTING, "CAMPAIGNS": FITTING})).worksheet == "CAMPAIGNS"


def test_the_only_visible_worksheet_that_fits_is_taken() -> None:
    assert read(workbook({"Notes": NOTES, "May": FITTING})).worksheet == "May"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_worksheet_is_not_taken_by_itself(state: str) -> None:
    content = workbook({"Campaigns": FITTING, "May": FITTING}, hidden={"Campaigns": state})

    assert read(content).worksheet == "May"
    assert read(content, worksheet="campaigns").worksheet == "Campaigns"


def test_two_worksheets_that_fit_stop_the_run() -> None:
    with pytest.raises(SheetError, match=r"'May', 'June'. Say which with --sheet NAME"):
        read(workbook({"May": FITTING, "June": FITTING}))


def test_a_chart_is_never_taken_for_a_worksheet() -> None:
    chart = '<chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'

    assert read(workbook({"Campaigns": chart, "May": FITTING}, kinds={"Campaigns": "chartsheet"})).worksheet == "May"


def test_a_worksheet_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(SheetError, match=r"no worksheet 'July'.*'May', 'June' \(hidden\)"):
        read(workbook({"May": FITTING, "June": FITTING}, hidden={"June": "hidden"}), worksheet="July")


def test_no_worksheet_that_fits_is_said_with_their_names() -> None:
    with pytest.raises(SheetError, match=r"No visible worksheet has a header row.*'A', 'B'"):
        read(workbook({"A": NOTES, "B": NOTES}))


def test_a_damaged_worksheet_beside_the_right_one_does_not_matter() -> None:
    assert read(workbook({"Sums": "<worksheet><sheetData><row>", "May": FITTING})).worksheet == "May"


# --- the header -------------------------------------------------------------------------------------------------------


def test_a_title_above_the_header_is_skipped() -> None:
    banner = row(1, text_cell("A1", "Campaigns of May")) + row(2, text_cell("A2", "by id"), text_cell("B2", "name"))
    header = row(5, text_cell("A5", "id"), text_cell("B5", "name"))

    found = read(workbook({"May": worksheet_xml(banner + header + row(6, '<c r="A6"><v>281</v></c>'))}))

    assert (found.header_row, values(found)) == (5, [(6, 281, None)])


def test_data_that_begins_further_right_keeps_its_addresses() -> None:
    rows = row(4, '<c r="D4"><v>281</v></c>', text_cell("E4", "Diwali"))

    found = read(headed("id", "name", first=3, left=3, rows=rows))

    assert [found.rows[0].address(column) for column in found.columns] == ["D4", "E4"]
    assert values(found) == [(4, 281, "Diwali")]


@pytest.mark.parametrize("spelling", ["Dial Method", " dial_method * ", "DIAL METHOD (required)", "dial\u00a0method\n"])
def test_a_header_may_be_spelled_as_people_do(spelling: str) -> None:
    assert read(headed("ID", spelling)).columns[1].field == "dial_method"


def test_a_near_miss_stops_the_run_with_its_address_and_the_name() -> None:
    with pytest.raises(
        HeaderError, match=r"C1 'dial_metod' is not a column name\. Did you mean dial_method\? Correct it"
    ):
        read(headed("id", "name", "dial_metod"))


def test_a_near_miss_beside_the_column_itself_is_not_told_to_become_it() -> None:
    with pytest.raises(HeaderError, match=r"C1 'Description 2' is not a column name, and description is there already"):
        read(headed("id", "description", "Description 2"))


def test_an_underscore_keeps_a_near_miss_as_ones_own_column() -> None:
    found = read(headed("id", "name", "_dial_metod"))

    assert [column.field for column in found.columns] == ["id", "name", None]


def test_two_columns_for_one_field_stop_the_run_with_both_addresses() -> None:
    with pytest.raises(HeaderError, match="B1 and D1 are both the column name"):
        read(headed("id", "name", "notes of mine", "Name*"))


def test_all_that_is_wrong_with_a_header_is_said_at_once() -> None:
    with pytest.raises(HeaderError) as caught:
        read(headed("id", "name", "Name", "dial_metod", "ring_timeot"))

    assert all(address in str(caught.value) for address in ("B1 and C1", "D1 'dial_metod'", "E1 'ring_timeot'"))


def test_a_header_without_an_id_is_refused() -> None:
    with pytest.raises(HeaderError, match="none of its columns is called id"):
        read(headed("name", "description"))


def test_a_sheet_without_any_header_is_refused() -> None:
    with pytest.raises(HeaderError, match="No header row was found in the first 20 rows"):
        read(workbook({"Campaigns": worksheet_xml(row(1, '<c r="A1"><v>281</v></c>'))}))


def test_a_worksheet_without_any_cell_is_refused() -> None:
    with pytest.raises(HeaderError, match="No header row"):
        read(workbook({"Campaigns": worksheet_xml("")}))


def test_a_header_alone_is_a_sheet_of_no_rows() -> None:
    assert read(headed("id", "name")).rows == ()


# --- columns of one's own ---------------------------------------------------------------------------------------------


def test_ones_own_columns_are_kept_and_named_once() -> None:
    rows = row(2, '<c r="A2"><v>1</v></c>', text_cell("C2", "Asha"))

    found = read(headed("id", "name", "Team lead", "_note", rows=rows))

    assert values(found) == [(2, 1, None, "Asha", None)]
    assert found.notes == ("Your own columns are kept and not sent: Team lead (C), _note (D).",)


def test_values_under_no_header_are_kept_and_said() -> None:
    rows = row(2, '<c r="A2"><v>1</v></c>', text_cell("D2", "stray"))

    found = read(headed("id", "name", rows=rows))

    assert [(column.letter, column.header) for column in found.columns] == [("A", "id"), ("B", "name"), ("D", "")]
    assert values(found) == [(2, 1, None, "stray")]
    assert found.notes == ("1 column is kept but not sent, having values and no header: D.",)


def test_what_to_fix_added_is_dropped_when_it_is_read_again() -> None:
    rows = row(2, '<c r="A2"><v>1</v></c>', text_cell("C2", "5"), text_cell("D2", "INVALID"), text_cell("E2", "why"))

    found = read(headed("id", "name", "_row", "_status", "_problem", rows=rows))

    assert [column.header for column in found.columns] == ["id", "name"]
    assert found.notes == ()


def test_a_row_of_to_fix_that_was_emptied_is_blank() -> None:
    rows = row(2, text_cell("C2", "5"), text_cell("D2", "INVALID"), text_cell("E2", "why"))

    assert read(headed("id", "name", "_row", "_status", "_problem", rows=rows)).rows == ()


def test_one_of_those_names_alone_is_a_column_of_ones_own() -> None:
    assert [column.header for column in read(headed("id", "name", "_status")).columns] == ["id", "name", "_status"]


# --- rows -------------------------------------------------------------------------------------------------------------


def test_blank_rows_in_the_middle_are_skipped_and_said() -> None:
    found = read(sheet(ONE_ROW + row(4, text_cell("A4", " \u00a0\u200b")) + row(6, '<c r="A6"><v>3</v></c>')))

    assert [line.number for line in found.rows] == [2, 6]
    assert found.notes == ("3 blank rows are skipped between the others: 3-5.",)


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    rows = "".join(
        f'<row r="{number}"{hidden}><c r="A{number}"><v>{number}</v></c></row>'
        for number, hidden in [(2, ""), (3, ' hidden="1"'), (4, ' ht="0" hidden="true"'), (5, ""), (6, ' hidden="1"')]
    )

    found = read(sheet(rows, before='<cols><col min="2" max="9" width="9" hidden="1"/></cols>'))

    assert [line.number for line in found.rows] == [2, 3, 4, 5, 6]
    assert found.notes == ("3 hidden rows are included: 3-4, 6.", "1 hidden column is included: B.")


def test_a_long_list_of_hidden_rows_is_cut() -> None:
    rows = "".join(f'<row r="{n}" hidden="{n % 2}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 43))

    assert read(sheet(rows)).notes == ("20 hidden rows are included: 3, 5, 7, 9, 11, 13, 15, 17, 19, 21 and 10 more.",)


def test_every_cell_of_a_merged_range_is_odd() -> None:
    rows = ONE_ROW + row(3, '<c r="A3"><v>282</v></c>')

    found = read(sheet(rows, after='<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'))

    assert values(found) == [
        (2, 281, OddCell(Oddity.MERGED, "B2:B3", "Diwali")),
        (3, 282, OddCell(Oddity.MERGED, "B2:B3")),
    ]


@pytest.mark.parametrize(
    "area", ["A1:B1", "C1:C2", "D2:E3", "A7:B9"], ids=["title", "header of two rows", "elsewhere", "blank"]
)
def test_a_merged_range_that_holds_no_value_of_a_field_does_not_matter(area: str) -> None:
    found = read(sheet(ONE_ROW, after=f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'))

    assert values(found) == [(2, 281, "Diwali")]


def test_a_value_that_a_merged_header_hides_is_odd() -> None:
    found = read(sheet(ONE_ROW, after='<mergeCells count="1"><mergeCell ref="B1:B2"/></mergeCells>'))

    assert values(found) == [(2, 281, OddCell(Oddity.MERGED, "B1:B2", "Diwali"))]


def test_an_excel_table_that_is_smaller_than_the_data_does_not_matter() -> None:
    rows = ONE_ROW + row(3, '<c r="A3"><v>282</v></c>')

    found = read(sheet(rows, after='<tableParts count="1"><tablePart r:id="rId9" xmlns:r="x"/></tableParts>'))

    assert [line.number for line in found.rows] == [2, 3]


@pytest.mark.parametrize("dimension", ["A1", "A1:A2", "A1:XFD1048576", "nonsense"])
def test_what_the_file_says_of_its_size_is_not_believed(dimension: str) -> None:
    assert values(read(sheet(ONE_ROW, before=f'<dimension ref="{dimension}"/>'))) == [(2, 281, "Diwali")]


# --- extent -----------------------------------------------------------------------------------------------------------


def test_a_value_in_the_last_cell_is_refused_by_name() -> None:
    with pytest.raises(SheetError, match=r"Cell XFD1048576 holds something.*Delete that column"):
        read(sheet(ONE_ROW + row(1048576, '<c r="XFD1048576"><v>1</v></c>')))


def test_a_formatted_cell_in_the_last_column_does_not_matter() -> None:
    content = sheet(ONE_ROW.replace("</row>", '<c r="XFD2" s="1"/></row>') + row(1048576, '<c r="XFD1048576" s="1"/>'))

    assert values(read(content)) == [(2, 281, "Diwali")]


def test_a_value_in_the_last_row_is_read() -> None:
    found = read(sheet(ONE_ROW + row(1048576, '<c r="A1048576"><v>1</v></c>')))

    assert [line.number for line in found.rows] == [2, 1048576]
    assert found.notes == ("1,048,573 blank rows are skipped between the others: 3-1048575.",)


def test_formatted_empty_rows_by_the_hundred_thousand_are_no_rows() -> None:
    line = '<row r="{0}" s="1" customFormat="1"><c r="A{0}" s="1"/><c r="B{0}" s="1"/></row>'
    empty = "".join(map(line.format, range(3, 200_000)))

    found = read(sheet(ONE_ROW + empty, styles=styles_xml("0")))

    assert (len(found.rows), found.notes) == (1, ())


# --- unusual XML ------------------------------------------------------------------------------------------------------


def test_a_prefix_on_every_element_does_not_matter() -> None:
    plain = worksheet_xml(HEADER + ONE_ROW.replace("</row>", '<c r="C2" t="e"><v>#N/A</v></c></row>'))
    prefixed = re.sub(r"<(/?)(?=\w)", r"<\1x:", plain).replace("xmlns=", "xmlns:x=")

    assert values(read(workbook({"Campaigns": prefixed}))) == [(2, 281, "Diwali", OddCell(Oddity.ERROR, "#N/A"))]


def test_a_prefix_on_plain_cells_leaves_them_to_either_reader() -> None:
    prefixed = re.sub(r"<(/?)(?=\w)", r"<\1x:", FITTING).replace("xmlns=", "xmlns:x=")

    assert values(read(workbook({"Campaigns": prefixed}))) == [(2, 281, "Diwali")]


def test_strict_open_xml_is_read() -> None:
    xml = worksheet_xml(HEADER + ONE_ROW, namespace="http://purl.oclc.org/ooxml/spreadsheetml/main")

    assert values(read(workbook({"Campaigns": xml}))) == [(2, 281, "Diwali")]


def test_a_strict_sheet_with_an_error_takes_the_careful_way() -> None:
    rows = HEADER + row(2, '<c r="A2"><v>1</v></c>', '<c r="B2" t="e"><v>#REF!</v></c>')
    xml = worksheet_xml(rows, namespace="http://purl.oclc.org/ooxml/spreadsheetml/main")

    assert values(read(workbook({"Campaigns": xml}))) == [(2, 1, OddCell(Oddity.ERROR, "#REF!"))]


@pytest.mark.parametrize(
    "written",
    [
        "<row><c><v>281</v></c><c t='inlineStr'><is><t>Diwali</t></is></c></row>",
        "<row r='2'><c r='A2'><v>281</v></c><c t = 'inlineStr' r='B2'><is><t>Diwali</t></is></c></row>",
        '<row r="2">\n<c  s="0" r="A2" ><v>281</v></c><c\tr="B2"\nt="inlineStr"><is><t>Diwali</t></is></c></row>',
    ],
    ids=["no addresses", "single quotes", "line breaks"],
)
def test_xml_that_is_spelled_otherwise_holds_the_same(written: str) -> None:
    assert values(read(sheet(written))) == [(2, 281, "Diwali")]


def test_rows_out_of_order_are_refused_rather_than_lost() -> None:
    with pytest.raises(SheetError, match="unusual way"):
        read(sheet(row(3, '<c r="A3"><v>1</v></c>') + row(2, '<c r="A2"><v>2</v></c>')))


def test_a_template_of_another_version_is_said() -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property pid="2"'
        ' name="batch_update template"><vt:i4>99</vt:i4></property></Properties>'
    )

    (note,) = read(workbook({"Campaigns": FITTING}, more={"docProps/custom.xml": custom})).notes

    assert note.startswith("The sheet was made from a newer version of the template (99;")
    assert read(workbook({"Campaigns": FITTING}, more={"docProps/custom.xml": custom.replace("99", "1")})).notes == ()


def test_macros_are_ignored() -> None:
    assert values(read(workbook({"Campaigns": FITTING}, more={"xl/vbaProject.bin": b"\xd0\xcf"}), "sheet.xlsm"))


# --- copies of the worksheet ------------------------------------------------------------------------------------------

COPIES = [
    ("Campaigns", "Campaigns (2)"),
    ("Campaigns", "Campaigns 2"),
    ("Campaigns", "Campaigns2"),
    ("Campaigns", "Campaigns_v2"),
    ("Campaigns", "Copy of Campaigns"),
    ("Campaigns", "Campaigns - Copy"),
    ("Campaigns", "Kopie von Campaigns"),
    ("Campaigns", "campaigns old"),
    ("Campaigns", "Campaigns "),
    ("Campaigns", "July campaigns"),
    ("To fix", "To fix (2)"),
    ("To fix", "Copy of To fix"),
]


@pytest.mark.parametrize(("taken", "copy"), COPIES, ids=[copy for _, copy in COPIES])
@pytest.mark.parametrize("copy_first", [True, False], ids=["copy first", "copy last"])
def test_a_copied_worksheet_that_has_rows_too_is_said(taken: str, copy: str, copy_first: bool) -> None:
    found = read(workbook(dict.fromkeys((copy, taken) if copy_first else (taken, copy), FITTING)))

    assert found.worksheet == taken
    (note,) = found.notes
    assert f"The worksheet '{taken}' was read." in note
    assert f"were not: '{copy}'" in note


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("May", FITTING),
        ("Campaigns notes", NOTES),
        ("Campaigns (2)", worksheet_xml(HEADER)),
        ("Campaigns (2)", worksheet_xml(row(1, text_cell("A1", "id")) + row(2, text_cell("A2", "281")))),
        ("Results", FITTING),
    ],
    ids=["another name", "no header", "a header alone", "an id alone", "our own results"],
)
def test_another_worksheet_that_would_not_do_is_not_said(name: str, content: str) -> None:
    assert read(workbook({"Campaigns": FITTING, name: content})).notes == ()


def test_a_hidden_copy_is_not_said() -> None:
    content = workbook({"Campaigns": FITTING, "Campaigns (2)": FITTING}, hidden={"Campaigns (2)": "hidden"})

    assert read(content).notes == ()


def test_a_copy_that_was_asked_for_is_read_without_a_word() -> None:
    found = read(workbook({"Campaigns": FITTING, "Campaigns (2)": FITTING}), worksheet="Campaigns (2)")

    assert (found.worksheet, found.notes) == ("Campaigns (2)", ())


def test_a_copy_that_was_filled_in_the_place_of_the_original_stops_the_run() -> None:
    with pytest.raises(SheetError, match=r"'Campaigns' has no rows, but there are some in 'Campaigns \(2\)'"):
        read(workbook({"Campaigns": worksheet_xml(HEADER), "Campaigns (2)": FITTING}))
