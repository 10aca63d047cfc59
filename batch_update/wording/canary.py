"""What is said of the first campaign of a run, which is tried and read back before the others are sent. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from batch_update.live import Comparison
from batch_update.wording.phrases import count, end_sentence
from batch_update.wording.proof import ways_back

LOOKING = "Reading the first campaign …"
LOOKING_AGAIN = "It is not as it should be yet: some systems take a moment, so it is read again for a few seconds."
GO_ON_WITHOUT = "Send the others without trying one first?"
MOST_LINES = 10  # fields that the question names
MOST_NAMED = 10  # fields that the last words name
NOT_SENT = "The run stopped at its first campaign, which is not as it should be; the sheet “Summary” tells more."
DECLINED = "You chose not to send the others."


def tell_trying(campaign_id: str, row: int) -> str:
    """Said before it is sent."""
    return f"Trying the first one: campaign {campaign_id} (row {row})."


def tell_shown(campaign_id: str, sent: Comparison, others: Comparison) -> str:
    """What it showed, in one sentence: of that campaign and those columns, and no more."""
    asked = len(sent.same) + len(sent.different) + len(sent.unknown)
    there = f"{len(sent.same)} of {count(asked, 'field')} sent {'is' if asked == 1 else 'are'} there"
    if not sent.same:
        there = "nothing that was sent could be compared"
    elif sent.unknown:
        there += f", {len(sent.unknown)} could not be compared"
    unknown, kept = len(others.unknown), len(others.same)
    if not kept and not others.different:
        rest = "of the fields not sent none could be compared, so nothing is known of fields that are left out"
    else:
        rest = f"{count(kept, 'field')} not sent kept {'its' if kept == 1 else 'their'} value"
    unclear = f"; {count(unknown, 'field')} nobody could compare" if unknown and kept else ""
    return f"Campaign {campaign_id} was sent and read back: {there}; {rest}{unclear}."


def tell_differing(
    campaign_id: str, sent: Iterable[tuple[str, str, str]], others: Iterable[tuple[str, str, str]]
) -> Iterator[str]:
    """What is not as it should be, a line for each field: its name, what it was to be or was before, what it is."""
    yield f"Campaign {campaign_id} was sent, the API said yes, and it is not as it should be:"
    told = [
        *(f"  {name}: sent {wanted}, and it is {found}" for name, wanted, found in sent),
        *(f"  {name}: not sent; it was {before}, and is {now}" for name, before, now in others),
    ]
    yield from told[:MOST_LINES]
    if len(told) > MOST_LINES:
        yield f"  and {count(len(told) - MOST_LINES, 'more field')}"


def ask_on(others: int) -> str:
    """The question after a first campaign that is not as it should be."""
    return f"Send the other {count(others, 'campaign')} all the same?"


def tell_stopped(campaign_id: str, sent: Sequence[str], others: Sequence[str], undo: str, *, is_pulled: bool) -> str:
    """Why the run stopped at its first campaign: fields not applied, fields that changed unasked; and the ways on."""
    told = [f"not what was sent: {_name(sent)}"] if sent else []
    told += [f"not sent, and yet changed: {_name(others)}"] if others else []
    ways = ways_back(undo, is_pulled=is_pulled) if others else f"{undo} makes the sheet that puts it back."
    where = f"Campaign {campaign_id}, the first, is not as it should be, so no other was sent."
    return f"{where} {_begin('; '.join(told))}. {ways}"


def _begin(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _name(fields: Sequence[str]) -> str:
    more = len(fields) - MOST_NAMED
    return f"{', '.join(fields[:MOST_NAMED])}{f' and {more} more' if more > 0 else ''}"


def tell_without(tried: int, why: str) -> str:
    """That there is no trial: none of the first campaigns could serve."""
    which = "The first campaign could not" if tried == 1 else f"None of the first {tried} campaigns could"
    told = f"{which} be tried and read back, so nothing is known of what the API does to fields that are left out."
    return f"{told} {end_sentence(why)}".rstrip()


REFUSED_TO_RESUME = (
    "The run of this sheet was stopped, since what it had sent was not as it should be. Put it back with {undo}; to go"
    " on all the same, add --verify none."
)
