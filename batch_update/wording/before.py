"""What is said of a sheet and of a plan before anything is sent. Pure: values in, sentences out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from batch_update.model import Rejection, Sheet, Untouched, Verdict
from batch_update.runs import CanaryWord, Outlook, Plan, RunRecord
from batch_update.settings import Settings, Verify
from batch_update.wording.columns import describe_columns
from batch_update.wording.phrases import count, end_sentence, spell_duration, spell_moment
from batch_update.wording.pulled import describe_pulled

LIKELY_ANSWER_SECONDS = 0.3  # of one request, for the forecast of a run without a pace
FASTEST = "as fast as the API answers"
QUESTION = "Send them now?"
DECLINED = "Nothing was sent."
NOBODY_TO_ASK = (
    "Nothing was sent: nobody can be asked here, since this is no terminal. To send to the account without a question,"
    " add --yes."
)


def describe_sheet(sheet: Sheet, verdicts: Sequence[Verdict], left_out: Collection[int] = ()) -> Iterator[str]:
    """What was read and how many rows are right, then what the loader has to say; `left_out` are numbers of rows."""
    where = f"{sheet.path.name}, sheet “{sheet.worksheet}”" if sheet.worksheet else sheet.path.name
    chosen = [verdict for verdict in verdicts if verdict.row.number not in left_out]
    invalid = sum(isinstance(verdict, Rejection) for verdict in chosen)
    untouched = sum(isinstance(verdict, Untouched) for verdict in chosen)
    valid = len(chosen) - invalid - untouched
    which = f", of which {len(chosen):,} chosen" if left_out else ""
    rest = f", {untouched:,} not edited" if untouched else ""
    yield f"{where}: {count(len(verdicts), 'row')}{which}, {valid:,} valid, {invalid:,} invalid{rest}."
    for note in sheet.notes:
        yield f"- {note}"


def describe_plan(  # noqa: PLR0913 - what the question is made of
    plan: Plan, settings: Settings, sheet: Sheet, outlook: Outlook, *, id_field: str, now: datetime
) -> Iterator[str]:
    """What will happen: what an earlier run has done, how many rows go where, how fast, with which columns."""
    yield from _describe_before(plan, settings)
    if plan.repeats:
        yield _describe_repeats(plan, now)
    if plan.invalid and plan.to_send:
        yield f"{count(plan.invalid, 'invalid row')} will not be sent; the results will say why."
    if plan.held_back:
        yield f"{count(len(plan.held_back), 'valid row')} held back (--strict)."
    for option, number in Counter(plan.left_out.values()).items():
        yield f"{count(number, 'row')} left out by {option}: neither checked nor sent."
    yield from describe_pulled(plan, sheet, settings, sent_since=outlook.sent_since, now=now)
    if plan.cleared:
        yield f"{count(plan.cleared, 'field')} will be emptied on purpose (<clear>)."
    if not plan.to_send:
        yield "There is nothing to send."
        return
    host = name_account(plan.target, settings)
    pace = _spell_pace(count_requests(len(plan.to_send), outlook), settings)
    yield f"{count(len(plan.to_send), 'update')} will be sent to {host}, {pace}:"
    yield from describe_columns(plan.to_send, sheet, id_field, title=outlook.title)
    yield describe_reading(outlook)


def describe_plan_reading(rows: int, settings: Settings) -> str:
    """What a plan reads, from where, and how long that takes."""
    host = name_account(settings.target, settings)
    return f"{count(rows, 'campaign')} will be read from {host}, {_spell_pace(rows, settings)}; nothing is sent."


def count_requests(rows: int, outlook: Outlook) -> int:
    """How many requests a run will make at the least, readings included."""
    if outlook.verify is Verify.ALL:
        return 3 * rows
    return rows + 2 * outlook.takes_canary


def describe_reading(outlook: Outlook) -> str:
    """What is read beside what is sent, and what of it could be undone."""
    if outlook.verify is Verify.NONE:
        return "Nothing is read back, so nothing could be undone (--verify none)."
    if outlook.unread:
        why = end_sentence(outlook.unread)
        if outlook.verify is Verify.ALL:
            return f"None of the first campaigns could be read, and none is sent without. {why}"
        told = f"None of the first campaigns could be read, so none is tried before the others. {why}"
        return f"{told} Nothing could be undone."
    first = "The first is tried and read back before the others are sent"
    if outlook.verify is Verify.ALL:
        whole = "Each campaign is read before and after it is sent, so that all could be undone."
        return f"{first}. {whole}" if outlook.takes_canary else whole
    if not outlook.takes_canary:
        return "The first campaign went well in the run before, so none is tried again, and no more could be undone."
    return f"{first}, and it alone could be undone; with --verify all every one."


def describe_reading_all(rows: int, settings: Settings) -> str:
    """What it would be, and for how long, to read every campaign back."""
    outlook = Outlook(verify=Verify.ALL)
    return f"{describe_reading(outlook).rstrip('.')}: {_spell_pace(count_requests(rows, outlook), settings)}."


def name_account(target: str, settings: Settings) -> str:
    """The host that rows go to, with the profile that names the account; whether the two belong together, too."""
    if settings.sandbox:
        return "the built-in stand-in"
    host = urlsplit(target).hostname or target
    if not settings.profile:
        return host
    elsewhere = ", not at its own address" if "base_url" in settings.over_profile else ""
    return f"{host} (profile {settings.profile}{elsewhere})"


def _describe_before(plan: Plan, settings: Settings) -> Iterator[str]:
    """What there was before, and what of it is taken over."""
    if plan.earlier is not None:
        yield _describe_earlier(plan.earlier, len(plan.answered), settings)
        if settings.resume and (chosen := spell_choice(plan.earlier.choice)):
            yield f"As then, only the rows of {chosen} are taken, as the sheet has them now."
        if settings.kept:
            yield f"As then, {_spell_kept(settings)}."
    elif settings.resume:
        yield "There is no earlier run of this sheet to go on with; it is run from its first row."


def _describe_earlier(earlier: RunRecord, answered: int, settings: Settings) -> str:
    if earlier.canary is CanaryWord.DIFFERED:
        when = f"{earlier.started:%Y-%m-%d %H:%M}"
        return f"The run of this sheet that started {when} was stopped, since what it had sent was not as asked."
    end = "did not finish" if earlier.is_unfinished else "has ended"
    when = f"The run of this sheet that started {earlier.started:%Y-%m-%d %H:%M} {end}"
    if settings.resume:
        return f"{when}: {count(answered, 'row')} answered then will not be sent again."
    given, then = _spell_given(settings), spell_choice(earlier.choice)
    way = "add --resume" if given in ("", then) else f"put --resume in the place of {given}"
    limited = " ".join(filter(None, (given, "--limit" if settings.limit is not None else "")))
    rest = f"the rows of {limited} are sent, answered then or not" if limited else "every row is sent"
    return f"{when}. To send only what it left, {way}; without it {rest}."


def _spell_given(settings: Settings) -> str:
    """The options that name the rows of this run, as below."""
    rows = {} if settings.rows is None else {"rows": str(settings.rows)}
    return spell_choice({**rows, "visible": int(settings.visible)})


def _spell_kept(settings: Settings) -> str:
    """What a run that goes on with another has taken over from it, beside the rows."""
    told = {"every_cell": "every filled cell is sent (--every-cell)", "verify": "all are read back (--verify all)"}
    return " and ".join(words for name, words in told.items() if name in settings.kept)


def spell_choice(choice: Mapping[str, str | int]) -> str:
    """The options that name the rows of a run, as they were given: `--rows 2-40,57 --visible`."""
    rows = [f"--rows {choice['rows']}"] if "rows" in choice else []
    return " ".join([*rows, *(["--visible"] if choice.get("visible") else [])])


def tell_other_choice(choice: Mapping[str, str | int]) -> str:
    """Why a run can not be gone on with over other rows."""
    then = spell_choice(choice)
    which = f"that run had {then}" if then else "that run had neither"
    return (
        f"--resume keeps the --rows and --visible of the run that it goes on with, and {which}. Leave them out, or"
        " leave out --resume."
    )


def _describe_repeats(plan: Plan, now: datetime) -> str:
    """That rows are sent a second time: harmless, but the person may not know."""
    again, rows = len(plan.repeats), len(plan.to_send)
    last = max(plan.repeats, key=lambda repeat: repeat.when)
    runs = len({repeat.run for repeat in plan.repeats})
    by = f"by run {last.run}" + (f" and {count(runs - 1, 'other run')} before" if runs > 1 else "")
    whole = "The row was" if rows == 1 else f"All {rows:,} rows were"
    which = whole if again == rows else f"{again:,} of {rows:,} rows {'was' if again == 1 else 'were'}"
    return f"{which} updated {spell_moment(last.when, now)} {by}; the same values do no harm."


def _spell_pace(requests: int, settings: Settings) -> str:
    if settings.find_rate:
        return "as fast as the account allows, starting at 3 a second"
    if not settings.rate:
        seconds = requests * LIKELY_ANSWER_SECONDS / settings.concurrency
        return FASTEST if settings.sandbox else f"{FASTEST}, in about {spell_duration(seconds)}"
    return f"at most {settings.rate:g} a second, in about {spell_duration(requests / settings.rate)}"


def spell_wait(seconds: float) -> str:
    """Why a run waits first."""
    return (
        f"Waiting {spell_duration(max(1.0, seconds))}: an earlier request for a campaign of this sheet, with other "
        "values, may still be on its way, and must not arrive last."
    )
