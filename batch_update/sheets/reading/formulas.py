"""Tells what a formula gives from how it is built: whether it adds up or counts cells, and whether it may be a text.

In the id column the result of the one is a total (`=SUBTOTAL(103,[id])`), of the other an id (`=VLOOKUP(...)`). What
counts is the function whose result the cell shows, not those inside of its arguments: `=INDEX(A:A,COUNT(B:B))` looks
something up. Files name functions in English, whatever language the spreadsheet speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

_AGGREGATE_NAMES = """
    SUM SUBTOTAL AGGREGATE COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS SUMIF SUMIFS SUMPRODUCT SUMSQ SUMX2MY2 SUMX2PY2
    SUMXMY2 AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS MAX MAXA MAXIFS MIN MINA MINIFS MEDIAN MODE MODE.SNGL MODE.MULT
    PRODUCT ROWS COLUMNS LARGE SMALL STDEV STDEVA STDEVP STDEVPA STDEV.S STDEV.P VAR VARA VARP VARPA VAR.S VAR.P
    GEOMEAN HARMEAN TRIMMEAN AVEDEV DEVSQ PERCENTILE PERCENTILE.INC PERCENTILE.EXC QUARTILE QUARTILE.INC QUARTILE.EXC
    FREQUENCY DSUM DCOUNT DCOUNTA DAVERAGE DMAX DMIN DPRODUCT DSTDEV DSTDEVP DVAR DVARP SERIESSUM
"""
_ROUNDING_NAMES = """
    ROUND ROUNDUP ROUNDDOWN MROUND CEILING CEILING.MATH CEILING.PRECISE FLOOR FLOOR.MATH FLOOR.PRECISE INT TRUNC ABS N
    VALUE NUMBERVALUE EVEN ODD MOD QUOTIENT
