"""Accounts by name: what a profile says of one, and its token in the system's key store.

The only folder that knows where either is kept. What an address or a token may be is judged by whoever hands it in.
"""

from batch_update.accounts.account import Account, Rate, check_name
from batch_update.accounts.keeping import add_account, demand_room, find_account, list_accounts, remove_account
from batch_update.accounts.profiles import config_folder

__all__ = [
    "Account",
    "Rate",
    "add_account",
    "check_name",
    "config_folder",
    "demand_room",
    "find_account",
    "list_accounts",
    "remove_account",
]
