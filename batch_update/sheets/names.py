"""The names that our own workbooks carry: the writers write them, the loader knows them again."""

from __future__ import annotations

from batch_update.live import PULLED as PULLED  # noqa: PLC0414 - a column of our workbooks, which every stage knows
from batch_update.texts.fitting import CUT_MARK as CUT_MARK  # noqa: PLC0414 - one of the marks of our workbooks

TO_FIX = "To fix"
"""The results workbook's sheet of rows that were not updated: the first that the loader looks for."""

FIX_ROW, FIX_STATUS, FIX_PROBLEM = "_row", "_status", "_problem"
FIX_COLUMNS = (FIX_ROW, FIX_STATUS, FIX_PROBLEM)
"""What `To fix` puts before the sheet's own columns (its first version behind them).

Dropped when it is read again, so that rounds do not pile up.
"""

BASE = "_base"
"""The hidden sheet of a pulled workbook that keeps what was read."""

LISTS = "Lists"
"""The sheet of a pulled workbook with the names of the account's own ids; the template has its drop-downs on one."""

CHANGES = "Changes"
"""The sheet of a results workbook that tells what an update changes."""

LEFT_OUT = "Left out"
"""The sheet of an undo workbook that tells what can not be put back."""

TEMPLATE_PROPERTY = "batch_update template"
"""Custom document property that holds the version of the template a workbook was made from."""

TEMPLATE_VERSION = 1
