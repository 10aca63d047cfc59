"""What a text of an Office Open XML file says: its escapes, its runs, and the list of texts that cells share.

Escapes are those of ECMA-376, part 1, 22.9.2.19 (ST_Xstring): `_x000D_` stands for a character that XML can not hold,
and `_x005F_` for an underline that would begin an escape. Blanks at the ends of a text belong to it.
"""

from __future__ import annotations

import re
from xml.parsers.expat import ExpatError, ParserCreate

from batch_update.errors import SheetError
from batch_update.sheets.reading.file_kind import DAMAGED

NO_TEXT = frozenset(("rPh", "phoneticPr", "rPr", "extLst"))
"""Elements beside the runs of a text: how it is spoken and how it looks. What they hold stands in no cell."""

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WRITTEN_ESCAPE = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_OUTER_BLANK = rb'(?! xml:space="preserve")(?:\s[^>]*)?>(?:\s|[^<]*\s<)'
_CUT, _CUT_WITH_PREFIX = re.compile(rb"<t" + _OUTER_BLANK), re.compile(rb"<[A-Za-z_][\w.-]*:t" + _OUTER_BLANK)
_BLANKS = (b" ", b"\n", b"\r", b"\t")
_DECLARATION = re.compile(  # of the usual encoding, or of none
    rb"""(?:\xef\xbb\xbf)?\s*<\?xml(?![^>]*encoding\s*=\s*["'](?!utf-8))[^>]*>\s*""", re.IGNORECASE
)


def decode_escapes(text: str) -> str:
    """A text with its escapes read, once and from left to right: `_x005F_x000D_` is the word `_x000D_`."""
    if "_x" not in text:
        return text
    found = _PAIR.sub(_join_pair, _ESCAPE.sub(lambda escape: chr(int(escape.group(1), 16)), text))
    return _SURROGATE.sub(lambda half: f"_x{ord(half.group()):04X}_", found)  # half a character is none


def _join_pair(pair: re.Match[str]) -> str:
    return pair.group().encode("utf-16", "surrogatepass").decode("utf-16")


def has_escapes(xml: bytes) -> bool:
    """Whether texts in some XML hold an escape. calamine decodes some of them and not others."""
    return b"_x" in xml and _WRITTEN_ESCAPE.search(xml) is not None


def has_loose_ends(xml: bytes) -> bool:
    """Whether texts in some XML have blanks at their ends that nothing keeps. calamine cuts them."""
    if (b":t>" in xml or b":t " in xml) and _CUT_WITH_PREFIX.search(xml):
        return True
    may_be = any(blank in xml and (b"<t>" + blank in xml or blank + b"</t>" in xml) for blank in _BLANKS)
    may_be = may_be or xml.count(b"<t ") != xml.count(b'<t xml:space="preserve">')
    return may_be and _CUT.search(xml) is not None  # the search takes long, and nearly no file needs it


def are_plain_texts(xml: bytes) -> bool:
    """Whether every reader makes the same of a whole list of shared texts."""
    declaration = _DECLARATION.match(xml)
    body = xml[declaration.end() :] if declaration else xml
    if body[:1] != b"<" or b"\0" in body[:2] or b"<!" in body or b"<?" in body:
        return False
    return not has_escapes(body) and not has_loose_ends(body)


def shared_texts(xml: bytes) -> list[str]:
    """The texts that cells share, by their numbers from 0 on. Raises SheetError if the XML is broken."""
    reader = _TextList()
    parser = ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat takes it by place only
    except (ExpatError, ValueError, LookupError) as error:
        raise SheetError(DAMAGED) from error
    return reader.texts


class _TextList:
    """Takes the elements of `sharedStrings.xml` as they come."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._in_item = self._in_text = False
        self._skipped = 0  # elements that are open inside of one that is no text

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if self._skipped or (self._in_item and name in NO_TEXT):
            self._skipped += 1
        elif name == "si":
            self._in_item, self._parts = True, []
        elif name == "t":
            self._in_text = self._in_item

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if self._skipped:
            self._skipped -= 1
        elif name == "si":
            self.texts.append(decode_escapes("".join(self._parts)))
            self._in_item = False
        elif name == "t":
            self._in_text = False

    def data(self, text: str) -> None:
        if self._in_text and not self._skipped:
            self._parts.append(text)
