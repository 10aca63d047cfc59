"""The field table says what the API page says."""

from __future__ import annotations

from collections import Counter

from batch_update.campaign import CAMPAIGN
from batch_update.resource import JsonType

PAGE_ORDER = [
    "name", "description", "dial_method", "auto_dial_duration", "outbound_caller_id", "agent_wise_caller_id",
    "lead_list_map", "agent_wise_lead_list", "list_traversal_order", "agent_script", "disposition_list",
    "number_of_retry", "retry_after_minutes", "auto_disposition_cancel_duration", "dial_status", "time_group",
    "time_group_recording", "ring_timeout", "quick_transfer_list", "account_dnd_list", "hide_lead_details",
    "update_lead_details", "automatic_schedule_call_enabled", "enable_hangup", "enable_external_transfer",
    "after_call_work_duration", "enable_web_form", "webform_url", "music_on_hold", "ring_strategy", "dial_ratio",
    "enable_transfer", "manual_lead_list", "break_list", "map_agent_caller_id", "map_agent_lead_list",
    "connect_agent_through", "dial_in_type", "agent_only_callback", "agent_dial_in_number", "agent",
    "enforce_agent_pause_code", "manual_dial_enabled", "enable_inbound", "inbound_queue", "enable_agent_opt_out",
    "inbound_lead_list", "enable_auto_answer", "call_qualification_duration", "announcement_recording",
    "queue_timeout",
]  # fmt: skip


def test_the_51_fields_stand_in_the_order_of_the_api_page() -> None:
    assert [field.name for field in CAMPAIGN.fields] == PAGE_ORDER
    assert len(PAGE_ORDER) == 51


def test_the_json_types_add_up_to_those_of_the_api_page() -> None:
    assert Counter(field.kind.json_type for field in CAMPAIGN.fields) == {
        JsonType.STRING: 32,
        JsonType.INTEGER: 15,  # 14 flags and enforce_agent_pause_code
        JsonType.STRINGS: 2,
        JsonType.INTEGERS: 1,
        JsonType.OBJECTS: 1,
    }


def test_every_field_has_an_example_that_its_own_reader_takes() -> None:
    for field in (CAMPAIGN.id_field, *CAMPAIGN.fields):
        assert field.kind.read(field.example, field) not in ("", [], None), field.name


def test_names_stay_different_on_letters_alone() -> None:
    assert len({name.replace("_", "") for name in PAGE_ORDER}) == 51
