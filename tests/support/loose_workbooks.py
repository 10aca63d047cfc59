"""Workbooks written with every freedom that the format leaves to a writer; what they hold is the same each time."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from support.workbooks import MAIN, workbook

Value = str | int | float | bool | None
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(str.strip)
NUMBERS = st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e12, 1e12, allow_nan=False).filter(lambda x: x % 1 != 0))
GRIDS = st.lists(
    st.lists(st.one_of(st.none(), TEXTS, NUMBERS, st.booleans()), min_size=1, max_size=5), min_size=1, max_size=5
)


class LooseWriter:
    """Writes a grid of values as a workbook. Each choice is drawn."""

    def __init__(self, data: st.DataObject) -> None:
        self._draw = data.draw
        self._shared: list[str] = []
        self._prefix = self._one_of("", "x:")

    def write(self, rows: Sequence[Sequence[Value]], *, more: str = "") -> bytes:
        """The workbook; `more` is XML behind the rows, with `{p}` where a prefix may be."""
        namespace = self._one_of(MAIN, STRICT, "urn:of:nobody")
        written, last = "", 0
        for number, values in enumerate(rows, 1):
            if all(value is None for value in values) and self._flip():
                continue
            written += self._space() + self._row(number, values, may_omit=number == last + 1)
            last = number
        p, mark = self._prefix, f"xmlns:{self._prefix[:-1]}" if self._prefix else "xmlns"
        declared = self._one_of("", '<?xml version="1.0" encoding="UTF-8"?>', "<?xml version='1.0'?>\n")
        size = self._one_of("", f'<{p}dimension ref="A1"/>')
        sheet = (
            f'{declared}<{p}worksheet {mark}="{namespace}">{size}'
            f"<{p}sheetData>{written}{more.format(p=p)}{self._space()}</{p}sheetData></{p}worksheet>"
        )
        texts = f'<sst xmlns="{MAIN}">{"".join(self._shared)}</sst>'
        return workbook({"Campaigns": sheet}, texts=texts)

    def _one_of(self, *choices: str) -> str:
        return self._draw(st.sampled_from(choices))

    def _flip(self) -> bool:
        return bool(self._draw(st.booleans()))

    def _space(self) -> str:
        return self._one_of("", "", "", "\n", "  ")

    def _element(self, name: str, attributes: dict[str, str], content: str) -> str:
        """An element with its attributes in any order, in either quotes, and with any blanks between them."""
        names = self._draw(st.permutations(list(attributes)))
        written = "".join(self._attribute(name, attributes[name]) for name in names)
        p = self._prefix
        if not content and self._flip():
            return f"<{p}{name}{written}/>"
        return f"<{p}{name}{written}{self._one_of('', ' ')}>{content}</{p}{name}>"

    def _attribute(self, name: str, value: str) -> str:
        quote = self._one_of('"', "'")
        return f"{self._one_of(' ', '  ', chr(10))}{name}{self._one_of('=', ' = ')}{quote}{value}{quote}"

    def _row(self, number: int, values: Sequence[Value], *, may_omit: bool) -> str:
        attributes = {} if may_omit and self._flip() else {"r": str(number)}
        if self._flip():
            attributes["spans"] = f"1:{len(values)}"
        cells, last = "", 0
        for column, value in enumerate(values, 1):
            if value is None and self._flip():
                continue
            address = {} if column == last + 1 and self._flip() else {"r": f"{chr(64 + column)}{number}"}
            cells += self._space() + self._cell(address, value)
            last = column
        return self._element("row", attributes, cells + self._space() if cells else "")

    def _cell(self, address: dict[str, str], value: Value) -> str:
        style = {"s": self._one_of("0", "")} if self._flip() else {}
        match value:
            case None:
                return self._element("c", {**address, **style}, "")
            case bool():
                words = ("1", "true", "TRUE") if value else ("0", "false", "FALSE")
                return self._element("c", {**address, **style, "t": "b"}, self._value(self._one_of(*words)))
            case int() | float():
                kind = {"t": self._one_of("n", "")} if self._flip() else {}
                return self._element("c", {**address, **style, **kind}, self._value(self._number(value)))
        kind, content = self._text_cell(value)
        return self._element("c", {**address, **style, **kind}, content)

    def _number(self, value: float) -> str:
        spelled = [repr(value)]
        if isinstance(value, int):
            spelled += [f"{value}.0", f"{value}.", f"{value}e0"]
        return self._one_of(*spelled, *([f"+{spelled[0]}"] if value >= 0 else []))

    def _value(self, content: str) -> str:
        return self._space() + self._element("v", {}, self._space() + content + self._space()) + self._space()

    def _text_cell(self, text: str) -> tuple[dict[str, str], str]:
        p = self._prefix
        match self._one_of("shared", "inline", "result", "value", "untyped"):
            case "shared":
                self._shared.append(f"<si>{self._text(text, '')}</si>")
                place = len(self._shared) - 1
                return {"t": "s"}, self._value(self._one_of(str(place), f"{place}.0", f"+{place}", f"0{place}"))
            case "inline":
                return {"t": "inlineStr"}, f"{self._space()}<{p}is>{self._text(text, p)}</{p}is>{self._space()}"
            case "untyped":
                kind = {"t": self._one_of("n", "str", "s")} if self._flip() else {}
                return kind, f"<{p}is>{self._text(text, p)}</{p}is>"
            case kind:
                return {"t": {"result": "str", "value": "inlineStr"}[kind]}, f"<{p}v>{self._letters(text)}</{p}v>"

    def _text(self, text: str, p: str) -> str:
        """A text as one piece or in runs, with or without how it is spoken."""
        spoken = self._one_of("", f'<{p}rPh sb="0" eb="1"><{p}t>spoken</{p}t></{p}rPh><{p}phoneticPr fontId="1"/>')
        cut = self._draw(st.integers(0, len(text)))
        if self._flip():
            return self._piece(text, p) + spoken
        parts = (text[:cut], text[cut:])
        look = self._one_of("", f"<{p}rPr><{p}b/></{p}rPr>")
        return "".join(f"<{p}r>{look}{self._piece(part, p)}</{p}r>" for part in parts) + spoken

    def _piece(self, text: str, p: str) -> str:
        keep = self._one_of("", ' xml:space="preserve"', " xml:space='preserve'")
        return f"<{p}t{keep}>{self._letters(text)}</{p}t>"

    def _letters(self, text: str) -> str:
        """A text in XML, some of its letters as entities or escapes."""
        written = ""
        for sign in text.replace("_", "_x005F_"):
            plain = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(sign, sign)
            escape = f"_x{ord(sign):04X}_" if ord(sign) < 0x10000 and sign not in "_x0123456789F" else plain
            written += self._one_of(plain, plain, plain, f"&#{ord(sign)};", escape)
        return written