"""
AGGREGATES = frozenset(_AGGREGATE_NAMES.split())
"""Functions whose result says something of many cells at once."""

_ROUNDING = frozenset(_ROUNDING_NAMES.split())
_FIRST, _ALL = slice(0, 1), slice(0, None)
_PASSING = {
    **dict.fromkeys((*_ROUNDING, "T", "TEXT", "FIXED", "DOLLAR", "TRIM", "CLEAN", "SINGLE"), _FIRST),
    "IF": slice(1, None), "IFERROR": _ALL, "IFNA": _ALL, "IFS": slice(1, None, 2), "CHOOSE": slice(1, None),
    "SWITCH": slice(2, None), "LET": slice(-1, None),
}  # fmt: skip
"""Functions that hand on what some of their arguments give, with the place of these."""

_JOINING = frozenset(("CONCATENATE", "CONCAT"))
_PREFIX = re.compile(r"@|_xlfn\.|_xlws\.|_xludf\.|COM\.MICROSOFT\.|ORG\.LIBREOFFICE\.|ORG\.OPENOFFICE\.", re.IGNORECASE)
_SPACE_BEFORE_BRACKET = re.compile(r"(?<=[\w.])\s+(?=\()")
_DIALECT = re.compile(r"\s*(?:(?:of|oooc|msoxl)\s*:)?\s*=+")  # OpenDocument puts the language before the formula
_NAMES = "|".join(map(re.escape, sorted(AGGREGATES, reverse=True)))
_CALLED = re.compile(r"(?<![\w.])([\w.]++)\s*+\(")
_STARTS_WITH_ONE = re.compile(rf"[\s(+@-]*(?:{_PREFIX.pattern})*(?:{_NAMES})\s*\(", re.IGNORECASE)
_BRANCHING = frozenset(("IF", "IFERROR", "IFNA", "IFS", "CHOOSE"))
_COMPARING = frozenset(("=", "<", ">", "<=", ">=", "<>"))
_REFERRING = frozenset((",", " ", ":"))  # they make ranges of ranges
_DEEPEST = 100
_LONGEST = 10_000  # characters; Excel takes 8,192


def is_aggregate(formula: str) -> bool:
    """Whether a formula (`=SUM(A2:A9)+1`) gives what it adds up or counts, whatever is rounded or joined to it."""
    return any(map(_is_one, _CALLED.findall(formula))) and _look_into(formula)


def _is_one(name: str) -> bool:
    """Whether a function says something of many cells, whatever programs put before its name."""
    words = name.upper().rsplit(".", 2)
    return words[-1] in AGGREGATES or ".".join(words[-2:]) in AGGREGATES


def never_gives_text(formula: str) -> bool:
    """Whether a formula gives a number or a truth whatever the cells hold: arithmetic, a comparison, a count."""
    tokens = _take_apart(formula)
    return tokens is not None and _is_number(tokens, 0)


@lru_cache(maxsize=4096)
def _look_into(formula: str) -> bool:
    tokens = _take_apart(formula)
    if tokens is None:
        return _STARTS_WITH_ONE.match(_body(formula)) is not None
    return _adds_up(tokens, 0)


def _body(formula: str) -> str:
    return _SPACE_BEFORE_BRACKET.sub("", _DIALECT.sub("", formula, count=1))


def _take_apart(formula: str) -> list[Token] | None:
    """The tokens of a formula; None where it is too long or too odd."""
    body = _body(formula)
    try:
        return None if len(body) > _LONGEST else Tokenizer(f"={body}").items
    except (TokenizerError, IndexError, ValueError):
        return None


def _adds_up(tokens: Sequence[Token], depth: int) -> bool:
    """Whether an expression gives an aggregate."""
    tokens = [token for token in tokens if token.type not in (Token.WSPACE, Token.OP_PRE, Token.OP_POST)]
    if not tokens or depth > _DEEPEST:
        return False
    signs = _signs_of(tokens)
    if signs & _COMPARING:  # TRUE or FALSE
        return False
    if "&" in signs:
        return _joins_up(list(_split(tokens, ("&",))), depth)
    if signs:
        return any(_adds_up(part, depth + 1) for part in _split(tokens, signs))
    if tokens[0].type == Token.PAREN:
        return _adds_up(tokens[1:-1], depth + 1)
    if tokens[0].type != Token.FUNC:
        return False
    name, arguments = _function_of(tokens)
    if name in AGGREGATES:
        return True
    if name in _JOINING:
        return _joins_up(arguments, depth)
    return name in _PASSING and any(_adds_up(argument, depth + 1) for argument in arguments[_PASSING[name]])


def _joins_up(parts: Sequence[Sequence[Token]], depth: int) -> bool:
    """Whether texts are joined to an aggregate: `"Total: "&SUM(A2:A9)`, but not `A2&"-"&COUNTIF(A:A,A2)`."""
    return any(_adds_up(part, depth + 1) for part in parts) and all(
        _is_typed(part) or _adds_up(part, depth + 1) for part in parts
    )


def _is_typed(tokens: Sequence[Token]) -> bool:
    return all(
        token.type == Token.WSPACE or (token.type == Token.OPERAND and token.subtype in (Token.TEXT, Token.NUMBER))
        for token in tokens
    )


def _is_number(tokens: Sequence[Token], depth: int) -> bool:
    """Whether an expression gives a number or a truth. A plus in front of a cell changes nothing: it may be text."""
    tokens = [token for token in tokens if token.type != Token.WSPACE]
    if not tokens or depth > _DEEPEST:
        return False
    signs = _signs_of(tokens)
    if "&" in signs and not signs & _COMPARING:
        return False
    if signs or tokens[-1].type == Token.OP_POST or (tokens[0].type == Token.OP_PRE and tokens[0].value == "-"):
        return not signs & _REFERRING
    if tokens[0].type == Token.OP_PRE:
        return _is_number(tokens[1:], depth + 1)
    if tokens[0].type == Token.PAREN:
        return _is_number(tokens[1:-1], depth + 1)
    if tokens[0].type != Token.FUNC:
        return tokens[0].type == Token.OPERAND and tokens[0].subtype in (Token.NUMBER, Token.LOGICAL)
    name, arguments = _function_of(tokens)
    if name in AGGREGATES or name in _ROUNDING:
        return True
    handed_on = arguments[_PASSING[name]] if name in _BRANCHING else []
    return bool(handed_on) and all(_is_number(argument, depth + 1) for argument in handed_on)


def _signs_of(tokens: Sequence[Token]) -> set[str]:
    """The signs between the parts of an expression that stand in no bracket."""
    return {token.value for token, level in _levels(tokens) if level == 0 and token.type == Token.OP_IN}


def _function_of(tokens: Sequence[Token]) -> tuple[str, list[list[Token]]]:
    """The name of a function without what programs put before it, and its arguments."""
    name = tokens[0].value[:-1]
    while found := _PREFIX.match(name):
        name = name[found.end() :]
    return name.upper(), list(_split(tokens[1:-1], (",", ";")))


def _levels(tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Each token with the number of brackets around it."""
    level = 0
    for token in tokens:
        level -= token.subtype == Token.CLOSE
        yield token, level
        level += token.subtype == Token.OPEN


def _split(tokens: Sequence[Token], signs: Sequence[str] | set[str]) -> Iterator[list[Token]]:
    """The parts between some signs that stand in no bracket."""
    part: list[Token] = []
    for token, level in _levels(tokens):
        if level == 0 and token.type in (Token.OP_IN, Token.SEP) and token.value in signs:
            yield part
            part = []
        else:
            part.append(token)
    yield part
