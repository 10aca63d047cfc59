"""From a row to an update or a rejection, for any resource: it knows no column's name, and no campaign.

What was read of a campaign is put beside what was asked for here too. Pure. A `Resource` tells it what can be updated,
and the field table there whose kinds, those of `kinds`, read a cell and what the account gave.
"""

from batch_update.checking.changes import list_changes
from batch_update.checking.check import check_rows
from batch_update.checking.comparing import compare, compare_readings, is_same, live_body, take_snapshot
from batch_update.checking.guard import find_stale
from batch_update.checking.headers import HeaderMatcher
from batch_update.checking.name_book import NameBook, take_named, take_seen
from batch_update.checking.pulled import Pulled
from batch_update.checking.putting_back import Kept, PutBack, put_back, was_changed, without
from batch_update.checking.retyping import find_untypable

__all__ = [
    "HeaderMatcher",
    "Kept",
    "NameBook",
    "Pulled",
    "PutBack",
    "check_rows",
    "compare",
    "compare_readings",
    "find_stale",
    "find_untypable",
    "is_same",
    "list_changes",
    "live_body",
    "put_back",
    "take_named",
    "take_seen",
    "take_snapshot",
    "was_changed",
    "without",
]
