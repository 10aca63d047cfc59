"""What a word was probably meant for that is no command, no option and no file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from batch_update.errors import UsageError
from batch_update.options import COMMAND_WORDS, OPTIONS
from batch_update.wording.phrases import PROGRAM

_CLOSE = 0.7  # `run` scores 0.86 against `runs`, `sandox` 0.92; `june` 0.5


def find_near(word: str, known: Iterable[str]) -> str:
    """What a word was probably meant for: what begins so, or is nearly the same; "" if nothing is."""
    known = list(known)
    begun = [other for other in known if len(word.strip("-")) > 2 and other.startswith(word)]
    from difflib import get_close_matches  # noqa: PLC0415 - nearly no call is a slip

    return next(iter(begun or get_close_matches(word, known, n=1, cutoff=_CLOSE)), "")


def refuse_near_command(word: str) -> None:
    """Say of a word that is no file what it was probably meant for. Raises UsageError."""
    if word.startswith("-") or Path(word).name != word or Path(word).suffix:
        return
    options = [option for option, _, _ in OPTIONS if option.startswith("--")]
    meant = {**{option[2:]: option for option in (*options, "--help")}, **{name: name for name in COMMAND_WORDS}}
    near = meant.get(find_near(word.casefold(), reversed(meant)), "")
    if near in ("--help", "--version") or near in COMMAND_WORDS:
        raise UsageError(f"There is no command {word}, and no file of that name. Did you mean: {PROGRAM} {near}")
    if near:
        raise UsageError(f"There is no file {word}. The option {near} stands behind a sheet: {PROGRAM} SHEET {near}")
