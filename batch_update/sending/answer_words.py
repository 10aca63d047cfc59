"""The words by which APIs say yes, no and "perhaps": tables, and how one value is read by them. Pure.

The keys are written in letters and digits alone. The API's page knows `Success` and `Message`; its sister products know
`success`, `"false"` as a text and `ok`. The rest is what other APIs write, since this one's real answers are not known.
"""

from __future__ import annotations

import math
import re
import unicodedata
from enum import Enum, auto
from functools import lru_cache
from http import HTTPStatus

from batch_update.sending.bodies import plain


class Family(Enum):
    """What a key of an answer is about."""

    FLAG = auto()  # says whether it went well, and nothing else
    STATE = auto()  # says the same, but a campaign may have a field of that name
    CODE = auto()  # a number or a name, which may be that of an HTTP status
    DONE = auto()  # only a plain "false" says something: `"updated": 0` may be a count of what was different
    DENIAL = auto()  # a yes to this is a no
    ERROR = auto()  # there, and holding something, it speaks against the answer
    KIND = auto()  # `"type": "error"`; any other kind says nothing
    MESSAGE = auto()
    DATA = auto()  # holds what the answer is about, and perhaps a flag of its own


_KEYS = {
    Family.FLAG: "success successful successfully succeeded succeed ok okay",
    Family.STATE: "status state result outcome",
    Family.CODE: "code statuscode resultcode",
    Family.DONE: "updated saved applied accepted processed completed done valid found authenticated authorized",
    Family.DENIAL: "failed fail rejected refused denied invalid unauthorized unauthenticated forbidden throttled",
    Family.KIND: "type kind level severity",
    Family.MESSAGE: "message messages msg detail details title reason text",
    Family.DATA: "data results response responses payload body meta items multistatus operations d",
}
_PREFIXES = "is was has had did all the api http request req response resp return update operation overall final x"
_SUFFIXES = "flag value indicator text"
_FAMILIES = {key: family for family, keys in _KEYS.items() for key in keys.split()}
_ERROR = re.compile(".*errors?|errors?.*|exceptions?|failures?|faults?|faultstring|violations?|problems?|errno")
_AFFIXED = re.compile(f"(?:{'|'.join(_PREFIXES.split())})*(.+?)(?:{'|'.join(_SUFFIXES.split())})?")


@lru_cache(maxsize=1000)
def family_of(key: str) -> Family | None:
    """What a key is about, whatever its case, prefix or separators: `isSuccess`, `HTTP_STATUS`, `response-code`."""
    bare = plain(key)
    if family := _FAMILIES.get(bare):
        return family
    if bare in {"errorcode", "errcode"}:
        return Family.CODE
    if _ERROR.fullmatch(bare):
        return Family.ERROR
    if bare.startswith(("failed", "failure")):
        return Family.DENIAL
    if bare.endswith(("message", "msg")):
        return Family.MESSAGE
    affixed = _AFFIXED.fullmatch(bare)
    return _FAMILIES.get(affixed[1]) if affixed else None


# --- one value --------------------------------------------------------------------------------------------------------


class Meaning(Enum):
    """What the value of a flag says."""

    YES = auto()
    NO = auto()
    NOTHING = auto()
    UNCLEAR = auto()


YES_WORDS = frozenset((
    "1", "true", "t", "yes", "y", "on", "ok", "okay", "success", "successful", "successfully", "succeeded", "succeed",
    "done", "updated", "accepted", "applied", "saved", "complete", "completed", "pass", "passed", "no error",
    "no errors", "all ok",
))  # fmt: skip
FAILURE_WORDS = frozenset((
    "fail", "failed", "failure", "error", "errors", "err", "unsuccessful", "unsuccessfully", "rejected", "refused",
    "denied", "declined", "invalid", "ko", "nok", "not ok", "not okay", "not updated", "not successful",
))  # fmt: skip
NO_WORDS = FAILURE_WORDS | {"", "0", "false", "f", "no", "n", "off"}
HARMLESS_STATES = frozenset(("active", "enabled", "live", "running"))
"""What a campaign's own `status` may be. As an answer's flag these are no yes, but nothing against it either."""
OTHER_STATES = frozenset((
    "inactive", "disabled", "paused", "stopped", "draft", "archived", "scheduled", "closed", "open", "new", "idle",
))  # fmt: skip
"""The same, but each could be meant of the account or the token; beside a yes, or in a campaign, it says nothing."""
NOTHING_WORDS = frozenset((
    "", "0", "00", "0000", "false", "no", "none", "null", "nil", "n/a", "na", "-", "no errors found",
))  # fmt: skip
"""What may stand under `error` where there is none; so may a word of success."""
TRUE_WORDS = frozenset(("1", "true", "t", "yes", "y", "on"))
"""Words of yes that answer a question: as a text under `error`, they say that there is one."""

STATUS_NAMES = {
    **{status.phrase.casefold(): status.value for status in HTTPStatus if status >= HTTPStatus.BAD_REQUEST},
    "unauthenticated": 401,
    "unprocessable entity": 422,  # newer versions of Python have another phrase for it
}
_STATUS = re.compile(r"(?:http(?:/[\d.]+)?[ :]*)?([1-9][0-9]{2,})(?:\.0+)?(?:[^\w.].*)?", re.DOTALL)


