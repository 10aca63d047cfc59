"""Bytes that are no UTF-8: whether they are Western Windows text, or a sign that the file is in two encodings. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from batch_update.texts.alphabets import WINDOWS

# A letter of UTF-8 that takes two bytes or more (RFC 3629, section 4); and what stands where none should.
_LETTER = (
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
# How some programs, of Java above all, write an emoji: its two halves each as a letter, which UTF-8 forbids.
_IN_HALVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_FOREIGN = re.compile(rb"(?P<letter>" + _LETTER + rb")|[\x80-\xff]")
_PIECE = re.compile(rb"[\x00-\x7f]|" + _LETTER + rb"|[\x80-\xff]")
# The beginning of one: where a file ends so, it was cut off.
_BEGUN = re.compile(rb"[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2}")
# As Windows text these would be an accented letter, then a sign such as a currency or a broken bar: nobody writes so.
_WESTERN = re.compile(rb"[\xc2-\xc5]|[\xe0-\xf4]..", re.DOTALL)
# But these can be the end of a quoted word in it: É” or é…”
_CLOSING = re.compile(rb"[\xc2-\xdf][\x85\x92\x94\x96\x97\x9b\xbb]|[\xe0-\xef][\x85\x92\x94\x96\x97\x9b\xa0\xbb]{2}")

_MOST_COUNTED = 100  # foreign letters whose lines are counted
_LONGEST_SHOWN = 30
_SEPARATORS = b' \t\r\n,;|"'

# The letters that the bytes above 7F have in Windows; two or more of them are what a letter of UTF-8 is read as.
_HIGH = "".join(bytes([byte]).decode(WINDOWS, "ignore") or chr(byte) for byte in range(0x80, 0x100))
_RUN = re.compile(f"[{re.escape(_HIGH)}]{{2,}}")
_GARBLED = re.compile(f"[\xc2-\xf4][{re.escape(_HIGH[:64])}]")
_LETTERS_AROUND = re.compile(rf"[\w\ufffd{re.escape(_HIGH)}]+")
_WORD = re.compile(r"[^\W\d_]+")
_ASCII_LETTER = re.compile("[A-Za-z]")
_TYPOGRAPHY = "“”„‘’‚«»‹›–—…•€™\u00a0"  # stand beside each other in every language
_ALONE = re.compile(f"[{re.escape(''.join(set(_HIGH) - set(_TYPOGRAPHY)))}]{{4,}}")
_MANY_LETTERS = 10  # in such long words together: more than a chance, or a test of ÄÖÜäöüß


def is_partly_utf8(content: bytes) -> bool:
    """Whether letters of UTF-8 stand between the foreign bytes. By chance, in Windows text, they hardly ever do."""
    if _IN_HALVES.search(content):
        return True
    western = other = foreign = 0
    for found in _FOREIGN.finditer(content):
        letter = found["letter"]
        if letter is None:
            foreign += 1
        elif _CLOSING.fullmatch(letter):
            continue
        elif _WESTERN.match(letter):
            western += 1
        else:
            other += 1
    return western > 0 or other > foreign


def is_of_other_alphabet(text: str) -> bool:
    """Whether text read as Windows' has mostly words of accented letters alone, as Cyrillic or Arabic text then has."""
    alone = sum(map(len, _ALONE.findall(text)))
    mixed = sum(len(word) for word in _WORD.findall(text) if not word.isascii() and _ASCII_LETTER.search(word))
    return alone >= _MANY_LETTERS and alone > mixed


def find_garbled(text: str) -> dict[str, str]:
    """Words in which letters were lost before, when a file was saved, with what they may have been; "" if nobody knows.

    `JosÃ©` is UTF-8 that was once read as Windows text; � is what programs write for a letter that they can not read.
    """
    if text.isascii() or not ("\ufffd" in text or _GARBLED.search(text)):
        return {}
    words = {}
    for found in _LETTERS_AROUND.finditer(text):
        word = found[0]
        if "\ufffd" in word:
            words[word[:_LONGEST_SHOWN]] = ""
        elif _GARBLED.search(word) and (mended := _RUN.sub(lambda run: _mend(run[0]), word)) != word:
            words[word[:_LONGEST_SHOWN]] = mended[:_LONGEST_SHOWN]
    return words


def _mend(run: str) -> str:
    content = b"".join(_as_windows(letter) for letter in run)
    if not any(_WESTERN.match(found[0]) and not _CLOSING.fullmatch(found[0]) for found in _FOREIGN.finditer(content)):
        return run
    try:
        return content.decode()
    except UnicodeDecodeError:
        return run


def _as_windows(letter: str) -> bytes:
    return bytes([ord(letter)]) if "\x80" <= letter <= "\x9f" else letter.encode(WINDOWS)


def tell_mixture(content: bytes, *, marked: bool = False) -> str:
    """The sentence for a file that is partly UTF-8, or `marked` as such: which line is not, and what stands there."""
    if halves := _IN_HALVES.search(content):
        line = content.count(b"\n" if b"\n" in content else b"\r", 0, halves.start()) + 1
        return f"An emoji in line {line:,} of the file is written in two halves, which no text may hold."
    places = list(_find_foreign(content))
    if not marked and len(places) > sum(found["letter"] is not None for found in _FOREIGN.finditer(content)):
        return "The letters of the file can not be read for sure: some look like UTF-8, and more do not."
    if _BEGUN.fullmatch(content, places[0]):
        return "The file is damaged, or has not been downloaded completely: its last letter is not whole."
    end = b"\n" if b"\n" in content else b"\r"
    lines = list(dict.fromkeys(content.count(end, 0, place) for place in places[:_MOST_COUNTED]))
    more = f" (and {_spell_more(len(lines) - 1, places)})" if len(lines) > 1 else ""
    return (
        f"The letters of the file are in two encodings. Most are UTF-8, but line {lines[0] + 1:,} of it{more} is not:"
        f" '{_show(content, places[0])}' there has a letter of another one."
    )


def _find_foreign(content: bytes) -> Iterator[int]:
    return (found.start() for found in _FOREIGN.finditer(content) if found["letter"] is None)


def _spell_more(lines: int, places: list[int]) -> str:
    return f"{'at least ' if len(places) > _MOST_COUNTED else ''}{lines:,} more line{'s' if lines > 1 else ''}"


def _show(content: bytes, place: int) -> str:
    """The word round a foreign byte, that byte read as Windows would."""
    start, end = place, place + 1
    while start > 0 and content[start - 1] not in _SEPARATORS and place - start < _LONGEST_SHOWN:
        start -= 1
    while end < len(content) and content[end] not in _SEPARATORS and end - place < _LONGEST_SHOWN:
        end += 1
    return "".join(
        piece.decode(WINDOWS, "replace") if len(piece) == 1 else piece.decode()
        for piece in _PIECE.findall(content, start, end)
    )
