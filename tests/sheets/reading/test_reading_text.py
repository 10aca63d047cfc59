"""Text files: whatever their encoding, delimiter and quotes, the same rows or one plain sentence."""

from __future__ import annotations

import csv

import pytest
from support.workbooks import read

from batch_update.errors import SheetError
from batch_update.model import OddCell, Oddity, Severity, Sheet

PLAIN = "id,name\r\n281,Diwali\r\n"
ROWS = [(2, "281", "Diwali")]


def read_text(content: str | bytes, encoding: str = "utf-8") -> Sheet:
    return read(content if isinstance(content, bytes) else content.encode(encoding), "sheet.csv")


def values(found: Sheet) -> list[tuple[object, ...]]:
    return [(line.number, *line.cells) for line in found.rows]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        b'\xef\xbb\xbf"id","name"\r\n281,Diwali\r\n',
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-32"),
        PLAIN.replace("\r\n", "\n").encode(),
        PLAIN.replace("\r\n", "\r").encode(),
        PLAIN.rstrip().encode(),
    ],
    ids=[
        "UTF-8", "with a mark", "with a mark and quotes", "UTF-16", "UTF-16 big-endian", "UTF-16 without a mark",
        "big-endian without a mark", "UTF-32", "Unix lines", "old Mac lines", "no last line end",
    ],
)  # fmt: skip
def test_every_encoding_of_the_same_text_is_the_same_sheet(content: bytes) -> None:
    found = read_text(content)

    assert (values(found), found.notes, found.worksheet) == (ROWS, (), "")


def test_windows_text_is_read_and_the_words_that_were_guessed_are_shown() -> None:
    found = read_text("id,name\n281,Café\n282,“Müller”\n", "cp1252")

    assert values(found) == [(2, "281", "Café"), (3, "282", "“Müller”")]
    (note,) = found.notes
    assert "code page 1252" in note
    assert "'Café'" in note
    assert "Müller" in note


@pytest.mark.parametrize(("delimiter", "name"), [(";", "semicolon"), ("\t", "tab"), ("|", "vertical bar")])
def test_the_delimiter_is_the_one_that_makes_known_headers(delimiter: str, name: str) -> None:
    found = read_text(f'id{delimiter}name{delimiter}dial_status\n281{delimiter}a,b{delimiter}"[""0"",""1""]"\n')

    assert values(found) == [(2, "281", "a,b", '["0","1"]')]
    assert found.notes == (f"The cells are separated by a {name}.",)


def test_one_column_alone_is_a_sheet() -> None:
    assert values(read_text("id\n281\n282\n")) == [(2, "281"), (3, "282")]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", ":"])
def test_a_first_line_may_name_the_delimiter_and_counts_as_a_row(delimiter: str) -> None:
    found = read_text(f"sep={delimiter}\r\nid{delimiter}name\r\n281{delimiter}Diwali\r\n")

    assert (found.header_row, values(found)) == (2, [(3, "281", "Diwali")])


def test_titles_above_the_header_of_a_text_are_skipped() -> None:
    assert values(read_text("Campaigns of May\n\nid;name\n281;Diwali\n")) == [(4, "281", "Diwali")]


def test_a_delimiter_at_the_end_of_each_row_shifts_nothing() -> None:
    assert values(read_text("id,name,\n281,Diwali,\n282,Holi\n")) == [(2, "281", "Diwali"), (3, "282", "Holi")]


def test_quoted_line_breaks_make_no_new_row() -> None:
    found = read_text('id,name\n281,"a\nb\r\nc\rd"\n\n282,x\n')

    assert values(found) == [(2, "281", "a\nb\r\nc\rd"), (4, "282", "x")]


def test_a_comma_that_split_a_cell_is_a_problem_of_its_row() -> None:
    found = read_text('id,lead_list_map\n281,[{"list_id":1,"list_status":1}]\n282,"[{""list_id"":1}]"\n')

    split, whole = found.rows
    (problem,) = split.problems
    assert (problem.code, problem.cell, problem.severity) == ("too-many-cells", "C2", Severity.ERROR)
    assert "double quotes" in problem.suggestion
    assert "list" not in problem.message
    assert whole.problems == ()
    assert len(found.columns) == 2


