"""The options of the main command, one line each, with its examples and exit codes: what `--help` and the README show.

Knows argparse only by what it is told of an option.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from batch_update import __name__ as program
from batch_update import __version__
from batch_update.row_list import RowList, parse_rows
from batch_update.settings import API_URL, PROFILE_VARIABLE, URL_VARIABLE, Verify
from batch_update.wording.phrases import PROGRAM

EXAMPLES = f"""\
examples:
  {PROGRAM} template campaigns.xlsx   make a blank workbook
  {PROGRAM} campaigns.xlsx --check    find mistakes, send nothing
  {PROGRAM} campaigns.xlsx --plan     show changes, send nothing
  {PROGRAM} campaigns.xlsx --sandbox  try it without an account
  {PROGRAM} campaigns.xlsx            check, ask once, send
  {PROGRAM} campaigns.results.xlsx    send the corrected rows

other commands (each has its own --help):
  page                 do all of this in the browser
  template [FILE]      write a blank workbook (.xlsx) or header line (.csv)
  sandbox              run the stand-in API by itself
  runs                 list earlier runs: which sheet, when, with what result
  results RUN          write the results workbook of an earlier run again
  pull [FILE]          read the account's campaigns into a workbook to edit
  undo RUN             write the sheet that puts back what a run changed
  profile add NAME     keep an account's address and token under a name
"""
"""What a newcomer sees first; no line is wider than the narrowest terminal."""

COMMAND_WORDS = ("template", "sandbox", "runs", "results", "pull", "undo", "profile", "page")
"""Words that are a command where the sheet would stand. A sheet of such a name is meant by its path: `./template`."""

EXIT_CODES = """\
exit codes:
  0    every row was updated or unchanged (with --check, --plan: is valid)
  1    some rows were not; the results say which
  2    could not start; nothing was sent
  3    stopped early: token refused, too many failures (--resume goes on),
       or the first campaign, read back, was not as it should be
  4    rows were sent, but the results workbook could not be written
  130  stopped by Ctrl-C, 143 stopped by SIGTERM; the results are written too
"""

# --- values -----------------------------------------------------------------------------------------------------------


def whole_number(least: int) -> Callable[[str], int]:
    """What reads a whole number of at least `least`."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) < least:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number of at least {least}")
        return int(text)

    return parse


def seconds(text: str) -> float:
    """A number of seconds above 0."""
    return number(text, above=0)


def port(text: str) -> int:
    """A port; 0 is any free one."""
    found = whole_number(0)(text)
    if found > 65_535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port: the largest is 65535")
    return found


def rate(text: str) -> float | str:
    """Requests per second, or `auto`."""
    return text if text == "auto" else number(text)


def row_list(text: str) -> RowList:
    """Rows as they are listed, `2-40,57`."""
    try:
        return parse_rows(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def number(text: str, *, above: float | None = None) -> float:
    """A number of 0 or more, or above `above`. Raises ArgumentTypeError."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or found < 0 or (above is not None and found <= above):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number {'above 0' if above == 0 else 'of 0 or more'}")
    return found


# --- options ----------------------------------------------------------------------------------------------------------

_FLAG: Mapping[str, Any] = {"action": "store_true"}

OPTIONS: tuple[tuple[str, Mapping[str, Any], str], ...] = (
    ("sheet", {"metavar": "SHEET", "type": Path}, "the sheet: .xlsx, .xlsm, .xls, .ods, .csv or .tsv"),
    ("--check", _FLAG, "check only: nothing is sent, no token is needed"),
    ("--plan", _FLAG, "check, read each campaign and show what would change; nothing is sent"),
    ("--sandbox", _FLAG, "send to the built-in stand-in of the API; no account is needed"),
    ("--resume", _FLAG, "go on with the unfinished run of this same sheet: rows already answered are not sent again"),
    ("--results", {"metavar": "FILE", "type": Path},
     "where the results go (default: SHEET.results.xlsx; with --check and --plan: SHEET.check.xlsx)"),
    ("--sheet", {"metavar": "NAME", "dest": "worksheet"},
     "which worksheet (default: To fix, else Campaigns, else the one whose header fits)"),
    ("--profile", {"metavar": "NAME"},
     f"the account, as profile add NAME keeps it: address, token, rate (default: ${PROFILE_VARIABLE}, else none)"),
    ("--base-url", {"metavar": "URL"}, f"the API (default: ${URL_VARIABLE}, else {API_URL})"),
    ("--token-file", {"metavar": "FILE", "type": Path},
     "file that holds the token (default: $ACEFONE_TOKEN, else the file .env in this folder)"),
    ("--auth", {"choices": ("bearer", "raw")},
     "how the token is sent: after the word Bearer, or bare (default: bearer)"),
    ("--rate", {"metavar": "R", "type": rate},
     "most requests a second; 0 = as fast as the API answers; auto = find the limit (default: 3; with --sandbox: 0)"),
    ("--concurrency", {"metavar": "N", "type": whole_number(1), "default": 8},
     "most requests under way at once (default: 8)"),
    ("--attempts", {"metavar": "N", "type": whole_number(1), "default": 5},
     "tries for each row, the first included (default: 5)"),
    ("--timeout", {"metavar": "S", "type": seconds, "default": 30.0}, "seconds for one try (default: 30)"),
    ("--max-failures", {"metavar": "N", "type": whole_number(0), "default": 20},
     "stop after N rows in a row that failed for the same outside cause; 0 = never (default: 20)"),
    ("--verify", {"choices": tuple(map(str, Verify))},
     "what is read back: the first campaign, before the others are sent; all of them; or none (default: first)"),
    ("--keep-mine", _FLAG, "of a pulled sheet: send an edited cell even where somebody else has changed that field"),
    ("--every-cell", _FLAG, "of a pulled sheet: send every filled cell, edited or not"),
    ("--strict", _FLAG, "send nothing unless every row is valid"),
    ("--rows", {"metavar": "LIST", "type": row_list}, "only these rows, as Excel numbers them: 2-40,57"),
    ("--visible", _FLAG, "leave out rows that are hidden or filtered away"),
    ("--limit", {"metavar": "N", "type": whole_number(1)}, "send only the first N valid rows, as a trial"),
    ("--yes", _FLAG, "do not ask before sending; needed where nobody can be asked, as in a script or a scheduled task"),
    ("--json", _FLAG, "print the totals as one JSON object instead of text"),
    ("--quiet", _FLAG, "print nothing unless something needs attention"),
    ("--verbose", _FLAG, "print every row as its answer comes"),
    ("--no-color", _FLAG, "no colours (NO_COLOR does the same)"),
    ("--version", {"action": "version", "version": f"{program} {__version__}"}, "show the version and exit"),
)  # fmt: skip
"""The main command's options in the order of its help: the word, what argparse is told of it, and what it does."""


def add_options(
    parser: argparse.ArgumentParser, words: Collection[str], meanings: Mapping[str, str] | None = None
) -> None:
    """Give a command's parser some of the main command's options; `meanings` are what some do in this command."""
    for word, facts, meaning in OPTIONS:
        if word in words:
            parser.add_argument(word, help=(meanings or {}).get(word, meaning), **facts)
