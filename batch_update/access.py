"""Which account a command speaks to: what its options, a profile and the environment come to, for every command.

An option wins over the profile, and the profile over `$ACEFONE_BASE_URL`, `$ACEFONE_TOKEN` and `.env`: a token of the
environment may be another account's, and never stands in for one that a profile does not have.
"""
# ruff: noqa: PLC0415 - a check without a profile has no use for the rooms that are met here

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from batch_update.errors import UsageError
from batch_update.settings import API_URL, DEFAULT_RATE, PROFILE_VARIABLE, URL_VARIABLE, EnvFile, Token, find_token

if TYPE_CHECKING:
    from batch_update.accounts import Account, Rate
    from batch_update.settings import Settings

SANDBOX_RATE = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessOptions:
    """What a command line says of the account; None: nothing."""

    profile: str | None = None
    base_url: str | None = None
    token_file: Path | None = None
    auth: str | None = None
    rate: Rate | None = None

    @classmethod
    def of(cls, options: object) -> AccessOptions:
        """What the attributes of the same names say of options that were parsed; a command may lack some of them."""
        return cls(**{it.name: getattr(options, it.name, None) for it in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The account that a command speaks to, and how; the fields of `Settings` of the same names."""

    profile: str = ""
    over_profile: frozenset[str] = frozenset()
    base_url: str = API_URL
    token_file: Path | None = None
    lacks_token: bool = False
    auth: str = "bearer"
    rate: float = DEFAULT_RATE
    find_rate: bool = False

    def aim(self, settings: Settings) -> Settings:
        """The settings with this account in them."""
        return replace(settings, **{it.name: getattr(self, it.name) for it in fields(self)})


def settle_access(
    given: AccessOptions,
    environ: Mapping[str, str],
    env_file: EnvFile,
    *,
    sandbox: bool = False,
    nothing_is_sent: bool = False,
) -> Access:
    """The account that is meant. With `sandbox` it is the stand-in, whatever the environment names.

    Raises:
        UsageError: an address was given beside a profile, and no token for it.
        ProfileError: there is no such profile, or the file of profiles can not be read.
        TokenError: `.env` would be asked for the address and can not be read; not where `nothing_is_sent`.
    """
    account = None if sandbox else _find_profile(given, environ, env_file)
    if account is None:
        lenient = sandbox or nothing_is_sent
        named = environ.get(URL_VARIABLE, "").strip()
        fallback = SANDBOX_RATE if sandbox else DEFAULT_RATE
        return _put_together(given, base_url=given.base_url or named or _look_up_address(env_file, lenient=lenient),
                             auth="bearer", rate=fallback)  # fmt: skip
    if given.base_url and given.token_file is None:
        by = f" (named by {PROFILE_VARIABLE})" if given.profile is None else ""
        raise UsageError(
            f"--base-url beside the profile {account.name}{by} needs --token-file FILE too: the token of a profile goes"
            " to no other address."
        )
    return _put_together(
        given,
        account=account,
        base_url=given.base_url or account.base_url,
        auth=account.auth,
        rate=DEFAULT_RATE if account.rate is None else account.rate,
    )


def find_access_token(
    access: Access | Settings, environ: Mapping[str, str], env_file: EnvFile, *, otherwise: str = ""
) -> Token:
    """The token of the account that was settled: of the file that was named, else the profile's or the environment's.

    `otherwise` is what else the command can do without one. It may wait for the key store for half a minute:
    call it in no event loop.

    Raises:
        TokenError: there is none, or the file or the key store does not give it.
        ProfileError: there is no such profile any more, or the file of profiles can not be read.
    """
    from batch_update.sending import check_token

    if access.token_file is not None or not access.profile:
        return check_token(find_token(access.token_file, environ, env_file, otherwise=otherwise))
    from batch_update.accounts import config_folder, find_account

    # Kept for this address alone, whatever has become of the profile since the address was settled.
    account = replace(find_account(config_folder(environ), access.profile), base_url=access.base_url)
    return check_token(account.find_token().reveal())


def _find_profile(given: AccessOptions, environ: Mapping[str, str], env_file: EnvFile) -> Account | None:
    """The account of the profile that is named; None if none is."""
    name = given.profile
    if name is None:
        name = (environ.get(PROFILE_VARIABLE, "") or env_file.values.get(PROFILE_VARIABLE, "")).strip()
        if not name:
            return None
    from batch_update.accounts import config_folder, find_account

    return find_account(config_folder(environ), name)


def _look_up_address(env_file: EnvFile, *, lenient: bool) -> str:
    """The address that `.env` names. One that can not be read may name another: that matters where rows are sent."""
    named = env_file.values.get(URL_VARIABLE, "") if lenient else env_file.look_up(URL_VARIABLE)
    return named or API_URL


def _put_together(
    given: AccessOptions, *, base_url: str, auth: str, rate: Rate, account: Account | None = None
) -> Access:
    rate = rate if given.rate is None else given.rate
    over = {name for name in ("base_url", "auth", "rate") if getattr(given, name) is not None} if account else set()
    return Access(
        profile=account.name if account else "",
        over_profile=frozenset(over),
        base_url=base_url,
        token_file=given.token_file,
        lacks_token=account is not None and not account.token_kept and given.token_file is None,
        auth=given.auth or auth,
        rate=0.0 if rate == "auto" else rate,
        find_rate=rate == "auto",
    )
