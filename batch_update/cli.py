"""Words in, exit code out: what was typed becomes settings, the pipeline does the work, every failure is one line.

What is heavy is imported where it is used, so that `--help` and a first mistake are answered at once.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from batch_update.arguments import COMMAND_WORDS, parse_update
from batch_update.errors import BatchUpdateError, UsageError
from batch_update.screen import Screen
from batch_update.settings import Settings, Token, find_token, read_env_file

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; what stops it is one line on stderr, never a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    screen = Screen()
    try:
        return _command(words, screen) if words and words[0] in COMMAND_WORDS else _update(words)
    except BatchUpdateError as error:
        screen.warn(f"batch_update: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        screen.warn("batch_update: Stopped; nothing was sent.")
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone; the interpreter would complain at its last flush
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return BatchUpdateError.exit_code
    except SystemExit as end:  # argparse has shown its help
        return end.code if isinstance(end.code, int) else 0
    except Exception as error:  # noqa: BLE001 - a fault of ours; the person still deserves one line and the way on
        if "--verbose" in words:
            traceback.print_exc()
        screen.warn(
            f"batch_update: Unexpected {type(error).__name__}: a fault of the program, not of the sheet. Rows already "
            "answered are kept (python -m batch_update runs); with --verbose the place of the fault is shown."
        )
        return BatchUpdateError.exit_code


def _command(words: Sequence[str], screen: Screen) -> int:
    from batch_update.commands import COMMANDS

    return COMMANDS[words[0]](words[1:], screen)


def _update(words: Sequence[str]) -> int:
    """The main command."""
    env_file = read_env_file(Path.cwd())
    settings = parse_update(words, os.environ, env_file, windows=os.name == "nt")
    from batch_update.campaign import CAMPAIGN
    from batch_update.run.pipeline import update_sheet
    from batch_update.state import state_folder

    result = update_sheet(
        settings,
        resource=CAMPAIGN,
        find_token=lambda settings: _find_token(settings, env_file),
        state=state_folder(os.environ),
        audience=Screen(quiet=settings.quiet, verbose=settings.verbose, color=settings.color),
    )
    return UsageError.exit_code if result is None else result.exit_code


def _find_token(settings: Settings, env_file: Mapping[str, str]) -> Token | None:
    """The token, before anything slow is done; None where none is needed."""
    if settings.check_only or settings.sandbox:
        return None
    from batch_update.sending import check_base_url, check_token

    check_base_url(settings.base_url)
    return check_token(find_token(settings.token_file, os.environ, env_file))
