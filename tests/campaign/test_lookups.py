"""Which of the account's lists the ids of a field are from."""

from __future__ import annotations

import pytest

from batch_update.campaign import CAMPAIGN

LISTS: list[tuple[str, str, str]] = [  # field, address of the list, key of an entry's telephone number
    ("outbound_caller_id", "/v1/my_number", "did"),
    ("lead_list_map", "/v1/broadcast/lists", ""),
    ("manual_lead_list", "/v1/broadcast/lists", ""),
    ("inbound_lead_list", "/v1/broadcast/lists", ""),
    ("account_dnd_list", "/v1/broadcast/dnd/lists", ""),
    ("disposition_list", "/v1/dialer/disposition_list", ""),
    ("break_list", "/v1/dialer/break_list", ""),
    ("inbound_queue", "/v1/dialer/inbound_queue", ""),
    ("quick_transfer_list", "/v1/dialer/quick_transfer_list", ""),
    ("agent_script", "/v1/dialer/agent_script", ""),
    ("time_group", "/v1/timegroups", ""),
    ("music_on_hold", "/v1/recordings", ""),
    ("announcement_recording", "/v1/recordings", ""),
    ("time_group_recording", "/v1/recordings", ""),
    ("agent", "", ""),  # no list: those seen in campaigns
]


@pytest.mark.parametrize(("name", "path", "number"), LISTS)
def test_the_ids_of_a_field_are_from_the_list_that_the_api_page_names(name: str, path: str, number: str) -> None:
    lookup = CAMPAIGN.field(name).lookup
    assert lookup is not None
    assert (lookup.path, lookup.number) == (path, number)


def test_no_other_field_holds_ids_of_a_list() -> None:
    assert {field.name for field in CAMPAIGN.columns if field.lookup} == {name for name, _, _ in LISTS}


def test_lists_of_one_address_are_one_list_with_one_title() -> None:
    found = {field.lookup for field in CAMPAIGN.columns if field.lookup}
    assert len(found) == len({lookup.key for lookup in found}) == len({lookup.title for lookup in found}) == 11
    assert len({lookup.path for lookup in found}) == 11
