"""An account on loopback that keeps its campaigns, with ways of its own to show and to take them. Knows no client.

What it does otherwise than one would hope is given to it: how it shows a campaign (`shows`), what an update makes of
one (`takes`), and how it answers single requests (`answers`).
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from support.served_account import (
    NO_ANSWER,
    NOT_THERE,
    YES,
    Answer,
    Asked,
    Campaign,
    ServedAccount,
    Take,
    takes_all,
)

Show = Callable[[Campaign], Campaign]

NOT_ALLOWED: Answer = (405, {"message": "Method Not Allowed"})
BUSY: Answer = (503, {"message": "Try later."})
REFUSED: Answer = (422, {"name": "The name is taken."})

# --- how campaigns are shown ------------------------------------------------------------------------------------------


def shows_all(held: Campaign) -> Campaign:
    """As it is held."""
    return held


def shows_without(*names: str) -> Show:
    """Keys that are never there."""
    return lambda held: {key: value for key, value in held.items() if key not in names}


def shows_filled(held: Campaign) -> Campaign:
    """Keys are left out when they are empty."""
    return {key: value for key, value in held.items() if value not in (None, "", [])}


def shows_in_capitals(held: Campaign) -> Campaign:
    """`dialRatio` for `dial_ratio`."""
    return {key[0] + key.title().replace("_", "")[1:]: value for key, value in held.items()}


def shows_with(**values: Callable[[Any], Any]) -> Show:
    """Some values in another form."""
    return lambda held: {key: values.get(key, lambda same: same)(value) for key, value in held.items()}


# --- what an update makes of a campaign -------------------------------------------------------------------------------


def ignores(name: str) -> Take:
    """One field is never taken."""
    return lambda held, sent: {**held, **sent, name: held[name]}


def differs_from(first: str, takes: Take) -> Take:
    """It does so to this campaign and those after it, and takes the others as they are sent."""
    return lambda held, sent: (takes if str(held["id"]) >= first else takes_all)(held, sent)


def tidies(held: Campaign, sent: Campaign) -> Campaign:
    """Names are trimmed, and numbers written without zeros before them."""
    return {**held, **{key: value.strip().lstrip("0") or "0" for key, value in sent.items()}}


# --- the account ------------------------------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class LiveAccount(ServedAccount):
    """An account of some campaigns, with ways of its own.

    `answers` are given instead, to the first requests of a kind (`GET 281`, `PUT 281`, `GET`, `GET list`), and then
    `for_ever` likewise. `meddling` is what somebody else changes just before an update of a campaign arrives.
    """

    campaigns: dict[str, Campaign]
    shows: Show = shows_all
    lists: Show = shows_all
    takes: Take = takes_all
    wrapped: bool = True
    paging: str = ""  # `last_seen_id`, `cursor`, or `endless`
    lag: float = 0.0  # seconds for which the old values are shown after an update
    delay: float = 0.0  # seconds for an answer
    answers: dict[str, list[Answer | None]] = field(default_factory=dict)
    for_ever: Mapping[str, Answer] = field(default_factory=dict)
    meddling: dict[str, Campaign] = field(default_factory=dict)
    held: set[str] = field(
        default_factory=set
    )  # `GET 281`, `PUT 281`, `done 281`, `back 281`: what is not answered before `go_on`
    most_at_once: int = 0
    _at_once: int = 0
    _old: dict[str, tuple[float, Campaign]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _going: threading.Event = field(default_factory=threading.Event)

    def bodies(self, campaign: str) -> list[Campaign]:
        """What was sent of one campaign."""
        return [json.loads(seen.body) for seen in self.seen if (seen.method, seen.campaign) == ("PUT", campaign)]

    def go_on(self) -> None:
        """Answer what was held, and hold nothing any more."""
        self.held.clear()
        self._going.set()

    def __exit__(self, *_: object) -> None:
        self.go_on()
        ServedAccount.__exit__(self)

    def answer(self, asked: Asked) -> Answer:
        """What it says, in the thread of the connection."""
        with self._lock:
            self.seen.append(asked)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(self.delay)
        self._hold(str(asked))
        if asked.method == "GET" and asked.campaign in self._old:
            self._hold(f"back {asked.campaign}")
        with self._lock:
            self._at_once -= 1
            answer = self._given(asked) or (self._put(asked) if asked.method == "PUT" else self._get(asked))
        if asked.method == "PUT":
            self._hold(f"done {asked.campaign}")
        return answer

    def _hold(self, moment: str) -> None:
        if moment in self.held:
            self._going.wait(60)

    def _given(self, asked: Asked) -> Answer | None:
        for kind in (str(asked), asked.method):
            if kind in self.for_ever:
                return self._done(asked, self.for_ever[kind])
            if self.answers.get(kind):
                given = self.answers[kind].pop(0)
                return given and self._done(asked, given)
        return None

    def _done(self, asked: Asked, answer: Answer) -> Answer:
        if answer is NO_ANSWER and asked.method == "PUT":
            self._put(asked)
        return answer

    def _put(self, asked: Asked) -> Answer:
        held = self.campaigns.get(asked.campaign)
        if held is None:
            return NOT_THERE
        held = {**held, **self.meddling.pop(asked.campaign, {})}
        self._old[asked.campaign] = (time.monotonic() + self.lag, held)
        self.campaigns[asked.campaign] = self.takes(held, json.loads(asked.body))
        return YES

    def _get(self, asked: Asked) -> Answer:
        if not asked.campaign:
            return 200, self._page(asked.query)
        until, old = self._old.get(asked.campaign, (0.0, {}))
        held = old if time.monotonic() < until else self.campaigns.get(asked.campaign)
        if held is None:
            return NOT_THERE
        shown = self.shows(held)
        return 200, {"data": shown} if self.wrapped else shown

    def _page(self, query: Mapping[str, str]) -> object:
        """Two at a time where there is paging."""
        entries: Sequence[Campaign] = [self.lists(held) for held in self.campaigns.values()]
        if not self.paging:
            return {"data": entries} if self.wrapped else entries
        start = int(query.get("last_seen_id", query.get("cursor", "0")))
        if self.paging == "endless":
            return {"data": [{"id": 900_000 + start}], "has_more": True, "last_seen_id": start + 1}
        more = "hasMore" if self.paging == "cursor" else "has_more"
        return {"data": entries[start : start + 2], more: start + 2 < len(entries), self.paging: start + 2}


def make_campaigns(*numbers: int) -> dict[str, Campaign]:
    """Campaigns in the shapes of the API: numbers as texts, flags as 0 and 1, agents as objects."""
    return {
        str(number): {
            "id": number,
            "name": f"Offer {number}",
            "description": "calls of the morning",
            "dial_method": "2",
            "dial_ratio": "1.5",
            "ring_timeout": "20",
            "hide_lead_details": 0,
            "enable_hangup": 1,
            "agent": [{"id": 4817, "name": "Asha"}, {"id": 4818, "name": "Ravi"}],
            "dial_status": ["0", "3"],
            "lead_list_map": [{"list_id": 1234, "list_status": 1}],
            "time_group": "",
        }
        for number in numbers
    }
