"""The names that our own workbooks carry: the writers write them, the loader knows them again."""

from __future__ import annotations

from batch_update.texts.fitting import CUT_MARK as CUT_MARK  # noqa: PLC0414 - one of the marks of our workbooks

TO_FIX = "To fix"
"""The results workbook's sheet of rows that were not updated: the first that the loader looks for."""

FIX_ROW, FIX_STATUS, FIX_PROBLEM = "_row", "_status", "_problem"
FIX_COLUMNS = (FIX_ROW, FIX_STATUS, FIX_PROBLEM)
"""What `To fix` puts before the sheet's own columns (its first version behind them).

Dropped when it is read again, so that rounds do not pile up.
"""

TEMPLATE_PROPERTY = "batch_update template"
"""Custom document property that holds the version of the template a workbook was made from."""

TEMPLATE_VERSION = 1
