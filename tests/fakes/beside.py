"""Running something beside a test, with its failure brought back."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE = 30.0


class Beside(Generic[T]):
    """A call that runs on a thread of its own until `result` is asked for."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._value: list[T] = []
        self._error: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, daemon=True)  # noqa: TID251 -- see above
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def result(self) -> T:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "it takes too long"
        if self._error:
            raise self._error[0]
        return self._value[0]

    def _run(self) -> None:
        try:
            self._value.append(self._call())
        except BaseException as error:  # noqa: BLE001 -- raised again by `result`
            self._error.append(error)


def until(condition: Callable[[], bool], what: str = "it") -> None:
    """Wait for another thread or process; fails loudly when it takes too long."""
    tick = threading.Event()
    for _ in range(int(PATIENCE / 0.005)):
        if condition():
            return
        tick.wait(0.005)
    raise AssertionError(f"{what} did not happen in time")
