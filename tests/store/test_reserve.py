import pytest

from atom_desktop.store.reserve import ENOUGH_FREE, SIZE, Reserve
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_store import TOP

PATH = TOP / "reserve"


@pytest.fixture
def disk() -> MemoryDisk:
    disk = MemoryDisk()
    disk.mkdir(TOP)
    return disk


def test_room_is_kept_and_given_back(disk: MemoryDisk) -> None:
    reserve = Reserve(disk, PATH)
    reserve.keep()
    reserve.keep()
    assert disk.log.count(Call.ALLOCATE) == 1
    assert disk.exists(PATH)
    reserve.free()
    reserve.free()
    assert not disk.exists(PATH)
    assert reserve.size == SIZE
    assert disk.open_files == 0


def test_a_disk_that_is_nearly_full_is_left_alone(disk: MemoryDisk) -> None:
    disk.room = ENOUGH_FREE - 1
    Reserve(disk, PATH).keep()
    assert not disk.exists(PATH)


@pytest.mark.parametrize("call", [Call.FREE, Call.EXISTS, Call.CREATE, Call.ALLOCATE, Call.CLOSE])
def test_a_disk_that_refuses_only_means_that_there_is_no_reserve(
    disk: MemoryDisk, call: Call
) -> None:
    disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({call}))
    reserve = Reserve(disk, PATH)
    reserve.keep()
    reserve.free()
    assert disk.open_files == 0


def test_half_a_reserve_is_not_taken_for_a_whole_one(disk: MemoryDisk) -> None:
    disk.fault = Fault(trouble=Trouble.FULL, at=1, lasting=True, calls=frozenset({Call.ALLOCATE}))
    Reserve(disk, PATH).keep()
    assert not disk.exists(PATH)
