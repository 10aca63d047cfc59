"""The field table of agents."""

from __future__ import annotations

from batch_update.kinds import CHOICE, ID, TEXT, make_row_id
from batch_update.resource import Choice, Condition, Field

DEVICES = (Choice("1", "Mobile"), Choice("2", "Extension"))

ID_FIELD = Field(
    name="agent_id", kind=make_row_id("agent"), example="41", meaning="Agent to update", also=("Agent No",)
)

FIELDS = (
    Field(name="full_name", kind=TEXT, example="Asha Rao", meaning="Name of the agent", needed_when_added=True),
    Field(name="device", kind=CHOICE, example="1", meaning="What rings", choices=DEVICES),
    Field(
        name="extension", kind=ID, example="207", meaning="Extension that rings", needed_when=Condition("device", "2")
    ),
)
