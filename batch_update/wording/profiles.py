"""How accounts by name are told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from batch_update.settings import DEFAULT_RATE
from batch_update.wording.phrases import PROGRAM, visible

NO_PROFILES = f"There is no profile yet. To add one: {PROGRAM} profile add NAME"
NOBODY_TYPES = (
    "The token can not be asked for here, since this is no terminal. Name a file that holds it with --token-file FILE,"
    " or keep the profile without one with --no-token."
)
TOKEN_PROMPT = "Paste the token (it is not shown), and press Enter:"  # noqa: S105 - a question

CUTTABLE = (1,)
"""The columns of `profiles_table` whose texts may be cut: an address may have any length."""


def profile_facts(
    name: str, base_url: str, auth: str, rate: float | str | None, *, token_kept: bool
) -> dict[str, object]:
    """The object that `profile list --json` prints."""
    return {
        "profile": name,
        "base_url": base_url,
        "auth": auth,
        "rate": DEFAULT_RATE if rate is None else rate,
        "token_kept": token_kept,
    }


def profiles_table(facts: Iterable[Mapping[str, object]]) -> list[list[str]]:
    """The headings, and a line a profile."""
    return [["PROFILE", "ADDRESS", "AUTH", "RATE", "TOKEN"], *map(_describe, facts)]


def _describe(fact: Mapping[str, object]) -> list[str]:
    rate = fact["rate"]
    token = "in the key store" if fact["token_kept"] else "not kept"
    spelled = f"{rate:g}" if isinstance(rate, int | float) else str(rate)
    return [visible(str(fact["profile"])), visible(str(fact["base_url"])), str(fact["auth"]), spelled, token]


def tell_added(name: str, base_url: str, *, with_token: bool) -> list[str]:
    """That a profile was added, and how it is used."""
    more = "" if with_token else " --token-file FILE"
    token = "its token is in the key store of this computer" if with_token else "without a token"
    return [
        f"Kept the profile {name} for {visible(base_url)}; {token}. To use it:",
        f"  {PROGRAM} SHEET --profile {name}{more}",
    ]


def tell_removed(name: str, *, with_token: bool) -> str:
    """That a profile was removed."""
    return f"Removed the profile {name}{' and its token' if with_token else ''}."
