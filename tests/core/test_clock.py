import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from atom_desktop.core import clock, windows_zones
from atom_desktop.core.clock import SystemClock, home_zone

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def etc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands in for /etc."""
    monkeypatch.setattr(clock, "_LOCALTIME", tmp_path / "localtime")
    monkeypatch.setattr(clock, "_TIMEZONE", tmp_path / "timezone")
    return tmp_path


def test_the_clock_reads_the_same_moment_in_every_way() -> None:
    here = SystemClock(BERLIN, lambda: 1_795_000_000.1239)
    assert here.now_ms() == 1_795_000_000_123
    assert here.now().timestamp() == pytest.approx(1_795_000_000.1239)
    assert here.now().utcoffset() == dt.timedelta(hours=1)
    assert here.zone() is BERLIN


def test_the_system_clock_runs() -> None:
    here = SystemClock(BERLIN)
    assert here.now_ms() <= here.now_ms()


@pytest.mark.parametrize("name", ["Asia/Tokyo", ":Asia/Tokyo", "/usr/share/zoneinfo/Asia/Tokyo"])
def test_the_environment_names_the_zone(etc: Path, name: str) -> None:
    assert home_zone({"TZ": name}).key == "Asia/Tokyo"


@pytest.mark.parametrize(
    "target",
    [
        "usr/share/zoneinfo/Europe/Berlin",
        "var/db/timezone/zoneinfo/Europe/Berlin",
        "usr/share/zoneinfo/posix/Europe/Berlin",
    ],
)
def test_the_link_of_the_system_names_the_zone(etc: Path, target: str) -> None:
    (etc / "localtime").symlink_to(etc / target)
    assert home_zone({}).key == "Europe/Berlin"
    assert home_zone({"TZ": "Nowhere/Land"}).key == "Europe/Berlin"


def test_debians_own_file_names_the_zone(etc: Path) -> None:
    (etc / "localtime").write_bytes(b"TZif")
    (etc / "timezone").write_text("America/New_York\n")
    assert home_zone({}).key == "America/New_York"


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "CET-1CEST,M3.5.0", "\x00", "/etc/passwd"]
)
def test_without_a_name_the_zone_is_utc(etc: Path, name: str) -> None:
    assert home_zone({"TZ": name}).key == "UTC"


def test_on_windows_the_system_is_asked_for_the_zone(
    etc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "sys", type("Windows", (), {"platform": "win32"}))
    monkeypatch.setattr(windows_zones, "system_zone_name", lambda: "Asia/Tokyo")
    assert home_zone({}).key == "Asia/Tokyo"
    monkeypatch.setattr(windows_zones, "system_zone_name", lambda: "")
    assert home_zone({}).key == "UTC"
