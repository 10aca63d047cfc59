"""A header is a field however it is spelled, nearly a field, or the user's own."""

from __future__ import annotations

import pytest

from batch_update.campaign import CAMPAIGN

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
    "Campaign ID": "id",
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
]


@pytest.mark.parametrize(("header", "field"), SPELLINGS.items())
def test_a_header_is_a_field_however_it_is_spelled(header: str, field: str) -> None:
    assert CAMPAIGN.match_header(header).field == field


@pytest.mark.parametrize(("header", "field"), SLIPS.items())
def test_a_slip_is_not_taken_but_suggested(header: str, field: str) -> None:
    match = CAMPAIGN.match_header(header)
    assert (match.field, match.nearly) == (None, field)


@pytest.mark.parametrize("header", OWN)
def test_a_header_that_is_nothing_like_a_field_is_the_users_own(header: str) -> None:
    match = CAMPAIGN.match_header(header)
    assert (match.field, match.nearly) == (None, None)
