"""Words in, exit code out: what was typed becomes settings, the pipeline does the work, every failure is one line.

What is heavy is imported where it is used, so that `--help` and a first mistake are answered at once.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from batch_update.arguments import first_screen, parse_update
from batch_update.errors import COULD_NOT_START, INTERRUPTED
from batch_update.faults import tell_fault
from batch_update.options import COMMAND_WORDS
from batch_update.run.so_far import RunSoFar
from batch_update.screen import Screen
from batch_update.settings import read_env_file
from batch_update.slips import refuse_near_command
from batch_update.streams import hold_standard_places


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; what stops it is one line on stderr, never a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    so_far = RunSoFar()
    try:
        hold_standard_places()
        return _run(words, Screen(), so_far)
    except KeyboardInterrupt:  # pressed once more while the first was told
        return INTERRUPTED if so_far.code is None else so_far.code


def _run(words: Sequence[str], screen: Screen, so_far: RunSoFar) -> int:
    try:
        if not words:
            return _welcome(screen)
        return _command(words, screen) if words[0] in COMMAND_WORDS else _update(words, so_far)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the exit code must be true of what was sent
        return tell_fault(error, so_far, screen, words)


def _welcome(screen: Screen) -> int:
    for line in first_screen():
        screen.warn(line)
    return COULD_NOT_START


def _command(words: Sequence[str], screen: Screen) -> int:
    from batch_update.commands import COMMANDS

    return COMMANDS[words[0]](words[1:], screen)


INSTEAD = "To try without an account, use --sandbox; to check only, --check."
"""Said where there is no token."""


def _update(words: Sequence[str], so_far: RunSoFar) -> int:
    """The main command."""
    if not os.path.lexists(words[0]):
        refuse_near_command(words[0])
    env_file = read_env_file(Path.cwd())
    settings = parse_update(words, os.environ, env_file, windows=os.name == "nt")
    from batch_update.access import find_access_token
    from batch_update.campaign import CAMPAIGN
    from batch_update.run.pipeline import update_sheet
    from batch_update.state import state_folder

    screen = Screen(quiet=settings.quiet, verbose=settings.verbose, color=settings.color)
    if settings.as_json:
        screen.demand_output()
    result = update_sheet(
        settings,
        resource=CAMPAIGN,
        find_token=lambda: find_access_token(settings, os.environ, env_file, otherwise=INSTEAD),
        state=state_folder(os.environ),
        audience=screen,
        so_far=so_far,
    )
    return COULD_NOT_START if result is None else result.exit_code
