"""The command of a next step repeats what was given, where it still holds; of no option that is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from batch_update.arguments import parse_update
from batch_update.options import OPTIONS
from batch_update.settings import EnvFile
from batch_update.wording.command_line import REPEATED, command

ANEW, RESUMED, OTHER = "the sheet anew", "the sheet with --resume", "its results"
EVERYWHERE, SAME = {ANEW, RESUMED, OTHER}, {ANEW, RESUMED}

GIVEN: dict[str, tuple[list[str], set[str]]] = {
    "sheet": ([], set()),
    "--check": (["--check"], set()),
    "--plan": (["--plan"], set()),
    "--sandbox": (["--sandbox"], EVERYWHERE),
    "--resume": (["--resume"], set()),
    "--results": (["--results", "r.xlsx"], {RESUMED}),
    "--sheet": (["--sheet", "Delhi north"], SAME),
    "--base-url": (["--base-url", "https://x.example"], EVERYWHERE),
    "--token-file": (["--token-file", "t.txt"], EVERYWHERE),
    "--auth": (["--auth", "raw"], EVERYWHERE),
    "--rate": (["--rate", "0.5"], EVERYWHERE),
    "--concurrency": (["--concurrency", "2"], EVERYWHERE),
    "--attempts": (["--attempts", "1"], EVERYWHERE),
    "--timeout": (["--timeout", "90"], EVERYWHERE),
    "--max-failures": (["--max-failures", "0"], EVERYWHERE),
    "--verify": (["--verify", "none"], EVERYWHERE),
    "--keep-mine": (["--keep-mine"], EVERYWHERE),
    "--every-cell": (["--every-cell"], EVERYWHERE),
    "--strict": (["--strict"], EVERYWHERE),
    "--rows": (["--rows", "2-40,57"], {ANEW}),
    "--visible": (["--visible"], {ANEW}),
    "--limit": (["--limit", "10"], {ANEW}),
    "--yes": (["--yes"], set()),
    "--json": (["--json"], set()),
    "--quiet": (["--quiet"], set()),
    "--verbose": (["--verbose"], set()),
    "--no-color": (["--no-color"], set()),
}
"""What is given, and in which next steps it stands again. `--profile` has tests of its own, in test_profiles."""

STEPS: dict[str, tuple[str, tuple[str, ...]]] = {
    ANEW: ("a.xlsx", ()),
    RESUMED: ("a.xlsx", ("--resume",)),
    OTHER: ("a.results.xlsx", ()),
}


def next_step(words: list[str], step: str, *, windows: bool = False) -> str:
    """What is told behind a run of these words, without the program's name."""
    settings = parse_update(["a.xlsx", *words], {}, EnvFile(), windows=windows)
    sheet, more = STEPS[step]
    return command(settings, Path(sheet), *more).removeprefix("python -m batch_update ")


def test_no_option_is_forgotten() -> None:
    words = {word for word, _, _ in OPTIONS}
    assert words == set(REPEATED) == {*GIVEN, "--profile", "--version"}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("option", GIVEN)
def test_an_option_is_repeated_where_it_holds(option: str, step: str) -> None:
    given, where = GIVEN[option]
    sheet, more = STEPS[step]
    expected = [sheet, *(given if step in where else []), *more]
    assert next_step(given, step).replace("'", "") == " ".join(expected)


LOOK_ALIKES: dict[str, tuple[list[str], str]] = {
    "the defaults in words": (["--rate", "3", "--concurrency", "8", "--timeout", "30", "--auth", "bearer"], ""),
    "the limit is to be found": (["--rate", "auto"], "--rate auto"),
    "no cap": (["--rate", "0"], "--rate 0"),
    "no cap on the stand-in, as usual": (["--sandbox", "--rate", "0"], "--sandbox"),
    "a cap on the stand-in": (["--sandbox", "--rate", "3"], "--sandbox --rate 3"),
    "seconds in full": (["--timeout", "1234567.25"], "--timeout 1234567.25"),
    "all of them": (
        ["--limit", "2", "--every-cell", "--verify", "all", "--sheet", "Delhi"],
        "--verify all --every-cell --sheet Delhi --limit 2",
    ),
}


@pytest.mark.parametrize(("given", "told"), LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_what_is_as_usual_is_not_repeated(given: list[str], told: str) -> None:
    assert next_step(given, ANEW) == f"a.xlsx {told}".strip()


@pytest.mark.parametrize(("windows", "quoted"), [(False, "'Delhi north'"), (True, '"Delhi north"')])
def test_a_name_with_a_blank_is_quoted_as_the_shell_wants_it(windows: bool, quoted: str) -> None:
    assert next_step(["--sheet", "Delhi north"], RESUMED, windows=windows) == f"a.xlsx --sheet {quoted} --resume"
