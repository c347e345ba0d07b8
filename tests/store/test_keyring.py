import os
import shutil
import subprocess
import sys

import pytest
from keyring.backends.fail import Keyring as NoBackend
from keyring.backends.null import Keyring as NullBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from atom_desktop.model.errors import Damaged, Unavailable
from atom_desktop.store import keyring as keyring_module
from atom_desktop.store.keyring import SERVICE, SystemKeyring, system_backend

KEY = bytes(range(32))


class DesktopBackend:
    """What a desktop's own keyring does, with the errors it is told to raise."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None
        self.forgetful = False

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        if not self.forgetful:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        del self.kept[service, username]

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error


DesktopBackend.__module__ = "keyring.backends.SecretService"


class PlaintextKeyring(DesktopBackend):
    """A backend that writes to a plain file."""


PlaintextKeyring.__module__ = "keyrings.alt.file"


class Chain:
    """Several keyrings behind each other, as `keyring` puts them together."""

    def __init__(self, *backends: object) -> None:
        self.backends = backends


@pytest.fixture
def backend():
    return DesktopBackend()


@pytest.fixture
def keyring(backend):
    return SystemKeyring(lambda: backend)


def test_a_key_comes_back_as_it_was_put(keyring):
    keyring.put("slot", KEY)
    assert keyring.get("slot") == KEY


def test_entries_are_named_after_the_program_and_the_slot(keyring, backend):
    keyring.put("slot", KEY)
    assert backend.kept == {("ATOM", "slot"): KEY.hex()}
    assert SERVICE == "ATOM"


def test_a_key_that_was_never_put_is_none(keyring):
    assert keyring.get("slot") is None


def test_a_removed_key_is_gone(keyring):
    keyring.put("slot", KEY)
    keyring.remove("slot")
    assert keyring.get("slot") is None


def test_removing_a_key_that_is_gone_is_fine(keyring, backend):
    keyring.remove("slot")
    assert backend.kept == {}


@pytest.mark.parametrize("text", ["", "zz", "00", "00" * 33, "not hex at all"])
def test_an_entry_that_is_no_key_is_damaged(keyring, backend, text):
    backend.kept[SERVICE, "slot"] = text
    with pytest.raises(Damaged, match="entry in the keyring"):
        keyring.get("slot")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NoKeyringError("none"), "no-keyring"),
        (KeyringLocked("locked"), "keyring-locked"),
        (InitError("dismissed"), "keyring-locked"),
        (RuntimeError("the bus went away"), "keyring-failed"),
        (OSError(111, "refused"), "keyring-failed"),
    ],
)
@pytest.mark.parametrize("call", ["get", "put", "remove"])
def test_a_keyring_that_fails_is_unavailable_with_a_hint(keyring, backend, error, code, call):
    backend.error = error
    arguments = ("slot", KEY) if call == "put" else ("slot",)
    with pytest.raises(Unavailable) as caught:
        getattr(keyring, call)(*arguments)
    assert caught.value.code == code
    assert "passphrase" in caught.value.hint


def test_a_keyring_that_forgets_is_not_trusted(keyring, backend):
    backend.forgetful = True
    with pytest.raises(Unavailable, match="does not keep"):
        keyring.put("slot", KEY)


@pytest.mark.parametrize("refused", [NoBackend(), NullBackend(), PlaintextKeyring(), Chain()])
def test_a_keyring_that_does_not_seal_is_refused(refused):
    keyring = SystemKeyring(lambda: refused)
    with pytest.raises(Unavailable) as caught:
        keyring.put("slot", KEY)
    assert caught.value.code == "no-keyring"


def test_nothing_reaches_a_plain_file_keyring():
    plain = PlaintextKeyring()
    with pytest.raises(Unavailable):
        SystemKeyring(lambda: plain).put("slot", KEY)
    assert plain.kept == {}


def test_of_a_chain_the_first_keyring_that_seals_is_used(backend):
    plain = PlaintextKeyring()
    SystemKeyring(lambda: Chain(plain, backend)).put("slot", KEY)
    assert (plain.kept, backend.kept) == ({}, {(SERVICE, "slot"): KEY.hex()})


def test_the_keyring_is_looked_up_once(backend):
    looked = []

    def find():
        looked.append(1)
        return backend

    keyring = SystemKeyring(find)
    keyring.put("slot", KEY)
    keyring.get("slot")
    assert len(looked) == 1


def test_a_search_for_a_keyring_that_fails_is_unavailable():
    def find():
        raise ImportError("jeepney")

    with pytest.raises(Unavailable) as caught:
        SystemKeyring(find).get("slot")
    assert caught.value.code == "keyring-failed"


def test_the_keyring_package_names_the_backend(monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    assert isinstance(system_backend(), NoBackend)
    monkeypatch.setattr("keyring.core._keyring_backend", None)


def test_importing_the_store_side_does_not_import_the_package(project_root):
    code = f"import sys, {keyring_module.__name__}; sys.exit('keyring' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=project_root, check=False).returncode == 0
    )


REAL = """
import os, sys
from atom_desktop.store.keyring import SystemKeyring
key = os.urandom(32)
keyring = SystemKeyring()
keyring.put("atom-test", key)
assert SystemKeyring().get("atom-test") == key
keyring.remove("atom-test")
assert SystemKeyring().get("atom-test") is None
"""


@pytest.mark.real
@pytest.mark.skipif(
    not shutil.which("gnome-keyring-daemon") or not shutil.which("dbus-run-session"),
    reason="needs gnome-keyring and dbus-run-session",
)
def test_a_real_keyring_keeps_a_key(tmp_path, project_root):
    script = tmp_path / "real.py"
    script.write_text(REAL)
    start = "gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
    line = f'printf "pass" | {start} && exec "{sys.executable}" "{script}"'
    environment = {**os.environ, "PYTHONPATH": str(project_root), "HOME": str(tmp_path)}
    environment["XDG_DATA_HOME"] = str(tmp_path / "share")
    command = ["dbus-run-session", "--", "sh", "-c", line]
    ran = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
