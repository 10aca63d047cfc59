"""Texts that stand for a date, a time or a number: what a spreadsheet makes of an entry, once it is a text.

A CSV file holds `02-Jan` where `.xlsx` holds a date, so both must be judged alike. One line of the table for each form;
which forms a kind of cell takes all the same (a ratio its `1:2`, a list its `-5`), its reader says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from batch_update.kinds.cleaning import AS_TEXT, Refused
from batch_update.kinds.dates import is_date, is_time, suggest_for_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that a text may have. `code` is empty where the kind of cell has one of its own for what is none of it."""

    name: str
    has: Callable[[str], bool]
    code: str = ""
    message: str
    suggest: Callable[[str], str]


def _suggest_one_or_several(text: str) -> str:
    digits = re.sub(r"[^0-9]", "", text)
    return f"If it is one number, type {digits} in one piece; if there are several, keep one."


def _suggest_for_fraction(text: str) -> str:
    """`1.234` may be a thousand and more, where a point stands between groups."""
    if re.fullmatch(r"\d{1,3}\.\d{3}", text):
        return f"If it is a whole number, type {text.replace('.', '')} in one piece."
    return AS_TEXT


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: compiled.fullmatch(text) is not None


def _always(suggestion: str) -> Callable[[str], str]:
    return lambda _text: suggestion


def _without_marks(text: str) -> str:
    """The digits of a number that is written with separators, a sign or a unit, unless it has a fraction."""
    if re.search(r"[.,]\d{1,2}\D*$", text):
        return "Type plain digits."
    return f"Did you mean {re.sub(r'[^0-9]', '', text)}? Type plain digits."


_CURRENCY_WORD = re.compile(
    r"(rs\.?\s?|inr\s|usd\s|eur\s|gbp\s|aed\s)?(?P<amount>[^a-z]*?)(\s(inr|usd|eur|gbp|rs\.?))?", re.IGNORECASE
)


def _is_currency(text: str) -> bool:
    """`$5`, `₹ 500`, `500 €`, `Rs. 500`, `INR 500`; `RS500` may be an id."""
    signs = [sign for sign in text if unicodedata.category(sign) == "Sc"]
    words = _CURRENCY_WORD.fullmatch(text)
    if words is None or not (signs or words[1] or words[3]) or (words[1] or "").strip() == "RS":
        return False
    return (
        re.fullmatch(r"[-+(]?\s?\d[\d.,\s]*(/-)?\)?", "".join(s for s in words["amount"] if s not in signs).strip())
        is not None
    )


FORMS = (
    Form(
        name="power of ten", code="digits-lost",
        has=_matches(r"[-+]?\d+([.,]\d*)?\s?E\s?[-+]?\d{1,3}|[-+]?\d+([.,]\d+)?\s?[x×*·]\s?10\s?\^\s?[-+]?\d{1,3}"),
        message="The number is written as a power of ten (1E5), so its digits can not be told.",
        suggest=_always(AS_TEXT),
    ),
    Form(
        name="date", code="date-in-cell", has=is_date,
        message="This is a date, as a spreadsheet writes it of entries such as 1-2.", suggest=suggest_for_date,
    ),
    Form(
        name="time", code="date-in-cell", has=is_time,
        message="This is a time, as a spreadsheet writes it of entries such as 1:2.", suggest=_always(AS_TEXT),
    ),
    Form(
        name="percentage", has=_matches(r"[-+]?\d+([.,]\d+)?\s?[%٪‰]|[%٪]\s?\d+([.,]\d+)?"),
        message="This is a percentage; a plain number is expected here.", suggest=_always("Type it without %."),
    ),
    Form(
        name="currency", has=_is_currency,
        message="This is an amount of money; plain digits are expected here.", suggest=_without_marks,
    ),
    Form(
        name="digits between spaces", has=_matches(r"[-+]?\d{1,3}( \d{3})+([.,]\d+)?"),
        message="The digits are in groups; they are expected in one piece here.", suggest=_suggest_one_or_several,
    ),
    Form(
        name="digits between commas", has=_matches(r"[-+]?(\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})+,\d{3})"),
        message="The digits are in groups; they are expected in one piece here.", suggest=_suggest_one_or_several,
    ),
    Form(
        name="digits between dots", has=_matches(r"[-+]?(\d{1,3}(\.\d{3}){2,}|\d{1,3}(['’`٬]\d{3})+)"),
        message="The digits are in groups; they are expected in one piece here.", suggest=_without_marks,
    ),
    Form(
        name="decimal comma", has=_matches(r"[-+]?(\d+,\d*|,\d+|\d{1,3}(\.\d{3})+,\d+)"),
        message="This is a number with a fraction; digits alone are expected here.", suggest=_always(AS_TEXT),
    ),
    Form(
        name="fraction",
        has=_matches(r"[-+]?(\d+[.٫]\d*|[.٫]\d+|\d{1,3}(,\d{2,3})+\.\d+|(\d+ )?\d{1,2}\s?[/⁄]\s?\d{1,3})"),
        message="This is a number with a fraction; digits alone are expected here.", suggest=_suggest_for_fraction,
    ),
    Form(
        name="signed number", has=_matches(r"[-+–−‐‑]\s?\d+|\d+\s?[-–−+]|\(\s?\d+([.,]\d+)*\s?\)"),
        message="This is a number with a sign; digits alone are expected here.", suggest=_without_marks,
    ),
    Form(
        name="sum", has=_matches(r"=.*|[-+]?\d+([.,]\d+)?(\s?[+*^÷×]\s?\d+([.,]\d+)?|\s[-–−]\s\d+([.,]\d+)?)+"),
        message="This is a sum or a formula, not its result.", suggest=_always("Type the result."),
    ),
    Form(
        name="true or false", code="true-or-false", has=_matches("TRUE|FALSE"),
        message="This is TRUE or FALSE, as a spreadsheet writes yes and no.", suggest=_always(AS_TEXT),
    ),
)  # fmt: skip
"""In the order in which they are looked for."""

_LONGEST = 64


def form_of(text: str, *, besides: frozenset[str] = frozenset()) -> Form | None:
    """The form of a date, a time or a number that a cleaned text has as a whole, those named in `besides` left out."""
    if not text or len(text) > _LONGEST:
        return None
    return next((form for form in FORMS if form.name not in besides and form.has(text)), None)


def refuse_form(text: str, code: str = "", *, besides: frozenset[str] = frozenset()) -> None:
    """Refuse a text that is a date, a time or another number than was meant, as a cell with that value is refused.

    `code` is that of forms which have none of their own; without it these pass.
    """
    form = form_of(text, besides=besides)
    if form and (form.code or code):
        raise Refused(form.code or code, form.message, form.suggest(text))
