"""Rows that are no campaigns: totals rows of tables, the header standing again, ids that are the result of a sum."""

from __future__ import annotations

import pytest
from support.workbooks import HEADER, MAIN, OFFICE, PACKAGE, read, row, sheet, text_cell, workbook, worksheet_xml

from batch_update.errors import HeaderError
from batch_update.model import OddCell, Oddity, Sheet

ROWS = "".join(row(n, f'<c r="A{n}"><v>{n}</v></c>', text_cell(f"B{n}", f"c{n}")) for n in range(2, 6))
TOTAL = '<c r="A{0}"><f>SUBTOTAL(103,Table1[id])</f><v>4</v></c>'


def table(ref: str, more: str) -> str:
    return f'<table xmlns="{MAIN}" id="1" name="Table1" displayName="Table1" ref="{ref}" {more}/>'


def with_tables(rows: str, *tables: str) -> Sheet:
    """The sheet of these rows, on which these tables lie."""
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/table" Target="../tables/table{n}.xml"/>'
        for n in range(1, len(tables) + 1)
    )
    more: dict[str, str | bytes] = {f"xl/tables/table{n}.xml": xml for n, xml in enumerate(tables, 1)}
    more["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
    )
    return read(workbook({"Campaigns": worksheet_xml(HEADER + rows)}, more=more))


def numbers(found: Sheet) -> list[int]:
    return [line.number for line in found.rows]


# --- totals rows ------------------------------------------------------------------------------------------------------

