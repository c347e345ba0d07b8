"""What every test can rely on: no display, no foreign network, no folder of the person's own."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.fakes.network import refuse_foreign_network

OPTIONAL_MARKS = {
    "nightly": "nightly: takes minutes, run with --nightly",
    "real": "real: needs programs outside the lock file, run with --real",
}

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.addaudithook(refuse_foreign_network)

settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("nightly", settings.get_profile("steady"), max_examples=1000)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the two kinds of test that an ordinary run leaves out."""
    parser.addoption("--nightly", action="store_true", help="also run what takes minutes")
    parser.addoption("--real", action="store_true", help="also run against real programs")


def pytest_configure(config: pytest.Config) -> None:
    """Look further into each property at night."""
    if config.getoption("--nightly"):
        settings.load_profile("nightly")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Name what is left out, and how to run it."""
    for mark, reason in OPTIONAL_MARKS.items():
        if config.getoption(f"--{mark}"):
            continue
        for item in items:
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Point every folder that a program might look up at a throw-away one."""
    home = tmp_path_factory.mktemp("home")
    names = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "roaming",
        "LOCALAPPDATA": home / "local",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_RUNTIME_DIR": home / "runtime",
        "XDG_STATE_HOME": home / "state",
    }
    (home / "runtime").mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        for name, path in names.items():
            patch.setenv(name, os.fspath(path))
        for name in [name for name in os.environ if name.startswith("ATOM_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Return the folder that holds pyproject.toml."""
    return Path(__file__).resolve().parent.parent
