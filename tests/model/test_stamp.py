from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.stamp import DAY_MS, HybridClock, hlc_milliseconds, make_stamp

milliseconds = st.integers(0, 2**48 - 1)


@given(times=st.lists(milliseconds, min_size=1, max_size=50))
def test_readings_rise_whatever_the_wall_clock_does(times):
    wall = iter(times)
    clock = HybridClock(lambda: next(wall))
    readings = [clock.tick() for _ in times]
    assert readings == sorted(set(readings))
    assert all(len(reading) == 16 for reading in readings)


@given(time=milliseconds)
def test_a_reading_names_the_wall_time_when_the_clock_moves_forward(time):
    assert hlc_milliseconds(HybridClock(lambda: time + 1).tick()) == time + 1


@given(ours=milliseconds, theirs=st.integers(0, 2**64 - 2))
def test_after_another_devices_reading_ours_stand_above_it(ours, theirs):
    clock = HybridClock(lambda: ours)
    clock.witness(f"{theirs:016x}")
    assert clock.tick() > f"{theirs:016x}"


def test_an_older_reading_of_another_device_changes_nothing():
    clock = HybridClock(lambda: 1000)
    before = clock.tick()
    clock.witness("0" * 16)
    assert clock.last == before


def test_a_clock_goes_on_after_the_last_reading_on_disk():
    clock = HybridClock(lambda: 5, last="00000000000a0003")
    assert clock.tick() == "00000000000a0004"


def test_several_readings_in_one_millisecond_count_up():
    clock = HybridClock(lambda: 16)
    assert [clock.tick() for _ in range(3)] == [
        "0000000000100000",
        "0000000000100001",
        "0000000000100002",
    ]


def test_a_jump_of_the_wall_clock_is_measured_against_the_last_reading():
    now = [10 * DAY_MS]
    clock = HybridClock(lambda: now[0])
    clock.tick()
    now[0] -= DAY_MS
    assert clock.jump_ms() == -DAY_MS
    now[0] += 3 * DAY_MS
    assert clock.jump_ms() == 2 * DAY_MS


@given(one=st.tuples(milliseconds, st.text("ab", min_size=26, max_size=26)), two=st.data())
def test_stamps_sort_by_reading_and_then_by_device(one, two):
    other = (two.draw(milliseconds), two.draw(st.text("ab", min_size=26, max_size=26)))
    stamps = [make_stamp(f"{time << 16:016x}", device) for time, device in (one, other)]
    assert (stamps[0] < stamps[1]) == (one < other)
