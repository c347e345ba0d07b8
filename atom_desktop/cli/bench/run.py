"""`atom bench`: every figure beside a baseline that is measured in the same run."""

from collections.abc import Callable
from typing import Final

from atom_desktop.cli.bench import processes, records, transfer
from atom_desktop.cli.bench.figures import Figure, table
from atom_desktop.cli.bench.place import BenchPlace, bench_place
from atom_desktop.cli.failure import Exit
from atom_desktop.cli.numbers import whole_number
from atom_desktop.cli.program import Call
from atom_desktop.cli.terminal import Terminal
from atom_desktop.model.errors import AtomError, NotFound

Bench = Callable[[BenchPlace], list[Figure]]
COUNT: Final = 100_000
BENCHES: Final[dict[str, Bench]] = {
    "edit": records.edit,
    "open": records.opening,
    "filter": records.filtering,
    "text": records.text,
    "commands": processes.commands,
    "memory": processes.memory,
    "window": processes.window,
    "import": transfer.bulk_import,
}
"""In this order: the import comes last, since it leaves twice as many tasks."""


def bench(call: Call) -> Exit:
    """Measure what was said, in a vault of as many tasks as were said."""
    said, tasks = call.said, call.said.one("tasks")
    count = COUNT if tasks is None else max(whole_number("--tasks", tasks), 1)
    return run_bench(call.terminal, said.words[0] if said.words else None, count)


def run_bench(terminal: Terminal, name: str | None, count: int = COUNT) -> Exit:
    """Measure one benchmark or all, and tell which goals are reached."""
    if name is not None and name not in BENCHES:
        message = f"There is no benchmark “{name[:40]}”."
        raise NotFound(message, f"There are: {', '.join(BENCHES)}.")
    chosen = BENCHES if name is None else {name: BENCHES[name]}
    figures: list[Figure] = []
    missed = 0
    terminal.progress({"text": f"making a vault of {count:,} tasks"})
    with bench_place(count) as place:
        for done, (title, bench) in enumerate(chosen.items()):
            terminal.progress({"done": done, "total": len(chosen), "text": title})
            try:
                figures += bench(place)
            except AtomError as error:  # the others can be measured all the same
                missed += 1
                terminal.failure(error)
    terminal.clear_progress()
    if terminal.as_json:
        rows = [figure.as_json() for figure in figures]
        terminal.document({"tasks": count, "figures": list(rows)})
    else:
        terminal.line(table(figures))
    done = not missed and all(figure.reached for figure in figures)
    return Exit.DONE if done else Exit.FAILED
