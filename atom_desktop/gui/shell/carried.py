"""Where somebody is, to be there again on a page made anew: in another theme, after all."""

from dataclasses import dataclass
from typing import Final

START: Final = "today"


@dataclass(frozen=True, slots=True)
class Carried:
    """The place, what was typed as a filter and as a new task, and what stands beside the list."""

    place: str = START
    before: str = START
    filtered: str = ""
    line: str = ""
    detail: str = ""
    setting: str = ""
