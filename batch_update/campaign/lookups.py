"""The account's own lists, whose ids the fields of a campaign hold: one line a list.

Sources of the addresses: section 8 of the API notes, from the documentation of the same platform under another name.
"""
# fmt: off

from __future__ import annotations

from batch_update.resource import Lookup

CALLER_IDS = Lookup(key="caller_ids", title="Caller IDs", path="/v1/my_number", number="did")
LEAD_LISTS = Lookup(key="lead_lists", title="Lead lists", path="/v1/broadcast/lists")
DND_LISTS = Lookup(key="dnd_lists", title="DND lists", path="/v1/broadcast/dnd/lists")
DISPOSITION_LISTS = Lookup(key="disposition_lists", title="Disposition lists", path="/v1/dialer/disposition_list")
BREAK_LISTS = Lookup(key="break_lists", title="Break lists", path="/v1/dialer/break_list")
INBOUND_QUEUES = Lookup(key="inbound_queues", title="Inbound queues", path="/v1/dialer/inbound_queue")
QUICK_TRANSFER_LISTS = Lookup(key="quick_transfer_lists", title="Quick transfer lists",
                              path="/v1/dialer/quick_transfer_list")
SCRIPTS = Lookup(key="scripts", title="Scripts", path="/v1/dialer/agent_script")
TIME_GROUPS = Lookup(key="time_groups", title="Time groups", path="/v1/timegroups")
RECORDINGS = Lookup(key="recordings", title="Recordings", path="/v1/recordings")
AGENTS = Lookup(key="agents", title="Agents", path="")  # of two kinds of ids, those in campaigns are the right ones
