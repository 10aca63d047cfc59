"""The words of the commands that read the account and send nothing: `undo` and `pull`.

Their options are those of the main command, by the same table, so that a word means the same everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from batch_update.access import AccessOptions, settle_access
from batch_update.arguments import command_parser, refuse_contradictions
from batch_update.errors import UsageError
from batch_update.options import add_options
from batch_update.runs import RunRecord
from batch_update.settings import PROFILE_VARIABLE, SANDBOX, EnvFile, Settings
from batch_update.wording.undo import tell_other_profile

OF_UNDO = ("--profile", "--token-file", "--auth", "--rate", "--timeout", "--json", "--quiet", "--no-color")

IN_UNDO = {
    "--profile": "the profile that the run had; a run is put back where it went (default: the run's own)",
    "--rate": "most requests a second; 0 = as fast as the API answers; auto = find the limit (default: 3)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoChoices:
    """Which run is to be put back, where the sheet goes, and what was said of the account; None: nothing."""

    run: str
    file: Path | None
    access: AccessOptions
    timeout: float
    as_json: bool
    quiet: bool
    color: bool


def parse_undo(argv: Sequence[str], environ: Mapping[str, str]) -> UndoChoices:
    """What `undo` is told. Raises UsageError."""
    parser = command_parser("undo", "Write the sheet that puts back what a run changed. Nothing is sent.")
    parser.add_argument("run", metavar="RUN", help="the run's id, or its beginning; 'last' for the newest")
    where = "where the sheet goes, .xlsx (default: SHEET.undo.xlsx beside the run's sheet)"
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help=where)
    add_options(parser, OF_UNDO, IN_UNDO)
    options = parser.parse_args(argv)
    return UndoChoices(
        run=options.run,
        file=None if options.file is None else _name_workbook(options.file),
        access=AccessOptions.of(options),
        timeout=options.timeout,
        as_json=options.json,
        quiet=options.quiet,
        color=not options.no_color and not environ.get("NO_COLOR"),
    )


OF_PULL = (
    "--sandbox", "--profile", "--base-url", "--token-file", "--auth", "--rate", "--attempts", "--timeout", "--json",
    "--quiet", "--no-color",
)  # fmt: skip

IN_PULL = {
    "--sandbox": "pull from the built-in stand-in of the API; no account is needed",
    "--attempts": "tries for each request, the first included (default: 5)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PullChoices:
    """Where the workbook goes, which campaigns and columns it has (None: all), and how the account is reached."""

    file: Path
    ids: str | None
    fields: str | None
    settings: Settings


def parse_pull(argv: Sequence[str], environ: Mapping[str, str], env_file: EnvFile) -> PullChoices:
    """What `pull` is told.

    Raises:
        UsageError: for a wrong option, or for options that do not go together.
        ProfileError: the profile is not there, or can not be read.
        TokenError: `.env` would be asked for the address and can not be read.
    """
    parser = command_parser("pull", "Read the account's campaigns into a workbook to edit. Nothing is sent.")
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", default=Path("campaigns.xlsx"),
                        help="the workbook, .xlsx (default: campaigns.xlsx)")  # fmt: skip
    parser.add_argument("--ids", metavar="IDS", help="some campaigns only: 281,282, or a sheet that has their ids")
    parser.add_argument("--fields", metavar="NAMES", help="some columns only, with commas between (default: all)")
    add_options(parser, OF_PULL, IN_PULL)
    options = parser.parse_args(argv)
    refuse_contradictions(options, (("sandbox", "base_url"), ("sandbox", "profile")))
    file = _name_workbook(options.file)
    access = settle_access(AccessOptions.of(options), environ, env_file, sandbox=options.sandbox)
    settings = Settings(
        sheet=file,
        results=file,
        sandbox=options.sandbox,
        attempts=options.attempts,
        timeout=options.timeout,
        as_json=options.json,
        quiet=options.quiet,
        color=not options.no_color and not environ.get("NO_COLOR"),
        windows=os.name == "nt",
    )
    return PullChoices(file=file, ids=options.ids, fields=options.fields, settings=access.aim(settings))


def _name_workbook(file: Path) -> Path:
    """The file with an ending, if it has none. Raises UsageError if it has another than a workbook's."""
    file = file if file.suffix else file.with_name(f"{file.name}.xlsx")
    if file.suffix.casefold() != ".xlsx":
        raise UsageError(f"What is written is a workbook: name it {file.with_suffix('.xlsx').name}.")
    return file


def settings_of_undo(choices: UndoChoices, run: RunRecord, environ: Mapping[str, str], env_file: EnvFile) -> Settings:
    """How the run's own account is reached, whatever account the environment names.

    Raises:
        UsageError: another profile was named than the run's.
        ProfileError: the profile is not there any more, or can not be read.
    """
    if choices.access.profile is not None and choices.access.profile != run.profile:
        raise UsageError(tell_other_profile(run))
    sandbox = run.target == SANDBOX
    given = replace(choices.access, profile=run.profile or None)
    access = settle_access(
        given,
        {name: value for name, value in environ.items() if name != PROFILE_VARIABLE},
        replace(env_file, values={}),
        sandbox=sandbox,
        nothing_is_sent=True,
    )
    settings = Settings(
        sheet=run.path,
        results=run.path,
        sandbox=sandbox,
        timeout=choices.timeout,
        as_json=choices.as_json,
        quiet=choices.quiet,
        windows=os.name == "nt",
    )
    return replace(access, base_url=run.target).aim(settings)