def test_a_quote_in_the_middle_of_a_cell_is_a_problem_of_its_row_alone() -> None:
    found = read_text('id,name\n281,"x" y\n282,"a\nb"\n')

    broken, whole = found.rows
    assert [problem.code for problem in broken.problems] == ["broken-quotes"]
    assert broken.number == 2
    assert (whole.number, whole.cells, whole.problems) == (3, ("282", "a\nb"), ())


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ('="007"', "007"),
        ('"=""007"""', "007"),
        ("'007", "'007"),
        ("007", "007"),
        ("1E5", "1E5"),
        ("50%", "50%"),
        ("TRUE", "TRUE"),
        ("2026-01-02", "2026-01-02"),
        ("NA", "NA"),
        ("None", "None"),
        ("=1+1", "=1+1"),
        ("#1 sale", "#1 sale"),
        (" pad ", " pad "),
        ("#N/A", OddCell(Oddity.ERROR, "#N/A")),
        ("#REF!", OddCell(Oddity.ERROR, "#REF!")),
        ("#DIV/0!", OddCell(Oddity.ERROR, "#DIV/0!")),
        ("#SPILL!", OddCell(Oddity.ERROR, "#SPILL!")),
        ("Err:502", OddCell(Oddity.ERROR, "Err:502")),
        ("", None),
        ('""', None),
    ],
)
def test_a_cell_of_text_is_taken_as_it_is_seen(written: str, cell: object) -> None:
    assert values(read_text(f"id,name\n281,{written}\n")) == [(2, "281", cell)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            'id,name\n281,"never closed\n282,x\n',
            r"Row 2 \(line 2 of the file\) has a cell that begins with a double quote",
        ),
        ('id,name\n281,"a\nb"\n282,"x\n', r"Row 3 \(line 4 of the file\) has a cell"),
        ("id,name\n281,a\rb\n", r"Row 2 .* line break inside a cell without quotes"),
        ("id,name\n281,a\0b\n", "data that is no text"),
        ("id,name\n281," + "," * 800 + "x\n", "Row 2 has 802 cells"),
        ("", "The file is empty"),
        (" \n\n", "The file is empty"),
        ("nothing known\nhere\n", "No header row was found"),
    ],
    ids=["unclosed", "unclosed further down", "lone CR", "NUL", "too wide", "empty", "blank", "no header"],
)
def test_a_text_that_is_no_table_is_refused_with_the_place(content: str, sentence: str) -> None:
    with pytest.raises(SheetError, match=sentence):
        read_text(content)


def test_letters_that_no_encoding_explains_are_refused() -> None:
    with pytest.raises(SheetError, match="save it as CSV UTF-8"):
        read_text(b"id,name\n281,\x81\x8d\n")


def test_a_long_cell_is_read_and_the_limit_of_the_process_is_put_back() -> None:
    before = csv.field_size_limit()

    assert values(read_text(f"id,name\n281,{'x' * 200_000}\n")) == [(2, "281", "x" * 200_000)]
    assert csv.field_size_limit() == before


def test_a_text_named_like_a_workbook_is_read_as_text() -> None:
    assert read(PLAIN.encode(), "sheet.xlsx").rows[0].cells == ("281", "Diwali")


def test_a_text_has_no_worksheets_to_choose() -> None:
    with pytest.raises(SheetError, match="Leave out --sheet"):
        read(PLAIN.encode(), "sheet.csv", worksheet="May")


# --- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("name", ["दिवाली ऑफ़र", "一月优惠活动", "عروض", "🪔 Diwali", "Zoë"])
def test_a_wide_text_is_read_with_and_without_a_mark(name: str, encoding: str) -> None:
    found = read_text(f"id\tname\r\n281\t{name}\r\n", encoding)

    assert values(found) == [(2, "281", name)]


