"""The one rule of agents."""

from __future__ import annotations

from batch_update.model import Severity
from batch_update.resource import Rule

RULES = (
    Rule(
        code="short-extension",
        field="extension",
        at="extension",
        severity=Severity.ERROR,
        broken=lambda body: len(str(body["extension"])) < 3,
        message="An extension has three digits or more.",
    ),
)
