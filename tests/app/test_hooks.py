"""What no code catches is reported, on every thread and in every destructor."""

import gc
import sys
import threading

import pytest

from atom_desktop.app.hooks import reporting


class Breaking:
    def __del__(self) -> None:
        raise ZeroDivisionError


def fail() -> None:
    raise ZeroDivisionError


def kinds(bugs: list[BaseException]) -> list[type[BaseException]]:
    return [type(bug) for bug in bugs]


def test_an_error_at_the_top_is_reported() -> None:
    bugs: list[BaseException] = []
    error = ZeroDivisionError()
    with reporting(bugs.append):
        sys.excepthook(ZeroDivisionError, error, None)
    assert bugs == [error]


def test_an_error_on_a_thread_is_reported() -> None:
    bugs: list[BaseException] = []
    with reporting(bugs.append):
        timer = threading.Timer(0.0, fail)
        timer.start()
        timer.join()
    assert kinds(bugs) == [ZeroDivisionError]


def test_an_error_in_a_destructor_is_reported() -> None:
    bugs: list[BaseException] = []
    with reporting(bugs.append):
        breaking: object = Breaking()
        del breaking
        gc.collect()
    assert kinds(bugs) == [ZeroDivisionError]


def test_an_interrupt_goes_its_usual_way(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: seen.append(kind))
    bugs: list[BaseException] = []
    with reporting(bugs.append):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert (seen, bugs) == ([KeyboardInterrupt], [])


def test_afterwards_everything_is_as_before() -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    with reporting(lambda _error: None):
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_a_system_exit_on_a_thread_is_no_bug() -> None:
    bugs: list[BaseException] = []
    with reporting(bugs.append):
        args = threading.ExceptHookArgs((SystemExit, SystemExit(), None, None))
        threading.excepthook(args)
    assert bugs == []
