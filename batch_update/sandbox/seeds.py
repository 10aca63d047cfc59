"""What an item of the stand-in holds that nobody has touched: plausible values, made from its id.

Pure, and the same for the same id: by the resource's table alone, so that no rule between its fields is broken and
every value could be sent back as an update.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TypeAlias

from batch_update.kinds import ID, PHONE_NUMBER, RATIO, TEXT, URL
from batch_update.live import JsonValue, LiveValue, NamedId
from batch_update.resource import Body, Field, JsonType, Resource, Rule
from batch_update.sandbox.lists import make_ids

FIRST = 281
NAMES = (
    "Diwali offers", "Renewal reminders", "New leads", "Win back", "Feedback calls",
    "Welcome calls", "Festival East", "Festival West", "Upgrades", "Night desk",
    "Payment reminders", "Festival North", "Festival South", "Loyalty card", "Survey 2026",
    "Missed calls", "Webinar guests", "Service due", "Referrals", "Trial users",
)  # fmt: skip
"""The names of what the list shows before anything was updated: campaigns 281 to 300."""

LISTED = range(FIRST, FIRST + len(NAMES))
EMPTY = 1 / 8
"""How likely it is that a field is empty which may be so."""

Maker: TypeAlias = Callable[[Random], JsonValue]


class Seeds:
    """Makes the items of a resource; `lists` are the ids that their fields may hold, by the key of the lookup."""

    def __init__(self, resource: Resource, lists: Mapping[str, Sequence[NamedId]]) -> None:
        self._noun = resource.name.capitalize()
        self._title = resource.field(resource.title_field)
        self._rules = resource.rules
        self._makers = {field.name: _make_values(field, lists) for field in resource.fields}
        self._texts = [field for field in resource.fields if field.kind is TEXT]
        self._emptied = [field for field in resource.fields if field.kind.cleared is not None]

    def title(self, number: int) -> str:
        """The name of one that nobody has touched."""
        return NAMES[number - FIRST] if number in LISTED else f"{self._noun} {number}"

    def item(self, number: int) -> dict[str, LiveValue]:
        """One that nobody has touched: all fields in the form that an update would send; None is empty."""
        dice = Random(number)  # noqa: S311 - no secret, and to be the same each time
        title = self.title(number)
        body = {name: make(dice) for name, make in self._makers.items()}
        body |= {field.name: field.example.replace(self._title.example, title) for field in self._texts}
        empty = {field.name: None for field in self._emptied if dice.random() < EMPTY and self._may_lack(field, body)}
        return {**body, self._title.name: title, **empty}

    def _may_lack(self, field: Field, body: dict[str, JsonValue]) -> bool:
        """Whether nothing is broken by the emptiness of a field; if so, it is taken out of the body."""
        needed = field.needed_when
        if field.needed_when_added or (needed is not None and str(body.get(needed.field)) == needed.equals):
            return False
        left = {name: value for name, value in body.items() if name != field.name}
        if any(_breaks(rule, left) and not _breaks(rule, body) for rule in self._rules):
            return False
        del body[field.name]
        return True


def _breaks(rule: Rule, body: Body) -> bool:
    return rule.field in body and rule.broken(body)


# --- the values of one field ------------------------------------------------------------------------------------------


def _make_values(field: Field, lists: Mapping[str, Sequence[NamedId]]) -> Maker:
    """What makes a field's values, of the JSON type that an update sends."""
    ids = [entry.id for entry in lists[field.lookup.key]] if field.lookup else make_ids([field])
    codes = [choice.code for choice in field.choices]
    match field.kind.json_type:
        case JsonType.STRINGS:
            several = codes or ids
            return lambda dice: dice.sample(several, dice.randint(1, min(3, len(several))))
        case JsonType.INTEGERS:
            numbers = [int(id_) for id_ in ids]
            return lambda dice: dice.sample(numbers, dice.randint(2, 4))
        case JsonType.OBJECTS:
            return _make_objects(field, ids)
        case JsonType.INTEGER:
            return lambda dice: dice.randrange(2)  # the one integer that is no flag has no values that anybody knows
        case JsonType.STRING:
            return _make_texts(field, ids, codes)


def _make_texts(field: Field, ids: Sequence[str], codes: Sequence[str]) -> Maker:
    example = field.example
    if field.kind is TEXT:
        return lambda _: example
    if field.kind is URL:
        return lambda dice: f"{example}/{dice.randint(1, 99)}"
    if field.kind is PHONE_NUMBER:
        return lambda dice: f"{example[:-2]}{dice.randint(10, 99)}"
    if codes or field.lookup or field.kind is ID:
        one_of = codes or ids
        return lambda dice: dice.choice(one_of)
    if example.isdigit():
        near = _near(int(example), whole=field.kind is not RATIO)
        return lambda dice: dice.choice(near)
    return lambda dice: f"{dice.randint(4810, 4829)}:{dice.randint(1000, 9999)}"  # a form that is documented nowhere


def _near(number: int, *, whole: bool) -> list[str]:
    """Numbers such as this one: 10, 25, 40 and 50 for 25; 1, 1.5, 2, 3 and 4 for 2, if they need not be whole."""
    step = 5 if number >= 10 else 1
    near = [number * share for share in (0.5, 0.75, 1, 1.5, 2)]
    return [str(max(step, round(other / step) * step)) if whole else f"{other:g}" for other in near]


def _make_objects(field: Field, ids: Sequence[str]) -> Maker:
    """Objects whose first part is an id, as far as its numbers go; no more of them are on than may be."""
    (id_part, numbers), *others = (field.kind.parts or {}).items()
    known = [int(id_) for id_ in ids if int(id_) in numbers] or list(numbers[:4])
    most = field.limit.most if field.limit else len(known)

    def make(dice: Random) -> list[dict[str, int]]:
        chosen = dice.sample(known, dice.randint(1, min(4, len(known))))
        return [
            {id_part: id_, **{part: dice.randrange(2) if place < most else 0 for part, _ in others}}
            for place, id_ in enumerate(chosen)
        ]

    return make
