"""What must hold between the values of one row: one line a rule.

That a field is needed when another holds a value is written in the field table (`needed_when`) and only turned into
rules here. A rule is looked at when the row sends its `field`; a field emptied by `<clear>` counts as missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from batch_update.campaign.fields import BY_NAME, FIELDS
from batch_update.kinds.numbers import INT32_MAX
from batch_update.model import JsonValue, Severity
from batch_update.resource import Field

MOST_ACTIVE_LISTS = 3
Body = Mapping[str, JsonValue]
"""The values of a row that are sent and not emptied, plus those that were refused (so present, if wrong)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that a row breaks when `broken(body)`. `field` is where it is looked for, `at` the cell it is about."""

    code: str
    field: str
    at: str
    broken: Callable[[Body], bool]
    severity: Severity
    message: str
    suggestion: str = ""


def _needs(field: Field) -> Rule:
    """The rule that the field table's `needed_when` stands for."""
    condition = field.needed_when
    assert condition is not None  # noqa: S101 - asked only for fields that have one
    spelled = next((c.label for c in BY_NAME[condition.field].choices if c.code == condition.equals), condition.equals)
    return Rule(
        code="needed-field-missing",
        field=condition.field,
        at=field.name,
        broken=lambda body: str(body[condition.field]) == condition.equals and field.name not in body,
        severity=Severity.ERROR,
        message=f"{field.name} is needed because {condition.field} is {spelled}.",
        suggestion=f"Fill in {field.name}, for example {field.example}.",
    )


def _warning(code: str, field: str, broken: Callable[[Body], bool], message: str, *, suggestion: str = "") -> Rule:
    return Rule(code=code, field=field, at=field, broken=broken, severity=Severity.WARNING, message=message,
                suggestion=suggestion)  # fmt: skip


def _active_lists(body: Body) -> int:
    lists = body["lead_list_map"]
    return sum(item["list_status"] for item in lists if isinstance(item, dict)) if isinstance(lists, list) else 0


def _long_agent_id(body: Body) -> bool:
    agents = body["agent"]
    return isinstance(agents, list) and any(isinstance(agent, int) and agent > INT32_MAX for agent in agents)


RULES: tuple[Rule, ...] = (
    *(_needs(field) for field in FIELDS if field.needed_when),
    Rule(
        code="too-many-active-lists", field="lead_list_map", at="lead_list_map", severity=Severity.ERROR,
        broken=lambda body: _active_lists(body) > MOST_ACTIVE_LISTS,
        message=f"At most {MOST_ACTIVE_LISTS} lead lists may be active (status 1).",
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

_ORDER = list(BY_NAME)
RULES_OF = {
    field: tuple(rules)
    for field, rules in groupby(sorted(RULES, key=lambda rule: _ORDER.index(rule.field)), lambda rule: rule.field)
}
"""The rules to look at when a row sends a field, in the order of the field table."""

NEEDED_WHEN_ADDED = frozenset(
    ("name", "dial_method", "outbound_caller_id", "disposition_list", "number_of_retry", "retry_after_minutes",
     "auto_disposition_cancel_duration", "dial_status")
)  # fmt: skip
"""Fields without which no campaign can be added, so emptying one is likely to be refused.

Source: https://docs.acefone.in/reference/add-a-dialer-campaign
"""
