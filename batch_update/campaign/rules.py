"""What must hold between the values of one row: one line a rule.

That a field is needed when another holds a value is written in the field table (`needed_when`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from batch_update.campaign.fields import ACTIVE_LISTS
from batch_update.model import Severity
from batch_update.resource import INT32, Body, Rule


def _warning(code: str, field: str, broken: Callable[[Body], bool], message: str, *, suggestion: str = "") -> Rule:
    return Rule(code=code, field=field, at=field, broken=broken, severity=Severity.WARNING, message=message,
                suggestion=suggestion)  # fmt: skip


def _long_agent_id(body: Body) -> bool:
    agents = body["agent"]
    return isinstance(agents, list) and any(isinstance(agent, int) and agent not in INT32 for agent in agents)


RULES: tuple[Rule, ...] = (
    Rule(
        code="too-many-active-lists", field="lead_list_map", at="lead_list_map", severity=Severity.ERROR,
        broken=lambda body: ACTIVE_LISTS.is_passed_by(body["lead_list_map"]),
        message=f"At most {ACTIVE_LISTS.most} lead lists may be active (status 1).",
        suggestion="Set the others to 0.",
    ),
    _warning("phone-number-as-caller-id", "outbound_caller_id",
             lambda body: re.fullmatch(r"\+?\d{10,12}", str(body["outbound_caller_id"])) is not None,
             "This looks like a phone number; the unique id of the number is expected here.",
             suggestion="The panel shows the id beside the number."),
    _warning("long-agent-id", "agent", _long_agent_id,
             "This looks like the long id of an agent, and its leading zero can not be sent; the short id is expected.",
             suggestion="The short id has four to seven digits."),
    _warning("web-form-without-address", "enable_web_form",
             lambda body: body["enable_web_form"] == 1 and "webform_url" not in body,
             "The web form is switched on without webform_url in this row.",
             suggestion="Fill in webform_url unless the campaign has one already."),
    _warning("dial-in-without-number", "dial_in_type",
             lambda body: body["dial_in_type"] == "1" and "agent_dial_in_number" not in body,
             "Dial In (Session) is chosen without agent_dial_in_number in this row.",
             suggestion="Fill in agent_dial_in_number unless the campaign has one already."),
    _warning("no-effect", "auto_dial_duration", lambda body: body.get("dial_method") == "2",
             "auto_dial_duration has no effect with dial_method 2 - Ratio."),
    _warning("no-effect", "dial_ratio", lambda body: body.get("dial_method") == "1",
             "dial_ratio has no effect with dial_method 1 - Preview."),
    _warning("ratio-not-a-number", "dial_ratio", lambda body: ":" in str(body["dial_ratio"]),
             "The API page does not say whether a ratio may be written with a colon.",
             suggestion="A plain number such as 2 is the sure form."),
)  # fmt: skip
