"""What of a campaign goes back to what it was before a run, by what was read before it, after it, and now. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from batch_update.checking.comparing import compare_readings, is_same
from batch_update.live import Difference, LiveValue, Readings, Snapshot
from batch_update.resource import Field, Resource
from batch_update.wording import undo as words


@dataclass(frozen=True, slots=True)
class Kept:
    """A field that stays as it is, though the run changed it; without a `field`, a campaign as a whole."""

    field: str
    before: LiveValue
    found: LiveValue
    why: str
    was_read: bool = True  # whether it is known what was there `before`
    is_read: bool = True  # and what is `found` there now


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """What goes back of one campaign, by field, None where it is to be emptied; and what can not.

    `base` has what the campaign holds now: of those fields, and of those that one of them needs or is needed by. `held`
    are the fields that are as they were, of an account that empties what an update leaves out: sent with the others
    they stay.
    """

    values: Mapping[str, LiveValue]
    held: Mapping[str, LiveValue]
    kept: tuple[Kept, ...]
    base: Mapping[str, LiveValue]


def was_changed(resource: Resource, readings: Readings) -> bool:
    """Whether a campaign was seen to change, in fields that were sent or in others."""
    return any(_changes(resource, readings)) or any(_appeared(resource, readings))


def put_back(resource: Resource, readings: Readings, now: Snapshot) -> PutBack:
    """Decide what of a campaign goes back. A field that has its former value already is passed over."""
    values: dict[str, LiveValue] = {}
    kept: list[Kept] = []
    changes = _changes(resource, readings)
    for change in changes:
        name = change.field
        found = now.values.get(name)
        if is_same(resource.field(name), found, change.wanted) and name in now.values:
            continue
        if why := _find_hindrance(resource.field(name), change, readings, now):
            kept.append(Kept(name, change.wanted, found, why, is_read=name in now.values))
        else:
            values[name] = change.wanted
    for name in _appeared(resource, readings):
        found = now.values.get(name)
        kept.append(Kept(name, None, found, words.NOT_READ_BEFORE, was_read=False, is_read=name in now.values))
    held = _held(resource, readings, changes, now) if values else {}
    names = {*_with_kin(resource, values), *held}
    known = {name: now.values.get(name) for name in names if name not in now.unclear}
    return PutBack(values=values, held=held, kept=tuple(kept), base=known)


def _held(resource: Resource, readings: Readings, changes: Sequence[Difference], now: Snapshot) -> dict[str, LiveValue]:
    """The fields that an update must not leave out, or they would be emptied as most others were."""
    before = {} if readings.before is None else {k: v for k, v in readings.before.values.items() if v is not None}
    emptied = {change.field for change in changes if change.found is None}
    stayed = before.keys() - {change.field for change in changes}
    if len(emptied) <= len(stayed):
        return {}
    return {
        name: before[name]
        for name in stayed
        if name in now.values and is_same(resource.field(name), now.values[name], before[name])
    }


def _changes(resource: Resource, readings: Readings) -> tuple[Difference, ...]:
    """What the run is seen to have changed: `wanted` is the value before it, `found` the one after."""
    if readings.before is None or readings.after is None:
        return ()
    return compare_readings(resource, readings.before, readings.after, besides=()).different


def _appeared(resource: Resource, readings: Readings) -> Iterator[str]:
    """The fields that hold a value after the run and could not be read before it: some APIs leave out what is empty."""
    if readings.before is None or readings.after is None:
        return
    known, after = readings.before.values, readings.after.values
    for field in resource.fields:
        if field.name not in known and not is_same(field, after.get(field.name), None):
            yield field.name


def without(decided: PutBack, reasons: Mapping[str, str], now: Snapshot) -> PutBack:
    """The same without some fields, which stay as they are for these reasons."""
    wanted = {**decided.values, **decided.held}
    kept = [
        Kept(name, wanted[name], now.values.get(name), why, is_read=name in now.values) for name, why in reasons.items()
    ]
    values = {name: value for name, value in decided.values.items() if name not in reasons}
    held = {name: value for name, value in decided.held.items() if name not in reasons}
    return replace(decided, values=values, held=held if values else {}, kept=(*decided.kept, *kept))


def _find_hindrance(field: Field, change: Difference, readings: Readings, now: Snapshot) -> str:
    """Why a field must stay as it is; "" if it may go back."""
    was_there = readings.after is not None and field.name in readings.after.values
    if field.name in now.unclear or (field.name not in now.values and was_there):
        return words.NOT_COMPARABLE
    if not is_same(field, now.values.get(field.name), change.found):
        return words.CHANGED_SINCE
    if change.wanted is None and field.kind.cleared is None:
        return words.WAS_EMPTY
    return ""


def _with_kin(resource: Resource, names: Collection[str]) -> Iterator[str]:
    """These fields, and those that one of them needs or is needed by: rules are judged over all of them."""
    for field in resource.fields:
        condition = field.needed_when
        is_kin = condition is not None and (condition.field in names)
        if field.name in names or field.name == resource.title_field or is_kin:
            yield field.name
    yield from (it.needed_when.field for it in resource.fields if it.name in names and it.needed_when)
