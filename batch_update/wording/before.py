"""What is said of a sheet and of a plan before anything is sent. Pure: values in, sentences out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from batch_update.model import Rejection, Sheet, Untouched, Verdict
from batch_update.runs import Plan, RunRecord
from batch_update.settings import Settings
from batch_update.wording.columns import describe_columns
from batch_update.wording.phrases import count, spell_duration, spell_moment

LIKELY_ANSWER_SECONDS = 0.3  # of one request, for the forecast of a run without a pace
FASTEST = "as fast as the API answers"
QUESTION = "Send them now?"
DECLINED = "Nothing was sent."
NOBODY_TO_ASK = (
    "Nothing was sent: nobody can be asked here, since this is no terminal. To send to the account without a question,"
    " add --yes."
)


def describe_sheet(sheet: Sheet, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """What was read and how many rows are right, then what the loader has to say."""
    where = f"{sheet.path.name}, sheet “{sheet.worksheet}”" if sheet.worksheet else sheet.path.name
    invalid = sum(isinstance(verdict, Rejection) for verdict in verdicts)
    untouched = sum(isinstance(verdict, Untouched) for verdict in verdicts)
    valid = len(verdicts) - invalid - untouched
    rest = f", {untouched:,} not edited" if untouched else ""
    yield f"{where}: {count(len(verdicts), 'row')}, {valid:,} valid, {invalid:,} invalid{rest}."
    for note in sheet.notes:
        yield f"- {note}"


def describe_plan(plan: Plan, settings: Settings, sheet: Sheet, *, id_field: str, now: datetime) -> Iterator[str]:
    """What will happen: what an earlier run has done, how many rows go where, how fast, with which columns."""
    if plan.earlier is not None:
        yield _describe_earlier(plan.earlier, len(plan.answered), settings)
    elif settings.resume:
        yield "There is no earlier run of this sheet to go on with; it is run from its first row."
    if plan.repeats:
        yield _describe_repeats(plan, now)
    if plan.invalid and plan.to_send:
        yield f"{count(plan.invalid, 'invalid row')} will not be sent; the results will say why."
    if plan.held_back:
        yield f"{count(len(plan.held_back), 'valid row')} held back (--strict)."
    for option, number in Counter(plan.left_out.values()).items():
        yield f"{count(number, 'row')} left out by {option}: neither checked nor sent."
    if plan.cleared:
        yield f"{count(plan.cleared, 'field')} will be emptied on purpose (<clear>)."
    if not plan.to_send:
        yield "There is nothing to send."
        return
    host = "the built-in stand-in" if settings.sandbox else (urlsplit(plan.target).hostname or plan.target)
    yield f"{count(len(plan.to_send), 'update')} will be sent to {host}, {_spell_pace(len(plan.to_send), settings)}:"
    yield from describe_columns(plan.to_send, sheet, id_field)


def _describe_earlier(earlier: RunRecord, answered: int, settings: Settings) -> str:
    end = "did not finish" if earlier.is_unfinished else "has ended"
    when = f"The run of this sheet that started {earlier.started:%Y-%m-%d %H:%M} {end}"
    if settings.resume:
        return f"{when}: {count(answered, 'row')} answered then will not be sent again."
    return f"{when}. To send only what it left, add --resume; without it every row is sent."


def _describe_repeats(plan: Plan, now: datetime) -> str:
    """That rows are sent a second time: harmless, but the person may not know."""
    again, rows = len(plan.repeats), len(plan.to_send)
    last = max(plan.repeats, key=lambda repeat: repeat.when)
    runs = len({repeat.run for repeat in plan.repeats})
    by = f"by run {last.run}" + (f" and {count(runs - 1, 'other run')} before" if runs > 1 else "")
    whole = "The row was" if rows == 1 else f"All {rows:,} rows were"
    which = whole if again == rows else f"{again:,} of {rows:,} rows {'was' if again == 1 else 'were'}"
    return f"{which} updated {spell_moment(last.when, now)} {by}; the same values do no harm."


def _spell_pace(rows: int, settings: Settings) -> str:
    if settings.find_rate:
        return "as fast as the account allows, starting at 3 a second"
    if not settings.rate:
        seconds = rows * LIKELY_ANSWER_SECONDS / settings.concurrency
        return FASTEST if settings.sandbox else f"{FASTEST}, in about {spell_duration(seconds)}"
    return f"at most {settings.rate:g} a second, in about {spell_duration(rows / settings.rate)}"


def spell_wait(seconds: float) -> str:
    """Why a run waits first."""
    return (
        f"Waiting {spell_duration(max(1.0, seconds))}: an earlier request for a campaign of this sheet, with other "
        "values, may still be on its way, and must not arrive last."
    )
