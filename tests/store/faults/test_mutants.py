"""The harnesses see what they are there for: each deliberate mistake is caught by one of them."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from atom_desktop.store import sealed
from tests.fakes.disk import Call, Trouble
from tests.fakes.disk_store import Home, new_task
from tests.store.faults import damage, failing_disk, framing, mutants, power_loss
from tests.store.faults.mutants import Mutate, named
from tests.store.faults.workload import small_sizes

MOST_SEEDS = 12


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    with small_sizes() as patch:
        yield patch


@pytest.mark.parametrize(
    "mutate",
    named(
        [
            mutants.no_fsync,
            mutants.no_folder_fsync_at_create,
            mutants.no_folder_fsync_at_rename,
            mutants.folders_made_without_fsync,
            mutants.log_sealed_late,
            mutants.snapshot_renamed_before_its_sync,
            mutants.cleaned_up_before_the_new_snapshot_lasts,
            mutants.unfinished_part_applied,
            mutants.acknowledged_before_the_sync,
            mutants.older_document_preferred,
        ]
    ),
)
def test_a_power_cut_shows_it(mutate: Mutate, patch: pytest.MonkeyPatch) -> None:
    mutate(patch)
    assert any(power_loss.hunt(seed, variants=4)[0] for seed in range(MOST_SEEDS))


@pytest.mark.parametrize(
    ("mutate", "trouble"),
    [
        (mutants.short_write_accepted, Trouble.SHORT),
        (mutants.failed_fsync_retried, Trouble.BROKEN),
        (mutants.refused_edit_left_in_place, Trouble.FULL),
        (mutants.refused_edit_left_in_the_log, Trouble.BROKEN),
    ],
    ids=lambda value: getattr(value, "__name__", value).replace("_", " "),
)
def test_a_failing_disk_shows_it(
    mutate: Mutate, trouble: Trouble, patch: pytest.MonkeyPatch
) -> None:
    mutate(patch)
    calls = frozenset({Call.SYNC if trouble is Trouble.BROKEN else Call.APPEND})
    assert any(
        failing_disk.trial(seed, trouble, at, calls=calls)[0]
        for seed in range(MOST_SEEDS)
        for at in range(1, 60, 3)
    )


@pytest.mark.parametrize(
    "mutate",
    named(
        [
            mutants.aad_without_type,
            mutants.aad_without_sequence,
            mutants.aad_without_final_flag,
            mutants.previous_tag_ignored,
            mutants.blocks_not_checked,
        ]
    ),
)
def test_files_made_by_hand_show_it(mutate: Mutate, patch: pytest.MonkeyPatch) -> None:
    mutate(patch)
    assert framing.hunt()


def test_a_nonce_that_comes_again_is_seen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sealed, "AESGCM", AESGCM)  # past the watch that every test is under
    mutants.nonce_reused(patch)
    home = Home()
    with home.open() as store:
        home.save(store, new_task("a"))
        home.save(store, new_task("b"))
    pairs = framing.nonces_of(home.disk.files())
    assert len(set(pairs)) < len(pairs)


@pytest.mark.parametrize(
    ("mutate", "cases"),
    [
        (mutants.final_flag_ignored, "cuts"),
        (mutants.damaged_files_not_copied, "turmoil"),
        (mutants.damage_not_told, "pairs"),
        (mutants.nothing_rebuilt, "turmoil"),
    ],
    ids=lambda value: getattr(value, "__name__", value).replace("_", " "),
)
def test_damaged_files_show_it(mutate: Mutate, cases: str, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("atom_desktop.store.sealed_folder.BLOCK_BYTES", 100)
    mutate(patch)
    vault = damage.build()
    tried = {
        "cuts": damage.cuts(vault, 3, only="window"),
        "turmoil": damage.turmoil(vault),
        "pairs": damage.pairs(vault, 300),
    }
    assert damage.hunt(vault, tried[cases])[0]
