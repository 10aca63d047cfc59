"""The guard of a pulled sheet: what somebody else has changed since, between the pull and the moment of sending.

Pure. A field that holds neither what it held when it was pulled nor what is to be sent is somebody else's work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from batch_update.checking.comparing import is_same, live_body
from batch_update.checking.name_book import NameBook
from batch_update.checking.problems import cell_problem
from batch_update.checking.pulled import Pulled
from batch_update.live import LiveValue, Snapshot
from batch_update.model import Problem, Severity, Source, Update
from batch_update.resource import Field, Resource
from batch_update.wording.phrases import LONGEST_TOLD, cut_both
from batch_update.wording.values import tell_value

CODE = "changed-since-pull"


def find_stale(resource: Resource, update: Update, live: Snapshot, pulled: Pulled) -> tuple[Problem, ...]:
    """What the campaign holds otherwise than when it was pulled, of what the update sends, and of its name.

    Errors, which keep the row from being sent; with `pulled.keep_mine` warnings. None of a row that was not pulled.
    """
    if update.base is None or pulled.base is None:
        return ()
    wanted = live_body(resource, update.body)
    guarded = [known for known in resource.fields if known.name in wanted or known.name == resource.title_field]
    return tuple(
        _stale(resource, known, update, live, pulled)
        for known in guarded
        if _is_stale(known, wanted, live, update.base, pulled.pulled_of(update.row, update.campaign_id))
    )


def _is_stale(
    known: Field, wanted: Mapping[str, LiveValue], live: Snapshot, base: Snapshot, read: Snapshot | None
) -> bool:
    """Whether a field holds neither what it held nor what is wanted. What nobody can compare is no difference."""
    name = known.name
    if name not in base.values:
        return False
    if name not in live.values and (read is None or read.values.get(name) is None):
        return False  # it was never read; but what was read and is gone, or can not be read any more, counts as emptied
    found = live.values.get(name)
    if is_same(known, found, base.values[name]):
        return False
    return name not in wanted or not is_same(known, found, wanted[name])


def _stale(resource: Resource, known: Field, update: Update, live: Snapshot, pulled: Pulled) -> Problem:
    """The problem of one field: both values, when it was pulled, and the two ways out."""
    assert update.base is not None  # noqa: S101 - only such updates are guarded
    assert pulled.base is not None  # noqa: S101 - likewise
    when = f"{pulled.base.pulled:%Y-%m-%d %H:%M}"
    book = NameBook(resource, pulled.lists)
    was, now = (
        tell_value(known, snapshot.values.get(known.name), book.labels(known, snapshot))
        for snapshot in (update.base, live)
    )
    was, now = cut_both(was, now, LONGEST_TOLD)
    if known.name == resource.title_field:
        message = f"The {resource.name} has another name than when the sheet was pulled ({when}): is it the right one?"
        theirs = "To go on with theirs, write their name into the cell"
    else:
        message = f"Somebody has changed this field since the sheet was pulled ({when})."
        theirs = "To keep theirs, empty the cell"
        if not pulled.every_cell and _was_not_edited(known, update):
            theirs = "To keep theirs, write their value into the cell"
    yours = "yours is sent (--keep-mine)" if pulled.keep_mine else "to send yours, add --keep-mine"
    is_now = f"is now {now}" if known.name in live.values else "can not be read any more"
    suggestion = f"It was {was}, and {is_now}. {theirs}; {yours}."
    severity = Severity.WARNING if pulled.keep_mine else Severity.ERROR
    return _at_its_cell(resource, known, update, message, suggestion, severity)


def _was_not_edited(known: Field, update: Update) -> bool:
    """Whether a field is sent because another one needs it."""
    assert update.base is not None  # noqa: S101 - only such updates are guarded
    sent = None if known.name in update.cleared else update.body.get(known.name)
    return is_same(known, sent, update.base.values.get(known.name))


def _at_its_cell(  # noqa: PLR0913, PLR0917 - the parts of a problem
    resource: Resource, known: Field, update: Update, message: str, suggestion: str, severity: Severity
) -> Problem:
    """The problem at the field's cell; where the sheet has no such column, at that of the id."""
    row = update.row
    column = row.column_of(known.name) or row.column_of(resource.id_field.name)
    assert column is not None  # noqa: S101 - the row has an id
    problem = cell_problem(row, column, CODE, message, suggestion, severity=severity)
    return replace(problem, source=Source.ACCOUNT)
