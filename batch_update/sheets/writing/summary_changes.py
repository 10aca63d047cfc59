"""The part of the `Summary` page that tells what changes in the account, column by column, and what was proven."""

from __future__ import annotations

from collections.abc import Iterator

from batch_update.sheets.names import CHANGES
from batch_update.sheets.writing.results_layout import Content
from batch_update.sheets.writing.styles import Styles, shorten
from batch_update.sheets.writing.summary_lines import Cell, Line, section
from batch_update.wording.changes import ColumnChanges, sum_changes
from batch_update.wording.phrases import count

COLUMN_LIMIT = 60  # more than a campaign has fields
_TITLE = "What changed in the account", "What would change in the account"


def describe_changes(styles: Styles, content: Content) -> Iterator[Line]:
    """How many campaigns and fields change, and the commonest changes of each column."""
    if not content.run.tells_changes:
        return
    changes = sum_changes(content.outcomes)
    yield from section(styles, _TITLE[content.run.checked_only], "Column", "Rows", "From", "To", "How many alike")
    for column in changes.columns[:COLUMN_LIMIT]:
        yield from _describe_column(styles, column)
    told = f"{count(changes.campaigns, 'campaign')}, {count(changes.fields, 'field')}"
    yield {0: Cell("All", styles.ruled), 1: Cell(changes.campaigns, styles.ruled_number), 2: Cell(told, styles.ruled)}
    if changes.not_comparable:
        note = f"{count(changes.not_comparable, 'value')} could not be compared; see {CHANGES}."
        yield {0: Cell(note, styles.spilling)}


def _describe_column(styles: Styles, column: ColumnChanges) -> Iterator[Line]:
    for place, (now, new, number) in enumerate(column.commonest):
        yield {
            0: Cell("" if place else column.column, styles.ruled),
            1: Cell("", styles.ruled) if place else Cell(column.campaigns, styles.ruled_number),
            2: Cell(shorten(now, 300), styles.ruled),
            3: Cell(shorten(new, 300), styles.ruled),
            4: Cell(f"{number:,}", styles.ruled),
        }
    if (more := column.kinds - len(column.commonest)) > 0:
        yield {2: Cell(f"… and {more:,} other changes; see {CHANGES}.", styles.spilling)}
