"""A second resource, written as a second folder beside `campaign/` would be: agents, with three fields and one rule."""

from support.agents.fields import FIELDS, ID_FIELD
from support.agents.rules import RULES

from batch_update.resource import Resource

AGENT = Resource(
    name="agent",
    worksheet="Agents",
    path="/v1/agents/",
    id_field=ID_FIELD,
    fields=FIELDS,
    title_field="full_name",
    rules=RULES,
)

__all__ = ["AGENT"]
