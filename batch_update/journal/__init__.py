"""What was sent and what came of it, on disk before it is shown: the only folder that knows SQLite.

`store` keeps runs, `recorder` takes outcomes as they come, `resume` (pure) says what is left to do.
"""

from batch_update.journal.recorder import RunRecorder
from batch_update.journal.resume import (
    KeptOutcome,
    ResumePlan,
    content_key,
    find_waits,
    is_answered,
    plan_resume,
    restore_outcomes,
)
from batch_update.journal.sheet_copies import SheetCopy
from batch_update.journal.store import Journal

__all__ = [
    "Journal",
    "KeptOutcome",
    "ResumePlan",
    "RunRecorder",
    "SheetCopy",
    "content_key",
    "find_waits",
    "is_answered",
    "plan_resume",
    "restore_outcomes",
]
