"""What a dialer campaign is: the only folder that knows a column's name.

Every other folder is handed `CAMPAIGN`. A second resource, say agents, would be a second folder that offers the like.
"""

from batch_update.campaign.fields import FIELDS, ID_FIELD
from batch_update.campaign.rules import RULES
from batch_update.resource import Resource

CAMPAIGN = Resource(
    name="campaign",
    worksheet="Campaigns",
    path="/v1/dialer/campaign/",
    id_field=ID_FIELD,
    fields=FIELDS,
    title_field="name",
    rules=RULES,
    common_words=frozenset(("agent", "agents", "call", "calling", "calls", "camp", "campaign", "customer", "lead")),
)

__all__ = ["CAMPAIGN"]
