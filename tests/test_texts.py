"""Bytes become text in one place: every encoding that people save, and none that is only guessed without a word."""

from __future__ import annotations

import pytest

from batch_update.texts.alphabets import WINDOWS
from batch_update.texts.decoding import TextError, decode_text

TABLES = {
    "English": "id,name\r\n281,Diwali offers\r\n",
    "Hindi": "id,name\r\n281,दिवाली ऑफ़र\r\n282,होली\r\n",
    "Tamil alone": "நிறுவனம்\nபெயர்\n",
    "Chinese": "编号,名称\r\n281,一月优惠活动\r\n282,二月优惠活动\r\n",
    "Chinese with a letter that has a zero": "id,name\n1,一一一一\n2,一二一\n",
    "Arabic": "id;name\r\n281;عروض ديوالي\r\n",
    "Russian": "id\tname\r\n281\tПредложения\r\n",
    "Japanese": "id,name\n281,ディワリの特典\n",
    "emoji": "id,name\n281,Diwali 🪔🎉\n",
    "one cell": "id",
}
WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", *WIDE])
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_script_is_read_in_every_encoding(table: str, encoding: str) -> None:
    assert decode_text(table.encode(encoding)).text == table


@pytest.mark.parametrize("encoding", WIDE)
def test_a_mark_of_either_order_decides(encoding: str) -> None:
    assert decode_text(("\ufeff" + TABLES["Hindi"]).encode(encoding)).text == TABLES["Hindi"]


def test_a_mark_that_was_written_twice_is_no_letter() -> None:
    assert decode_text(b"\xef\xbb\xbf" * 2 + b"id,name\n").text == "id,name\n"


@pytest.mark.parametrize(
    "text",
    [
        "Café", "Müller & Söhne", "“CAFÉ”", "né…”", "déjà\u00a0»", "SÃO PAULO", "IRMÃ…", "Ünal’s", "£50 – half price",
        "naïve façade, crème brûlée, São José, Ångström", "€ 20 • 15 ½", "Nº 5, 3ª vez",
    ],
)  # fmt: skip
def test_windows_text_is_read_as_such(text: str) -> None:
    decoded = decode_text(f"id,name\r\n281,“Offer”\r\n282,{text}\r\n".encode("cp1252"))
    assert (decoded.encoding, text in decoded.text) == (WINDOWS, True)


def test_an_emoji_in_two_halves_is_named_by_its_line() -> None:
    with pytest.raises(TextError, match=r"An emoji in line 2 .* two halves"):
        decode_text(b"id,name\n281,Diwali \xed\xa0\xbd\xed\xb8\x80\n")


@pytest.mark.parametrize("content", [b"\xed\xa0\x80", b"\xe0\x80\x80", b"\xf4\x91\x80\x80"])
def test_what_utf_8_forbids_is_none_of_its_letters(content: bytes) -> None:
    assert decode_text(b"id,name\n281," + content).encoding == WINDOWS


def test_a_long_windows_text_of_many_words_is_read_as_such() -> None:
    words = ["Café", "“CAFÉ”", "São", "É…", "Müller", "Ñandú", "À la carte"]
    table = "id,name\n" + "".join(f"{number},{words[number % len(words)]}\n" for number in range(2000))
    assert decode_text(table.encode("cp1252")).encoding == WINDOWS


FOREIGN = {
    "one é of Windows among Hindi": ("281,दिवाली\r\n282,Ren\udce9e\r\n283,होली\r\n", 3, "Renée"),
    "one é among one of UTF-8": ("281,José\n282,Ren\udce9e\n", 3, "Renée"),
    "a pound among curly quotes": ("281,“Diwali”\n282,\udca350\n", 3, "£50"),
    "a long dash": ("281,à la carte\n282,A \udc96 B\n", 3, "–"),
    "a no-break space": ("281,Zoë\n282,1\udca0000\n", 3, "1\u00a0000"),
    "among Russian": ("281,Предложения\n282,\udce9t\udce9\n", 3, "été"),
    "among Arabic": ("281,عروض\n282,caf\udce9\n", 3, "café"),
    "among Chinese": ("281,优惠\n282,caf\udce9\n", 3, "café"),
    "among emoji": ("281,🎉\n282,caf\udce9\n", 3, "café"),
    "in the first row": ("281,caf\udce9\n282,Zoë\n283,Zoé\n", 2, "café"),
    "in lines of an old Mac": ("281,Zoë\r282,caf\udce9\r283,x\r", 3, "café"),
    "a byte that Windows does not know": ("281,Zoë\n282,x\udc81y\n", 3, "x"),
}


@pytest.mark.parametrize(("rows", "line", "shown"), FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_letter_in_utf8_is_refused_with_its_line_and_word(rows: str, line: int, shown: str) -> None:
    header = "id,name\n" if "\n" in rows else "id,name\r"
    with pytest.raises(TextError, match="two encodings") as caught:
        decode_text((header + rows).encode("utf-8", "surrogateescape"))
    assert f"line {line} of it is not" in str(caught.value)
    assert shown in str(caught.value)


def test_a_foreign_letter_behind_a_mark_of_utf8_is_refused() -> None:
    with pytest.raises(TextError, match="line 2 of it is not"):
        decode_text(b"\xef\xbb\xbfid,name\n281,caf\xe9\n")


def test_several_foreign_lines_are_counted() -> None:
    rows = "".join(f"{number},Zoë\n" for number in range(50)).encode() + b"60,caf\xe9\n" * 3
    with pytest.raises(TextError, match=r"line 52 of it \(and 2 more lines\) is not"):
        decode_text(b"id,name\n" + rows)


@pytest.mark.parametrize("kept", [1, 2])
def test_a_file_that_ends_within_a_letter_is_told_as_cut_off(kept: int) -> None:
    with pytest.raises(TextError, match="has not been downloaded completely"):
        decode_text("id,name\n281,दि\n282,दि".encode()[: kept - 3])


@pytest.mark.parametrize("content", [b"\xff\xfei\0d", b"\xff\xfei\0d\0,", b"\xff\xfe\0\xd8x\0"], ids=repr)
def test_wide_text_that_is_cut_off_is_damaged(content: bytes) -> None:
    with pytest.raises(TextError, match="damaged"):
        decode_text(content)


def test_letters_that_no_encoding_has_are_refused() -> None:
    with pytest.raises(TextError, match="can not be read"):
        decode_text(b"id,name\n281,x\x81\x8dy\n")
