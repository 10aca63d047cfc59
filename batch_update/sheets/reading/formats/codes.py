"""Takes a number format's code apart: `0.00;-0.00;"none"` into its sections, each into its pieces.

The grammar is that of ECMA-376 part 1, section 18.8.31 (`numFmts`), and of its ABNF in [MS-XLS] 2.4.126. What the
grammar does not know makes a section unclear, and nobody guesses what it shows.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from batch_update.sheets.reading.formats.sections import Condition, Part, Piece, Section, Sections

LONGEST_CODE = 255  # characters; Excel takes no more


_TOKENS = re.compile(
    r"""
    (?P<quoted>"[^"]*"?)
    | (?P<escaped>\\.?)
    | (?P<space>_.?)
    | (?P<fill>\*.?)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>general)
    | (?P<noon>AM/PM|A/P)
    | (?P<exponent>E[+-])
    | (?P<digit>[0#?])
    | (?P<date>[ymdhs]+)
    | (?P<unclear>[A-Z]|\[)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SIGNS = {".": Part.POINT, ",": Part.COMMA, "%": Part.PERCENT, "/": Part.SLASH, "@": Part.TEXT}
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?[\d.]+(?:E[+-]?\d+)?)\s*", re.IGNORECASE)
_COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|yellow|color ?\d{1,2}", re.IGNORECASE)
_UNSEEN = re.compile(r"white|color ?0?2", re.IGNORECASE)  # on white paper, where most cells stand
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)


@lru_cache(maxsize=1024)
def take_apart(code: str) -> Sections:
    """The sections of a format's code."""
    if len(code) > LONGEST_CODE:
        return Sections((Section(((Part.UNCLEAR, code),)),), None)
    sections = [_read_section(part) for part in _split(code)]
    if len(sections) > 4:
        return Sections((Section(((Part.UNCLEAR, code),)),), None)
    text = sections.pop() if len(sections) == 4 or Part.TEXT in sections[-1].parts else None
    return Sections(tuple(sections) or (Section(((Part.GENERAL, ""),)),), text)


def _split(code: str) -> list[str]:
    """The code at its `;`, but for those in quotes or behind a backslash."""
    parts, start = [], 0
    for found in _TOKENS.finditer(code):
        if found.group() == ";":
            parts.append(code[start : found.start()])
            start = found.end()
    return [*parts, code[start:]]


def _read_section(text: str) -> Section:
    pieces: list[Piece] = []
    condition = None
    for found in _TOKENS.finditer(text):
        kind, token = str(found.lastgroup), found.group()
        if kind == "bracket":
            inside = found.group("bracket")
            if match := _CONDITION.fullmatch(inside):
                condition = _read_condition(match)
                pieces += [] if condition else [(Part.UNCLEAR, token)]
            else:
                pieces += _read_bracket(inside)
        else:
            pieces.append(_read_token(kind, token))
    return Section(tuple(_settle(pieces)), condition)


def _read_condition(match: re.Match[str]) -> Condition | None:
    try:
        return Condition(match[1], Decimal(match[2]))
    except ArithmeticError:
        return None


def _read_bracket(inside: str) -> list[Piece]:
    """What a pair of brackets shows: a currency sign, or nothing (a colour, a language)."""
    if inside.startswith("$"):
        sign = inside[1:].partition("-")[0]
        return [(Part.LITERAL, sign)] if sign else []
    if _ELAPSED.fullmatch(inside):
        return [(Part.ELAPSED, inside)]
    if _COLOUR.fullmatch(inside) and not _UNSEEN.fullmatch(inside):
        return []
    return [(Part.UNCLEAR, inside)]  # `[White]`, `[DBNum1]` and what nobody knows


def _read_token(kind: str, token: str) -> Piece:
    match kind:
        case "quoted":
            return Part.LITERAL, token.strip('"')
        case "escaped":
            return Part.LITERAL, token[1:]
        case "space":
            return Part.LITERAL, " "
        case "fill":  # repeated over the width of the cell, however wide that is
            return Part.LITERAL, token[1:]
        case "general":
            return Part.GENERAL, token
        case "noon" | "date":
            return Part.DATE, token
        case "exponent":
            return Part.EXPONENT, token[1:]
        case "digit":
            return Part.DIGIT, token
        case "unclear":
            return Part.UNCLEAR, token
        case _:
            return _SIGNS.get(token, Part.LITERAL), token


def _settle(pieces: list[Piece]) -> list[Piece]:
    """Signs that mean something between digits alone are literals elsewhere; letters beside a date are its own."""
    parts = {part for part, _ in pieces}
    if parts & {Part.DATE, Part.ELAPSED}:
        return [(Part.DATE if part is Part.UNCLEAR else part, text) for part, text in pieces]
    if Part.DIGIT not in parts:
        loose = (Part.POINT, Part.COMMA, Part.SLASH)
        return [(Part.LITERAL if part in loose else part, text) for part, text in pieces]
    if Part.SLASH in parts and any(part is Part.LITERAL and text.strip("0123456789 ") for part, text in pieces):
        pieces.append((Part.UNCLEAR, "/"))  # a fraction with words
    return pieces
