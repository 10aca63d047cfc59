"""Where rows go: the stand-in, a profile, or an account that is typed for this time. The token is held here alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from batch_update.access import Access, AccessOptions, find_access_token, settle_access
from batch_update.campaign import CAMPAIGN
from batch_update.errors import TokenError, UsageError
from batch_update.sending import check_base_url, check_token
from batch_update.settings import API_URL, EnvFile, Settings, Token
from batch_update.wording.before import name_account
from batch_update.wording.page import NO_TARGET, TYPE_IT

KINDS = ("sandbox", "profile", "typed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One place that rows can go to. `token` is None for the stand-in, and where the profile's own is used."""

    kind: str
    access: Access
    token: Token | None = field(default=None, repr=False)

    def aim(self, settings: Settings) -> Settings:
        """The settings of a run that goes there."""
        return self.access.aim(replace(settings, sandbox=self.kind == "sandbox"))

    def find_token(self, environ: Mapping[str, str]) -> Token:
        """The token: the one that was typed, else the profile's. Raises TokenError. May wait for the key store."""
        return self.token or find_access_token(self.access, environ, EnvFile())

    def name(self, settings: Settings) -> str:
        """It in the words of the question."""
        return name_account(self.access.base_url, self.aim(settings))


def choose_target(said: Mapping[str, object], environ: Mapping[str, str]) -> Target:
    """What the person chose.

    Raises:
        UsageError: the address can not be used.
        TokenError: what was typed is no token; the message does not repeat it.
        ProfileError: there is no such profile.
    """
    kind, typed = _text(said, "kind"), _text(said, "token")
    folders = {name: value for name, value in environ.items() if name.startswith("BATCH_UPDATE_")}
    if kind not in KINDS:
        raise UsageError(NO_TARGET)
    if kind == "sandbox":
        return Target(kind=kind, access=settle_access(AccessOptions(), {}, EnvFile(), sandbox=True))
    token = check_token(typed) if typed else None
    if kind == "profile":
        access = settle_access(AccessOptions(profile=_text(said, "profile")), folders, EnvFile())
        return Target(kind=kind, access=access, token=token)
    if token is None:
        raise TokenError(TYPE_IT)
    address = check_base_url(_text(said, "base_url") or API_URL, CAMPAIGN.path).base
    options = AccessOptions(base_url=address, auth="raw" if said.get("auth") == "raw" else "bearer")
    return Target(kind=kind, access=settle_access(options, {}, EnvFile()), token=token)


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name, "")
    return value.strip() if isinstance(value, str) else ""
