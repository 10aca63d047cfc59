"""From the file to checked rows: everything that can go wrong before anything is sent goes wrong here."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from batch_update.checking import HeaderMatcher, Pulled, check_rows
from batch_update.errors import SheetError, UsageError
from batch_update.model import Sheet, Verdict
from batch_update.resource import Resource
from batch_update.run.audience import Audience
from batch_update.run.choosing import Check, Choice, choose_rows, demand_choice
from batch_update.run.pulled import find_pulled, keep_cells, keep_to_origin
from batch_update.run.rounds import Round, Shelf, find_round, open_if_possible, place_results
from batch_update.settings import API_URL, Settings, Token
from batch_update.sheets.names import TO_FIX
from batch_update.sheets.reading.loader import SheetFile, open_sheet, read_sheet
from batch_update.sheets.writing.saving import check_results_place
from batch_update.wording.before import NOBODY_TO_ASK
from batch_update.wording.pulled import tell_without_effect

COLLECT_EVERY = 50_000
"""How many further objects are made before garbage is looked for among them: some megabytes of them."""

FindToken: TypeAlias = Callable[[], Token]
"""Where the face of the program has the token from. Raises TokenError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A sheet that has been read and checked."""

    settings: Settings
    resource: Resource
    token: Token | None  # None for a check, and for the stand-in, which makes its own
    file: SheetFile
    sheet: Sheet
    verdicts: Sequence[Verdict]  # one for each row of the sheet, in its order
    left_out: Mapping[int, str] = field(default_factory=dict)  # by row number, the option that chose others
    round: Round  # which it is of the first sheet's
    pulled: Pulled | None = None  # what is known of a sheet that was pulled

    @property
    def check(self) -> Check:
        """What judges rows of the sheet, alone or with others."""
        return partial(check_rows, self.resource, pulled=self.pulled)


def prepare(settings: Settings, resource: Resource, find_token: FindToken, audience: Audience, state: Path) -> Prepared:
    """Read the sheet and check its rows; see that there is a token, and that the results can go where they should.

    `state` is the folder of the journal, if there is one yet.

    Raises:
        SheetError: the file can not be read as rows, or has none.
        UsageError, TokenError: the results can not go where they should; there is no token, nowhere to send, or nobody
            to be asked.
    """
    file = open_sheet(settings.sheet)
    token: Token | None = None
    if settings.is_for_account:  # before anything slow is done
        settings, token = settle_address(settings, resource.path, audience), find_token()
        if not settings.sends_nothing:
            _demand_consent(settings, audience)
    with making_what_stays():
        sheet = read_sheet(
            file, resource, worksheet=settings.worksheet, match_header=HeaderMatcher(resource),
            takes_hidden=not settings.visible,
        )  # fmt: skip
        _demand_rows(sheet, resource)
        settings, story = _settle_results(settings, sheet, file, state)
        settings = _settle_origin(settings, resource, sheet, audience)
        settings = keep_cells(settings, sheet, state)
        pulled = find_pulled(settings, sheet, state)
        if pulled is None:
            _tell_without_effect(settings, sheet, audience)
        choice = _choose(settings, resource, sheet, pulled)
    return Prepared(
        settings=settings, resource=resource, token=token, file=file, sheet=sheet, verdicts=choice.verdicts,
        left_out=choice.left_out, round=story, pulled=pulled,
    )  # fmt: skip


def _tell_without_effect(settings: Settings, sheet: Sheet, audience: Audience) -> None:
    """Say of options that are about pulled sheets alone that they change nothing of this one."""
    given = {"--every-cell": settings.every_cell, "--keep-mine": settings.keep_mine}
    if options := [option for option, is_given in given.items() if is_given]:
        audience.say(tell_without_effect(sheet.path.name, options))


def _choose(settings: Settings, resource: Resource, sheet: Sheet, pulled: Pulled | None) -> Choice:
    """Check the rows; those that are not among the chosen have no part in it."""
    demand_choice(sheet, rows=settings.rows, visible=settings.visible)
    check = partial(check_rows, resource, pulled=pulled)
    return choose_rows(
        check(sheet.rows), check, rows=settings.rows, visible=settings.visible, limit=None,
        is_wanted=lambda _update: True,
    )  # fmt: skip


def _settle_results(settings: Settings, sheet: Sheet, file: SheetFile, state: Path) -> tuple[Settings, Round]:
    """Where the results will go, and of which round they are. Raises UsageError if they can not go there."""
    if settings.results_chosen:
        _demand_other_file(settings)
    with open_if_possible(state, make=False) as journal:
        story = find_round(settings, sheet, file.sha256, journal)
        settings = replace(settings, results=place_results(settings, story))
        check_results_place(settings.results, Shelf(round=story, journal=journal).may_replace)
    return settings, story


def settle_address(settings: Settings, path: str, audience: Audience) -> Settings:
    """The settings with the base URL in its one form, which is said if it had to be understood. Raises UsageError."""
    from batch_update.sending import check_base_url  # noqa: PLC0415 - a check has no use for it

    target = check_base_url(settings.base_url, path)
    if target.understood:
        audience.say(target.understood)
    return replace(settings, base_url=target.base)


def _settle_origin(settings: Settings, resource: Resource, sheet: Sheet, audience: Audience) -> Settings:
    """The settings for the check of a pulled sheet, whose next command goes to the account that the sheet is from.

    Raises:
        UsageError: if another account was given, to which the sheet would not be sent.
    """
    if not settings.check_only or (sheet.base is None and sheet.lists is None):
        return settings
    if settings.base_url != API_URL:
        settings = settle_address(settings, resource.path, audience)
    return keep_to_origin(settings, sheet)


def _demand_consent(settings: Settings, audience: Audience) -> None:
    """Rows go to an account with somebody's yes: given when asked, or beforehand where nobody can be asked."""
    if settings.ask and not settings.plan_only and not audience.can_confirm:
        raise UsageError(NOBODY_TO_ASK)


@contextmanager
def making_what_stays() -> Iterator[None]:
    """While a sheet becomes rows and updates, a million values are made and kept to the end: collect no garbage then.

    Nor look through these for any later: that is a tenth of the time of a whole run. What is made while rows are sent
    is kept as well, and is looked through seldom, which is a twentieth: an answer leaves no garbage, a failure little.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(COLLECT_EVERY)
        gc.enable()


def _demand_rows(sheet: Sheet, resource: Resource) -> None:
    """A sheet without a row is a slip, or a results workbook whose every row was updated."""
    if not sheet.rows:
        left = f"{sheet.path.name} has no row left to fix: there is nothing to send."
        blank = (
            f"{sheet.path.name} has a header but no row below it. Fill in one row for each {resource.name}, and save."
        )
        raise SheetError(left if sheet.worksheet == TO_FIX else blank)


def _demand_other_file(settings: Settings) -> None:
    if settings.results.resolve() == settings.sheet.resolve():
        raise UsageError("The results can not go into the sheet itself. Choose another file with --results.")
