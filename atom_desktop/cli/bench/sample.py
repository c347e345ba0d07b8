"""Made-up tasks of the size and variety of real ones, the same in every run."""

import random
from collections.abc import Iterator
from typing import Final

from atom_desktop.model.json import Json, JsonObject

SEED: Final = 20261124
_VERBS: Final = """
    call write review prepare send order repair paint plan book cancel renew check fix draft read
    sketch translate measure clean pack sort water cook answer move print sign test
""".split()  # noqa: SIM905 -- easier to read than a hundred quotes
_THINGS: Final = """
    invoice garden kitchen letter doctor school budget travel ticket hotel flight meeting design
    team screen window backup import export release migration guide summer winter passport bicycle
    insurance contract library photos heating landlord bakery chapter poster concert server parser
    calendar festival neighbour dentist museum battery printer balcony
""".split()  # noqa: SIM905 -- the same
_PEOPLE: Final = ("Ann", "Bob", "Chloe", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ida", "Lea")
_NOTE: Final = (
    "Goal: finish before the end of the week and tell everybody who waits for it. Start from the "
    "list of open questions, ask {person} about the {thing}, and write the answers down here. "
)


def sample_tasks(count: int, projects: list[str], labels: list[str]) -> Iterator[JsonObject]:
    """Yield the fields of `count` tasks of about 600 bytes in these projects, with these labels."""
    dice = random.Random(SEED)  # noqa: S311 -- the same tasks in every run are wanted
    for number in range(count):
        person, thing = dice.choice(_PEOPLE), dice.choice(_THINGS)
        title = f"{dice.choice(_VERBS)} {dice.choice(_THINGS)} for {person} {number}".capitalize()
        note = _NOTE.format(person=person, thing=thing)
        task: JsonObject = {
            "title": title,
            "notes": note * dice.randint(1, 2) + f"Reference {number * 7919 % 1_000_003}.",
            "project": dice.choice(projects),
            "created": f"2026-{dice.randint(1, 10):02d}-{dice.randint(1, 28):02d}T08:00:00Z",
        }
        chosen: list[Json] = list(dice.sample(labels, dice.randint(0, 2)))
        if chosen:
            task["labels"] = chosen
        if dice.random() < 0.7:
            task["due"] = {"date": f"2026-{dice.randint(9, 12):02d}-{dice.randint(1, 28):02d}"}
        if dice.random() < 0.4:
            task["priority"] = dice.randint(1, 3)
        if dice.random() < 0.15:
            task["status"], task["done"] = "done", "2026-11-01T10:00:00Z"
        yield task
