import threading

import pytest

from atom_desktop.core.jobs import Jobs
from atom_desktop.gui import bridge as module
from atom_desktop.gui.bridge import Bridge


class Seconds:
    """A clock that moves on each time it is read."""

    def __init__(self, step=0.0):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


@pytest.fixture
def problems():
    return []


@pytest.fixture
def bridge(qapp, problems):
    return Bridge(problems.append, Seconds())


def test_a_call_runs_later_and_not_at_once(bridge, qtbot):
    ran = []
    bridge.post(lambda: ran.append(1))
    assert ran == []
    qtbot.waitUntil(lambda: ran == [1])


def test_calls_from_another_thread_run_on_the_qt_thread_in_their_order(bridge, problems, qtbot):
    ran = []

    def note(number):
        return lambda: ran.append((number, threading.get_ident()))

    def post_all():
        for number in range(1000):
            bridge.post(note(number))

    jobs = Jobs(problems.append)
    jobs.start_quietly("post", lambda _progress: post_all())
    qtbot.waitUntil(lambda: len(ran) == 1000)
    jobs.close()
    assert ran == [(number, threading.get_ident()) for number in range(1000)]


def test_many_calls_share_one_wake_up(bridge, qtbot):
    woken = []
    bridge._wake.connect(lambda: woken.append(1))
    ran = []
    for _ in range(100):
        bridge.post(lambda: ran.append(1))
    qtbot.waitUntil(lambda: len(ran) == 100)
    assert woken == [1]


def test_a_call_that_fails_is_reported_and_the_next_one_runs(bridge, problems, qtbot):
    ran = []
    bridge.post(lambda: 1 / 0)
    bridge.post(lambda: ran.append(1))
    qtbot.waitUntil(lambda: ran == [1])
    assert [type(one) for one in problems] == [ZeroDivisionError]


def test_after_a_bite_the_window_may_paint_before_the_rest(qapp, problems, qtbot):
    bridge = Bridge(problems.append, Seconds(module.BITE))
    woken, ran = [], []
    bridge._wake.connect(lambda: woken.append(len(ran)))
    for _ in range(3):
        bridge.post(lambda: ran.append(1))
    qtbot.waitUntil(lambda: len(ran) == 3)
    assert woken == [0, 1, 2]


def test_a_call_posted_by_a_call_runs_too(bridge, qtbot):
    ran = []
    bridge.post(lambda: bridge.post(lambda: ran.append(1)))
    qtbot.waitUntil(lambda: ran == [1])


def test_nothing_runs_after_the_end(bridge, qapp):
    ran = []
    bridge.post(lambda: ran.append(1))
    bridge.close()
    bridge.post(lambda: ran.append(2))
    qapp.processEvents()
    assert ran == []
