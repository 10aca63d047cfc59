"""What is said of a pull: what was read, what was not and why, and what to do with the workbook. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from batch_update.runs import PulledFile
from batch_update.wording.command_line import command
from batch_update.wording.layout import WORKBOOK
from batch_update.wording.phrases import count, is_or_are

MOST_NAMED = 10  # campaigns that could not be read

NO_ID = "this is no id of a campaign"
NOT_THERE = "there is no campaign of this id"


def tell_no_list(why: str) -> str:
    """Why there is nothing to pull, though single campaigns may be read."""
    return f"The list of campaigns could not be read. {why} To pull some by their ids: --ids 281,282 (or --ids SHEET)."


def tell_unreadable(unread: Mapping[str, str]) -> str:
    """Why a pull ends whose first campaigns could not be read."""
    named = ", ".join(unread)
    return f"The first campaigns ({named}) could not be read. {_sentence(list(unread.values())[-1])}"


def tell_without_id(entries: int) -> str:
    """Said of entries of the account's list that nobody can name."""
    few = "1 entry of the account's list has" if entries == 1 else f"{entries:,} entries of the account's list have"
    return f"{few} no id, so nobody can say which {'campaign it is' if entries == 1 else 'campaigns they are'}."


def tell_nothing(unread: Mapping[str, str], without_id: int = 0) -> str:
    """Why there is no workbook: nothing was read."""
    if not unread and without_id:
        return f"No campaign could be read, so no workbook was written. {tell_without_id(without_id)}"
    if not unread:
        return "The account has no campaign to pull. No workbook was written."
    told = "; ".join(f"{campaign_id}: {why}" for campaign_id, why in unread.items())
    return f"No campaign could be read, so no workbook was written. {told}"


def describe_pull(pulled: PulledFile) -> Iterator[str]:
    """What is in the workbook, what is not, and what to do with it."""
    if pulled.remark:
        yield pulled.remark
    for campaign_id, why in pulled.not_read[:MOST_NAMED]:
        yield f"Campaign {campaign_id} could not be read: {why}"
    if (more := len(pulled.not_read) - MOST_NAMED) > 0:
        yield f"and {count(more, 'more campaign')}"
    if pulled.without_id:
        yield tell_without_id(pulled.without_id)
    if pulled.without_names:
        yield f"These lists could not be read, so their ids have no names: {', '.join(pulled.without_names)}."
    unread = pulled.fields - pulled.fields_read
    grey = f"; {unread} {is_or_are(unread)} grey, and may hold a value" if unread else ""
    yield f"{pulled.fields_read} of {pulled.fields} fields could be read{grey}."
    yield f"{WORKBOOK}{pulled.file}"
    what = count(pulled.campaigns, "campaign")
    yield f"{what}. Edit cells and save; only what you edited is sent. To see the changes before:"
    yield f"  {command(pulled.settings, pulled.file, '--plan')}"


def pull_facts(pulled: PulledFile) -> dict[str, object]:
    """The object that `pull --json` prints."""
    return {
        "file": str(pulled.file),
        "campaigns": pulled.campaigns,
        "not_read": len(pulled.not_read) + pulled.without_id,
        "fields_read": pulled.fields_read,
        "requests": pulled.requests,
        "seconds": round(pulled.seconds, 3),
        "exit_code": pulled.exit_code,
    }


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
