"""The stand-in's limit of requests."""

from __future__ import annotations

import math
from collections import deque
from time import monotonic


class Limit:
    """One combined limit for all calls of the account: so many in any window of (about) one second."""

    def __init__(self, per_second: float) -> None:
        self._most = math.ceil(per_second)
        self._window = self._most / per_second if per_second else 0.0
        self._allowed: deque[float] = deque()

    def allows(self) -> bool:
        """Whether one more request is within the limit now; if so, it counts."""
        if not self._most:
            return True
        now = monotonic()
        while self._allowed and now - self._allowed[0] >= self._window:
            self._allowed.popleft()
        if len(self._allowed) >= self._most:
            return False
        self._allowed.append(now)
        return True
