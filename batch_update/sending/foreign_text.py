"""Texts that others wrote, brought to one line that can be shown. Pure; knows neither JSON nor what a text means."""

from __future__ import annotations

import html
import re

LONGEST_TEXT = 300
"""Characters of a foreign text that are shown."""

_CHARSET = re.compile(r"charset=\"?([\w.:-]+)")
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]*>")


def decode(body: bytes, content_type: str) -> str:
    """The text of a body, in the encoding that its header names, else UTF-8. Never fails: odd bytes become U+FFFD."""
    charset = _CHARSET.search(content_type)
    try:
        text = body.decode(charset[1] if charset else "utf-8", "replace")
    except (LookupError, ValueError):
        text = body.decode("utf-8", "replace")
    return text.removeprefix("\ufeff")


def without_tags(text: str) -> str:
    """What a person would read of a page of HTML; any other text as it is."""
    if "<" not in text:
        return text
    return html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", text[:8000])))  # the patterns take long over 64 KB of "<script"


def shorten(text: str, most: int = LONGEST_TEXT) -> str:
    """A foreign text on one line, without control characters, cut with a mark."""
    # Enough for what is shown, before the costlier steps: a body may be 64 KB of anything.
    line = text[: most * 20]
    if not line.isprintable():
        line = "".join(letter if letter.isprintable() else " " for letter in line)
    line = " ".join(line.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
