"""The command line: its words and options, one place for each, turned into `Settings`.

Knows argparse and nothing of what the options do; imports nothing heavy, so that `--help` is there at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from batch_update.errors import UsageError
from batch_update.options import EXAMPLES, EXIT_CODES, OPTIONS, number, port
from batch_update.settings import EnvFile, Settings, Verify, results_beside
from batch_update.slips import find_near
from batch_update.wording.phrases import PROGRAM

if TYPE_CHECKING:
    from batch_update.access import Access

WIDTH = 80  # columns of the help, whatever the terminal, so that the README can show it

CONTRADICTIONS = (
    ("check", "resume"),
    ("quiet", "verbose"),
    ("sandbox", "base_url"),
    ("sandbox", "profile"),
    ("plan", "check"),
    ("plan", "resume"),
    ("plan", "verify"),
    ("check", "verify"),
)
"""Pairs of options of which only one can be meant."""

AS_GIVEN = (
    "worksheet",
    "sandbox",
    "resume",
    "concurrency",
    "attempts",
    "timeout",
    "max_failures",
    "keep_mine",
    "every_cell",
    "strict",
    "rows",
    "visible",
    "limit",
    "quiet",
    "verbose",
)
"""The options that are settings of the same names, as they are."""

TEMPLATE_KINDS = (".xlsx", ".csv")
LONGEST_KIND = 8  # characters of what ends a file's name as its kind


class _Parser(argparse.ArgumentParser):
    """argparse, but a wrong option is one line for `cli` to print, like every other failure."""

    too_many = "There are more words than one sheet"

    def parse_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """As argparse does it, but a word that is not known is named without its value: it may be a token."""
        for word in args or ():  # a slip in an option comes before a sheet that is missing
            option = word.partition("=")[0]
            if option.startswith("--") and option != "--" and option not in self._option_string_actions:
                self.error(self._tell_unknown(option))
        options, unknown = self.parse_known_args(args, namespace)
        if unknown:
            named = [word.partition("=")[0] for word in unknown if word.startswith("-")]
            self.error(self._tell_unknown(named[0]) if named else self.too_many)
        return options

    def _tell_unknown(self, option: str) -> str:
        near = find_near(option.casefold(), self._option_string_actions)
        return f"There is no option {option}" + (f"; did you mean {near}?" if near else "")

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found as a UsageError."""
        end = "" if message.endswith("?") else "."
        raise UsageError(f"{message[0].upper()}{message[1:]}{end} {self.prog} --help shows the options.")


def first_screen() -> list[str]:
    """What a newcomer must know, for who gave no word at all."""
    parser = update_parser()
    return [*f"{parser.format_usage()}\n{parser.description}".splitlines(), "", f"{PROGRAM} --help shows all options."]


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
    for word, facts, meaning in OPTIONS:
        parser.add_argument(word, help=meaning, **facts)
    return parser


def parse_update(
    argv: Sequence[str], environ: Mapping[str, str], env_file: EnvFile, *, windows: bool = False
) -> Settings:
    """The settings of an update.

    Raises:
        UsageError: for a wrong option, or for options that do not go together.
        TokenError: `.env` would be asked for the address and can not be read.
        ProfileError: the profile is not there, or can not be read.
    """
    options = update_parser().parse_args(argv)
    refuse_contradictions(options, CONTRADICTIONS)
    if not options.sheet.name:
        raise UsageError(f"{options.sheet} is a folder. Name the sheet in it.")
    settings = Settings(
        sheet=options.sheet,
        **{name: getattr(options, name) for name in AS_GIVEN},
        results=options.results or results_beside(options.sheet, check_only=options.check or options.plan),
        results_chosen=options.results is not None,
        check_only=options.check,
        plan_only=options.plan,
        verify=Verify(options.verify) if options.verify else None,
        ask=not options.yes,
        as_json=options.json,
        color=not options.no_color and not environ.get("NO_COLOR"),
        windows=windows,
    )
    return _settle_access(options, environ, env_file).aim(settings)


def _settle_access(options: argparse.Namespace, environ: Mapping[str, str], env_file: EnvFile) -> Access:
    from batch_update.access import AccessOptions, settle_access  # noqa: PLC0415 - the help has no use for it

    given = AccessOptions.of(options)
    return settle_access(given, environ, env_file, sandbox=options.sandbox, nothing_is_sent=options.check)


def refuse_contradictions(options: argparse.Namespace, pairs: Sequence[tuple[str, str]]) -> None:
    """Raise UsageError where both options of a pair were given."""
    for first, second in pairs:
        if getattr(options, first) and getattr(options, second):
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
    forgets: bool
    ignores: tuple[str, ...]  # names of fields as they were typed


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChoices:
    """Where the template goes, and which fields it has; None: all."""

    path: Path
    fields: str | None


