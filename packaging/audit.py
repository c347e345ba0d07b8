"""Checks, offline, that every dependency is the locked one, explained, and free to be shipped.

python packaging/audit.py
"""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = "requirements.lock"
LOCKS = (SHIPPED, "requirements-test.lock")
PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+))?", re.MULTILINE
)

# The Lesser licence lets ATOM keep its own licence, the others here do not.
REFUSED = (
    r"\bAGPL",
    r"Affero",
    r"(?<!L)GPL",
    r"(?<!Lesser )(?<!Library or Lesser )\bGeneral Public License",
    r"Commons.Clause",
    r"Business Source|\bBUSL",
    r"\bSSPL|Server Side Public",
    r"Non.?Commercial|\bCC-BY-NC",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One line of a lock file."""

    name: str
    version: str
    marker: str | None
    shipped: bool

    def applies(self) -> bool:
        """Tell whether this line is meant for this system and Python."""
        return self.marker is None or Marker(self.marker).evaluate()


def read_pins(text: str, *, shipped: bool) -> list[Pin]:
    """Return the pins of a lock file."""
    return [
        Pin(
            name=found["name"],
            version=found["version"],
            marker=found["marker"].strip() if found["marker"] else None,
            shipped=shipped,
        )
        for found in PIN.finditer(text)
    ]


def licence(metadata: Message) -> str:
    """Return what a distribution says about its licence, the most precise statement first."""
    expression = str(metadata.get("License-Expression") or "")
    if expression:
        return expression
    classifiers = metadata.get_all("Classifier") or []
    named = [str(line).rpartition(" :: ")[2] for line in classifiers if "License ::" in str(line)]
    first_line = str(metadata.get("License") or "").strip().partition("\n")[0]
    return " AND ".join(dict.fromkeys([*named, *([first_line] if first_line else [])]))


def is_refused(statement: str) -> bool:
    """Tell whether no alternative of a licence statement may be shipped with ATOM."""
    if not statement:
        return True
    choices = re.split(r"\s+OR\s+|\s+or\s+(?=\S*GPL)", statement.strip("()"))
    return all(
        any(re.search(word, choice, re.IGNORECASE) for word in REFUSED) for choice in choices
    )


def explained(document: str) -> set[str]:
    """Return the names that docs/dependencies.md has a row for."""
    return {name.lower() for name in re.findall(r"^\| `?([\w.-]+)`? \|", document, re.MULTILINE)}


def faults(pins: Iterable[Pin], rows: set[str], installed: Mapping[str, Message]) -> list[str]:
    """Return everything that is wrong, a sentence each."""
    found: list[str] = []
    for pin in pins:
        if pin.name.lower() not in rows:
            found.append(f"{pin.name} has no row in docs/dependencies.md.")
        if not pin.applies():
            continue
        metadata = installed.get(pin.name)
        if metadata is None:
            found.append(f"{pin.name} is locked and not installed.")
            continue
        if metadata["Version"] != pin.version:
            found.append(f"{pin.name} is {metadata['Version']}, locked is {pin.version}.")
        statement = licence(metadata)
        if pin.shipped and is_refused(statement):
            found.append(
                f"{pin.name} may not be shipped: its licence is {statement or 'unstated'}."
            )
    return found


def metadata_of(names: Iterable[str]) -> dict[str, Message]:
    """Return the metadata of those distributions that are installed here."""
    found: dict[str, Message] = {}
    for name in names:
        try:
            found[name] = distribution(name).metadata  # type: ignore[assignment]  # is a Message
        except PackageNotFoundError:
            continue
    return found


def main() -> int:
    """Print what is wrong and return 1 if anything is."""
    pins = [
        pin
        for lock in LOCKS
        for pin in read_pins(
            (ROOT / "packaging" / lock).read_text("utf-8"), shipped=lock == SHIPPED
        )
    ]
    rows = explained((ROOT / "docs" / "dependencies.md").read_text("utf-8"))
    wrong = faults(pins, rows, metadata_of(pin.name for pin in pins))
    print(
        "\n".join(wrong) or f"{len(pins)} locked dependencies: explained, as locked, free to ship."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
