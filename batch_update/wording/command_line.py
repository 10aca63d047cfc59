"""The command line of a next step: it repeats the options that were given, each where it still holds. Pure.

A command that is copied must do what the one before would have done: an option that is forgotten sends other rows, or
sends them in another way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple, TypeAlias

from batch_update.settings import API_URL, DEFAULT_RATE, Settings
from batch_update.wording.phrases import PROGRAM, quote


class Holds(Enum):
    """For which next step an option still holds."""

    ALWAYS = auto()  # where to, and how: whichever sheet is run next
    SAME_SHEET = auto()  # only for the same file
    ANEW = auto()  # only for the same file run anew: `--resume` keeps it, or is told of it in a number of its own
    RESUMED = auto()  # only with `--resume`
    NEVER = auto()  # the step decides it, or it is about what is shown


Spell: TypeAlias = Callable[[Settings], str | bool | None]
"""The value of an option that was given; True for one without a value, None or False if it was not given."""


class Repeat(NamedTuple):
    """For which next step an option is repeated, and with which value."""

    holds: Holds
    spell: Spell = lambda _settings: None


_DEFAULTS: Mapping[str, object] = {field.name: field.default for field in fields(Settings)}


def _changed(name: str) -> Spell:
    """A number, if it is not the default."""

    def spell(settings: Settings) -> str | None:
        value = getattr(settings, name)
        return None if value == _DEFAULTS[name] else _spell_number(value)

    return spell


def _spell_number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _flag(name: str) -> Spell:
    return lambda settings: bool(getattr(settings, name))


def _spell_profile(settings: Settings) -> str | None:
    return settings.profile if settings.profile and not settings.sandbox else None


def _spell_address(settings: Settings) -> str | None:
    is_needed = not settings.sandbox and _wins(settings, "base_url", otherwise=settings.base_url != API_URL)
    return settings.base_url if is_needed else None


def _spell_token_file(settings: Settings) -> str | None:
    return str(settings.token_file) if settings.token_file else "FILE" if settings.lacks_token else None


def _spell_rate(settings: Settings) -> str | None:
    usual = 0.0 if settings.sandbox else DEFAULT_RATE
    if not _wins(settings, "rate", otherwise=settings.find_rate or settings.rate != usual):
        return None
    return "auto" if settings.find_rate else _spell_number(settings.rate)


def _wins(settings: Settings, option: str, *, otherwise: bool) -> bool:
    """Whether an option must be given again: beside a profile if it won over it, else if it is not the default."""
    return option in settings.over_profile if settings.profile else otherwise


NEVER = Repeat(Holds.NEVER)

REPEATED: Mapping[str, Repeat] = {
    "sheet": NEVER,
    "--check": NEVER,
    "--plan": NEVER,
    "--sandbox": Repeat(Holds.ALWAYS, _flag("sandbox")),
    "--profile": Repeat(Holds.ALWAYS, _spell_profile),
    "--base-url": Repeat(Holds.ALWAYS, _spell_address),
    "--token-file": Repeat(Holds.ALWAYS, _spell_token_file),
    "--auth": Repeat(Holds.ALWAYS, lambda it: it.auth if _wins(it, "auth", otherwise=it.auth != "bearer") else None),
    "--rate": Repeat(Holds.ALWAYS, _spell_rate),
    "--concurrency": Repeat(Holds.ALWAYS, _changed("concurrency")),
    "--attempts": Repeat(Holds.ALWAYS, _changed("attempts")),
    "--timeout": Repeat(Holds.ALWAYS, _changed("timeout")),
    "--max-failures": Repeat(Holds.ALWAYS, _changed("max_failures")),
    "--verify": Repeat(Holds.ALWAYS, lambda it: it.verify and str(it.verify)),
    "--keep-mine": Repeat(Holds.ALWAYS, _flag("keep_mine")),
    "--every-cell": Repeat(Holds.ALWAYS, _flag("every_cell")),
    "--strict": Repeat(Holds.ALWAYS, _flag("strict")),
    "--sheet": Repeat(Holds.SAME_SHEET, lambda it: it.worksheet),
    "--results": Repeat(Holds.RESUMED, lambda it: str(it.results) if it.results_chosen else None),
    "--rows": Repeat(Holds.ANEW, lambda it: None if it.rows is None else str(it.rows)),
    "--visible": Repeat(Holds.ANEW, _flag("visible")),
    "--limit": Repeat(Holds.ANEW, lambda it: None if it.limit is None else str(it.limit)),
    "--resume": NEVER,
    "--yes": NEVER,  # who copies a command can be asked
    "--json": NEVER,
    "--quiet": NEVER,
    "--verbose": NEVER,
    "--no-color": NEVER,
    "--version": NEVER,
}
"""Every option of the main command, in the order in which they are repeated."""


def command(settings: Settings, sheet: Path, *more: str) -> str:
    """The command line that runs a sheet as the one before was to be run; `more` is what the step adds."""
    words = [str(sheet), *_repeat(settings, sheet, more), *more]
    return f"{PROGRAM} {quote(words, windows=settings.windows)}"


def _repeat(settings: Settings, sheet: Path, more: tuple[str, ...]) -> Iterator[str]:
    is_same, resumes = sheet == settings.sheet, "--resume" in more
    holding = {
        Holds.ALWAYS: True,
        Holds.SAME_SHEET: is_same,
        Holds.ANEW: is_same and not resumes,
        Holds.RESUMED: is_same and resumes,
        Holds.NEVER: False,
    }
    for option, repeat in REPEATED.items():
        value = repeat.spell(settings) if holding[repeat.holds] else None
        if value and option not in more:
            yield from (option,) if value is True else (option, str(value))
