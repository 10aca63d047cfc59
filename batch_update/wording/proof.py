"""What is said of a row whose campaign was read: before it was sent, and after. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from batch_update.model import Run
from batch_update.statuses import Status
from batch_update.wording.phrases import count, is_or_are

MOST_NAMED = 4  # fields of one row that its message names

NOT_THERE = "Not sent: there is no campaign of this id."
LOOK_IT_UP = "Look the id up in the panel."
READ_FIRST = "Run it again later, or send without reading with --verify none."
NOT_APPLIED = "The API said yes, but this value is not there."
CHANGED_UNASKED = "This field was not sent, and has another value than before; somebody may have changed it in between."
NOT_READ_BACK = (
    "The API said yes, but the campaign could not be read back, so nobody knows whether the values are there."
)
NOT_COMPARED = "Read back, but none of its values can be compared."
STOPPED_BETWEEN = "The run was stopped before the campaign was read back once more; at first the values were not there."
STILL_IN_DOUBT = "Read once more: not every value of the row is there."
IN_DOUBT_NOT_COMPARED = "Read once more, but not every value of the row can be compared."
IN_DOUBT_SETTLED = "No clear answer came, but the campaign was read once more and every value of the row is there."


def tell_unchanged(values: int) -> str:
    """Why a row was not sent whose values are there already."""
    return f"Not sent: the campaign has {'this value' if values == 1 else f'all {values} values'} already."


def tell_unread(why: str) -> str:
    """Why a row was not sent that was to be read first."""
    return f"Not sent: the campaign could not be read first. {why}".rstrip()


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


def _name(fields: Sequence[str]) -> str:
    more = f" and {len(fields) - MOST_NAMED} more" if len(fields) > MOST_NAMED else ""
    return f"{', '.join(fields[:MOST_NAMED])}{more}"


# --- of a whole run ---------------------------------------------------------------------------------------------------


def describe_proof(run: Run, counts: Mapping[Status, int], verified: int) -> Iterator[str]:
    """What was proven, and what was not: of no value more is said than was compared. `verified` is a count of rows."""
    if run.checked_only or not run.reads_back:
        return
    wrong = counts[Status.DIFFERS]
    rest = counts[Status.UPDATED] - verified
    told = []
    if verified:
        was = "was" if verified == 1 else "were"
        told.append(f"{count(verified, 'campaign')} {was} read back and {is_or_are(verified)} right")
    if wrong:
        told.append(f"{count(wrong, 'campaign')} {is_or_are(wrong)} not as asked")
    if rest:
        told.append(f"{rest:,} {'was' if rest == 1 else 'were'} not read back, or not in every value")
    if told:
        yield f"{'; '.join(told)}."
