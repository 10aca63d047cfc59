"""Which fields a narrow template has: those that were named, and those that one of them may need. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from batch_update.checking import HeaderMatcher
from batch_update.errors import UsageError
from batch_update.resource import Field, Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A resource with some of its fields only; `added` are the names of those that nobody asked for."""

    resource: Resource
    added: tuple[str, ...] = ()


def select_fields(resource: Resource, listed: str) -> Selection:
    """The resource with the fields of a list (`name, ring_timeout`), in its order; any spelling of a header will do.

    A field that another one needs by its value stands behind that one, or half of the rows could not be filled in. The
    id is always there.

    Raises:
        UsageError: a name is no field's (with what was probably meant), or is missing.
    """
    chosen = dict.fromkeys(_read_names(resource, listed))
    chosen.pop(resource.id_field.name, None)
    if not chosen:
        raise UsageError(f"--fields names no column beside {resource.id_field.name}, which is always there. Add one.")
    names = dict.fromkeys(field.name for name in chosen for field in _with_needed(resource, name))
    return Selection(resource=keep_fields(resource, names), added=tuple(name for name in names if name not in chosen))


def keep_fields(resource: Resource, names: Collection[str]) -> Resource:
    """The resource with these fields only, in this order; none of them is needed for a field that is not there."""
    return replace(resource, fields=tuple(_drop_foreign_need(resource.field(name), names) for name in names))


def _read_names(resource: Resource, listed: str) -> Iterator[str]:
    match_header, unknown = HeaderMatcher(resource), []
    for text in listed.replace(";", ",").split(","):
        name = " ".join(text.split())
        if not name:
            raise UsageError("A name is missing in --fields. Put commas between the names, and no blanks.")
        match = match_header(name)
        if match.field is not None:
            yield match.field
        else:
            meant = match.nearly or match.hint
            unknown.append(f"'{name}'" + (f" (did you mean {meant}?)" if meant else ""))
    if unknown:
        raise UsageError(f"--fields names no such column: {', '.join(unknown)}. Without --fields there are all.")


def _with_needed(resource: Resource, name: str) -> Iterator[Field]:
    """A field, and behind it those that its value may make needed, and so on."""
    yield resource.field(name)
    for field in resource.fields:
        if field.needed_when is not None and field.needed_when.field == name:
            yield from _with_needed(resource, field.name)


def _drop_foreign_need(field: Field, fields: Collection[str]) -> Field:
    """A field as a sheet with these fields knows it: what is not there can not make it needed."""
    is_foreign = field.needed_when is not None and field.needed_when.field not in fields
    return replace(field, needed_when=None) if is_foreign else field
