"""What is said of the first campaign of a run, which is tried and read back before the others are sent. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from batch_update.live import Comparison
from batch_update.wording.phrases import count

GO_ON_WITHOUT = "Send the others without trying one first?"
MOST_LINES = 10  # fields that the question names
DECLINED = "You chose not to send the others."


def tell_trying(campaign_id: str, row: int) -> str:
    """Said before it is sent."""
    return f"Trying the first one: campaign {campaign_id} (row {row})."


def tell_shown(campaign_id: str, sent: Comparison, others: Comparison) -> str:
    """What it showed, in one sentence: of that campaign and those columns, and no more."""
    asked = len(sent.same) + len(sent.different) + len(sent.unknown)
    there = f"{len(sent.same)} of {count(asked, 'field')} sent {'is' if asked == 1 else 'are'} there"
    unknown = len(sent.unknown) + len(others.unknown)
    kept = len(others.same)
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


def tell_stopped(message: str, undo: str, *, unasked: bool) -> str:
    """Why the run stopped at its first campaign, and the ways on."""
    ways = f"{undo} makes the sheet that puts it back"
    if unasked:
        ways += "; --every-cell sends whole rows of a pulled sheet, so that nothing is left out"
    return f"The first campaign is not as it should be, so no other was sent. {message} The command {ways}."


def tell_without(tried: int, why: str) -> str:
    """That there is no trial: none of the first campaigns could serve."""
    which = "The first campaign" if tried == 1 else f"None of the first {tried} campaigns"
    could = "could not" if tried == 1 else "could"
    return f"{which} {could} be tried and read back, so what the API does to them is not known. {why}".rstrip()


REFUSED_TO_RESUME = (
    "The run of this sheet was stopped by its first campaign, which was not as it should be. Put it back with"
    " {undo}; to go on all the same, add --verify none."
)
