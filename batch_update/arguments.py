"""The command line: its words and options, one place for each, turned into `Settings`.

Knows argparse and nothing of what the options do; imports nothing heavy, so that `--help` is there at once.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from batch_update.errors import UsageError
from batch_update.settings import API_URL, URL_VARIABLE, EnvFile, Settings, results_beside
from batch_update.wording.phrases import PROGRAM

WIDTH = 100  # columns of the help, whatever the terminal, so that the README can show it

EXAMPLES = f"""\
examples:
  {PROGRAM} template campaigns.xlsx     make a blank workbook to fill in
  {PROGRAM} campaigns.xlsx --check      find every mistake; nothing is sent, no token is needed
  {PROGRAM} campaigns.xlsx --sandbox    try it against a built-in stand-in of the API, without an account
  {PROGRAM} campaigns.xlsx              check, ask once, send; then open campaigns.results.xlsx
  {PROGRAM} campaigns.results.xlsx      send the rows again that were corrected on its sheet "To fix"

other commands (each has its own --help):
  template [FILE]      write the blank workbook (.xlsx) or header line (.csv)
  sandbox              run the stand-in API by itself
  runs                 list earlier runs: who ran which file, when, with what result
  results RUN          write the results workbook of an earlier run again
"""

EXIT_CODES = """\
exit codes:
  0    every row was updated (with --check: every row is valid)
  1    some rows were not; the results say which
  2    could not start; nothing was sent
  3    stopped early: token refused or too many failures; --resume goes on
  4    rows were sent, but the results workbook could not be written
  130  stopped by Ctrl-C, 143 stopped by SIGTERM; the results are written all the same
"""


COMMAND_WORDS = ("template", "sandbox", "runs", "results")
"""Words that are a command where the sheet would stand. A sheet of such a name is meant by its path: `./template`."""


class _Parser(argparse.ArgumentParser):
    """argparse, but a wrong option is one line for `cli` to print, like every other failure."""

    def parse_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """As argparse does it, but a word that is not known is named without its value: it may be a token."""
        options, unknown = self.parse_known_args(args, namespace)
        if unknown:
            named = [word.partition("=")[0] for word in unknown if word.startswith("-")]
            self.error(f"There is no option {named[0]}" if named else "There are more words than one sheet")
        return options

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found as a UsageError."""
        raise UsageError(f"{message[0].upper()}{message[1:]}. {self.prog} --help shows the options.")


def _whole_number(least: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) < least:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number of at least {least}")
        return int(text)

    return parse


def _seconds(text: str) -> float:
    return _number(text, above=0)


def _port(text: str) -> int:
    number = _whole_number(0)(text)
    if number > 65_535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port: the largest is 65535")
    return number


def _rate(text: str) -> float | str:
    return text if text == "auto" else _number(text)


def _number(text: str, *, above: float | None = None) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0 or (above is not None and number <= above):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number {'above 0' if above == 0 else 'of 0 or more'}")
    return number


def update_parser() -> argparse.ArgumentParser:
    """The parser of the main command, `SHEET [options]`."""
    parser = _Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} SHEET [options]",
        description=f"Update Acefone dialer campaigns from an Excel or CSV sheet, one campaign a row.\n\n{EXAMPLES}",
        epilog=EXIT_CODES,
        formatter_class=lambda prog: argparse.RawDescriptionHelpFormatter(prog, width=WIDTH, max_help_position=28),
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("sheet", metavar="SHEET", type=Path, help="the sheet: .xlsx, .xlsm, .xls, .ods, .csv or .tsv")
    add("--check", action="store_true", help="check only: nothing is sent, no token is needed")
    add("--sandbox", action="store_true", help="send to the built-in stand-in of the API; no account is needed")
    add(
        "--resume",
        action="store_true",
        help="go on with the unfinished run of this same sheet: rows already answered are not sent again",
    )
    add("--results", metavar="FILE", type=Path, help="where the results go (default: SHEET.results.xlsx)")
    add(
        "--sheet",
        dest="worksheet",
        metavar="NAME",
        help="which worksheet (default: To fix, else Campaigns, else the one whose header fits)",
    )
    add("--base-url", metavar="URL", help=f"the API (default: ${URL_VARIABLE}, else {API_URL})")
    add(
        "--token-file",
        metavar="FILE",
        type=Path,
        help="file that holds the token (default: $ACEFONE_TOKEN, else the file .env in this folder)",
    )
    add(
        "--auth",
        choices=("bearer", "raw"),
        default="bearer",
        help="how the token is sent: after the word Bearer, or bare (default: bearer)",
    )
    add(
        "--rate",
        metavar="R",
        type=_rate,
        help="most requests per second; 0 = no cap; auto = find the account's limit (default: 3; with --sandbox: 0)",
    )
    add(
        "--concurrency",
        metavar="N",
        type=_whole_number(1),
        default=8,
        help="most requests under way at once (default: 8)",
    )
    add(
        "--attempts",
        metavar="N",
        type=_whole_number(1),
        default=5,
        help="tries for each row, the first included (default: 5)",
    )
    add("--timeout", metavar="S", type=_seconds, default=30.0, help="seconds for one try (default: 30)")
    add(
        "--max-failures",
        metavar="N",
        type=_whole_number(0),
        default=20,
        help="stop after N rows in a row that failed for the same outside cause; 0 = never (default: 20)",
    )
    add("--strict", action="store_true", help="send nothing unless every row is valid")
    add("--limit", metavar="N", type=_whole_number(1), help="send only the first N valid rows, as a trial")
    add("--yes", action="store_true", help="do not ask before sending")
    add("--json", action="store_true", help="print the totals as one JSON object instead of text")
    add("--quiet", action="store_true", help="print nothing unless something needs attention")
    add("--verbose", action="store_true", help="print every row as its answer comes")
    add("--no-color", action="store_true", help="no colours (NO_COLOR does the same)")
    return parser  # fmt: skip


