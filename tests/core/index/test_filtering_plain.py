"""What a test of one row means is compared with masks and with its plain words beside them."""

import pytest

from atom_desktop.core.index.columns import NONE
from atom_desktop.core.index.filtering_plain import interval, numbers_in, row_test, rows_of_flag
from atom_desktop.model.query.nodes import (
    DateField,
    Flag,
    FlagName,
    HasLabel,
    InProject,
    InSection,
    Node,
    StatusIs,
    When,
)
from atom_desktop.model.task import Status
from tests.fakes.task_world import fixed_id, furnish
from tests.fakes.vault import VaultInUse


def test_an_open_range_reaches_over_every_date_but_none() -> None:
    first, last = interval(When(DateField.DUE), None)
    assert first == NONE + 1
    assert last > 1 << 60


def test_a_range_of_instants_is_in_milliseconds(vault: VaultInUse) -> None:
    minute = 29_924_000
    first, last = interval(When(DateField.DONE, minute, minute + 1), vault.index.ground())
    assert last - first == 60_000
    assert first == (minute - 60) * 60_000  # Berlin is an hour ahead in November


@pytest.mark.parametrize(
    ("node", "column", "known"),
    [
        (InProject("home"), "project", fixed_id(2, 1)),
        (InSection("now"), "section", fixed_id(3, 1)),
        (HasLabel("shop"), "labels", fixed_id(4, 1)),
    ],
)
def test_a_name_stands_for_the_numbers_in_its_column(
    vault: VaultInUse, node: InProject | InSection | HasLabel, column: str, known: str
) -> None:
    furnish(vault)
    vault.add(**{column: [known] if column == "labels" else known})
    named, numbers = numbers_in(node, vault.index.ground())
    assert (named, 1 in numbers) == (column, True)


@pytest.mark.parametrize("flag", FlagName)
def test_only_what_hangs_on_other_tasks_is_kept_as_rows(vault: VaultInUse, flag: FlagName) -> None:
    rows = rows_of_flag(flag, vault.index.ground())
    assert (rows is not None) == (flag in {FlagName.BLOCKED, FlagName.BLOCKING})


def test_a_test_follows_what_happens_to_the_rows_it_was_made_for(vault: VaultInUse) -> None:
    task = vault.add()
    test = row_test(StatusIs(Status.DONE), vault.index.ground())
    assert not test(0)
    vault.set(task, status="done")
    assert test(0)


@pytest.mark.parametrize("node", [Flag, object()])
def test_what_is_no_condition_is_refused(vault: VaultInUse, node: Node) -> None:
    with pytest.raises(TypeError):
        row_test(node, vault.index.ground())
