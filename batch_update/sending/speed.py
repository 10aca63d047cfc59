"""How many requests a second to send, learned from the answers. Pure: it is handed the time, and waits for nothing.

A limit is found as TCP finds the capacity of a line: grow until told off, halve, come back to just below, stay there,
and try now and then whether more is allowed. What costs most is being told off, so after the first time it is rare.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

AUTO_START = 3.0
"""Requests a second to begin with: the smallest limit that the API's documentation gives as an example."""

BACK, FAST, GENTLE, GENTLEST = 0.6, 0.4, 0.05, 0.002
"""Growth for each clean answer: by 80 %, 50 % and 5 % after every second; the last is a share of the pace.

The limit of 3 a second shows only every few seconds that 3.1 is too fast: there, gentle means 0.2 % an answer.
"""

JUST_BELOW = 0.95
"""Where to stay, of the pace at which the API says "too fast" (a fixed window of a second lets a little more pass)."""

KNOWN_AGAIN = 0.92
"""The same after a gentle trial, which goes on for a while above the limit before the API says so."""

SOON_LESS = 0.8
"""How much of the goal is kept at least when the API says so again before a second's worth of clean answers."""

A_LITTLE_LESS = 0.97
"""The same when the API says so at the pace where it was meant to stay."""

STAY_ANSWERS, STAY_SECONDS, LONGEST_STAY = 50, 5.0, 16
"""A stay lasts so many clean answers and seconds, doubled after each trial that found nothing new, 16-fold at most."""

MUCH = 1.3
"""A limit that differs by more than this factor from the known one is another limit."""

LEAST = 0.5
"""Requests a second that are never gone below: even an API that is down gets so few that they do no harm."""

BACK_OFF, BRIEF_BACK_OFF, LONGEST_BACK_OFF = 1.0, 0.25, 4.0
"""Seconds that everyone waits if the API does not say how long; doubled each time that nothing clean came between.

A second outlasts a limit that counts by the second. After a gentle trial only the end of such a second is used up.
"""


class Phase(Enum):
    """What the pace is doing."""

    SEEKING = auto()  # growing fast, no limit known
    RETURNING = auto()  # growing fast to just below the known limit
    STAYING = auto()
    TRYING = auto()  # growing gently, to see whether more is allowed


@dataclass(slots=True)
class Speed:
    """The pace of a run and what is known of the API's limit. `now` is a pace in requests a second; None: no limit."""

    now: float | None
    cap: float | None = None
    phase: Phase = Phase.STAYING
    goal: float | None = None  # where to stay; None: nothing known
    told_off: int = 0  # how often, counting a burst once
    _clean: deque[float] = field(default_factory=deque)  # when the clean answers of the last second came
    _last_off: float = float("-inf")
    _stay: int = 1
    _stayed: int = 0
    _stay_began: float = 0.0
    _off_in_a_row: int = 0
    _clean_since_off: int = 0

    def clean(self, time: float, *, gate_decides: bool) -> None:
        """A clean answer came. `gate_decides`: requests wait for their turn, so that a higher pace means more."""
        self._off_in_a_row = 0
        self._clean_since_off += 1
        self._clean.append(time)
        while self._clean[0] < time - 1:
            self._clean.popleft()
        if self.now is None or not gate_decides:
            return
        match self.phase:
            case Phase.SEEKING:
                self._grow(FAST)
            case Phase.RETURNING:
                self._grow(BACK)
                if self.goal is not None and self.now >= self.goal:
                    self.now = self.goal
                    self._begin_stay(time)
            case Phase.STAYING:
                self._stayed += 1
                if self._stay_is_over(time):
                    self.phase = Phase.TRYING
            case Phase.TRYING:
                # Far above where it was told off, the limit must have been raised: no reason to be gentle.
                gentle = min(GENTLE, GENTLEST * self.now)
                self._grow(gentle if self.goal is None or self.now < MUCH * self.goal else FAST)

    def clean_after_all(self, time: float) -> None:
        """A clean answer came to a request from before the last "too fast", which is answered sooner than an update."""
        self._clean.append(time)
        if self.phase is Phase.SEEKING and self.now is not None and time - self._last_off < 1:
            self.now = max(self.now, self._passed(time) / 2)

    def told_too_fast(self, time: float) -> float:
        """The API said "too fast" to a request of this pace: halve it. Gives the seconds that everyone should wait."""
        reached, back_off = self._reached(time), BACK_OFF
        if self.now is None:
            # What came through before a burst was stopped says little of the limit: look for it from there.
            self.phase = Phase.SEEKING
        elif self.goal is not None and self._clean_since_off < max(3.0, self.now):
            # So soon after the last time, it may be the wait that was too short: the pace was half of what it had been.
            self._return_to(max(JUST_BELOW * reached, SOON_LESS * self.goal), stay=1)
        elif self.goal is None or not self.goal / MUCH < reached < self.goal * MUCH:
            self._return_to(JUST_BELOW * reached, stay=1)  # no limit was known, or it is another by now
        elif self.phase is Phase.TRYING:
            back_off = BRIEF_BACK_OFF
            self._return_to(max(self.goal, KNOWN_AGAIN * reached), stay=min(2 * self._stay, LONGEST_STAY))
        else:
            back_off = BRIEF_BACK_OFF
            self._return_to(A_LITTLE_LESS * reached, stay=self._stay)
        self.now = max((self.now or reached) / 2, self._least)
        self.told_off += 1
        self._last_off, self._clean_since_off = time, 0
        self._off_in_a_row += 1
        return min(back_off * 2.0 ** (self._off_in_a_row - 1), LONGEST_BACK_OFF)

    def _return_to(self, goal: float, *, stay: int) -> None:
        self.goal, self._stay, self.phase = max(goal, self._least), stay, Phase.RETURNING

    def _reached(self, time: float) -> float:
        """The pace at which the API said "too fast", as well as it can be told."""
        if self.now is None:
            return max(self._passed(time), 2 * self._least)
        if self.phase is Phase.TRYING:
            return self.now  # it grew so slowly that the last second tells nothing better
        # While the pace grows fast, what came through in the last second is nearer to the limit than the pace is now.
        return min(self.now, max(self._passed(time), 0.8 * self.now))

    def _passed(self, time: float) -> float:
        return float(sum(1 for when in self._clean if when >= time - 1))

    @property
    def _least(self) -> float:
        return min(LEAST, self.cap or LEAST)

    def _grow(self, step: float) -> None:
        grown = (self.now or 0) + step
        self.now = min(grown, self.cap) if self.cap else grown

    def _begin_stay(self, time: float) -> None:
        self.phase, self._stayed, self._stay_began = Phase.STAYING, 0, time

    def _stay_is_over(self, time: float) -> bool:
        if self.goal is None or (self.cap is not None and self.now is not None and self.now >= self.cap):
            return False  # nobody has said "too fast" at this pace, and it may not be higher
        long_enough = time - self._stay_began >= STAY_SECONDS * self._stay
        return long_enough and self._stayed >= STAY_ANSWERS * self._stay
