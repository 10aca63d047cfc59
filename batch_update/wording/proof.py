"""What is said of a row whose campaign was read: before it was sent, and after. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from batch_update.live import Remark
from batch_update.model import Outcome, Run
from batch_update.statuses import Status
from batch_update.wording.phrases import count, end_sentence, is_or_are

MOST_NAMED = 4  # fields of one row that its message names
NOT_VERIFIED = "not-verified"  # the code of a problem: the campaign could not be read back

NOT_THERE = "there is no campaign of this id."
LOOK_IT_UP = "Look the id up in the panel."
READ_FIRST = "Run it again later, or send without reading with --verify none."
READ_LATER = "Run the plan again later."
NOT_APPLIED = "The API said yes, but this value is not there."
CHANGED_UNASKED = "This field was not sent, and has another value than before; somebody may have changed it in between."
NOT_READ_BACK = (
    "The API said yes, but the campaign could not be read back, so nobody knows whether the values are there."
)
NOT_COMPARED = "Read back, but none of its values can be compared."
LOOK_AT_IT = "Look at the campaign in the panel."
RESUME_READS = "Look at the campaign in the panel, or go on with --resume, which reads it back."
STOPPED_BETWEEN = (
    "The API said yes. Read back at once, the campaign was not as it should be yet, and the run was stopped before it"
    " was read again."
)
STILL_IN_DOUBT = "Read once more: not every value of the row is there."
IN_DOUBT_NOT_COMPARED = "Read once more, but not every value of the row can be compared."
IN_DOUBT_SETTLED = "No clear answer came, but the campaign was read once more and every value of the row is there."


def tell_unsent(why: str, *, sends: bool) -> str:
    """Why a row was not sent; the same of a plan, which sends none."""
    return f"Not sent: {why}" if sends else f"{why[:1].upper()}{why[1:]}"


def tell_unchanged(values: int) -> str:
    """Of a row whose values are there already."""
    return f"the campaign has {'this value' if values == 1 else f'all {values} values'} already."


def tell_unread(why: str) -> str:
    """Of a row that was to be read first."""
    return f"the campaign could not be read. {end_sentence(why)}".rstrip()


def tell_found(found: int, unknown: Sequence[str]) -> str:
    """What was read back of a row whose values are all there, as far as they can be compared."""
    if not found:
        return NOT_COMPARED
    if unknown:
        return f"Read back: {found} of {found + len(unknown)} values are there; nobody can compare {_name(unknown)}."
    return f"Read back: {'the value is' if found == 1 else f'all {found} values are'} there."


def tell_not_applied(field: str, asked: str, found: str) -> str:
    """One value that is not there."""
    return f"{field} was to be {asked} and is {found}"


def tell_changed(field: str, before: str, now: str) -> str:
    """One field that changed though it was not sent."""
    return f"{field}, which was not sent, was {before} and is {now}"


def tell_differing(parts: Sequence[str]) -> str:
    """The message of a row that is not as it should be."""
    more = f"; and {count(len(parts) - MOST_NAMED, 'more field')}" if len(parts) > MOST_NAMED else ""
    return f"The API said yes, but {'; '.join(parts[:MOST_NAMED])}{more}."


def tell_none_there(rows: int) -> str:
    """Why a run stopped that found no campaign of its first ids: that may lie in the ids, or in the account."""
    return (
        f"The account knows no campaign of the first {rows} ids, so nothing was sent. Look one of them up in the panel:"
        " the ids may be wrong, or another account's. If they are right, this account can not be read: to send without"
        " reading, add --verify none."
    )


def tell_unasked(rows: int, fields: Sequence[str], undo: str, *, is_pulled: bool) -> str:
    """Why a run stopped whose rows, one after another, changed something that was not sent; and the ways on."""
    ways = ways_back(undo, is_pulled=is_pulled)
    return f"{rows} campaigns on end have changed in fields that were not sent: {_name(fields)}. {ways}"


def ways_back(undo: str, *, is_pulled: bool) -> str:
    """What can be done about an API that empties, or changes, what an update leaves out."""
    whole = "Then send this sheet" if is_pulled else "Or pull the campaigns, and send that sheet"
    return f"{undo} makes the sheet that puts it back. {whole} with --every-cell."


def _name(fields: Sequence[str]) -> str:
    more = f" and {len(fields) - MOST_NAMED} more" if len(fields) > MOST_NAMED else ""
    return f"{', '.join(fields[:MOST_NAMED])}{more}"


# --- of a whole run ---------------------------------------------------------------------------------------------------


def describe_proof(run: Run, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What was proven, and what was not: of no value more is said than was compared."""
    if run.checked_only or not run.reads_back:
        return
    updated = [outcome for outcome in outcomes if outcome.status is Status.UPDATED]
    verified = sum(outcome.verified for outcome in updated)
    partly = sum(map(_is_partly_compared, updated))
    wrong = sum(outcome.status is Status.DIFFERS for outcome in outcomes)
    rest = len(updated) - verified - partly
    told = []
    if verified:
        was = "was" if verified == 1 else "were"
        told.append(f"{count(verified, 'campaign')} {was} read back and {is_or_are(verified)} right")
    if wrong:
        told.append(f"{count(wrong, 'campaign')} {is_or_are(wrong)} not as asked")
    if partly:
        was = "was" if partly == 1 else "were"
        told.append(f"{count(partly, 'campaign')} {was} read back, but not every value could be compared")
    if rest:
        told.append(f"{rest:,} {'was' if rest == 1 else 'were'} not read back")
    if told:
        yield f"{'; '.join(told)}."


def _is_partly_compared(outcome: Outcome) -> bool:
    """Whether a campaign was read back, and some of what was sent can not be compared with what is there."""
    was_read = not any(problem.code == NOT_VERIFIED for problem in outcome.problems)
    return was_read and not outcome.verified and any(it.remark is Remark.NOT_COMPARABLE for it in outcome.changes)
