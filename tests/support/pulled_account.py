"""An account on loopback for the loops of `pull` and `undo`: campaigns, the account's own lists, and what goes wrong.

It keeps what it is sent. What it shows or takes otherwise than one would hope is given to it. Knows no client.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from support.commands import Ran, run_exactly
from support.served_account import (
    FORBIDDEN,
    NO_TOKEN,
    NOT_THERE,
    PORTAL,
    YES,
    Answer,
    Asked,
    Campaign,
    ServedAccount,
    Take,
    takes_all,
)

BROKEN: Answer = (500, {"message": "Server error."})

NAMES = {4817: "Asha", 4818: "Ravi", 4819: "Meera"}
AGENTS = [{"id": 4817, "name": "Asha"}, {"id": 4818, "name": "Ravi"}]
LISTS: dict[str, Any] = {
    "/v1/my_number": [
        {"id": "1759333", "did": "+911140001234", "name": "Delhi desk"},
        {"id": "1759334", "did": "+911140001235", "name": ""},
    ],
    "/v1/broadcast/lists": [
        {"id": 1234, "name": "North leads"},
        {"id": 1235, "name": "South leads"},
        {"id": 1236, "name": "Festival"},
        {"id": 1237, "name": "festival "},
        {"id": 1238, "name": "East, and West"},
    ],
    "/v1/dialer/disposition_list": {"data": [{"id": 12, "name": "Sales calls"}, {"id": 13, "name": "=cmd()"}]},
    "/v1/timegroups": {"data": [{"id": 21, "name": 'Day "long"'}, {"id": 22, "name": "Night 🌙"}]},
    "/v1/broadcast/dnd/lists": {"data": [], "hasMore": False},
    "/v1/dialer/break_list": [],
    "/v1/dialer/inbound_queue": [],
    "/v1/dialer/quick_transfer_list": [],
    "/v1/dialer/agent_script": [],
    "/v1/recordings": [],
}


def make_campaigns(*numbers: int) -> dict[str, Campaign]:
    """Campaigns as the API shows them: numbers as texts, flags as 0 and 1, agents as objects; 17 of the 51 fields."""
    return {
        str(number): {
            "id": number,
            "name": f"Offer {number}",
            "description": "Calls of the morning",
            "dial_method": "2",
            "auto_dial_duration": "",
            "dial_ratio": "1.5",
            "ring_timeout": "20",
            "number_of_retry": "3",
            "hide_lead_details": 0,
            "outbound_caller_id": "1759333",
            "disposition_list": "12",
            "time_group": "21",
            "webform_url": "",
            "agent": AGENTS,
            "dial_status": ["0", "3"],
            "lead_list_map": [{"list_id": 1234, "list_status": 1}],
            "manual_dial_enabled": 1,
            "manual_lead_list": ["1235"],
        }
        for number in numbers
    }


@dataclass(slots=True, kw_only=True)
class Account(ServedAccount):
    """An account that may be looked into, and meddled with, at any time; `seen` has the requests in their order.

    `answers` are given instead of the truth, for ever: by `GET 281`, `PUT 281`, `GET list`, or the path of a list.
    The account's own list of campaigns has whole entries, or only ids and names (`brief`).
    """

    campaigns: dict[str, Campaign]
    lists: dict[str, Any] = field(default_factory=lambda: dict(LISTS))
    answers: dict[str, Answer] = field(default_factory=dict)
    takes: Take = takes_all
    unclear: set[str] = field(
        default_factory=set
    )  # campaigns whose updates are taken, with an answer that says nothing
    brief: bool = False
    paging: str = ""  # `last_seen_id` or `cursor`: `page` entries at a time
    page: int = 2
    token: str = ""  # what is not it is refused
    bodies: list[Campaign] = field(default_factory=list)  # of the updates, with the campaign's id as it was in the path

    def run(self, capsys: pytest.CaptureFixture[str], *words: object, yes: bool = True) -> Ran:
        """Run a command line against this account, as fast as it goes."""
        consent = ["--yes"] if yes else []
        return run_exactly(capsys, *map(str, words), "--base-url", self.url, "--rate", "0", *consent)

    def pull(self, capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
        """Run `pull` against this account."""
        return run_exactly(capsys, "pull", *map(str, words), "--base-url", self.url, "--rate", "0")

    def forget_story(self) -> None:
        """What was asked until now is of no concern."""
        self.seen.clear()
        self.bodies.clear()

    # --- what it answers ----------------------------------------------------------------------------------------------

    def answer(self, asked: Asked) -> Answer:
        """What it says."""
        self.seen.append(asked)
        if self.token and asked.token != f"Bearer {self.token}":
            return NO_TOKEN
        for key in (str(asked), asked.method, asked.path):
            if key in self.answers:
                return self.answers[key]
        if asked.method == "PUT":
            return self._put(asked.campaign, json.loads(asked.body))
        if asked.is_of_list:
            return 200, self._list(asked.query)
        if not asked.campaign:
            return (200, self.lists[asked.path]) if asked.path in self.lists else FORBIDDEN
        return (200, {"data": self.campaigns[asked.campaign]}) if asked.campaign in self.campaigns else NOT_THERE

    def _put(self, campaign_id: str, sent: Campaign) -> Answer:
        self.bodies.append({"id": campaign_id, **sent})
        held = self.campaigns.get(campaign_id)
        if held is None:
            return NOT_THERE
        agents = {"agent": [{"id": number, "name": NAMES[number]} for number in sent.get("agent", ())]}
        self.campaigns[campaign_id] = self.takes(held, {**sent, **(agents if "agent" in sent else {})})
        return PORTAL if campaign_id in self.unclear else YES

    def _list(self, query: Mapping[str, str]) -> object:
        entries: Sequence[Campaign] = list(self.campaigns.values())
        if self.brief:
            entries = [{"id": entry["id"], "name": entry["name"]} for entry in entries]
        if not self.paging:
            return {"data": entries}
        start = int(query.get(self.paging, "0"))
        more = "has_more" if self.paging == "last_seen_id" else "hasMore"
        end = start + self.page
        return {"data": entries[start:end], more: end < len(entries), self.paging: end}
