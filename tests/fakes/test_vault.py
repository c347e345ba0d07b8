from pathlib import Path

from tests.fakes.vault import CountedBytes, HandClock, counted_ids, open_store, open_vault


def test_a_store_is_open_inside_and_found_again_afterwards(tmp_path: Path) -> None:
    with open_vault(tmp_path) as vault:
        task = vault.add(title="Buy milk")
    with open_store(tmp_path, seed="again") as store:
        found = store.read("task", task.id)
    assert found == task


def test_a_vault_reopened_by_the_same_process_goes_on(tmp_path: Path) -> None:
    with open_vault(tmp_path) as vault:
        task = vault.add(title="Buy milk", labels=["a"])
        vault.reopen()
        assert vault.set(task, title="Buy oat milk").fields["title"] == "Buy oat milk"
        assert vault.index.columns.title(vault.index.columns.row_of(task.id)) == "Buy oat milk"


def test_a_vault_opened_twice_with_other_seeds_makes_other_ids(tmp_path: Path) -> None:
    with open_vault(tmp_path) as vault:
        first = vault.add_many([{"title": "1"}, {"title": "2"}])
    with open_vault(tmp_path, seed="later") as vault:
        second = vault.add_many([{"title": "3"}])
        assert vault.index.columns.count == 3
    assert not set(first) & set(second)


def test_bytes_and_ids_never_repeat_and_are_the_same_in_every_run() -> None:
    one, other, ids = CountedBytes("x"), CountedBytes("x"), counted_ids("x")
    assert [one(16) for _ in range(9)] == [other(16) for _ in range(9)]
    assert len({ids() for _ in range(50)}) == len(ids.made) == 50


def test_a_clock_stands_still_until_it_is_moved() -> None:
    clock = HandClock()
    before = clock.now_ms()
    assert clock.now_ms() == before
    clock.forward(90)
    assert clock.now_ms() - before == 90_000
    assert clock.utc() == "2026-11-24T08:31:30Z"
