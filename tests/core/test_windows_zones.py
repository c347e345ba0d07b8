import sys
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import pytest

from atom_desktop.core import windows_zones
from atom_desktop.core.windows_zones import system_zone_name, zone_name

NAMES = [line.partition(" = ")[0] for line in windows_zones._ZONES.strip().splitlines()]


@pytest.mark.parametrize("name", NAMES)
def test_every_zone_of_windows_is_one_that_python_knows(name: str) -> None:
    assert ZoneInfo(zone_name(name)).key


def test_known_zones_have_their_names() -> None:
    assert zone_name("W. Europe Standard Time") == "Europe/Berlin"
    assert zone_name("Pacific Standard Time") == "America/Los_Angeles"
    assert len(NAMES) == len(set(NAMES)) > 130


@pytest.mark.parametrize("name", ["", "Middle Earth Standard Time"])
def test_an_unknown_zone_has_no_name(name: str) -> None:
    assert zone_name(name) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="this is about the other systems")
def test_other_systems_have_no_such_setting() -> None:
    assert system_zone_name() == ""


class Registry:
    """The registry of Windows, with the one value that is asked for."""

    HKEY_LOCAL_MACHINE = 5

    def __init__(self, value: str) -> None:
        self.value = value

    @contextmanager
    def OpenKey(self, root: int, path: str) -> Iterator[str]:  # noqa: N802 -- its real name
        assert root == self.HKEY_LOCAL_MACHINE
        yield path

    def QueryValueEx(self, key: str, name: str) -> tuple[str, int]:  # noqa: N802 -- the same
        assert "TimeZoneInformation" in key
        assert name == "TimeZoneKeyName"
        return self.value, 1


@pytest.mark.parametrize(
    ("value", "zone"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("W. Europe Standard Time\0rubbish", "Europe/Berlin"),
        ("Middle Earth Standard Time", ""),
    ],
)
def test_windows_keeps_its_zone_in_the_registry(
    monkeypatch: pytest.MonkeyPatch, value: str, zone: str
) -> None:
    monkeypatch.setattr(windows_zones, "sys", type("Windows", (), {"platform": "win32"}))
    monkeypatch.setitem(sys.modules, "winreg", Registry(value))
    assert system_zone_name() == zone
