"""The commands beside the main one: `template`, `sandbox`, `runs`, `results`; `profile` has a module of its own."""
# ruff: noqa: PLC0415 - each command imports what it alone needs

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from batch_update.arguments import parse_results, parse_runs, parse_sandbox, parse_template
from batch_update.errors import INTERRUPTED, UsageError
from batch_update.resource import Resource
from batch_update.screen import Screen, as_json
from batch_update.wording.blank import describe_template
from batch_update.wording.layout import Line, lay_out


def write_blank(words: Sequence[str], screen: Screen) -> int:
    """`template [FILE]`: a blank workbook to fill in."""
    choices = parse_template(words)
    from batch_update.campaign import CAMPAIGN
    from batch_update.selection import Selection, select_fields
    from batch_update.sheets.writing.template import write_template

    path = choices.path
    selection = Selection(resource=CAMPAIGN) if choices.fields is None else select_fields(CAMPAIGN, choices.fields)
    if path.exists():
        raise UsageError(f"{path} is there already and may hold your rows. Choose another name.")
    write_template(path, selection.resource)
    screen.show(map(lay_out, describe_template(path, selection.added, windows=os.name == "nt")))
    return 0


def run_sandbox(words: Sequence[str], screen: Screen) -> int:
    """`sandbox`: the stand-in of the API by itself, until Ctrl-C."""
    choices = parse_sandbox(words)
    import asyncio

    from batch_update.campaign import CAMPAIGN
    from batch_update.sandbox import SandboxOptions, serve

    options = SandboxOptions(
        port=choices.port,
        latency=choices.latency,
        limit=choices.limit,
        token=choices.token,
        forgets=choices.forgets,
        ignores=tuple(_find_field(CAMPAIGN, name) for name in choices.ignores),
    )
    try:
        asyncio.run(serve(CAMPAIGN, options, screen.give))
    except KeyboardInterrupt:
        screen.interrupt("The stand-in has stopped.")
        return INTERRUPTED
    return 0


def _find_field(resource: Resource, text: str) -> str:
    """The name of the field that a word of `--ignores` means. Raises UsageError."""
    from batch_update.checking import HeaderMatcher

    match = HeaderMatcher(resource)(text)
    if match.field is None or match.field == resource.id_field.name:
        meant = match.nearly or match.hint
        way_on = f"; did you mean {meant}?" if meant else ". The fields are the columns of the template."
        raise UsageError(f"--ignores names no field: '{text}'{way_on}")
    return match.field


def list_runs(words: Sequence[str], screen: Screen) -> int:
    """`runs`: who ran which sheet against what, when, and what came of it; the newest first."""
    json_lines = parse_runs(words)
    screen.demand_output()
    from batch_update.journal import Journal
    from batch_update.state import state_folder
    from batch_update.wording.earlier import CUTTABLE, NO_RUNS, UNFINISHED, run_facts, runs_table

    with Journal(state_folder(os.environ)) as journal:
        runs = journal.runs()
    if json_lines:
        for run in runs:
            screen.give(as_json(run_facts(run)))
    elif not runs:
        screen.give(NO_RUNS)
    else:
        screen.show_table(runs_table(runs, columns=screen.columns), cuttable=CUTTABLE)
        if any(run.is_unfinished for run in runs):
            screen.show([Line(text=""), lay_out(UNFINISHED)])
    return 0


def write_earlier_results(words: Sequence[str], screen: Screen) -> int:
    """`results RUN [FILE]`: the results workbook of an earlier run, from the copy of its sheet and its outcomes."""
    name, chosen = parse_results(words)
    from batch_update.campaign import CAMPAIGN
    from batch_update.run.earlier import write_results_again
    from batch_update.state import state_folder

    run, written = write_results_again(name, chosen, resource=CAMPAIGN, state=state_folder(os.environ))
    screen.give(f"Results of run {run}: {written}")
    return 0


def pull_campaigns(words: Sequence[str], screen: Screen) -> int:
    """`pull [FILE]`: the account's campaigns as a workbook to edit."""
    from batch_update.account_commands import pull

    return pull(words, screen)


def keep_profiles(words: Sequence[str], screen: Screen) -> int:
    """`profile add | list | remove`: accounts by name."""
    from batch_update.profile_commands import run_profile_command

    return run_profile_command(words, screen)


def write_undo_sheet(words: Sequence[str], screen: Screen) -> int:
    """`undo RUN [FILE]`: the sheet that puts back what a run changed."""
    from batch_update.account_commands import undo

    return undo(words, screen)


def open_page(words: Sequence[str], screen: Screen) -> int:
    """`page`: all of this in the browser."""
    from batch_update.web.command import open_page as serve

    return serve(words, screen)


COMMANDS: Mapping[str, Callable[[Sequence[str], Screen], int]] = {
    "template": write_blank,
    "sandbox": run_sandbox,
    "runs": list_runs,
    "results": write_earlier_results,
    "pull": pull_campaigns,
    "undo": write_undo_sheet,
    "profile": keep_profiles,
    "page": open_page,
}
"""By the words of `options.COMMAND_WORDS`."""
