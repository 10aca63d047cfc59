"""From a row to an update or a rejection, for any resource: it knows no column's name, and no campaign.

Pure. A `Resource` tells it what can be updated, and the field table there whose readers, those of `kinds`, read a cell.
"""

from batch_update.checking.check import check_rows
from batch_update.checking.headers import HeaderMatcher
from batch_update.checking.name_book import NameBook, take_named, take_seen

__all__ = ["HeaderMatcher", "NameBook", "check_rows", "take_named", "take_seen"]
