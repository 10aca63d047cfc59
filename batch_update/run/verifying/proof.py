"""What a reading makes of a row: whether it is sent at all, and whether what was sent is there. Pure.

Nothing here is called proven that was not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import starmap

from batch_update.checking import compare, compare_readings, list_changes
from batch_update.live import Comparison, Difference, NameLists, Readings, Remark, Snapshot
from batch_update.model import Outcome, Problem, Severity, Source, Status, Update, Verdict, show
from batch_update.resource import Resource
from batch_update.run.reading import CampaignRead
from batch_update.sending import ReadEnd
from batch_update.wording import proof as words
from batch_update.wording.phrases import PROGRAM, end_sentence
from batch_update.wording.rows import describe_rejection
from batch_update.wording.values import tell_value

MAY_HAVE_CHANGED = (Status.UPDATED, Status.DIFFERS, Status.UNKNOWN)
"""What rows end as whose request may have changed something."""

NOT_APPLIED, CHANGED_UNASKED = "not-applied", "changed-unasked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges rows by readings. `undo` is the command that makes the sheet which puts the run back.

    Where nothing is sent (`sends` is false), no row is told to be unsent.
    """

    resource: Resource
    undo: str
    lists: NameLists | None = None
    sends: bool = True

    # --- before a row is sent -----------------------------------------------------------------------------------------

    def unread(self, update: Update, read: CampaignRead) -> Outcome:
        """The outcome of a row whose campaign was to be read before it is sent, and was not."""
        if read.end is ReadEnd.NOT_THERE:
            message = words.tell_unsent(words.NOT_THERE, sends=self.sends)
            problem = self._at_id(update, "account-not-found", message, words.LOOK_IT_UP)
            return _unsent(update, Status.REJECTED, f"{message} {words.LOOK_IT_UP}", (problem,))
        message = words.tell_unsent(words.tell_unread(read.message), sends=self.sends)
        advice = words.READ_FIRST if self.sends else words.READ_LATER
        problem = self._of_row(update, "account-not-read", message, advice)
        return replace(_unsent(update, Status.FAILED, f"{message} {advice}", (problem,)), cause=read.cause)

    def stale(self, update: Update, problems: tuple[Problem, ...], live: Snapshot) -> Outcome:
        """The outcome of a row that is not sent, since somebody else has changed its campaign since it was pulled."""
        cells = {problem.cell for problem in problems if problem.severity is Severity.ERROR}
        changes = tuple(
            replace(change, remark=Remark.CHANGED_SINCE_PULL if change.cell in cells else Remark.NOT_SENT)
            for change in list_changes(self.resource, update, Readings(before=live), self.lists)
        )
        told = _unsent(update, Status.INVALID, describe_rejection(problems), problems)
        return replace(told, changes=changes)

    def unchanged(self, update: Update, before: Snapshot) -> Outcome | None:
        """The outcome of a row whose every value was compared and is there already; None if it is to be sent."""
        compared = compare(self.resource, update.body, before)
        if not compared.is_whole:
            return None
        message = words.tell_unsent(words.tell_unchanged(len(compared.same)), sends=self.sends)
        return _unsent(update, Status.UNCHANGED, message)

    # --- after it was sent --------------------------------------------------------------------------------------------

    def proven(self, outcome: Outcome, update: Update, before: Snapshot | None, after: Snapshot) -> Outcome:
        """What a row that the API took comes to, by what is there now."""
        sent = self.compare_sent(update, before, after)
        others = self.compare_others(update, before, after)
        outcome = self._with_changes(outcome, update, Readings(before=before, after=after))
        if sent.different or others.different:
            return self._differing(outcome, update, sent, others)
        found = words.tell_found(len(sent.same), sent.unknown)
        return replace(outcome, message=f"{end_sentence(outcome.message)} {found}".lstrip(), verified=sent.is_whole)

    def compare_sent(self, update: Update, before: Snapshot | None, after: Snapshot) -> Comparison:
        """The fields that were sent, beside what is there after it."""
        return compare(self.resource, update.body, after, before=before)

    def compare_others(self, update: Update, before: Snapshot | None, after: Snapshot) -> Comparison:
        """The fields that were not sent, before and after."""
        if before is None:
            return Comparison()
        return compare_readings(self.resource, before, after, besides=update.body.keys())

    def not_verified(
        self, outcome: Outcome, update: Update, why: str, before: Snapshot | None, *, is_stopped: bool = False
    ) -> Outcome:
        """What a row that the API took comes to when nobody can say whether its values are there."""
        message = f"{words.NOT_READ_BACK} {end_sentence(why)}" if why else words.STOPPED_BETWEEN
        advice = words.RESUME_READS if is_stopped and why else words.LOOK_AT_IT
        problem = replace(self._of_row(update, words.NOT_VERIFIED, message, advice), severity=Severity.WARNING)
        told = f"{end_sentence(outcome.message)} {message}".strip()
        outcome = self._with_changes(outcome, update, Readings(before=before))
        return replace(outcome, message=told, problems=(*outcome.problems, problem))

    def settled(self, outcome: Outcome, update: Update, before: Snapshot | None, after: Snapshot) -> Outcome:
        """What a row in doubt comes to, by what is there now."""
        sent = self.compare_sent(update, before, after)
        known = self._with_changes(outcome, update, Readings(before=before, after=after))
        if sent.is_whole:
            message = words.IN_DOUBT_SETTLED
            return replace(known, status=Status.UPDATED, message=message, problems=(), cause="", verified=True)
        if not sent.different:
            return replace(known, message=f"{end_sentence(outcome.message)} {words.IN_DOUBT_NOT_COMPARED}")
        wrong = starmap(words.tell_not_applied, self.spell_differences(sent.different[: words.MOST_NAMED]))
        return replace(known, message=f"{end_sentence(outcome.message)} {words.STILL_IN_DOUBT} {'; '.join(wrong)}.")

    def spell_differences(self, differences: Iterable[Difference]) -> Iterator[tuple[str, str, str]]:
        """Each field's name, what was wanted in it and what is there, as a person is shown them."""
        for part in differences:
            field = self.resource.field(part.field)
            yield part.field, tell_value(field, part.wanted), tell_value(field, part.found)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _differing(self, outcome: Outcome, update: Update, sent: Comparison, others: Comparison) -> Outcome:
        wrong, changed = (tuple(self.spell_differences(compared.different)) for compared in (sent, others))
        parts = [*starmap(words.tell_not_applied, wrong), *starmap(words.tell_changed, changed)]
        problems = (
            *(self._not_applied(update, *part) for part in wrong),
            *(self._changed_unasked(update, *part) for part in changed),
        )
        message = words.tell_differing(parts)
        return replace(outcome, status=Status.DIFFERS, message=message, problems=(*outcome.problems, *problems))

    def _not_applied(self, update: Update, field: str, wanted: str, found: str) -> Problem:
        advice = f"Asked for: {wanted}; the campaign has: {found}."
        return self._at_field(update, field, NOT_APPLIED, words.NOT_APPLIED, advice, value=wanted)

    def _changed_unasked(self, update: Update, field: str, before: str, now: str) -> Problem:
        advice = f"Before: {before}; now: {now}. To make the sheet that puts it back: {PROGRAM} {self.undo}"
        return self._at_field(update, field, CHANGED_UNASKED, words.CHANGED_UNASKED, advice, value=before)

    def _with_changes(self, outcome: Outcome, update: Update, readings: Readings) -> Outcome:
        return replace(outcome, changes=list_changes(self.resource, update, readings, self.lists))

    def _at_field(  # noqa: PLR0913 - the parts of a problem
        self, update: Update, field: str, code: str, message: str, suggestion: str, *, value: str
    ) -> Problem:
        row, column = update.row, update.row.column_of(field)
        problem = replace(self._of_row(update, code, message, suggestion), column=field, value=value)
        return replace(problem, column=column.header, cell=row.address(column)) if column else problem

    def _at_id(self, update: Update, code: str, message: str, suggestion: str) -> Problem:
        column = update.row.column_of(self.resource.id_field.name)
        value = show(update.row.cells[update.row.columns.index(column)]) if column else ""
        return self._at_field(update, self.resource.id_field.name, code, message, suggestion, value=value)

    def _of_row(self, update: Update, code: str, message: str, suggestion: str) -> Problem:
        return Problem(row=update.row.number, code=code, message=message, suggestion=suggestion, source=Source.ACCOUNT)


def _unsent(update: Update, status: Status, message: str, problems: tuple[Problem, ...] = ()) -> Outcome:
    return Outcome(row=update.row, campaign_id=update.campaign_id, status=status, message=message, problems=problems)


def tell_changes(
    outcomes: Iterable[Outcome],
    verdicts: Iterable[Verdict],
    readings: Mapping[str, Readings],
    resource: Resource,
    lists: NameLists | None,
) -> tuple[Outcome, ...]:
    """The outcomes with what they changed, by what the journal has read, where they do not tell it themselves."""
    updates = {it.row.number: it for it in verdicts if isinstance(it, Update)} if readings else {}

    def tell(outcome: Outcome) -> Outcome:
        update, known = updates.get(outcome.row.number), readings.get(outcome.campaign_id)
        if update is None or known is None or outcome.changes or outcome.status not in MAY_HAVE_CHANGED:
            return outcome
        return replace(outcome, changes=list_changes(resource, update, known, lists))

    return tuple(map(tell, outcomes))
