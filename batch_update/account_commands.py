"""The commands that read the account and send nothing: `undo` and `pull`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from batch_update.access import find_access_token
from batch_update.account_arguments import parse_pull, parse_undo, settings_of_undo
from batch_update.campaign import CAMPAIGN
from batch_update.errors import UsageError
from batch_update.run.looking.ids import find_ids
from batch_update.run.looking.pull import pull_campaigns
from batch_update.run.looking.undo import write_undo
from batch_update.run.prepare import settle_address
from batch_update.screen import Screen, as_json
from batch_update.selection import select_fields
from batch_update.settings import read_env_file
from batch_update.state import state_folder
from batch_update.wording.layout import lay_out
from batch_update.wording.pull import describe_pull, pull_facts
from batch_update.wording.undo import describe_undo, undo_facts

TRY = "To try without an account, use --sandbox."
"""Said where there is no token."""


def undo(words: Sequence[str], screen: Screen) -> int:
    """Write the sheet that puts a run back. Raises BatchUpdateError."""
    choices, env_file = parse_undo(words, os.environ), read_env_file(Path.cwd())
    screen = Screen(quiet=choices.quiet, color=choices.color)
    if choices.as_json:
        screen.demand_output()
    undone = write_undo(
        choices.run,
        choices.file,
        resource=CAMPAIGN,
        state=state_folder(os.environ),
        settle=partial(settings_of_undo, choices, environ=os.environ, env_file=env_file),
        find_token=lambda settings: find_access_token(settings, os.environ, env_file),
        audience=screen,
    )
    if choices.as_json:
        screen.give(as_json(undo_facts(undone)))
    elif not choices.quiet or undone.exit_code:
        screen.show(map(lay_out, describe_undo(undone)))
    return undone.exit_code


def pull(words: Sequence[str], screen: Screen) -> int:
    """Read the account's campaigns into a workbook. Raises BatchUpdateError."""
    env_file = read_env_file(Path.cwd())
    choices = parse_pull(words, os.environ, env_file)
    settings = choices.settings
    screen = Screen(quiet=settings.quiet, color=settings.color)
    if settings.as_json:
        screen.demand_output()
    if choices.file.exists():
        raise UsageError(f"{choices.file} is there already and may hold your changes. Choose another name.")
    chosen = select_fields(CAMPAIGN, choices.fields).resource if choices.fields is not None else CAMPAIGN
    pulled = pull_campaigns(
        choices.file,
        settle_address(settings, CAMPAIGN.path, screen),
        resource=CAMPAIGN,
        token=None if settings.sandbox else find_access_token(settings, os.environ, env_file, otherwise=TRY),
        ids=None if choices.ids is None else find_ids(choices.ids, CAMPAIGN),
        fields=[known.name for known in chosen.fields],
        audience=screen,
    )
    if settings.as_json:
        screen.give(as_json(pull_facts(pulled)))
    elif not settings.quiet or pulled.exit_code:
        screen.show(map(lay_out, describe_pull(pulled)))
    return pulled.exit_code
