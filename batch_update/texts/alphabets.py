"""The alphabets that are known by name."""

from __future__ import annotations

WINDOWS = "cp1252"
"""What Western Windows writes where it does not write UTF-8."""
