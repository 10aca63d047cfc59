"""The token in a text as people keep it: bare, in quotes, as a line NAME=value, as JSON, with comments round it.

The one place that takes a token out of a text, be that a file, `$ACEFONE_TOKEN` or `.env`. What it is not sure of it
refuses, in words that never repeat the token.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from batch_update.errors import TokenError
from batch_update.settings import Token

_AGAIN = "copy it again"
_WHERE = "Make one in the panel: API Connect > API Tokens > Generate Token."
_QUOTES = {'"': '"', "'": "'", "`": "`", "“": "”", "”": "”", "„": "“”", "‘": "’", "’": "’", "‚": "‘’", "«": "»"}
_EDGES = "\ufeff\u200b\u200e\u200f\u2060 \u00a0\t\r\n\f\v"  # with marks that nobody sees and editors put first

# What a header may hold without a doubt: visible ASCII, and nothing of what only surrounds a token somewhere.
_TOKEN = re.compile(r"[!-~]+")
_SURROUNDINGS = re.compile(r"""["'`<>{}()\[\],;\\$]""")
_HIDDEN = re.compile(r"\*{3,}|\.{3,}|[•●∙…]")
_PLACEHOLDER = re.compile(
    r"<.*>|your[-_ ]?\w*[-_ ]?token([-_ ]?here)?|paste[-_ ]?\w*[-_ ]?token[-_ ]?here", re.IGNORECASE
)

_COMMENT = re.compile(r"#|;|//\s|--\s|rem\s|```", re.IGNORECASE)
_SETTERS = re.compile(r"(export|set|setx|const|let|var)\s+|\$env:", re.IGNORECASE)
_HEADER = re.compile(
    r"""authorization["']?\s*[:=]\s*["']?(bearer\s+)?(?P<value>[^\s"'\\]+)""", re.IGNORECASE
)  # of curl too
_BEARER = re.compile(r"(authorization\s*[:=]\s*)?(bearer(\s+|$))?", re.IGNORECASE)
_NAMED = re.compile(r"""["']?(?P<name>[A-Za-z][\w .()-]{0,39}?)["']?\s*(=|:)\s*(?P<value>.*)""")
_TELLING = re.compile(r"token|api[-_ ]?key|authorization|bearer", re.IGNORECASE)
_NOT_THE_TOKEN = re.compile(r"token[-_ ]?type|expires?|refresh|token[-_ ]?(name|url|file)", re.IGNORECASE)
_OURS = re.compile(r"acefone\w*token", re.IGNORECASE)
_OTHER_SETTING = re.compile(r"[A-Za-z_]\w*=[^=]")
_LABEL = re.compile(r".*(token|key|authorization|bearer)", re.IGNORECASE)
_BASE64_END = re.compile("=*")


def check_token(text: str) -> Token:
    """The token in a text.

    Raises:
        TokenError: there is none, or more than one, or it holds what a token can not; the message never repeats it.
    """
    found = list(_find_candidates(text))
    if not any(found):
        raise TokenError(f"The token is empty. {_WHERE}")
    if len(found) > 1:
        raise TokenError(
            f"The token has a line break in it, or there is more than one: {_AGAIN}, as one line and nothing else."
        )
    return Token(_check_letters(found[0]))


def _find_candidates(text: str) -> Iterator[str]:
    """What may be the token, of each line that is no comment and no other setting."""
    text = text.strip(_EDGES)
    if text.startswith("{\\rtf"):
        raise TokenError("The token's file is a formatted document (RTF). Save the token alone as plain text.")
    if text.startswith(("{", "[")):
        yield from _find_in_json(text)
        return
    lines = [line for raw in re.split(r"[\r\n]+", text) if (line := raw.strip(_EDGES)) and not _COMMENT.match(line)]
    named = [_take_named(line) for line in lines]
    if len(lines) > 1 and any(named):  # other lines are other settings, or say what this is
        ours = [value for line, value in zip(lines, named, strict=True) if value and _OURS.search(line)]
        yield from ours or (value for value in named if value)
        return
    labelled = len(lines) > 1
    yield from (
        _strip_wrapping(line) if value is None else value
        for line, value in zip(lines, named, strict=True)
        if not (labelled and _is_label(line))
    )


def _take_named(line: str) -> str | None:
    """The value of a line whose name says that it is a token's, such as `ACEFONE_TOKEN=…`; None for any other line."""
    if header := _HEADER.search(line):
        return _strip_wrapping(header["value"])
    line = _unquote(line)
    if setter := _SETTERS.match(line):
        line = _unquote(line[setter.end() :])
    setx = re.fullmatch(r"(\w*token\w*)\s+(\S+)", line, re.IGNORECASE)
    if setx:
        return _strip_wrapping(setx[2])
    found = _NAMED.fullmatch(line)
    if found is None or not _TELLING.search(found["name"]) or _NOT_THE_TOKEN.search(found["name"]):
        return None
    value = re.sub(r"\s+#.*$", "", found["value"]).rstrip(" \t,;")
    if _BASE64_END.fullmatch(value):  # `tokenABC==` is a bare one
        return "" if _LABEL.fullmatch(found["name"]) else None
    return _strip_wrapping(value)


def _is_label(line: str) -> bool:
    return line.endswith((":", "=")) and bool(_LABEL.fullmatch(line[:-1].rstrip()))


def _find_in_json(text: str) -> Iterator[str]:
    """The token in what an API answered to a login, as it was saved."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        raise TokenError(f"The token's file looks like JSON and is none: save the token alone. {_WHERE}") from None
    yield from _walk(read)


def _walk(read: object) -> Iterator[str]:
    if isinstance(read, dict):
        for name, value in read.items():
            if isinstance(value, str) and _TELLING.search(name) and not _NOT_THE_TOKEN.search(name):
                yield _strip_wrapping(value.strip(_EDGES))
            elif not isinstance(value, str):
                yield from _walk(value)
    elif isinstance(read, list):
        for value in read:
            yield from _walk(value)


def _strip_wrapping(text: str) -> str:
    """The text without quotes round it and without `Bearer` before it, in whatever order they stand."""
    before = ""
    while text != before:
        before = text
        text = _BEARER.sub("", _unquote(text), count=1)
    return text


def _unquote(text: str) -> str:
    return text[1:-1].strip(_EDGES) if len(text) > 1 and text[-1] in _QUOTES.get(text[0], "") else text


def _check_letters(token: str) -> str:
    if _PLACEHOLDER.fullmatch(token):
        raise TokenError(f"The token is only what an example puts in its place. {_WHERE}")
    if any(letter.isspace() for letter in token):
        raise TokenError(
            f"The token has a space in it, or other words beside it: {_AGAIN}, the token and nothing else."
        )
    if _HIDDEN.search(token):
        raise TokenError(f"The token is shown with stars or dots in the place of its letters: {_AGAIN}, whole.")
    if not _TOKEN.fullmatch(token):
        raise TokenError(f"The token holds characters that no token has (such as curly quotes): {_AGAIN}.")
    if _SURROUNDINGS.search(token):
        raise TokenError(f"The token holds characters that no token has (such as quotes or brackets): {_AGAIN}.")
    if _OTHER_SETTING.match(token):
        raise TokenError("The token stands in a line NAME=value whose name is not known. Save the token alone.")
    return token
