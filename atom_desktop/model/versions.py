"""How records of older versions of ATOM are read, and how those of newer ones are recognised.

A record carries `version`, an ordinary field that is 1 when absent. An older record is brought up
to date when it is read, by pure functions, and is only written when something else changes it. A
newer one is shown as far as it is understood and never written: its fields are kept as they are.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from atom_desktop.model.collections import Collection
from atom_desktop.model.json import JsonObject

Upgrade = Callable[[JsonObject], JsonObject]
"""Brings the fields of one record from one version to the next, without touching its argument."""

CURRENT: Final[Mapping[str, int]] = MappingProxyType({str(kind): 1 for kind in Collection})
UPGRADES: Final[Mapping[tuple[str, int], Upgrade]] = MappingProxyType({})
"""The upgrade from (collection, version) to the version after it; none is needed yet."""


def version_of(fields: JsonObject) -> int:
    """Return the version that a record was written in."""
    version = fields.get("version", 1)
    return version if isinstance(version, int) and version > 0 else 1


def is_newer(collection: str, fields: JsonObject, current: Mapping[str, int] = CURRENT) -> bool:
    """Tell whether a newer ATOM wrote this record, so that this one must not change it.

    A collection that is not known here comes from a newer ATOM as well.
    """
    return version_of(fields) > current.get(collection, 0)


def upgraded(
    collection: str, fields: JsonObject, upgrades: Mapping[tuple[str, int], Upgrade] = UPGRADES
) -> JsonObject:
    """Return the fields in the current version, the same object if nothing has to change."""
    version = version_of(fields)
    while (upgrade := upgrades.get((collection, version))) is not None:
        version += 1
        fields = {**upgrade(fields), "version": version}
    return fields
