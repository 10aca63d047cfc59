"""Requests: the only folder that knows aiohttp and tenacity."""

from batch_update.sending.address import check_base_url
from batch_update.sending.client import Connection
from batch_update.sending.dispatch import Dispatch, FailuresInARow, Recorder, UnrecordedError, send_updates
from batch_update.sending.pace import Pace
from batch_update.sending.read import Listing, Read, ReadEnd
from batch_update.sending.retry import RetryPolicy
from batch_update.sending.runner import Steps, run
from batch_update.sending.session import Session, Shared, open_session
from batch_update.sending.stop import Stop
from batch_update.sending.token import check_token
from batch_update.sending.update import not_sent

__all__ = [
    "Connection",
    "Dispatch",
    "FailuresInARow",
    "Listing",
    "Pace",
    "Read",
    "ReadEnd",
    "Recorder",
    "RetryPolicy",
    "Session",
    "Shared",
    "Steps",
    "Stop",
    "UnrecordedError",
    "check_base_url",
    "check_token",
    "not_sent",
    "open_session",
    "run",
    "send_updates",
]
