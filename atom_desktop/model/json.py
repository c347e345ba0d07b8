"""The type of any value that can stand in a JSON document."""

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
else:
    Json = Any  # msgspec (0.22) refuses recursive aliases when it builds a decoder
JsonObject: TypeAlias = dict[str, Json]
