"""Ctrl-C and the system's own request to end, turned into a stop that costs no outcome."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from batch_update.run.audience import Audience
from batch_update.runs import StopReason
from batch_update.sending import Stop
from batch_update.wording.during import AGAIN, STOPPING

SIGNALS = {
    signal.SIGINT: (StopReason.INTERRUPTED, "You stopped the run with Ctrl-C."),
    signal.SIGTERM: (StopReason.TERMINATED, "The run was told to end."),
}


class _BrokenOffError(Exception):
    """A signal came while somebody was being asked."""


def confirm_unless_stopped(audience: Audience, question: str, stop: Stop) -> bool:
    """Whether the person says yes while signals are listened to: one of them ends the waiting too, and is a no."""
    if threading.current_thread() is not threading.main_thread():
        return audience.confirm(question) and not stop.asked
    listeners = {number: signal.getsignal(number) for number in SIGNALS}
    is_waiting, answer = True, False

    def hear(number: int, frame: FrameType | None) -> None:
        listener = listeners[signal.Signals(number)]
        if callable(listener):
            listener(number, frame)
        if is_waiting:
            raise _BrokenOffError

    try:
        for number in SIGNALS:
            signal.signal(number, hear)
        answer = audience.confirm(question)
        is_waiting = False
    except _BrokenOffError:
        is_waiting = False
    finally:
        for number, listener in listeners.items():
            signal.signal(number, listener)
    return answer and not stop.asked


@contextmanager
def listening_for_signals(stop: Stop, audience: Audience) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM takes no more rows; the second breaks off what is under way.

    Kept until the results are written, so that a third Ctrl-C can not cost them. Only the main thread can listen.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def hear(number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            stop.cancel()
            return
        stop.ask(*SIGNALS[signal.Signals(number)])
        audience.interrupt(f"{STOPPING} {AGAIN}" if number == signal.SIGINT else STOPPING)

    before = {number: signal.signal(number, hear) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
