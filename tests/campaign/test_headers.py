"""A header is a field however it is spelled, nearly a field, or the user's own."""

from __future__ import annotations

import pytest

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher
from batch_update.kinds.cleaning import letters_and_digits
from batch_update.resource import Field

MATCH = HeaderMatcher(CAMPAIGN)

SPELLINGS = {
    "dial_method": "dial_method",
    "Dial Method": "dial_method",
    "DIALMETHOD": "dial_method",
    "dial-method *": "dial_method",
    "Dial method (required)": "dial_method",
    " dial_method \n": "dial_method",
    "ｄｉａｌ_ｍｅｔｈｏｄ": "dial_method",
    "dial\u00a0method\u200b": "dial_method",
    "ID": "id",
    "Id ": "id",
}
SLIPS = {
    "dial_metod": "dial_method",
    "Description 2": "description",
    "ring timout": "ring_timeout",
    "Agents": "agent",
    "lead_list_maps": "lead_list_map",
}
OTHER_NAMES = {
    "Campaign ID": "id",
    "campaign_id": "id",
    "Campaign Name": "name",
    "CAMPAIGN NAME *": "name",
    "Campaign name (required)": "name",
    "Retries": "number_of_retry",
    "No of Retry": "number_of_retry",
    "No. of Retries": "number_of_retry",
    "Number of Retries": "number_of_retry",
    "Retry Interval": "retry_after_minutes",
    "Caller ID": "outbound_caller_id",
    "caller-id": "outbound_caller_id",
    "Wrapup Time": "auto_disposition_cancel_duration",
    "Wrap-up time": "auto_disposition_cancel_duration",
    "ＤＮＤ List": "account_dnd_list",
    "MOH": "music_on_hold",
    "Auto Answer": "enable_auto_answer",
    "Agent IDs": "agent",
}
HINTS = {
    "Dial Mode": "dial_method",
    "DialMode": "dial_method",
    "Dialer mode": "dial_method",
    "dial_mode": "dial_method",
    "Retry policy": "retry_after_minutes",
    "Caller": "outbound_caller_id",
    "Queue": "inbound_queue",
    "DND": "account_dnd_list",
    "Script of the agent": "agent_script",
    "Preview secs": "auto_dial_duration",
    "Ringing for": "ring_timeout",
    "Short description": "description",
    "Wrap up (sec)": "auto_disposition_cancel_duration",
}
OWN = [
    "Owner",
    "Region",
    "Notes",
    "Agent name",
    "Status",
    "_row",
    "_Description 2",
    "_name",
    "Team",
    "List",
    "kid",
    "",
    "2026",
    "Campaign owner",
    "Call date",
    "Lead source",
    "Last updated by",
    "Time zone",
    "Records",
    "Webinar",
    "Ringtone",
    "Payment method",
]


@pytest.mark.parametrize(("header", "field"), SPELLINGS.items())
def test_a_header_is_a_field_however_it_is_spelled(header: str, field: str) -> None:
    assert MATCH(header).field == field


@pytest.mark.parametrize(("header", "field"), SLIPS.items())
def test_a_slip_is_not_taken_but_suggested(header: str, field: str) -> None:
    match = MATCH(header)
    assert (match.field, match.nearly, match.hint) == (None, field, None)


@pytest.mark.parametrize(("header", "field"), OTHER_NAMES.items())
def test_the_words_of_the_panel_are_names_too(header: str, field: str) -> None:
    match = MATCH(header)
    assert (match.field, match.also) == (field, True)


@pytest.mark.parametrize(("header", "field"), HINTS.items())
def test_a_telling_word_makes_a_hint_of_a_column_of_ones_own(header: str, field: str) -> None:
    match = MATCH(header)
    assert (match.field, match.nearly, match.hint) == (None, None, field)


@pytest.mark.parametrize("field", [CAMPAIGN.id_field, *CAMPAIGN.fields], ids=lambda field: field.name)
def test_every_other_name_is_of_one_field_and_no_slip_of_another(field: Field) -> None:
    known = {letters_and_digits(each.name) for each in (CAMPAIGN.id_field, *CAMPAIGN.fields)}
    elsewhere = {
        letters_and_digits(other)
        for each in (CAMPAIGN.id_field, *CAMPAIGN.fields)
        for other in each.also
        if each is not field
    }
    spellings = [letters_and_digits(other) for other in field.also]
    assert len(set(spellings)) == len(spellings)
    for other, spelling in zip(field.also, spellings, strict=True):
        assert spelling not in known | elsewhere, other
        assert MATCH.nearest_field(spelling) in {None, field.name}, other
        assert MATCH(other).field == field.name


@pytest.mark.parametrize("header", OWN)
def test_a_header_that_is_nothing_like_a_field_is_the_users_own(header: str) -> None:
    match = MATCH(header)
    assert (match.field, match.nearly, match.hint) == (None, None, None)