LEFT_OUT = {
    "below the rows": (
        ROWS + row(6, TOTAL.format(6)), [table("A1:B6", 'totalsRowCount="1"')], [2, 3, 4, 5], "Row 6 is",
    ),
    "an id that is typed": (
        ROWS + row(6, '<c r="A6"><v>4</v></c>'), [table("A1:B6", 'totalsRowCount="1"')], [2, 3, 4, 5], "Row 6 is",
    ),
    "in the middle": (ROWS, [table("A1:B4", 'totalsRowCount="1"')], [2, 3, 5], "Row 4 is"),
    "two tables": (
        ROWS, [table("A1:B3", 'totalsRowCount="1"'), table("A4:B5", 'totalsRowCount="1"')], [2, 4], "Rows 3, 5 are",
    ),
    "two totals rows": (ROWS, [table("A1:B5", 'totalsRowCount="2"')], [2, 3], "Rows 4-5 are"),
    "a table without the id, and no id in the row": (
        ROWS + row(6, text_cell("B6", "Total")), [table("B1:C6", 'totalsRowCount="1"')], [2, 3, 4, 5], "Row 6 is",
    ),
    "dollars in the range": (ROWS, [table("$A$1:$B$5", 'totalsRowCount="1"')], [2, 3, 4], "Row 5 is"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "tables", "kept", "said"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_the_totals_row_of_a_table_is_left_out_and_said_once(
    rows: str, tables: list[str], kept: list[int], said: str
) -> None:
    found = with_tables(rows, *tables)

    assert numbers(found) == kept
    assert [note for note in found.notes if "totals row" in note] == [found.notes[0]]
    assert found.notes[0].startswith(said)
    assert not any("blank row" in note for note in found.notes)


KEPT = {
    "a table without one": table("A1:B5", ""),
    "one that was shown once": table("A1:B5", 'totalsRowShown="1"'),
    "one that is switched off": table("A1:B5", 'totalsRowCount="0" totalsRowShown="0"'),
    "a table beside the campaigns": table("D1:E4", 'totalsRowCount="1"'),
    "a table that ends elsewhere": table("A1:B99", 'totalsRowCount="1"'),
    "a number that is none": table("A1:B5", 'totalsRowCount="x"'),
    "a range that is none": table("nowhere", 'totalsRowCount="1"'),
}


@pytest.mark.parametrize("described", KEPT.values(), ids=KEPT.keys())
def test_rows_of_other_tables_are_campaigns(described: str) -> None:
    found = with_tables(ROWS, described)

    assert numbers(found) == [2, 3, 4, 5]
    assert found.notes == ()


# --- the header again -------------------------------------------------------------------------------------------------

AGAIN = [("id", "name"), ("ID", " Name "), ("id", None), ("id*", "NAME (required)"), ("Id", "name")]


@pytest.mark.parametrize("texts", AGAIN, ids=str)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_header_standing_again_is_left_out_and_said_once(texts: tuple[str, str | None], kind: str) -> None:
    if kind == "xlsx":
        cells = [text_cell(f"{'AB'[place]}{{0}}", text) for place, text in enumerate(texts) if text]
        again = ["".join(cells).format(number) for number in (6, 8)]
        rows = ROWS + row(6, again[0]) + row(7, '<c r="A7"><v>7</v></c>') + row(8, again[1])
        found = read(sheet(rows))
    else:
        line = ",".join(text or "" for text in texts)
        found = read(f"id,name\n2,a\n3,b\n4,c\n5,d\n{line}\n7,\n{line}\n".encode(), "sheet.csv")

    assert numbers(found) == [2, 3, 4, 5, 7]
    assert found.notes == ("The header stands again in rows 6, 8, which were left out.",)


LOOK_ALIKES = {
    "a campaign that is named like a header": ("281", "name"),
    "an id in words beside a name": ("id", "Diwali"),
    "another word": ("Total", "name"),
    "a name alone": ("", "name"),
}


@pytest.mark.parametrize(("first", "second"), LOOK_ALIKES.values(), ids=LOOK_ALIKES.keys())
def test_a_row_that_only_resembles_the_header_stays(first: str, second: str) -> None:
    found = read(f"id,name\n{first},{second}\n".encode(), "sheet.csv")

    assert numbers(found) == [2]


def test_a_second_header_with_its_columns_in_another_order_stops_the_run() -> None:
    content = b"id,name,ring_timeout,dial_ratio\n1,a,30,2\nid,name,dial_ratio,ring_timeout\n2,b,2,30\n"

    with pytest.raises(HeaderError, match=r"Row 3 is a second header row.*C3 'dial_ratio' stands below 'ring_timeout'"):
        read(content, "sheet.csv")


def test_a_header_pasted_with_columns_of_ones_own_is_left_out() -> None:
    found = read(b"id,name,Team lead\n1,a,Asha\nid,name,Lead of the team\n2,b,Ravi\n", "sheet.csv")

    assert numbers(found) == [2, 4]


# --- aggregates -------------------------------------------------------------------------------------------------------

FORMULAS = {
    "SUM(A2:A5)": Oddity.AGGREGATE,
    "SUBTOTAL(103,Table1[id])": Oddity.AGGREGATE,
    "IFERROR(SUM(A2:A5),0)": Oddity.AGGREGATE,
    "VLOOKUP(B2,A:B,1,0)": Oddity.FORMULA,
    "A2": Oddity.FORMULA,
    "INDEX(A:A,COUNT(A:A))": Oddity.FORMULA,
}
FORMS = {
    "plain": "<f>{}</f>",
    "array": '<f t="array" ref="A6">{}</f>',
    "never saved as plain text": '<f ca="1"> {} </f>',
    "shared": '<f t="shared" ref="A6:A7" si="3">{}</f>',
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize(("formula", "oddity"), FORMULAS.items())
def test_a_result_that_adds_up_or_counts_is_told_from_others(formula: str, oddity: Oddity, form: str) -> None:
    found = read(sheet(ROWS + row(6, f'<c r="A6">{form.format(formula)}<v>4</v></c>')))

    assert found.rows[-1].cells[0] == OddCell(oddity, "4", 4)


@pytest.mark.parametrize(("formula", "oddity"), FORMULAS.items())
def test_a_cell_that_shares_a_formula_is_told_like_its_first(formula: str, oddity: Oddity) -> None:
    first = f'<c r="A6"><f t="shared" ref="A6:A7" si="3">{formula}</f><v>4</v></c>'

    found = read(sheet(ROWS + row(6, first) + row(7, '<c r="A7"><f t="shared" si="3"/><v>5</v></c>')))

    assert found.rows[-1].cells[0] == OddCell(oddity, "5", 5)


def test_a_formula_whose_first_cell_is_an_error_is_shared_all_the_same() -> None:
    first = '<c r="A6" t="e"><f t="shared" ref="A6:A7" si="3">SUM(B6:B9)</f><v>#REF!</v></c>'

    found = read(sheet(ROWS + row(6, first) + row(7, '<c r="A7"><f t="shared" si="3"/><v>5</v></c>')))

    assert found.rows[-1].cells[0] == OddCell(Oddity.AGGREGATE, "5", 5)


def test_a_shared_formula_that_was_never_calculated_is_shown_as_it_reads_in_its_cell() -> None:
    first = '<c r="B6"><f t="shared" ref="B6:B7" si="0">A6*2</f><v>4</v></c>'

    found = read(sheet(row(6, first) + row(7, '<c r="B7"><f t="shared" si="0"/></c>')))

    assert found.rows[-1].cells[1] == OddCell(Oddity.NOT_CALCULATED, "=A7*2")


# --- merged ranges ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "elsewhere", ["", row(9, '<c r="A9"><f>A2</f><v>2</v></c>')], ids=["plain", "a formula elsewhere"]
)
@pytest.mark.parametrize("area", ["B2:B3", "B2:C3", "B2:B4", "B2:B1000"])
def test_a_value_below_a_merged_range_that_looks_blank_is_odd(area: str, elsewhere: str) -> None:
    rows = row(2, '<c r="A2"><v>2</v></c>') + row(3, '<c r="A3"><v>3</v></c>', text_cell("B3", "unseen"))

    found = read(sheet(rows + elsewhere, after=f'<mergeCells><mergeCell ref="{area}"/></mergeCells>'))

    assert [line.cells[1] for line in found.rows][:2] == [
        OddCell(Oddity.MERGED, area),
        OddCell(Oddity.MERGED, area, "unseen"),
    ]


def test_a_merged_range_whose_first_row_is_not_in_the_file_is_odd_all_the_same() -> None:
    rows = row(3, '<c r="A3"><v>3</v></c>', text_cell("B3", "unseen"))

    found = read(sheet(rows, after='<mergeCells><mergeCell ref="B2:B3"/></mergeCells>'))

    assert found.rows[0].cells[1] == OddCell(Oddity.MERGED, "B2:B3", "unseen")