@lru_cache(maxsize=1000)  # a run gets the same few answers ten thousand times
def normalize(text: str) -> str:
    """A word as the tables have it: small letters, single spaces, nothing round it that is no part of it."""
    folded = unicodedata.normalize("NFKC", text[:1000]).casefold().replace("_", " ").replace("’", "'")
    return " ".join(folded.split()).strip(" .!\"'")


def status_in(value: object) -> int | None:
    """The number of an HTTP status, or of anything from 100 on: `401`, `"401"`, `"404 Not Found"`, `"NOT_FOUND"`."""
    match value:
        case bool():
            return None
        case int() | float():
            return int(value) if math.isfinite(value) and value >= 100 and value == int(value) else None
        case str():
            word = normalize(value)
            if found := _STATUS.fullmatch(word):
                return int(found[1][:9])
            return STATUS_NAMES.get(word.replace("-", " "))
        case _:
            return None


def meaning_of(value: object) -> Meaning:
    """What a flag's value says. A number is a flag (0, 1) or a status (200 to 299); a sentence is read by its words."""
    match value:
        case None:
            return Meaning.NOTHING
        case bool():
            return Meaning.YES if value else Meaning.NO
        case int() | float():
            if value == 0:
                return Meaning.NO
            return Meaning.YES if value == 1 or 200 <= value <= 299 else Meaning.UNCLEAR
        case str():
            return _meaning_of_text(value)
        case _:
            return Meaning.UNCLEAR if value else Meaning.NO


@lru_cache(maxsize=1000)
def _meaning_of_text(text: str) -> Meaning:
    word = normalize(text)
    if word in YES_WORDS:
        return Meaning.YES
    if word in NO_WORDS:
        return Meaning.NO
    if re.fullmatch(r"[01]\.0+", word):
        return Meaning.YES if word.startswith("1") else Meaning.NO
    if (status := status_in(text)) is not None:
        return Meaning.YES if 200 <= status <= 299 else Meaning.UNCLEAR
    is_yes = _CONFIRMS.search(word) and not (_DENIES.search(word) or _COMPLAINS.search(word) or _HEDGES.search(word))
    return Meaning.YES if is_yes else Meaning.UNCLEAR


def holds_something(value: object) -> bool:
    """Whether what stands under `error` is one; `[]`, `0`, `"none"` and `{"code": 0, "message": ""}` are not."""
    match value:
        case None | False:
            return False
        case bool():
            return True
        case int() | float():
            return not (value == 0 or 200 <= value <= 299)
        case str():
            word = normalize(value)
            return word in TRUE_WORDS or (word not in NOTHING_WORDS and meaning_of(value) is not Meaning.YES)
        case list():
            return any(map(holds_something, value))
        case dict():
            return any(map(holds_something, value.values()))
        case _:
            return True


# --- sentences --------------------------------------------------------------------------------------------------------

_DENIES = re.compile(
    r"(?:\bnot|n't|\bnever|\bcannot|\bunable to|\bfail(?:ed|s)? to)\s+(?:(?:be|been|get|yet|was|were|any)\s+)*"
    r"(?:updat|sav(?:e|ing)|chang|modif|appl(?:y|ied)|success|succe?ed|complet|process|accept|done\b)"
)
_CONFIRMS = re.compile(
    r"\bsuccess\w*|\bsucceeded|\b(?:updated|saved|changed|modified|applied|completed|accepted|processed|done|okay|ok)\b"
    r"|\b(?:no|0|zero|without) (?:errors?|problems?)\b"
)
_COMPLAINS = re.compile(
    r"\b(?:fail\w*|errors?|exception|invalid|incorrect|wrong|unsuccessful\w*|unable|unauthori[sz]ed|unauthenticated"
    r"|forbidden|denied|rejected|refused|expired|blacklisted|suspended|missing|required|exceed(?:s|ed)?|cannot|can not"
    r"|could not|too many|no such|not (?:be|found|allowed|permitted|valid|exist|authori[sz]ed|supported|available)"
    r"|must (?:be|not|have|contain)|may not|should be|provide an?|bad request|been taken|try again|log ?in)\b"
    r"|\b(?:can't|couldn't|doesn't|isn't|won't)"
)
_HEDGES = re.compile(
    r"\b(?:partial\w*|partly|pending|queued|in progress|processing|will|to be|being|scheduled|waiting|except|skipped"
    r"|ignored|unless|but|if|some)\b"
)


@lru_cache(maxsize=1000)
def complains(text: str) -> bool:
    """Whether a sentence says, in English, that something did not go well: "Update failed", "could not be saved"."""
    words = normalize(text)
    if _DENIES.search(words):
        return True
    return bool(_COMPLAINS.search(words)) and not _CONFIRMS.search(words)


def hedges(text: str) -> bool:
    """Whether a text speaks of something that is not done yet, or not wholly."""
    return bool(_HEDGES.search(normalize(text)))


def is_about(key: str, text: str) -> bool:
    """Whether a sentence names the very field that it stands under, as complaints do and values do not."""
    return len(text.split()) > 2 and len(plain(key)) > 2 and plain(key) in plain(text)