def parse_template(argv: Sequence[str]) -> TemplateChoices:
    """What template is to be written. Raises UsageError, also for a kind of file that it can not be."""
    parser = command_parser("template", "Write a blank workbook to fill in: one row for each campaign.")
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", default=Path("campaigns.xlsx"),
                        help="an .xlsx workbook, or .csv for the header alone (default: campaigns.xlsx)")  # fmt: skip
    parser.add_argument("--fields", metavar="NAMES",
                        help="only these columns beside id, with commas between (default: all of them)")  # fmt: skip
    parser.too_many = "There is a word too many. Names behind --fields have commas between them, and no blanks"
    options = parser.parse_args(argv)
    return TemplateChoices(path=_settle_kind(options.file), fields=options.fields)


def _settle_kind(path: Path) -> Path:
    """The path with its ending: a name without one (`june`, `june v1.2`) is a workbook's. Raises UsageError."""
    kind = path.suffix.casefold()
    if kind in TEMPLATE_KINDS:
        return path
    if not path.name.strip(". ") or path.is_dir():
        raise UsageError(f"{path} is a folder. Name the file in it that is to be written, such as campaigns.xlsx.")
    if any(letter.isalpha() for letter in kind) and len(kind) <= LONGEST_KIND:
        raise UsageError(
            f"A template is a workbook (.xlsx) or a header line (.csv), and {path.name} would be neither. Choose"
            f" {path.stem}.xlsx."
        )
    return path.with_name(f"{path.name.rstrip('. ')}.xlsx")


def parse_sandbox(argv: Sequence[str]) -> SandboxChoices:
    """How the stand-in is to be run by itself."""
    parser = command_parser("sandbox", "Run a stand-in of the API on this machine, until Ctrl-C.")
    parser.too_many = f"The stand-in takes no sheet by itself; to send one to it, run {PROGRAM} SHEET --sandbox"
    add = parser.add_argument
    add("--port", metavar="N", type=port, default=0, help="its port (default: any free one)")
    add("--latency", metavar="MS", type=number, default=0.0, help="milliseconds before each answer (default: 0)")
    add(
        "--limit",
        metavar="R",
        type=number,
        default=0.0,
        help="requests per second before it answers 429, as the real API does; 0 = never (default: 0)",
    )
    add("--token", metavar="TEXT", default="", help="the token that it takes (default: a random one)")
    add("--forgets", action="store_true", help="empty the fields that an update leaves out, which nobody hopes for")
    add(
        "--ignores",
        metavar="FIELD",
        action="append",
        default=[],
        help="say yes to this field and do not apply it; several with commas between, or the option again",
    )
    options = parser.parse_args(argv)
    return SandboxChoices(
        port=options.port,
        latency=options.latency / 1000,
        limit=options.limit,
        token=options.token,
        forgets=options.forgets,
        ignores=tuple(name.strip() for listed in options.ignores for name in listed.split(",")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChoices:
    """At which port the page is (0: any free one), and whether the browser is opened on it."""

    port: int
    opens: bool


def parse_page(argv: Sequence[str]) -> PageChoices:
    """How the page is to be served."""
    parser = command_parser("page", "Do all of this in the browser: opens a page on this computer, until Ctrl-C.")
    parser.add_argument("--port", metavar="N", type=port, default=0, help="its port (default: any free one)")
    parser.add_argument("--no-open", action="store_true", help="only print the address; open no browser")
    parser.too_many = "The page takes no sheet by itself; choose it there"
    options = parser.parse_args(argv)
    return PageChoices(port=options.port, opens=not options.no_open)


def parse_runs(argv: Sequence[str]) -> bool:
    """Whether the earlier runs are to be listed as JSON."""
    parser = command_parser("runs", "List earlier runs, the newest first.")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    as_json: bool = parser.parse_args(argv).json
    return as_json


def parse_results(argv: Sequence[str]) -> tuple[str, Path | None]:
    """Which run's results are to be written again, and where."""
    parser = command_parser("results", "Write the results workbook of an earlier run again.")
    parser.add_argument("run", metavar="RUN", help="the run's id, or its beginning; 'last' for the newest")
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?",
                        help="where it goes (default: beside the sheet, named after the run)")  # fmt: skip
    options = parser.parse_args(argv)
    return options.run, options.file


def command_parser(name: str, description: str) -> _Parser:
    """The parser of a command beside the main one."""
    parser = _Parser(
        prog=f"{PROGRAM} {name}",
        description=description,
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=WIDTH, max_help_position=28),
        allow_abbrev=False,
    )
    parser.too_many = "There is a word too many"
    return parser
