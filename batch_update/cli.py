"""The program from top to bottom: a sheet is read, checked, sent and told of, in the order in which it happens.

What is heavy is imported where it is used, so that `--help` and a first mistake are answered at once.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from batch_update.arguments import COMMAND_WORDS, parse_update
from batch_update.errors import SheetError, UsageError
from batch_update.faults import RunSoFar
from batch_update.screen import Screen
from batch_update.settings import EnvFile, Settings, Token, find_token, read_env_file
from batch_update.streams import hold_standard_places

if TYPE_CHECKING:
    from batch_update.closing import Closing
    from batch_update.delivery import Delivery
    from batch_update.ending import Ending
    from batch_update.journal import Journal, ResumePlan, RunRecord
    from batch_update.model import Sheet, Update
    from batch_update.plan import Plan
    from batch_update.sending import Stop

SANDBOX = "sandbox"
GLANCE = 0.05  # seconds between two looks whether Ctrl-C was pressed


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; what stops it is one line on stderr, never a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    hold_standard_places()
    screen, run = Screen(), RunSoFar()
    try:
        return _command(words, screen) if words and words[0] in COMMAND_WORDS else update(words, run)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the exit code must be true of what was sent
        return run.tell(error, screen, words)


def _command(words: Sequence[str], screen: Screen) -> int:
    from batch_update.commands import COMMANDS

    return COMMANDS[words[0]](words[1:], screen)


def update(words: Sequence[str], run: RunSoFar) -> int:
    """The main command: read the sheet and check it; unless it is only a check, send it; tell the end."""
    started = time.monotonic()
    env_file = read_env_file(Path.cwd())
    settings = parse_update(words, os.environ, env_file)
    from batch_update.campaign import CAMPAIGN
    from batch_update.closing import Closing, check_run
    from batch_update.plan import checked_outcomes
    from batch_update.sheets.loader import open_sheet, read_sheet
    from batch_update.sheets.saving import check_results_place
    from batch_update.telling import describe_sheet

    screen = Screen(quiet=settings.quiet, verbose=settings.verbose, color=settings.color)
    if settings.as_json:
        screen.demand_output()
    file = open_sheet(settings.sheet)
    token = _find_token(settings, env_file)
    with _making_what_stays():
        sheet = read_sheet(file, worksheet=settings.worksheet, match_header=CAMPAIGN.match_header)
        _demand_rows(sheet)
        _demand_other_file(settings)
        check_results_place(settings.results)
        verdicts = CAMPAIGN.check(sheet.rows)
    screen.say_all(describe_sheet(sheet, verdicts))
    closing = Closing(settings=settings, screen=screen, resource=CAMPAIGN, sheet=sheet, verdicts=verdicts)
    if settings.check_only:
        return closing.end(checked_outcomes(verdicts), check_run(time.monotonic() - started)).exit_code
    return _send(settings, token, file.content, closing, run)


def _send(settings: Settings, token: Token | None, content: bytes, closing: Closing, so_far: RunSoFar) -> int:
    """Say what will happen, send what is valid, and tell the end, with the journal open all the way."""
    from batch_update.delivery import Sender, listening_for_signals
    from batch_update.journal import Journal
    from batch_update.lock import hold_sheet
    from batch_update.model import Run
    from batch_update.plan import plan_sending, settle, updates_of
    from batch_update.sending import Stop
    from batch_update.state import state_folder
    from batch_update.telling import describe_plan

    screen, verdicts, folder = closing.screen, closing.verdicts, state_folder(os.environ)
    # The outermost is left last: until then Ctrl-C only asks for a stop, and can not make what was told untrue.
    with ExitStack() as until_told, hold_sheet(folder, settings.sheet), Journal(folder) as journal, ExitStack() as sent:
        target = SANDBOX if settings.sandbox else settings.base_url.rstrip("/")
        # Whoever says --resume after the run has ended (killed in its last instant, it may be) wants nothing twice.
        earlier = (journal.newest if settings.resume else journal.unfinished)(settings.sheet, target)
        resumed = _look_back(journal, earlier, updates_of(verdicts), settings)
        plan = plan_sending(
            verdicts, answered=resumed.answered if resumed else (), strict=settings.strict, limit=settings.limit
        )
        screen.say_all(describe_plan(plan, settings, target, earlier))
        if plan.to_send and settings.ask and screen.can_ask and not screen.ask("Send them now?"):
            screen.warn("Nothing was sent.")
            return UsageError.exit_code
        began, started = datetime.now().astimezone(), time.monotonic()
        run_id = _begin(journal, settings, content, target, len(verdicts), earlier if resumed else None)
        sent.enter_context(so_far.watching(journal, run_id))
        stop = Stop()
        until_told.enter_context(listening_for_signals(stop, screen))
        if not settings.sandbox:  # a new one for each run: nothing can be on its way to it
            _wait_for_doubts(journal, plan, target, settings.timeout, stop, screen)
        sender = Sender(
            settings=settings,
            token=token,
            resource=closing.resource,
            journal=journal,
            run_id=run_id,
            screen=screen,
            begin_to_send=so_far.begin_to_send,
        )
        delivery = sender.deliver(plan.to_send, stop)
        outcomes = settle(plan, delivery.outcomes)
        if resumed:
            outcomes = tuple(map(resumed.settle, outcomes))
        run = Run(
            id=run_id,
            target=target,
            started=began,
            seconds=time.monotonic() - started,
            pace=delivery.pace,
            traffic=delivery.traffic,
            stopped=delivery.stop_message,
        )
        ending = closing.end(outcomes, run, delivery)
        so_far.code = ending.exit_code
        _finish(journal, ending, delivery)
        return ending.exit_code


# --- before sending ---------------------------------------------------------------------------------------------------


@contextmanager
def _making_what_stays() -> Iterator[None]:
    """While a sheet becomes rows and updates, a million values are made and kept to the end: collect no garbage then.

    Nor look through these for any later: that is a tenth of the time of a whole run.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _find_token(settings: Settings, env_file: EnvFile) -> Token | None:
    """The token, before anything slow is done; None where none is needed."""
    if settings.check_only or settings.sandbox:
        return None
    from batch_update.sending import check_base_url, check_token

    check_base_url(settings.base_url)
    return check_token(find_token(settings.token_file, os.environ, env_file))


