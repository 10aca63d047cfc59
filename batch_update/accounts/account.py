"""One account as its profile tells it: its address, how the token is sent, how fast, and whether a token is kept."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Literal, TypeAlias

from batch_update.accounts.key_store import KeyStoreError, Place, find_secret
from batch_update.errors import ProfileError, TokenError
from batch_update.settings import Token
from batch_update.wording.phrases import PROGRAM, visible

Rate: TypeAlias = "float | Literal['auto']"

_LONGEST = 40  # letters of a name
_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{_LONGEST - 1}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account. The token itself is no part of it: `find_token` asks the key store, which may take its time."""

    name: str
    base_url: str
    auth: str = "bearer"
    rate: Rate | None = None  # requests per second; None: the program's own default
    token_kept: bool = False

    @property
    def place(self) -> Place:
        """Where its token is kept. The address is a part of that, so that a token goes to no other host.

        Whoever changes the address in the file of profiles by hand has no token there.
        """
        return Place(profile=self.name.casefold(), address=self.base_url)  # Windows tells no capitals apart

    def find_token(self) -> Token:
        """Its token. Waits for the key store for some seconds: call it in no event loop.

        Raises:
            TokenError: there is none, or the key store does not give it.
        """
        if not self.token_kept:
            raise TokenError(
                f"The profile {self.name} is kept without a token: give it with --token-file FILE, or keep one with "
                f"{self.adding} --replace."
            )
        try:
            secret = find_secret(self.place)
        except KeyStoreError as error:
            way = f"give the token of the profile {self.name} with --token-file FILE."
            raise TokenError(error.and_so(way)) from None
        if secret is None:
            raise TokenError(
                f"The key store of this computer holds no token of the profile {self.name} for {self.base_url}: keep it"
                f" once more with {self.adding} --replace, or give it with --token-file FILE."
            )
        return Token(secret)

    @property
    def adding(self) -> str:
        """The command that adds it."""
        return f"{PROGRAM} profile add {self.name}"


def check_name(name: str) -> str:
    """A profile's name, as it may stand on a command line of any system. Raises ProfileError."""
    if not _NAME.fullmatch(name):
        shown = f"'{visible(name)}'" if len(name) <= _LONGEST else "This"  # it may be a token
        raise ProfileError(
            f"{shown} is no name of a profile: it has letters from a to z, digits, - and _, at most {_LONGEST}, such as"
            " delhi or north-2."
        )
    return name


def read_account(name: str, said: object) -> Account:
    """An account from its table in the file. Raises ValueError, whose message goes on from the file's name."""
    try:
        check_name(name)
    except ProfileError as error:
        raise ValueError(str(error).rstrip(".")) from None
    if not isinstance(said, Mapping):
        raise ValueError(f"'{name}' is no table of a profile")  # noqa: TRY004 - of a file, not of the program
    if unknown := sorted(set(said) - _READERS.keys()):
        raise ValueError(f"the profile {name} has '{unknown[0]}', which is not known ({', '.join(_READERS)} are)")
    if "base_url" not in said:
        raise ValueError(f"the profile {name} has no base_url")
    for key, value in said.items():
        if not _READERS[key](value):
            raise ValueError(f"the profile {name} has a value of {key} that it can not have")
    return Account(name=name, **said)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_auth(value: object) -> bool:
    return value in ("bearer", "raw")


def _is_rate(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value == "auto" or (is_number and math.isfinite(value) and value >= 0)  # type: ignore[operator, arg-type]


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


_READERS: Mapping[str, Callable[[object], bool]] = {
    "base_url": _is_text,
    "auth": _is_auth,
    "rate": _is_rate,
    "token_kept": _is_flag,
}
"""What a profile's table may say, in the order in which it is written."""


def write_account(account: Account) -> dict[str, str | float | bool]:
    """What its table in the file says."""
    said = {field.name: getattr(account, field.name) for field in fields(account)}
    return {key: said[key] for key in _READERS if said[key] is not None}
