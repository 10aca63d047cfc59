"""From a row to an update or a rejection, for any resource: it knows no column's name, and no campaign.

Pure. A `Resource` tells it what can be updated, and the field table there whose readers, those of `kinds`, read a cell.
"""

from batch_update.checking.changes import list_changes
from batch_update.checking.check import check_rows
from batch_update.checking.comparing import compare, compare_readings, is_same, live_body, take_snapshot
from batch_update.checking.headers import HeaderMatcher
from batch_update.checking.putting_back import Kept, PutBack, put_back, was_changed

__all__ = [
    "HeaderMatcher",
    "Kept",
    "PutBack",
    "check_rows",
    "compare",
    "compare_readings",
    "is_same",
    "list_changes",
    "live_body",
    "put_back",
    "take_snapshot",
    "was_changed",
]
