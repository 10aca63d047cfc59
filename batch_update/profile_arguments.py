"""The words of `profile add | list | remove`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from batch_update.accounts import Rate
from batch_update.arguments import command_parser
from batch_update.errors import UsageError
from batch_update.options import rate
from batch_update.settings import API_URL


@dataclass(frozen=True, slots=True, kw_only=True)
class AddChoices:
    """What `profile add` is told."""

    name: str
    base_url: str
    token_file: Path | None
    with_token: bool
    auth: str
    rate: Rate | None
    replacing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChoices:
    """What `profile list` is told."""

    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveChoices:
    """What `profile remove` is told."""

    name: str


ProfileChoices: TypeAlias = AddChoices | ListChoices | RemoveChoices


def parse_profile(argv: Sequence[str]) -> ProfileChoices:
    """What is to be done with which profile. Raises UsageError."""
    if argv and argv[0] in _PARSERS:
        return _PARSERS[argv[0]](argv[1:])
    parser = command_parser(
        "profile",
        "Keep accounts by name, for --profile NAME: their addresses in a file, their tokens in the system's key store."
        " Each of these has its own --help.",
    )
    parser.add_argument("command", choices=list(_PARSERS), help="add NAME, list, or remove NAME")
    parser.parse_args(argv)
    raise UsageError("Name the profile behind add or remove.")  # what follows a known word was parsed above


def _parse_add(argv: Sequence[str]) -> AddChoices:
    parser = command_parser("profile add", "Keep an account under a name. Its token is asked for, and not shown.")
    parser.too_many = "There is a word too many. A token is never a word of the command: it is asked for"
    add = parser.add_argument
    add("name", metavar="NAME", help="the name, such as delhi")
    add("--base-url", metavar="URL", default=API_URL, help=f"its address (default: {API_URL})")
    add("--auth", choices=("bearer", "raw"), default="bearer",
        help="how the token is sent: after the word Bearer, or bare (default: bearer)")  # fmt: skip
    add("--rate", metavar="R", type=rate, help="most requests a second, or auto (default: that of the program)")
    add("--token-file", metavar="FILE", type=Path,
        help="file that holds the token, where it can not be asked for; it is not needed afterwards")  # fmt: skip
    add("--no-token", action="store_true", help="keep no token: it is given with --token-file at each run")
    add("--replace", action="store_true", help="replace the profile of that name")
    options = parser.parse_args(argv)
    if options.no_token and options.token_file:
        raise UsageError("--no-token and --token-file do not go together. Leave one of them out.")
    return AddChoices(
        name=options.name,
        base_url=options.base_url,
        token_file=options.token_file,
        with_token=not options.no_token,
        auth=options.auth,
        rate=options.rate,
        replacing=options.replace,
    )


def _parse_list(argv: Sequence[str]) -> ListChoices:
    parser = command_parser("profile list", "List the profiles, with everything but their tokens.")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    return ListChoices(as_json=parser.parse_args(argv).json)


def _parse_remove(argv: Sequence[str]) -> RemoveChoices:
    parser = command_parser("profile remove", "Remove a profile, and its token from the system's key store.")
    parser.add_argument("name", metavar="NAME", help="the name, as profile list shows it")
    return RemoveChoices(name=parser.parse_args(argv).name)


_PARSERS: Mapping[str, Callable[[Sequence[str]], ProfileChoices]] = {
    "add": _parse_add,
    "list": _parse_list,
    "remove": _parse_remove,
}
