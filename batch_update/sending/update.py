"""A row's update: one request, and what came of it as the row's outcome, in the user's words. Knows no wire."""

from __future__ import annotations

from dataclasses import dataclass, replace

from batch_update.model import Outcome, Problem, Status, Update
from batch_update.runs import BY_STOP, StopReason
from batch_update.sending.address import Target
from batch_update.sending.answers import Action, Judgement
from batch_update.sending.exchange import End, Exchanged, Request, SendContext, exchange
from batch_update.sending.foreign_text import shorten
from batch_update.sending.problems import problem_of, problems_of, problems_of_fields

EARLIER = "An earlier try was never answered."
IN_DOUBT = (
    "It may have been applied: look at the campaign in the panel, or send the row again; "
    "sending the same values twice does no harm."
)
MAYBE_APPLIED = "It may have been applied all the same."


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateSender:
    """Sends rows, one request each; a refused token stops the run. `id_field` names the column of the ids."""

    context: SendContext
    target: Target
    id_field: str

    async def send(self, update: Update, turn: int) -> Outcome:
        """All tries of a row, until it has an outcome. A failure is an outcome, never an exception."""
        request = Request(method="PUT", url=self.target.of(update.campaign_id), body=update.body)
        exchanged = await exchange(request, self.context, turn)
        stop, judgement = self.context.stop, exchanged.judgement
        if judgement is not None and judgement.action is Action.STOP:
            stop.ask(StopReason.TOKEN_REFUSED, f"{judgement.message} {judgement.suggestion}")
        if exchanged.end is End.CUT_SHORT and exchanged.last is None and not exchanged.interrupted:
            return not_sent(update, stop.message)
        return _Ended(update, exchanged, self.id_field).outcome()


def not_sent(update: Update, why: str) -> Outcome:
    """The outcome of a row that the run did not come to."""
    message = f"{BY_STOP} {why}".strip()
    return Outcome(row=update.row, campaign_id=update.campaign_id, status=Status.NOT_SENT, message=message)


@dataclass(frozen=True, slots=True)
class _Ended:
    """A row whose request has ended. Pure."""

    update: Update
    exchanged: Exchanged
    id_field: str

    def outcome(self) -> Outcome:
        exchanged = self.exchanged
        if exchanged.judgement is not None:
            return self._answered(exchanged.judgement)
        if exchanged.end is End.USED_UP:
            return self._unanswered(exchanged.tried)
        if exchanged.interrupted:
            return self._in_doubt("Interrupted after it was sent.", "interrupted", "")
        return self._unanswered("The run was stopped before another try.")

    def _answered(self, judgement: Judgement) -> Outcome:
        message, code, cause, in_doubt = judgement.message, judgement.code, judgement.cause, self.exchanged.in_doubt
        match judgement.action:
            case Action.YES:
                return self._make(Status.UPDATED, message)
            case Action.NO:
                return self._refused(judgement)
            case Action.STOP if in_doubt:
                # This answer is about the token; what became of the earlier try it does not tell.
                return self._in_doubt(f"{message} {EARLIER}", code, cause)
            case Action.STOP:
                return self._refused(judgement)
            case Action.NOT_AN_ANSWER:
                return self._in_doubt(message, code, cause, judgement.suggestion)
            case Action.UNCLEAR:
                outcome = self._in_doubt(message, code, cause)
                of_fields = problems_of_fields(self.update.row, judgement.fields)
                return replace(outcome, problems=(*outcome.problems, *of_fields))
            case _ if in_doubt:
                return self._in_doubt(f"{message} {EARLIER}", code, cause)
            case _:
                return self._failed(message, code, cause, judgement.suggestion)

    def _unanswered(self, remark: str) -> Outcome:
        last = self.exchanged.last
        assert last is not None, "only a failed try leads here"  # noqa: S101  (for the type checker)
        message = f"{last.message} {remark}"
        if last.in_doubt:
            return self._in_doubt(message, last.code, last.cause)
        if self.exchanged.in_doubt:
            return self._in_doubt(f"{message} {EARLIER}", last.code, last.cause)
        return self._failed(message, last.code, last.cause, "Run the sheet again later.")

    # --- the statuses -------------------------------------------------------------------------------------------------

    def _refused(self, judgement: Judgement) -> Outcome:
        problems = problems_of(self.update.row, judgement, self.id_field)
        message = judgement.message
        if judgement.fields:
            said = "; ".join(f"{problem.column}: {problem.message}" for problem in problems if problem.column)
            message = shorten(f"{message} {said}", 600)
        message = f"{message} {judgement.suggestion}".rstrip()
        # A token's refusal is no fault of the row: whoever goes on with the run may send it again.
        return self._make(Status.REJECTED, message, problems, judgement.cause)

    def _in_doubt(self, message: str, code: str, cause: str, suggestion: str = "") -> Outcome:
        problem = problem_of(self.update.row, code, message, f"{IN_DOUBT} {suggestion}".rstrip())
        return self._make(Status.UNKNOWN, f"{message} {problem.suggestion}", (problem,), cause)

    def _failed(self, message: str, code: str, cause: str, suggestion: str) -> Outcome:
        if self.exchanged.may_have_been_applied:
            message = f"{message} {MAYBE_APPLIED}"
        problem = problem_of(self.update.row, code, message, suggestion)
        return self._make(Status.FAILED, f"{message} {suggestion}", (problem,), cause)

    def _make(self, status: Status, message: str, problems: tuple[Problem, ...] = (), cause: str = "") -> Outcome:
        return Outcome(
            row=self.update.row,
            campaign_id=self.update.campaign_id,
            status=status,
            message=message,
            http_status=self.exchanged.http_status,
            attempts=self.exchanged.requests,
            seconds=self.exchanged.seconds,
            problems=problems,
            cause=cause,
        )
