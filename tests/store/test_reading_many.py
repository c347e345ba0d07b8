"""Many records read at once are those that are read one by one, wherever they lie."""

import pytest

from atom_desktop.model.change import Change, Op, Step
from atom_desktop.model.ids import encode_id
from atom_desktop.store.sealed import SealedReader
from atom_desktop.store.store import Store
from tests.fakes.vault import open_store

IDS = [encode_id(number.to_bytes(16, "big") if number % 2 else bytes([number % 97] * 16))
       for number in range(1, 1400)]  # fmt: skip
NAMES = [("task", one) for one in IDS] + [("label", IDS[0]), ("zebra", IDS[1]), ("area", IDS[2])]


def write(store: Store, number: int, *changes: Change) -> None:
    hlc = f"{number:016x}"
    step = Step(
        id=encode_id(number.to_bytes(16, "big")),
        hlc=hlc,
        actor="tester",
        command="test",
        title="",
        changes=changes,
        device=store.device_id,
    )
    store.commit(step).wait()


def create(task_id: str, title: str = "a") -> Change:
    return Change("task", task_id, Op.CREATE, "", None, {"title": title, "notes": "n" * 300})


@pytest.fixture
def store(tmp_path):
    """Return a store with records in two segments, in memory, changed, erased and absent."""
    with open_store(tmp_path) as opened:
        write(opened, 1, *(create(one) for one in dict.fromkeys(IDS[::3])))
        opened.compact()
        some = [one for one in dict.fromkeys(IDS[1::3]) if opened.read("task", one) is None]
        again = [Change("task", one, Op.SET, "title", "a", "b") for one in IDS[:300:3]]
        write(opened, 2, *(create(one) for one in some), *again)
        opened.compact()
        write(opened, 3, Change("task", IDS[3], Op.ERASE, "", {}, None), create(IDS[-1], "c"))
        yield opened


def test_many_records_are_those_that_are_read_one_by_one(store):
    single = [store.read(*name) for name in NAMES]
    assert store.read_many(NAMES) == single
    assert any(record is None for record in single)
    assert {record.fields.get("title") for record in single if record} >= {"a", "b", "c"}


def test_names_may_come_in_any_order_and_more_than_once(store):
    names = [NAMES[5], NAMES[0], NAMES[5], ("task", "nonsense")]
    assert store.read_many(names) == [store.read(*name) for name in names]
    assert store.read_many([]) == []


def test_many_changes_merge_as_few_do(store, tmp_path):
    changes = [Change("task", one, Op.SET, "due", None, {"date": "2026-12-01"})
               for one in dict.fromkeys(IDS[:90:3])]  # fmt: skip
    write(store, 4, *changes[:20])
    for number, change in enumerate(changes[20:], 5):
        write(store, number, change)
    read = store.read_many([("task", change.id) for change in changes])
    assert {record.fields["due"]["date"] for record in read} == {"2026-12-01"}
    assert all(len(record.fields) >= 2 for record in read if record.id != IDS[3])


def test_a_damaged_block_keeps_nothing_from_the_others(tmp_path):
    with open_store(tmp_path) as store:
        write(store, 1, *(create(one) for one in dict.fromkeys(IDS)))
        store.compact()
        path = next(tmp_path.rglob("seg-*.atom"))
    content = bytearray(path.read_bytes())
    content[50_000] ^= 1
    path.write_bytes(content)
    with open_store(tmp_path, seed="again") as store:
        single = [store.read(*name) for name in NAMES]
    with open_store(tmp_path, seed="third") as store:
        assert store.read_many(NAMES) == single


def test_a_journal_replayed_opens_each_block_on_the_disk_once(tmp_path, monkeypatch):
    ids = [encode_id(bytes([number % 251] * 16)) for number in range(1, 251)]
    with open_store(tmp_path) as first:
        write(first, 1, *(create(one) for one in ids))
        first.compact()
        for number, one in enumerate([*ids, *reversed(ids)], 2):
            write(first, number, Change("task", one, Op.SET, "notes", None, f"{number}"))
        wanted = first.read_many([("task", one) for one in ids])
    opened = []
    inner = SealedReader.block
    monkeypatch.setattr(SealedReader, "block", lambda *given: opened.append(1) or inner(*given))
    with open_store(tmp_path, seed="again") as second:
        assert second.read_many([("task", one) for one in ids]) == wanted
    assert len(opened) < 12