def parse_update(
    argv: Sequence[str], environ: Mapping[str, str], env_file: EnvFile, *, windows: bool = False
) -> Settings:
    """The settings of an update.

    Raises:
        UsageError: for a wrong option, or for options that do not go together.
        TokenError: `.env` would be asked for the address and can not be read.
    """
    options = update_parser().parse_args(argv)
    _refuse_contradictions(options)
    if not options.sheet.name:
        raise UsageError(f"{options.sheet} is a folder. Name the sheet in it.")
    rate = options.rate if options.rate is not None else (0.0 if options.sandbox else 3.0)
    return Settings(
        sheet=options.sheet,
        results=options.results or results_beside(options.sheet),
        worksheet=options.worksheet,
        check_only=options.check,
        sandbox=options.sandbox,
        resume=options.resume,
        base_url=options.base_url or environ.get(URL_VARIABLE) or _look_up_address(options, env_file) or API_URL,
        token_file=options.token_file,
        auth=options.auth,
        rate=0.0 if rate == "auto" else rate,
        find_rate=rate == "auto",
        concurrency=options.concurrency,
        attempts=options.attempts,
        timeout=options.timeout,
        max_failures=options.max_failures,
        strict=options.strict,
        limit=options.limit,
        ask=not options.yes,
        as_json=options.json,
        quiet=options.quiet,
        verbose=options.verbose,
        color=not options.no_color and not environ.get("NO_COLOR"),
        windows=windows,
    )


def _look_up_address(options: argparse.Namespace, env_file: EnvFile) -> str:
    """The address that `.env` names. One that can not be read may name another: that matters where rows are sent."""
    nothing_is_sent = options.check or options.sandbox
    return env_file.values.get(URL_VARIABLE, "") if nothing_is_sent else env_file.look_up(URL_VARIABLE)


def _refuse_contradictions(options: argparse.Namespace) -> None:
    given = {name for name in ("check", "sandbox", "resume", "quiet", "verbose", "base_url") if getattr(options, name)}
    for first, second in (("check", "resume"), ("quiet", "verbose"), ("sandbox", "base_url")):
        if {first, second} <= given:
            words = [f"--{name.replace('_', '-')}" for name in (first, second)]
            raise UsageError(f"{words[0]} and {words[1]} do not go together. Leave one of them out.")


# --- the other commands -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxChoices:
    """The options of the `sandbox` command."""

    port: int
    latency: float  # seconds
    limit: float  # requests per second; 0 = none
    token: str


def parse_template(argv: Sequence[str]) -> Path:
    """Where the template goes."""
    parser = _command("template", "Write a blank workbook to fill in: one row for each campaign.")
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", default=Path("campaigns.xlsx"),
                        help="an .xlsx workbook, or .csv for the header alone (default: campaigns.xlsx)")  # fmt: skip
    path: Path = parser.parse_args(argv).file
    return path


def parse_sandbox(argv: Sequence[str]) -> SandboxChoices:
    """How the stand-in is to be run by itself."""
    parser = _command("sandbox", "Run a stand-in of the API on this machine, until Ctrl-C.")
    add = parser.add_argument
    add("--port", metavar="N", type=_port, default=0, help="its port (default: any free one)")
    add("--latency", metavar="MS", type=_number, default=0.0, help="milliseconds before each answer (default: 0)")
    add(
        "--limit",
        metavar="R",
        type=_number,
        default=0.0,
        help="requests per second before it answers 429, as the real API does; 0 = none (default: 0)",
    )
    add("--token", metavar="TEXT", default="", help="the token that it takes (default: a random one)")
    options = parser.parse_args(argv)  # fmt: skip
    return SandboxChoices(port=options.port, latency=options.latency / 1000, limit=options.limit, token=options.token)


def parse_runs(argv: Sequence[str]) -> bool:
    """Whether the earlier runs are to be listed as JSON."""
    parser = _command("runs", "List earlier runs, the newest first.")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    as_json: bool = parser.parse_args(argv).json
    return as_json


def parse_results(argv: Sequence[str]) -> tuple[str, Path | None]:
    """Which run's results are to be written again, and where."""
    parser = _command("results", "Write the results workbook of an earlier run again.")
    parser.add_argument("run", metavar="RUN", help="the run's id, or its beginning; 'last' for the newest")
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?",
                        help="where it goes (default: beside the sheet, named after the run)")  # fmt: skip
    options = parser.parse_args(argv)
    return options.run, options.file


def _command(name: str, description: str) -> _Parser:
    return _Parser(
        prog=f"{PROGRAM} {name}",
        description=description,
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=WIDTH, max_help_position=28),
        allow_abbrev=False,
    )