def test_a_foreign_letter_in_a_text_of_utf8_is_refused_with_its_line_and_the_way_on() -> None:
    content = "id,name\r\n281,दिवाली\r\n282,".encode() + b"Ren\xe9e\r\n" + "283,होली\r\n".encode()

    with pytest.raises(SheetError, match=r"line 3 of it is not: 'Renée' .* save it as CSV UTF-8 or as \.xlsx"):
        read_text(content)


def test_windows_text_of_many_foreign_letters_is_read() -> None:
    names = ["Café", "Müller & Söhne", "“CAFÉ”", "São José", "Ünal’s – 50 €", "déjà vu…"]
    found = read_text("id,name\n" + "".join(f'{number},"{name}"\n' for number, name in enumerate(names)), "cp1252")

    assert [line.cells[1] for line in found.rows] == names


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\r\0\n\0", b"\xef\xbb\xbf \r\n"], ids=repr)
def test_a_mark_alone_is_an_empty_file(content: bytes) -> None:
    with pytest.raises(SheetError, match="The file is empty"):
        read_text(content)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Предложение на Дивали", "cp1251"),
        ("Ειδική προσφορά Ντιβάλι", "cp1253"),
        ("عروض ديوالي الخاصة", "cp1256"),
        ("优惠活动特价", "gbk"),
        ("ディワリの特典", "shift_jis"),
        ("디왈리 특별 할인", "cp949"),
        ("מבצע דיוואלי מיוחד", "cp1255"),
    ],
)
def test_text_of_another_alphabet_is_refused_and_not_garbled(text: str, encoding: str) -> None:
    with pytest.raises(SheetError, match=r"letters of the file .*save it as CSV UTF-8"):
        read_text(f"id,name\r\n281,{text}\r\n282,Offer\r\n", encoding)


@pytest.mark.parametrize("word", ["ÄÖÜäöüß", "à ça où été", "Ærøskøbing", "ÅÄÖ", "ÉTÉ", "ñandú"])
def test_western_words_of_many_accents_are_read(word: str) -> None:
    assert read_text(f"id,name\r\n281,{word}\r\n", "cp1252").rows[0].cells[1] == word


GARBLED = {
    "UTF-8 read as Windows": ("JosÃ© Offer", "'JosÃ©' (José?)"),
    "a quote read as Windows": ("Dadâ€™s day", "'Dadâ€™s' (Dad’s?)"),
    "Hindi read as Windows": ("à¤¦", "'à¤¦' (द?)"),
    "a dash": ("A â€“ B", "'â€“' (–?)"),
    "a pound": ("Â£50", "'Â£50' (£50?)"),
    "a lost letter": ("Jos\ufffd", "'Jos\ufffd'"),
    "lost letters": ("\ufffd\ufffd Offer", "'\ufffd\ufffd'"),
}


@pytest.mark.parametrize(("name", "shown"), GARBLED.values(), ids=GARBLED)
def test_letters_that_were_lost_before_are_said(name: str, shown: str) -> None:
    found = read_text(f"id,name\r\n281,{name}\r\n")

    (note,) = found.notes
    assert f"Some letters seem to have been lost when the file was saved: {shown}." in note
    assert found.rows[0].cells[1] == name


@pytest.mark.parametrize(
    "name", ["José’s", "“CAFÉ”", "É…", "Ünal", "Ångström", "50 £", "दिवाली", "MAÇÃ”", "à la carte"]
)
def test_letters_that_are_right_are_not_said(name: str) -> None:
    assert read_text(f"id,name\r\n281,{name}\r\n").notes == ()


# --- quotes that swallow rows -----------------------------------------------------------------------------------------


def test_rows_that_a_misplaced_quote_swallowed_are_rows_with_a_problem() -> None:
    found = read_text('id,name\n281,"Diwali\n282,Holi\n283,"Pongal"\n284,Onam\n')

    assert [(line.number, line.cells[0]) for line in found.rows] == [(2, "281"), (3, "282"), (4, "283"), (5, "284")]
    assert [len(line.problems) for line in found.rows] == [1, 1, 1, 0]


