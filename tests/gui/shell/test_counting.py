"""Tasks are counted on a worker, once things have calmed down."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell import counting as module
from atom_desktop.gui.shell.counting import Counting
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.query.nodes import Query
from atom_desktop.model.query.parse import parse_query
from tests.fakes.deeds import House


class Counted:
    def __init__(self, house: House) -> None:
        self.threads: set[int] = set()
        self.counts: list[object] = []
        self.house = house
        self.counting = Counting(
            house.vault.index, self.read, jobs=house.vault.session.jobs, post=house.bridge.post
        )
        self.counting.counted.connect(self.counts.append)

    def read(self, text: str) -> Query:
        self.threads.add(threading.get_ident())
        clock = self.house.vault.clock
        return parse_query(text, Moment(now=clock.now().replace(tzinfo=None), tz="Europe/Berlin"))


@pytest.fixture
def counted(house: House, monkeypatch: pytest.MonkeyPatch) -> Counted:
    monkeypatch.setattr(module, "PAUSE", 5)
    return Counted(house)


def test_each_place_has_its_number(qtbot: QtBot, house: House, counted: Counted) -> None:
    house.vault.add(title="Now", due={"date": "2026-11-24"})
    house.vault.add(title="Later", due={"date": "2026-12-24"})
    house.vault.add(title="Whenever")
    counted.counting.soon()
    counted.counting.soon()
    qtbot.waitUntil(lambda: bool(counted.counts), timeout=10_000)
    assert counted.counts == [{"inbox": 3, "today": 1, "upcoming": 1}]
    assert threading.get_ident() not in counted.threads


def test_a_count_waits_for_the_one_before(qtbot: QtBot, counted: Counted) -> None:
    counted.counting._begin()
    counted.counting._begin()
    qtbot.waitUntil(lambda: len(counted.counts) == 2, timeout=10_000)


def test_after_the_end_nothing_is_counted(qtbot: QtBot, counted: Counted) -> None:
    counted.counting._begin()
    counted.counting.close()
    counted.counting.soon()
    qtbot.waitUntil(lambda: not counted.counting._running, timeout=10_000)
    assert counted.counts == []
