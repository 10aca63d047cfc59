"""Any text and any cells below a sound header: sent as they are seen, or told; not a row, not a letter less."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from support.first_law import is_blank, judge_or_refuse, seen_rows
from support.formats import Held, cell
from support.workbooks import row, sheet, styles_xml, text_cell, workbook, worksheet_xml

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher

QUOTE = '"'
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)


QUOTED = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=30)
UNQUOTED = st.text(st.characters(codec="utf-8", exclude_characters='"\r\n\0'), max_size=30)


@QUICK
@given(st.lists(QUOTED.filter(lambda text: text[:1] not in {"=", "#"}), min_size=1, max_size=6))
def test_any_text_in_quotes_is_read_as_it_is(texts: list[str]) -> None:
    lines = (f'{number},"{text.replace(QUOTE, QUOTE * 2)}"\n' for number, text in enumerate(texts, 281))

    judged = judge_or_refuse(("id,name\n" + "".join(lines)).encode(), "sheet.csv")

    assert judged is not None
    assert list(seen_rows(judged.sheet).values()) == [[str(number), text] for number, text in enumerate(texts, 281)]


@QUICK
@given(st.lists(UNQUOTED, min_size=1, max_size=6))
@example(["Diwali,big,sale"])  # the cells beyond the header are shown in its problem
def test_no_row_of_any_text_loses_a_letter_without_a_problem(texts: list[str]) -> None:
    lines = [f"{number},{text}" for number, text in enumerate(texts, 281)]

    judged = judge_or_refuse("\n".join(["id,name", *lines]).encode(), "sheet.csv")

    assert judged is not None
    seen = seen_rows(judged.sheet)
    assert list(seen) == list(range(2, 2 + len(lines)))
    told = {line.number: [problem.value for problem in line.problems] for line in judged.sheet.rows}
    cut = {
        number
        for number, line in enumerate(lines, 2)
        if [*filter(str.isalnum, line)] != [*filter(str.isalnum, "".join([*seen[number], *told[number]]))]
    }
    assert cut == set()


MATCH_HEADER = HeaderMatcher(CAMPAIGN)
NO_HEADER = XML_TEXT.filter(lambda text: MATCH_HEADER(text.strip()).field is None)
"""What does not make a row the header once more, which is left out and said."""


@QUICK
@given(st.lists(st.tuples(st.integers(100, 999).map(str) | NO_HEADER, XML_TEXT), max_size=6))
def test_any_text_in_cells_is_read_as_it_is(rows: list[tuple[str, str]]) -> None:
    written = "".join(
        row(number, *(text_cell(f"{'AB'[place]}{number}", escape(text)) for place, text in enumerate(texts)))
        for number, texts in enumerate(rows, 2)
    )

    judged = judge_or_refuse(sheet(written))

    seen = {number: [unescape(text) for text in texts] for number, texts in enumerate(rows, 2)}
    assert judged is not None
    assert seen_rows(judged.sheet) == {number: texts for number, texts in seen.items() if not all(map(is_blank, texts))}


HELD = st.one_of(
    XML_TEXT,
    st.sampled_from(["<clear>", "#N/A", "yes", "1 - Preview", "1234:1; 1235:0", "a, b", "12,345", "02-Jan", "NULL"]),
    st.integers(0, 3),
    st.integers(-(10**17), 10**17).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
FORMATS = ("General", "00000", "0", "0%", "#,##0", "yyyy-mm-dd", "h:mm", "0;-0;;@", ";;;", '"code "0', "@")
MADE = st.tuples(HELD, st.just("General") | st.sampled_from(FORMATS))
COLUMNS = ("id", "name", "dial_method", "ring_timeout", "lead_list_map", "agent", "manual_lead_list", "My note")
FILLED = st.dictionaries(st.integers(1, len(COLUMNS) - 1), MADE, min_size=1, max_size=2)
"""A few cells behind the id, by their place, so that many rows are sent."""


def lay_out(rows: list[dict[int, tuple[Held, str]]]) -> bytes:
    """A workbook with these cells from row 2 on."""
    header = row(1, *(text_cell(f"{chr(65 + place)}1", name) for place, name in enumerate(COLUMNS)))
    written = (
        row(number, *(
            cell(f"{chr(65 + place)}{number}", held, 1 + FORMATS.index(code))
            for place, (held, code) in sorted(cells.items())
        ))
        for number, cells in enumerate(rows, 2)
    )  # fmt: skip
    styles = styles_xml(*(code.replace('"', "&quot;") for code in FORMATS))
    return workbook({"Campaigns": worksheet_xml(header + "".join(written))}, styles=styles)


@settings(QUICK, max_examples=300)
@given(st.lists(FILLED, min_size=1, max_size=4))
def test_any_cells_behind_an_id_are_sent_as_they_are_seen_or_told(rows: list[dict[int, tuple[Held, str]]]) -> None:
    judged = judge_or_refuse(lay_out([{0: (str(place), "@"), **cells} for place, cells in enumerate(rows, 281)]))

    assert judged is not None
    assert list(seen_rows(judged.sheet)) == list(range(2, 2 + len(rows)))


@QUICK
@given(st.lists(MADE, max_size=6))
def test_any_cells_as_ids_are_sent_as_they_are_seen_or_told(ids: list[tuple[Held, str]]) -> None:
    judged = judge_or_refuse(lay_out([{0: made, 1: ("Diwali", "@")} for made in ids]))

    assert judged is not None
    assert list(seen_rows(judged.sheet)) == list(range(2, 2 + len(ids)))
