"""The order that a person gives to a list: short strings, with room between any two of them.

An order is a fraction written with 62 digits (0-9, A-Z, a-z, as ASCII sorts them), without the
point and without a zero at the end. Comparing two as text compares the fractions. Two devices may
choose the same string for two records; their ids then decide.

Adding at the end is what happens most, so it must not make strings grow: behind m leading ``z`` the
next m + 1 digits count up. A million additions need 7 digits. Adding at the front mirrors it.
"""

from itertools import pairwise
from typing import Final

DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE: Final = 62
_VALUES: Final = {digit: value for value, digit in enumerate(DIGITS)}
_NEXT: Final = dict(pairwise(DIGITS))


def is_order(text: str) -> bool:
    """Tell whether `text` can stand as an order."""
    return bool(text) and text[-1] != "0" and all(digit in _VALUES for digit in text)


def between(low: str = "", high: str = "") -> str:
    """Return an order above `low` and below `high`; "" leaves that side open.

    Raises `ValueError` if there is no room: the two are equal, the wrong way round or no orders.
    """
    _check(low, high)
    if not high:
        return _after(low) if low else "V"
    return _before(high) if not low else _middle(low, high)


def spread(count: int, low: str = "", high: str = "") -> list[str]:
    """Return `count` rising orders between `low` and `high`, evenly spread if both are given."""
    _check(low, high)
    if low and not high:
        orders = []
        for _ in range(count):
            low = _after(low)
            orders.append(low)
        return orders
    width = max(len(low), len(high))
    first, last = _number(low, width), _number(high, width) if high else BASE**width
    while last - first <= count:
        width += 1
        first, last = first * BASE, last * BASE
    step, gap = divmod(last - first, count + 1)
    return [
        _digits(first + step * place + gap * place // (count + 1), width)
        for place in range(1, count + 1)
    ]


def _check(low: str, high: str) -> None:
    for text in (low, high):
        if text and not is_order(text):
            raise ValueError(f"{text!r:.60} is not an order")
    if high and low >= high:
        raise ValueError(f"there is no order between {low!r:.60} and {high!r:.60}")


def _after(low: str) -> str:
    leading = len(low) - len(low.lstrip("z"))
    width = leading * 2 + 1
    if len(low) == width and low[-1] != "z":
        return low[:-1] + _NEXT[low[-1]]
    return _digits(_number(low[:width], width) + 1, width)


def _before(high: str) -> str:
    leading = len(high) - len(high.lstrip("0"))
    width = leading * 2 + 1
    number = _number(high[:width], width)
    if len(high) <= width:
        number -= 1
    if number < BASE**leading:
        return "0" * (leading + 1) + "z" * (leading + 2)
    return _digits(number, width)


def _middle(low: str, high: str) -> str:
    """Return the shortest order near the middle of the two."""
    width = 1
    while True:
        first, last = _number(low[:width], width), _number(high[:width], width)
        exact = len(high) <= width
        lowest, highest = first + 1, last - 1 if exact else last
        if lowest <= highest:
            return _digits((lowest + highest) // 2, width)
        width += 1


def _number(text: str, width: int) -> int:
    number = 0
    for digit in text:
        number = number * BASE + _VALUES[digit]
    missing: int = BASE ** (width - len(text))
    return number * missing


def _digits(number: int, width: int) -> str:
    """Write a number with `width` digits, leaving out zeros at the end."""
    letters = []
    for _ in range(width):
        number, value = divmod(number, BASE)
        letters.append(DIGITS[value])
    return "".join(reversed(letters)).rstrip("0")
