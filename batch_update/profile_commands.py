"""The commands `profile add | list | remove`: where what is typed, the checks of sending and the accounts meet."""
# ruff: noqa: PLC0415 - each command imports what it alone needs

from __future__ import annotations

import os
from collections.abc import Sequence

from batch_update.accounts import (
    Account,
    add_account,
    check_name,
    config_folder,
    demand_room,
    list_accounts,
    remove_account,
)
from batch_update.errors import TokenError, UsageError
from batch_update.profile_arguments import AddChoices, ListChoices, RemoveChoices, parse_profile
from batch_update.screen import Screen, as_json
from batch_update.settings import EnvFile, Token, find_token
from batch_update.wording.layout import lay_out
from batch_update.wording.profiles import (
    CUTTABLE,
    NO_PROFILES,
    NOBODY_TYPES,
    TOKEN_PROMPT,
    profile_facts,
    profiles_table,
    tell_added,
    tell_removed,
)


def run_profile_command(words: Sequence[str], screen: Screen) -> int:
    """Do what the words behind `profile` say; its exit code. Raises BatchUpdateError."""
    choices = parse_profile(words)
    match choices:
        case AddChoices():
            _add(choices, screen)
        case ListChoices():
            _list(screen, json_lines=choices.as_json)
        case RemoveChoices():
            removed = remove_account(config_folder(os.environ), choices.name)
            screen.give(tell_removed(removed.name, with_token=removed.token_kept))
    return 0


def _add(choices: AddChoices, screen: Screen) -> None:
    from batch_update.campaign import CAMPAIGN
    from batch_update.sending import check_base_url

    folder, name = config_folder(os.environ), check_name(choices.name)
    target = check_base_url(choices.base_url, CAMPAIGN.path)
    demand_room(folder, name, replacing=choices.replacing, with_token=choices.with_token)
    if target.understood:
        screen.say(target.understood)
    token = _take_token(choices, screen) if choices.with_token else None
    account = Account(name=name, base_url=target.base, auth=choices.auth, rate=choices.rate)
    kept = add_account(folder, account, token, replacing=choices.replacing)
    screen.show(map(lay_out, tell_added(kept.name, kept.base_url, with_token=kept.token_kept)))


def _take_token(choices: AddChoices, screen: Screen) -> Token:
    """The token: of the file that was named, else as the person types it."""
    from batch_update.sending import check_token

    if choices.token_file is not None:
        return check_token(find_token(choices.token_file, {}, EnvFile()))
    if not screen.can_confirm:
        raise UsageError(NOBODY_TYPES)
    try:
        return check_token(screen.ask_secret(TOKEN_PROMPT))
    except TokenError as error:
        raise TokenError(f"{error} Nothing was kept.") from None


def _list(screen: Screen, *, json_lines: bool) -> None:
    screen.demand_output()
    accounts = list_accounts(config_folder(os.environ))
    facts = [
        profile_facts(account.name, account.base_url, account.auth, account.rate, token_kept=account.token_kept)
        for account in accounts
    ]
    if json_lines:
        for fact in facts:
            screen.give(as_json(fact))
    elif facts:
        screen.show_table(profiles_table(facts), cuttable=CUTTABLE)
    else:
        screen.give(NO_PROFILES)
