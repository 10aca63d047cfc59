"""What a dialer campaign is: the only folder that knows a column's name.

Every other folder is handed `CAMPAIGN`. A second resource, say agents, would be a second folder that offers the like.
"""

from batch_update.campaign.check import check_rows
from batch_update.campaign.fields import FIELDS, ID_FIELD
from batch_update.campaign.headers import match_header
from batch_update.resource import Resource

CAMPAIGN = Resource(
    name="campaign",
    worksheet="Campaigns",
    path="/v1/dialer/campaign/",
    id_field=ID_FIELD,
    fields=FIELDS,
    match_header=match_header,
    check=check_rows,
)

__all__ = ["CAMPAIGN"]
