"""What the user chose, gathered once from the command line, the environment and the token's file.

Nothing here reads `os.environ` or `sys.argv`: `cli` hands them in.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Token:
    """The secret that opens the account. Only `reveal` gives it; no repr, str or format does."""

    _secret: str = field(repr=False)

    def reveal(self) -> str:
        """The token itself, for the one header that carries it."""
        return self._secret

    def __str__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return "***"
