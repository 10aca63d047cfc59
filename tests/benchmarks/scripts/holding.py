"""A server that answers at once and keeps what was PUT. A script, so that it has a process of its own.

    python holding.py PORT

GET of a campaign, PUT to one, and a list that shows ids and names alone. At first every campaign holds the same; what
is answered then is ready as bytes, and a body that was PUT is merged into it when the campaign is next asked for.
"""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
from typing import cast

import uvloop

YES = b'{"Success": true, "Message": "Campaign updated successfully."}'
LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)

HELD = {
    "name": "Renewal reminders Pune 12",
    "description": "Calls about renewal reminders in Pune, team 7",
    "dial_method": "2",
    "auto_dial_duration": None,
    "outbound_caller_id": "1759333",
    "agent_wise_caller_id": 0,
    "lead_list_map": [
        {"list_id": 8668, "list_name": "North leads", "list_status": 1},
        {"list_id": 8669, "list_name": "South leads", "list_status": 0},
    ],
    "agent_wise_lead_list": 0,
    "list_traversal_order": "1",
    "agent_script": "57",
    "disposition_list": "12",
    "number_of_retry": "3",
    "retry_after_minutes": "60",
    "auto_disposition_cancel_duration": "30",
    "dial_status": ["0", "-5"],
    "time_group": "21",
    "time_group_recording": "310",
    "ring_timeout": "25",
    "quick_transfer_list": "14",
    "account_dnd_list": "259",
    "hide_lead_details": 1,
    "update_lead_details": 0,
    "automatic_schedule_call_enabled": 1,
    "enable_hangup": 1,
    "enable_external_transfer": 0,
    "after_call_work_duration": "20",
    "enable_web_form": 0,
    "webform_url": "",
    "music_on_hold": "311",
    "ring_strategy": "3",
    "dial_ratio": "1.5",
    "enable_transfer": 1,
    "manual_lead_list": ["8668"],
    "break_list": "16",
    "map_agent_caller_id": "",
    "map_agent_lead_list": "",
    "connect_agent_through": "3",
    "dial_in_type": "3",
    "agent_only_callback": 0,
    "agent_dial_in_number": None,
    "agent": [{"id": 4817, "name": "Asha"}, {"id": 4818, "name": "Ravi"}],
    "enforce_agent_pause_code": 1,
    "manual_dial_enabled": 1,
    "enable_inbound": 0,
    "inbound_queue": None,
    "enable_agent_opt_out": 0,
    "inbound_lead_list": None,
    "enable_auto_answer": 0,
    "call_qualification_duration": "15",
    "announcement_recording": "312",
    "queue_timeout": "120",
}
"""What every campaign holds at first, in the forms that an account may give: ids as objects with their names."""

IDS = range(100_001, 100_051)  # of the campaigns in the list, which are the first of the sheet


def _answer(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def _write(fields: object) -> bytes:
    return json.dumps(fields).encode()[1:]


DONE = _answer(YES)
LIST = _answer(json.dumps({"data": [{"id": number, "name": HELD["name"]} for number in IDS]}).encode())
AT_FIRST = _write(HELD)


class Account:
    """What campaigns hold, by the id as it stands in the address."""

    def __init__(self) -> None:
        self._held: dict[bytes, bytes] = {}
        self._sent: dict[bytes, bytes] = {}

    def put(self, campaign_id: bytes, body: bytes) -> bytes:
        """Keep what was sent."""
        self._sent[campaign_id] = body
        return DONE

    def get(self, campaign_id: bytes) -> bytes:
        """What a campaign holds."""
        if body := self._sent.pop(campaign_id, b""):
            self._held[campaign_id] = _write({**HELD, **json.loads(body)})
        return _answer(b'{"data":{"id":%b,%b}' % (campaign_id, self._held.get(campaign_id, AT_FIRST)))


class Connection(asyncio.Protocol):
    """One client's connection: reads whole requests, and answers each at once."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's has its methods and not its class

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while (head := self._unread.find(b"\r\n\r\n")) >= 0:
            length = LENGTH.search(self._unread, 0, head)
            end = head + 4 + (int(length[1]) if length else 0)
            if len(self._unread) < end:
                return
            request, body, self._unread = self._unread[:head], self._unread[head + 4 : end], self._unread[end:]
            method, address, _ = request.split(b" ", 2)
            name = address.rpartition(b"/")[2]
            if not name.isdigit():
                answer = LIST
            else:
                answer = self._account.put(name, body) if method == b"PUT" else self._account.get(name)
            self._transport.write(answer)


async def serve(port: int) -> None:
    """Answer until told to end."""
    loop, ended, account = asyncio.get_running_loop(), asyncio.Event(), Account()
    server = await loop.create_server(lambda: Connection(account), "127.0.0.1", port, backlog=1024)
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    async with server:
        await ended.wait()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
