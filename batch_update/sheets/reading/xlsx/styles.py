"""The number formats of an .xlsx file's styles, read from its `styles.xml` and written anew for the readers.

Elements are those of ECMA-376 part 1, 18.8: `numFmts`, `cellXfs`, `dxfs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape  # that of `xml.sax` loads a whole HTTP client
from xml.etree.ElementTree import Element

from batch_update.sheets.reading.archive import local_name
from batch_update.sheets.reading.formats.number_format import BUILT_IN, NumberFormat, number_format

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read_formats(styles: Iterable[Element]) -> tuple[NumberFormat, ...]:
    """The number format of every cell style, by its number; `styles` are the groups of `styles.xml`."""
    custom: dict[str, str] = {}
    formats: list[NumberFormat] = []
    for group in styles:
        if local_name(group.tag) == "numFmts":
            custom = {form.get("numFmtId", ""): form.get("formatCode", "") for form in group}
        elif local_name(group.tag) == "cellXfs":
            formats = [number_format(_code_of(style.get("numFmtId", "0"), custom)) for style in group]
    return tuple(formats) or (number_format("General"),)


def read_conditional_formats(styles: Iterable[Element]) -> list[NumberFormat | None]:
    """The number format of every differential style, by its number; None where it has none."""
    kept = [style for group in styles if local_name(group.tag) == "dxfs" for style in group]
    codes = (
        next((form.get("formatCode") for form in style if local_name(form.tag) == "numFmt"), None) for style in kept
    )
    return [number_format(code) if code else None for code in codes]


def _code_of(number: str, custom: Mapping[str, str]) -> str:
    if number in custom:
        return custom[number]
    return (
        BUILT_IN.get(int(number), "General") if number.isascii() and number.isdigit() and len(number) < 9 else "General"
    )


def styles_xml(formats: Iterable[NumberFormat]) -> str:
    """A `styles.xml` with these formats as its cell styles, and nothing else."""
    formats = tuple(formats)
    codes = {code: number for number, code in enumerate(dict.fromkeys(form.code for form in formats), 164)}
    number_formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>' for code, number in codes.items()
    )
    cells = "".join(
        f'<xf numFmtId="{codes[form.code]}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for form in formats
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(codes)}">{number_formats}</numFmts>'
        '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{cells}</cellXfs></styleSheet>'
    )
