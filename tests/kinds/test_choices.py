"""A choice is its code, its name or both, apart from case, spaces and the dash between them; nothing else is."""

from __future__ import annotations

import pytest
from support.rows import accept, refuse

from batch_update.model import CellValue, JsonValue

RANDOM: list[CellValue] = ["1", 1, "Random", "random", "RANDOM", "1 - Random", "1-random", "1Random", "1 Random",
          "1 \u2013 Random", " random ", "\uff11 - Random"]  # fmt: skip
LONGEST = ["Longest Wait Time", "longest  wait time", "LongestWaitTime", "3 - longest wait time"]
YES = ["yes", "Y", "1 - Yes", "1 yes", "TRUE", "On"]
MISSED = ["Queue Missed", "queue missed", "-9 - Queue Missed", "-9", "QueueMissed"]
TAKEN: list[tuple[str, CellValue, JsonValue]] = [
    *[("ring_strategy", seen, "1") for seen in RANDOM],
    *[("ring_strategy", seen, "3") for seen in LONGEST],
    ("connect_agent_through", "Both", "3"),
    ("dial_in_type", "Dial In (Session)", "1"),
    ("dial_in_type", "Dial In", "1"),
    *[("hide_lead_details", seen, 1) for seen in YES],
    *[("dial_status", seen, ["-9"]) for seen in MISSED],
]

NOT_RANDOM = ["Random?", "Random!", "Random.", "Ran\x07dom", "*Random*", "1?", "1 - Random?", "(Random)", "1 -",
              "Ran-dom", "Random;", "#1", "Ra\u0301ndom"]  # fmt: skip
NOT_FEWEST = ["Fewest_Calls", "Fewest-Calls", "Fewest/Calls", "Fewest cals"]
NOT_YES = ["yes!", "Yes.", "yes?", "y\x07es", "(yes)", "yess"]
NOT_MISSED = ["Queue Missed!", "Queue-Missed", "Queue\x07 Missed", "-9 - Queue Missed?", "3; Queue_Missed"]
REFUSED = [
    *[("ring_strategy", seen, "Did you mean 1 - Random?") for seen in NOT_RANDOM],
    *[("ring_strategy", seen, "Did you mean 2 - Fewest Calls?") for seen in NOT_FEWEST],
    *[("hide_lead_details", seen, "Did you mean yes?") for seen in NOT_YES],
    ("hide_lead_details", "1!", "Did you mean 1?"),
    *[("dial_status", seen, "Did you mean -9 - Queue Missed?") for seen in NOT_MISSED],
]


@pytest.mark.parametrize(("field", "seen", "sent"), TAKEN, ids=repr)
def test_a_choice_is_taken_whatever_its_case_and_spaces(field: str, seen: CellValue, sent: JsonValue) -> None:
    cells = {field: seen, "agent_dial_in_number": "1"} if field == "dial_in_type" else {field: seen}
    assert accept(**cells).body[field] == sent


@pytest.mark.parametrize(("field", "seen", "suggestion"), REFUSED)
def test_a_stray_character_is_refused_with_the_choice(field: str, seen: str, suggestion: str) -> None:
    assert refuse(**{field: seen})[0].suggestion == suggestion
