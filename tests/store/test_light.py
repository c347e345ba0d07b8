import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from atom_desktop.store.disk import RealDisk
from atom_desktop.store.light import vault_id
from atom_desktop.store.slots import KdfChoice
from atom_desktop.store.vault import create_vault
from tests.fakes.keyring import FakeKeyring
from tests.fakes.vault import folders_in

HEAVY = ("msgspec", "cryptography", "keyring", "numpy", "asyncio")


def made(root: Path) -> bytes:
    new = create_vault(
        RealDisk(),
        folders_in(root),
        passphrase=None,
        keyring=FakeKeyring(),
        kdf=KdfChoice.FLOOR,
        random_bytes=os.urandom,
    )
    return new.keys.vault


def test_a_vault_is_named_by_its_slots(tmp_path):
    vault = made(tmp_path)
    assert vault_id(folders_in(tmp_path).data) == vault


def test_a_folder_without_slots_names_no_vault(tmp_path):
    assert vault_id(tmp_path) is None


def test_a_broken_slot_file_is_passed_over(tmp_path):
    vault = made(tmp_path)
    keys = folders_in(tmp_path).data / "keys"
    (keys / "a.json").write_text("{")
    (keys / "b.json").mkdir()
    (keys / "notes.txt").write_text("mine")
    (keys / ".hidden.json").write_text('{"slot":{"vault":"' + "00" * 16 + '"}}')
    assert vault_id(folders_in(tmp_path).data) == vault


@pytest.mark.parametrize(
    "content",
    [b"\xff", b"[]", b"{}", b'{"slot":{"vault":3}}', b'{"slot":{"vault":"00"}}', b'{"slot":null}'],
)
def test_a_file_that_is_no_slot_names_no_vault(tmp_path, content):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "passphrase-1.json").write_bytes(content)
    assert vault_id(tmp_path) is None


def test_looking_for_a_vault_loads_nothing_heavy(project_root):
    code = "import sys, atom_desktop.store.light; print(sorted(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=project_root, capture_output=True, text=True, check=True
    )
    loaded = json.loads(ran.stdout.replace("'", '"'))
    assert not {name.partition(".")[0] for name in loaded} & set(HEAVY)
