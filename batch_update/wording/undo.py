"""What is said of a run that is to be put back: what goes back, what is left out and why. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from batch_update.runs import RunRecord, Undone
from batch_update.wording.command_line import command
from batch_update.wording.layout import WORKBOOK
from batch_update.wording.origin import name_origin
from batch_update.wording.phrases import count

NO_READING = (
    "There is nothing to put back: run {run} did not read the campaigns before it sent them, so nobody knows what they"
    " held. A run with --verify all can be put back whole, one with --verify first in its first campaign."
)
NOTHING_SENT = "There is nothing to put back: run {run} changed no campaign."
ALL_BACK = "There is nothing to put back: every field that run {run} changed has its former value already."
UNREADABLE = "The first campaigns could not be read. {why}"
GONE = "The campaign can not be found any more."
UNREAD = "The campaign could not be read now. {why}"
NOT_READ_AFTER = "It was not read after its update, so nobody knows what the run changed. Look at it in the panel."
CHANGED_SINCE = "Somebody has changed it since: it is neither what the run left nor what was there before."
NOT_COMPARABLE = "What is there now can not be compared with what was there before."
NOT_READ_BEFORE = "It could not be read before the run, so nobody knows what it held."
NOT_ALLOWED = "Its former value can not be sent from a sheet. {why}"
NOT_TYPABLE = "Its former value can not be written into a cell so that it would be sent as it was."
WAS_EMPTY = "It was empty before, and this field can not be emptied."


def tell_other_profile(run: RunRecord) -> str:
    """Why a run is not put back by the profile that was named."""
    where = name_origin(run.target, run.profile)
    way = f"leave --profile out, or name {run.profile}" if run.profile else "leave --profile out"
    return f"Run {run.id} went to {where}, and can be put back there only: {way}."


def tell_nothing_changed(run: str, not_read: int) -> str:
    """Why there is nothing to put back of a run whose readings are alike."""
    others = f" {tell_not_read(not_read)}" if not_read else ""
    return f"There is nothing to put back: what run {run} read before and after shows no change.{others}"


def tell_not_read(campaigns: int) -> str:
    """Said of the campaigns of a run that read its first alone."""
    was, it, its = ("was", "it", "it is") if campaigns == 1 else ("were", "they", "they are")
    return (
        f"{count(campaigns, 'campaign')} {was} not read before {it} {was} sent, so nobody knows what {it} held: {its}"
        " not put back. A run with --verify all can be put back whole."
    )


def tell_reading(campaigns: int) -> str:
    """Said before the campaigns are read again."""
    return f"{count(campaigns, 'campaign')} will be read, to see what is there now; nothing is sent."


def describe_undo(undone: Undone) -> Iterator[str]:
    """What the sheet puts back and what it does not, and how it is sent."""
    if undone.left_out:
        yield f"{count(undone.left_out, 'value')} can not be put back: its sheet “Left out” says which, and why."
    if undone.not_read:
        yield tell_not_read(undone.not_read)
    yield f"{WORKBOOK}{undone.file}"
    if not undone.campaigns:
        yield "There is nothing else to put back. Nothing was sent."
        return
    what = f"{count(undone.fields, 'field')} of {count(undone.campaigns, 'campaign')}"
    yield f"It puts back {what}; nothing was sent. Look at it, and send it as any sheet:"
    whole = ["--every-cell"] if undone.empties_left_out else []
    yield f"  {command(undone.settings, undone.file, *whole)}"


def undo_facts(undone: Undone) -> dict[str, object]:
    """The object that `undo --json` prints."""
    return {
        "run": undone.run.id,
        "file": str(undone.file),
        "campaigns": undone.campaigns,
        "fields": undone.fields,
        "left_out": undone.left_out,
        "not_read": undone.not_read,
        "requests": undone.requests,
        "seconds": round(undone.seconds, 3),
        "exit_code": undone.exit_code,
    }
