"""What a run changes in the account, or would change: counts, and equal changes together. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from batch_update.live import Remark
from batch_update.model import Outcome
from batch_update.statuses import Status
from batch_update.wording.phrases import count, cut_both, join_lines

REMARKS: Mapping[Remark, str] = {
    Remark.PLAIN: "",
    Remark.NOT_COMPARABLE: "could not be compared with what the account holds",
    Remark.NOT_APPLIED: "not applied: the value is not there",
    Remark.CHANGED_UNASKED: "changed unasked: it was not sent, and is not as it was",
    Remark.CHANGED_SINCE_PULL: "changed by somebody else since the pull",
    Remark.PUTS_BACK: "puts back what was pulled: a run of this pull has sent another value since",
    Remark.NOT_SENT: "not sent: something else of the row was changed since the pull",
}
"""What is noted of a field that is no plain change."""

MOST_COLUMNS = 10  # columns that the summary of a plan names
MOST_CHANGES = 3  # different changes of one column that it names


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChanges:
    """What changes in one column: in how many campaigns, and the commonest changes, from what to what."""

    column: str
    campaigns: int
    commonest: tuple[tuple[str, str, int], ...]
    kinds: int  # how many different changes there are


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSummary:
    """All changes of a run: by column, the commonest first, and how many fields could not be compared."""

    campaigns: int
    fields: int
    columns: tuple[ColumnChanges, ...]
    not_comparable: int


def sum_changes(outcomes: Iterable[Outcome]) -> ChangeSummary:
    """What the rows change, together."""
    kinds: dict[str, Counter[tuple[str, str]]] = {}
    campaigns, not_comparable = set(), 0
    for outcome in outcomes:
        if outcome.status is Status.INVALID:  # held back, since somebody else has changed the campaign
            continue
        for change in outcome.changes:
            if change.remark is Remark.NOT_COMPARABLE:
                not_comparable += 1
            elif change.remark not in (Remark.CHANGED_UNASKED, Remark.NOT_APPLIED):
                campaigns.add(outcome.row.number)
                kinds.setdefault(change.column, Counter())[change.now, change.new] += 1
    columns = sorted(map(_sum_column, kinds, kinds.values()), key=lambda column: -column.campaigns)
    return ChangeSummary(
        campaigns=len(campaigns),
        fields=sum(column.campaigns for column in columns),
        columns=tuple(columns),
        not_comparable=not_comparable,
    )


def _sum_column(column: str, changes: Counter[tuple[str, str]]) -> ColumnChanges:
    commonest = tuple((now, new, number) for (now, new), number in changes.most_common(MOST_CHANGES))
    return ColumnChanges(column=column, campaigns=changes.total(), commonest=commonest, kinds=len(changes))


def describe_changes(summary: ChangeSummary) -> Iterator[str]:
    """`dial_ratio: 37 campaigns, 1.5 → 2`, a line a column."""
    for column in summary.columns[:MOST_COLUMNS]:
        yield f"  {column.column}: {count(column.campaigns, 'campaign')}, {_tell_kinds(column)}"
    if (more := len(summary.columns) - MOST_COLUMNS) > 0:
        yield f"  and {count(more, 'more column')}, all on the sheet “Changes”"
    if summary.not_comparable:
        yield f"  {count(summary.not_comparable, 'value')} could not be compared with what the account holds."


def _tell_kinds(column: ColumnChanges) -> str:
    if column.kinds == 1:
        now, new, _ = column.commonest[0]
        return _tell_change(now, new)
    told = [f"{_tell_change(now, new)} ({number:,})" for now, new, number in column.commonest]
    more = f" and {column.kinds - len(told):,} others" if column.kinds > len(told) else ""
    return f"{', '.join(told)}{more}"


def _tell_change(now: str, new: str) -> str:
    return " → ".join(cut_both(join_lines(now), join_lines(new)))