SWALLOWED = {
    "to the end of a later line": '281,"Diwali,x\n282,Holi,y\n283,Pongal,"z"\n',
    "one row": '281,a,"Diwali\n282,b,Holi"\n',
    "several rows": '281,a,"Diwali\n282,b,Holi\n283,c,Pongal"\n284,d,e\n',
    "from the middle": '281,"Diwali\n282,Holi",y\n',
    "with Windows lines": '281,a,"Diwali\r\n282,b,Holi"\r\n',
    "ids of letters": 'A1,a,"Diwali\nA2,b,Holi"\n',
}


@pytest.mark.parametrize("rows", SWALLOWED.values(), ids=SWALLOWED)
def test_rows_in_a_cell_are_a_problem(rows: str) -> None:
    found = read_text("id,name,description\n" + rows)

    assert any(problem.code == "broken-quotes" for line in found.rows for problem in line.problems)


CELLS_OF_LINES = {
    "plain lines": "Diwali\nHoli",
    "a comma in prose": "Diwali\n12, more or less, of all",
    "a grouped number": "Diwali\n10,000,000",
    "too few cells": "Diwali\n282,Holi",
    "too many cells": "Diwali\n1,2,3,4",
    "words before a comma": "Diwali\noffers,gifts,sweets",
    "an empty line": "Diwali\n\nHoli",
    "a list": "Diwali\n- 1\n- 2",
}


@pytest.mark.parametrize("text", CELLS_OF_LINES.values(), ids=CELLS_OF_LINES)
def test_a_cell_of_several_lines_is_one_cell(text: str) -> None:
    found = read_text(f'id,name,description\n281,a,"{text}"\n')

    assert (values(found), found.rows[0].problems) == ([(2, "281", "a", text)], ())


@pytest.mark.parametrize(
    "line",
    ['281, "a,b"', '281,x, "y"', '281,\t"a", y', '281,\u00a0"a",y', ' "281",a,b', '281, "Diwali, big", x'],
    ids=repr,
)
def test_a_blank_before_a_quote_is_a_problem(line: str) -> None:
    (row,) = read_text(f"id,name,description\n{line}\n").rows

    (problem,) = row.problems
    assert "A blank stands before a double quote" in problem.message


@pytest.mark.parametrize("line", ['281,15" screen,"x"', '281,the "best" one,x', '281,"a ""b""",x', '281,"x", y'])
def test_quotes_where_they_may_be_are_no_problem(line: str) -> None:
    (row,) = read_text(f"id,name,description\n{line}\n").rows

    assert row.problems == ()


# --- no table ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("id^name\n281^Diwali\n", "separated by a caret"),
        ("id:name\n281:Diwali\n", "separated by a colon"),
        ("id~name\n281~Diwali\n", "separated by a tilde"),
        ("id，name\n281，Diwali\n", "separated by a Chinese comma"),
        ("id،name\n281،Diwali\n", "separated by an Arabic comma"),
        ("id\x1fname\n281\x1fDiwali\n", "separated by a control character"),
        ("id   name\n281  Diwali\n", "set apart by blanks"),
        ('"id,name"\n"281,Diwali"\n', "Each line of the file is one cell"),
        ('"id;name"\n"281;Diwali"\n', "Each line of the file is one cell"),
        ('"id,name,description"\n"281,""Diwali, big"",x"\n', "Each line of the file is one cell"),
    ],
    ids=repr,
)
def test_a_table_that_is_set_apart_otherwise_is_told_how(content: str, sentence: str) -> None:
    with pytest.raises(SheetError, match=f"({sentence}).*Text to Columns"):
        read_text(content)


def test_the_mark_at_the_end_of_an_old_text_is_no_row() -> None:
    assert values(read_text(PLAIN + "\x1a")) == ROWS


def test_a_stray_zero_does_not_make_a_text_wide() -> None:
    with pytest.raises(SheetError, match="data that is no text"):
        read_text(b"id,name\n281,Di\0wali\n282,Ho\0li\n")
