"""Which account a sheet is from, and why it is not sent to another. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from batch_update.live import Base, NameLists
from batch_update.settings import SANDBOX, Settings


def tell_other_account(file: str, page: Base | NameLists, settings: Settings) -> str:
    """Why a sheet is not sent to another account than it is from."""
    origin, goal = name_origin(page.target, page.profile), name_origin(settings.base_url, settings.profile)
    if page.target == SANDBOX:
        way = "Send it with --sandbox, or pull a sheet from the account."
    elif page.profile:
        way = f"Send it with --profile {page.profile}, or pull a sheet from the other account."
    elif settings.profile:
        way = "Send it without a profile, or pull a sheet with it."
    else:
        way = f"Send it with --base-url {page.target}, or pull a sheet from the other account."
    return f"{file} was pulled from {origin}, and would go to {goal}. Nothing was sent. {way}"


def name_origin(target: str, profile: str) -> str:
    """The account that a sheet is from, or a run went to."""
    host = "the built-in stand-in" if target == SANDBOX else urlsplit(target).netloc or target
    return f"{host} (profile {profile})" if profile else host
