"""Masks over all rows, tests of one row, and the plain meaning of a condition are one."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from atom_desktop.core.index.filtering import column, living_mask, mask_of
from atom_desktop.core.index.filtering_plain import row_test
from atom_desktop.model.query.nodes import (
    DateField,
    Everything,
    Flag,
    FlagName,
    Has,
    HasLabel,
    InProject,
    InSection,
    MayHave,
    Node,
    Not,
    Phrase,
    Priority,
    StatusIs,
    Text,
    TextField,
    When,
)
from atom_desktop.model.task import Status
from tests.fakes.disks import QuickDisk
from tests.fakes.task_world import World, carry_out, changes, furnish
from tests.fakes.vault import VaultInUse, open_vault

MIDDLE = 29_924_000
LEAVES: list[Node] = [
    Everything(),
    *(Flag(name) for name in FlagName),
    *(Has(what) for what in MayHave),
    *(StatusIs(status) for status in Status),
    *(When(field) for field in DateField),
    *(When(field, MIDDLE, None) for field in DateField),
    *(When(field, None, MIDDLE) for field in DateField),
    *(Text(("mil",), field) for field in TextField),
    *(Phrase("milk", field) for field in TextField),
    Priority(1, 2),
    InProject("Home"),
    InSection("now"),
    HasLabel("shop"),
]


@settings(max_examples=30)
@given(changes)
def test_each_condition_means_the_same_however_it_is_asked(wanted) -> None:
    disk = QuickDisk()
    with tempfile.TemporaryDirectory() as folder, open_vault(Path(folder), disk=disk) as vault:
        furnish(vault)
        carry_out(vault, wanted)
        for leaf in LEAVES:
            check(vault, leaf)


def check(vault: VaultInUse, node: Node) -> None:
    columns, ground, world = vault.index.columns, vault.index.ground(), World.of(vault)
    mask = mask_of(node, ground, columns.count) & living_mask(columns, columns.count)
    test = row_test(node, ground)
    for row in columns.living():
        meant = world.holds(node, columns.id_of(row))
        assert bool(mask[row]) == meant, node
        assert bool(test(row)) == meant, node
    gone = set(range(columns.count)) - set(columns.living())
    assert not mask[sorted(gone)].any()


def test_a_column_is_looked_at_without_being_copied(vault: VaultInUse) -> None:
    task = vault.add(priority=2)
    row = vault.index.columns.row_of(task.id)
    seen = column(vault.index.columns, "priority", 1)
    vault.set(task, priority=3)
    assert int(seen[row]) == 3


def test_an_empty_vault_has_an_empty_mask(vault: VaultInUse) -> None:
    for node in LEAVES:
        assert mask_of(node, vault.index.ground(), 0).dtype == np.bool_


@pytest.mark.parametrize("broken", [Not, Everything, object])
def test_what_is_no_condition_is_refused(vault: VaultInUse, broken: type) -> None:
    with pytest.raises(TypeError):
        mask_of(broken, vault.index.ground(), 0)
