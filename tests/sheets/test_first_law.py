"""Any text and any cells below a sound header: sent as they are seen, or told; not a row, not a letter less."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from support.any_cells import FILLED, MADE, XML_TEXT, lay_out
from support.first_law import is_blank, judge_or_refuse, seen_rows
from support.formats import Held
from support.workbooks import row, sheet, text_cell

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher

QUOTE = '"'
QUICK = settings(max_examples=120)


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


@settings(max_examples=300)
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