def _demand_rows(sheet: Sheet) -> None:
    """A sheet without a row is a slip, or a results workbook whose every row was updated."""
    if not sheet.rows:
        from batch_update.sheets.names import TO_FIX

        left = f"{sheet.path.name} has no row left to fix: there is nothing to send."
        blank = f"{sheet.path.name} has a header but no row below it. Fill in one row for each campaign, and save."
        raise SheetError(left if sheet.worksheet == TO_FIX else blank)


def _demand_other_file(settings: Settings) -> None:
    if settings.results.resolve() == settings.sheet.resolve():
        raise UsageError("The results can not go into the sheet itself. Choose another file with --results.")


def _look_back(
    journal: Journal, earlier: RunRecord | None, updates: Sequence[Update], settings: Settings
) -> ResumePlan | None:
    """What the unfinished run has done already, if it is to be gone on with."""
    if not settings.resume or earlier is None:
        return None
    from batch_update.journal import plan_resume

    return plan_resume(updates, journal.kept(earlier.id))


def _begin(  # noqa: PLR0913, PLR0917 - the facts of a run
    journal: Journal, settings: Settings, content: bytes, target: str, rows: int, continues: RunRecord | None
) -> str:
    import getpass
    import platform

    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may run without a name
        user = ""
    return journal.begin(
        sheet_path=settings.sheet,
        content=content,
        worksheet=settings.worksheet,
        target=target,
        user=user,
        host=platform.node(),
        pid=os.getpid(),
        total=rows,
        continues=continues.id if continues else None,
    )


def _wait_for_doubts(  # noqa: PLR0913, PLR0917 - who waits, for what, how long
    journal: Journal, plan: Plan, target: str, timeout: float, stop: Stop, screen: Screen
) -> None:
    """Let an earlier, different request for a campaign of this sheet arrive before a newer one is sent.

    Whatever sheet that request came from: the same one, `To fix` under another name, or a colleague's.
    """
    from batch_update.journal import find_waits
    from batch_update.telling import spell_wait

    since = datetime.now(UTC) - timedelta(seconds=timeout)
    waits = find_waits(plan.to_send, journal.doubts(target, since), timeout=timeout)
    if not waits:
        return
    until = max(waits.values())
    screen.say(spell_wait((until - datetime.now(UTC)).total_seconds()))
    while not stop.asked and datetime.now(UTC) < until:
        time.sleep(GLANCE)  # a longer sleep would go on after Ctrl-C, which only asks for the stop


def _finish(journal: Journal, ending: Ending, delivery: Delivery) -> None:
    """Write the run's end into the journal. Without it the run counts as unfinished, which loses nothing."""
    with suppress(Exception):
        journal.finish(
            ending.run.id,
            counts=ending.counts,
            stopped=delivery.stop_message,
            exit_code=ending.exit_code,
            traffic=delivery.traffic,
            seconds=ending.run.seconds,
            pace=delivery.pace,
        )
