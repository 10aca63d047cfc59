"""Accounts are added, found and removed: the file of profiles and the key store told the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from batch_update.accounts.account import Account, check_name
from batch_update.accounts.key_store import KeyStoreError, demand_store, forget_secret, keep_secret
from batch_update.accounts.profiles import FILE_NAME, erase_profile, hold_profiles, read_profiles, write_profile
from batch_update.errors import ProfileError, TokenError
from batch_update.settings import Token
from batch_update.wording.phrases import PROGRAM

_CLOSE = 0.7


def list_accounts(folder: Path) -> tuple[Account, ...]:
    """All accounts that have a profile in the config folder, in the file's order. Raises ProfileError."""
    return read_profiles(folder)


def find_account(folder: Path, name: str) -> Account:
    """The account of a profile, whatever its capital letters. Raises ProfileError: there is none of that name."""
    accounts = read_profiles(folder)
    found = _find(accounts, check_name(name))
    if found is None:
        raise ProfileError(_tell_missing(name, [account.name for account in accounts]))
    return found


def demand_room(folder: Path, name: str, *, replacing: bool, with_token: bool) -> None:
    """See, before anybody is asked for a token, that an account of this name can be added.

    Raises:
        ProfileError: there is one, and it is not to be replaced; or the file can not be used.
        TokenError: there is no key store.
    """
    found = _find(read_profiles(folder), name)
    if found is not None and not replacing:
        raise ProfileError(
            f"There is a profile {found.name} already, for {found.base_url}. To replace it, add --replace."
        )
    if with_token:
        try:
            demand_store()
        except KeyStoreError as error:
            raise _without_store(error, name) from None


def add_account(folder: Path, account: Account, token: Token | None, *, replacing: bool = False) -> Account:
    """Keep an account, and its token in the key store; gives it as it is kept.

    Raises:
        ProfileError: there is one of that name, and it is not to be replaced; or the file can not be written.
        TokenError: the key store does not hold the token. Nothing is kept then.
    """
    kept = replace(account, token_kept=token is not None)
    with hold_profiles(folder):
        demand_room(folder, account.name, replacing=replacing, with_token=token is not None)
        old = _find(read_profiles(folder), account.name)
        if token is not None:
            try:
                keep_secret(kept.place, token.reveal())
            except KeyStoreError as error:
                raise _without_store(error, account.name) from None
        try:
            write_profile(folder, kept)
        except ProfileError:
            if token is not None and (old is None or old.place != kept.place):
                with suppress(KeyStoreError):
                    forget_secret(kept.place)
            raise
        if old is not None and old.token_kept and not (kept.token_kept and old.place == kept.place):
            with suppress(KeyStoreError):  # it opens nothing any more that has a name here
                forget_secret(old.place)
    return kept


def remove_account(folder: Path, name: str) -> Account:
    """Remove an account's profile and its token; gives what it was.

    Raises:
        ProfileError: there is none of that name, or the file can not be written.
        TokenError: the key store does not let go of the token; the profile stays then, so that it can be tried again.
    """
    with hold_profiles(folder):
        account = find_account(folder, name)
        if account.token_kept:
            try:
                forget_secret(account.place)
            except KeyStoreError as error:
                raise TokenError(
                    f"{error}, so that the profile {account.name} stays, with its token. Try again where the key store"
                    f" can be used, or take the profile out of {folder / FILE_NAME}."
                ) from None
        erase_profile(folder, account.name)
    return account


def _find(accounts: Sequence[Account], name: str) -> Account | None:
    return next((account for account in accounts if account.name.casefold() == name.casefold()), None)


def _tell_missing(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - nearly no name is a slip

    if not known:
        return f"There is no profile {name}, nor any other. To add one: {PROGRAM} profile add NAME"
    near = get_close_matches(name.casefold(), {other.casefold(): other for other in known}, n=1, cutoff=_CLOSE)
    meant = next((other for other in known if other.casefold() in near), "")
    hint = f"; did you mean {meant}?" if meant else "."
    return f"There is no profile {name}{hint} Those there are: {PROGRAM} profile list"


def _without_store(error: KeyStoreError, name: str) -> TokenError:
    return TokenError(
        error.and_so(
            f"add the profile without its token ({PROGRAM} profile add {name} --no-token), and give the token with"
            " --token-file FILE at each run."
        )
    )
