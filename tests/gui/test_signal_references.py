import sys

from PySide6.QtCore import QObject, Signal


class Lamp(QObject):
    switched = Signal(bool)


def references_to(value: object) -> int:
    return sys.getrefcount(value)


def test_ten_thousand_emits_lose_no_reference_to_true_or_none() -> None:
    lamp = Lamp()
    lit = 0

    def count(on: bool) -> None:
        nonlocal lit
        lit += on

    lamp.switched.connect(count)
    before = (references_to(True), references_to(None))
    for _ in range(10_000):
        lamp.switched.emit(True)
    after = (references_to(True), references_to(None))
    assert lit == 10_000
    # Other code may add or drop a few references meanwhile; the fault drops one at each emit.
    assert after[0] > before[0] - 100
    assert after[1] > before[1] - 100
