"""What is said of a blank sheet that was written. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from batch_update.wording.phrases import PROGRAM, quote


def describe_template(path: Path, added: Sequence[str], *, windows: bool) -> Iterator[str]:
    """Where it is, which columns are in it that nobody asked for, and what to do with it."""
    yield f"Wrote {path}."
    if added:
        one, them = ("is", "it") if len(added) == 1 else ("are", "them")
        yield f"{', '.join(added)} {one} in it too: a choice in your columns may need {them}."
    yield "Fill in one row for each campaign, save it, and check it:"
    yield f"  {PROGRAM} {quote([str(path)], windows=windows)} --check"
