"""The vault that is measured is a real one, and is gone afterwards."""

from atom_desktop.cli.bench.place import bench_place, create
from atom_desktop.core.index.index import USUAL


def test_it_has_as_many_tasks_as_asked_for(place) -> None:
    vault = place.open()
    assert vault.index.columns.count == 400
    assert 250 < vault.index.count(USUAL) < 400
    vault.close()


def test_its_caches_are_current(place) -> None:
    vault = place.open()
    assert vault.index.load_text()
    assert vault.index.indexing().ready
    vault.close()


def test_what_is_created_is_durable(place) -> None:
    vault = place.open()
    (task,) = create(vault, "task", [{"title": "One more"}])
    vault.close()
    again = place.open()
    assert again.store.read("task", task) is not None
    again.close()


def test_nothing_is_left_afterwards() -> None:
    with bench_place(3) as place:
        assert place.folders.data.exists()
    assert not place.root.exists()
