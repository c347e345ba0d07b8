"""A power cut at any call of making a vault, or of changing what opens it."""

import os
import random
from pathlib import Path

import pytest

from atom_desktop.model.errors import Denied
from atom_desktop.store import vault as vault_module
from atom_desktop.store.slots import KdfChoice
from atom_desktop.store.vault import (
    Presence,
    create_vault,
    find_vault,
    rekey,
    unlock_with_keyring,
    unlock_with_recovery,
)
from tests.fakes.disk_crash import CrashDisk, Data, Mark, Names, Wreckage
from tests.fakes.keyed_vault import by_code
from tests.fakes.keyring import FakeKeyring
from tests.fakes.vault import CountedBytes, folders_in

ROOT = Path("/person/home")


def ready() -> CrashDisk:
    disk = CrashDisk()
    disk.mkdir(ROOT)
    for folder in (ROOT.parent, ROOT.parent.parent):
        disk.sync_dir(folder)
    return disk


def create(disk, keyring, random_bytes=os.urandom):
    return create_vault(
        disk,
        folders_in(ROOT),
        passphrase=None,
        keyring=keyring,
        kdf=KdfChoice.FLOOR,
        random_bytes=random_bytes,
    )


def left_over(disk, seed):
    """Yield (disk, whether it was over) for a power cut at each call since the first mark."""
    choices = random.Random(seed)
    wreckage, running = Wreckage(disk.root), False
    for event in disk.events:
        if isinstance(event, Mark):
            running = True
        else:
            wreckage.play(event)
        for names in Names if running else ():
            left = wreckage.left(choices, names, choices.choice(list(Data)))
            yield CrashDisk(left), isinstance(event, Mark) and event.what == "end"


@pytest.mark.parametrize("seed", range(5))
def test_a_vault_is_there_whole_or_can_be_made_again(seed):
    disk, ring = ready(), FakeKeyring()
    disk.mark("begin", 0)
    made = create(disk, ring)
    disk.mark("end", 0)
    seen = set()
    for left, over in left_over(disk, seed):
        presence = find_vault(left, folders_in(ROOT)).presence
        seen.add((presence, over))
        if presence is Presence.NONE:
            create(left, ring)
        else:
            assert unlock_with_keyring(left, folders_in(ROOT), ring) == made.keys
            code = made.recovery_code
            assert unlock_with_recovery(left, folders_in(ROOT), code) == made.keys
    whole = Presence.PRESENT
    assert seen == {(Presence.NONE, False), (whole, False), (whole, True)}


@pytest.mark.parametrize("seed", range(5))
def test_one_recovery_code_always_opens_the_vault(seed):
    disk, ring = ready(), FakeKeyring()
    made = create(disk, ring)
    disk.mark("begin", 0)
    code = rekey(
        disk,
        folders_in(ROOT),
        by_code(made),
        new_passphrase=None,
        new_recovery=True,
        add_keyring=None,
        kdf=KdfChoice.FLOOR,
        random_bytes=os.urandom,
    )
    disk.mark("end", 0)
    opened = set()
    for left, over in left_over(disk, seed):
        which = frozenset(name for name in (made.recovery_code, code) if opens(left, name))
        assert which
        opened.add(which)
        assert not over or code in which
    assert len(opened) == 3


def opens(disk, code):
    try:
        unlock_with_recovery(disk, folders_in(ROOT), code)
    except Denied:
        return False
    return True


def test_the_search_notices_slots_that_are_written_in_their_place(monkeypatch):
    """The same with a vault that is made slot by slot: half of one must be found."""
    monkeypatch.setattr(vault_module, "_UNFINISHED", "keys")
    monkeypatch.setattr(vault_module, "_publish", lambda disk, data, made: None)
    monkeypatch.setattr(vault_module, "_tidy", lambda disk, data: None)
    disk, ring = ready(), FakeKeyring()
    disk.mark("begin", 0)
    create(disk, ring, NoSuffix("new"))
    kinds = {find_vault(left, folders_in(ROOT)).kinds for left, _ in left_over(disk, 1)}
    assert len(kinds) > 2


class NoSuffix(CountedBytes):
    """Random bytes that leave the name of the folder alone."""

    def __call__(self, length):
        return b"" if length == 4 else super().__call__(length)
