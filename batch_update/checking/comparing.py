"""What a campaign that was read holds, and whether that is what was asked for: same, different, or not comparable.

Pure, for any resource. A key that is not there, or a value in no known form, is never a difference and never a guess.
But within two readings of one campaign, what was there with a value and is gone, or can not be read any more, counts as
emptied.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from batch_update.kinds.json_forms import key_of, names_beside
from batch_update.live import Comparison, Difference, LiveValue, Snapshot
from batch_update.resource import Body, Field, Resource

# --- what was read ----------------------------------------------------------------------------------------------------


def take_snapshot(resource: Resource, campaign_id: str, item: Mapping[str, object]) -> Snapshot:
    """One campaign as it was read, each value in the form that an update would send.

    Keys that the table does not know are left out; two keys for one field must say the same.
    """
    fields = {key_of(field.name): field for field in resource.fields}
    values: dict[str, LiveValue] = {}
    unclear = set()
    labels: dict[str, Mapping[str, str]] = {}
    for key, given in item.items():
        field = fields.get(key_of(key))
        if field is None:
            continue
        name = field.name
        try:
            value = field.kind.live(given, field)
        except ValueError:
            unclear.add(name)
            continue
        known = values.setdefault(name, value)
        if known is not value and not is_same(field, known, value):
            unclear.add(name)
        elif isinstance(given, (list, dict)) and (names := names_beside(given, _id_key(field))):
            labels[name] = names
    for name in unclear:
        values.pop(name, None)
        labels.pop(name, None)
    return Snapshot(campaign_id=campaign_id, values=values, unclear=frozenset(unclear), labels=labels)


def _id_key(field: Field) -> str:
    return next(iter(field.kind.parts or ()), "id")


# --- what was sent, beside what was read ------------------------------------------------------------------------------


def live_body(resource: Resource, body: Body) -> dict[str, LiveValue]:
    """The values of a body in the form of what was read: what `<clear>` sends is empty."""
    names = (field.name for field in resource.fields if field.name in body)
    return {name: None if (value := body[name]) == "" or value == [] else value for name in names}


def compare(resource: Resource, body: Body, live: Snapshot, *, before: Snapshot | None = None) -> Comparison:
    """What was sent, or would be, beside what the campaign holds: `wanted` is the body's value, `found` the live one.

    `before` is what was read before the body was sent, if `live` was read after it: then a field that has lost its
    value is known to be empty. One that can not be read any more is never taken for emptied as asked.
    """
    return _compare(resource, live_body(resource, body), live, before)


def compare_readings(resource: Resource, before: Snapshot, after: Snapshot, *, besides: Collection[str]) -> Comparison:
    """What two readings say of the fields that were not sent: `wanted` is the value before, `found` the one after."""
    kept = {name: value for name, value in before.values.items() if name not in besides}
    compared = _compare(resource, kept, after, before)
    rest = [f.name for f in resource.fields if f.name not in besides and f.name not in kept]
    order = {field.name: place for place, field in enumerate(resource.fields)}
    return replace(compared, unknown=tuple(sorted((*compared.unknown, *rest), key=order.__getitem__)))


def _compare(
    resource: Resource, wanted: Mapping[str, LiveValue], live: Snapshot, before: Snapshot | None
) -> Comparison:
    same, different, unknown = [], [], []
    held = live.values
    for field in resource.fields:
        name = field.name
        if name not in wanted:
            continue
        found, value = held.get(name), wanted[name]
        if name not in held and not _is_lost(field, value, live, before):
            unknown.append(name)
        elif found == value or is_same(field, found, value):
            same.append(name)
        else:
            different.append(Difference(name, found, value))
    return Comparison(same=tuple(same), different=tuple(different), unknown=tuple(unknown))


def _is_lost(field: Field, wanted: LiveValue, live: Snapshot, before: Snapshot | None) -> bool:
    """Whether a field that can not be compared held a value before, so that it counts as emptied."""
    if before is None or is_same(field, before.values.get(field.name), None):
        return False
    return field.name not in live.unclear or not is_same(field, wanted, None)


def is_same(field: Field, one: LiveValue, other: LiveValue) -> bool:
    """Whether two values of a field, in the form that an update would send, are the same."""
    if one is None or other is None:
        return one is other or (field.kind.is_flag and not one and not other)
    return field.kind.same(one, other)
