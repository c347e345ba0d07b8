"""Every command does what its example says: it changes something, or it returns something."""

from pathlib import Path

import msgspec
import pytest

from atom_desktop.core.actions.registry import all_commands
from atom_desktop.core.commands import Permission

HERE = Path(__file__).parent
ALL = tuple(all_commands())
OUTSIDE = {
    "backup.create": {"path": "FOLDER/new.atombackup"},
    "backup.verify": {"path": "FOLDER/made.atombackup"},
    "file.export": {"path": "FOLDER/new.json"},
    "file.import": {"path": "FOLDER/todo.txt"},
}
"""Examples of what needs a file: its place is known only while the test runs."""
FIRST = {
    "task.reopen": [("task.done", {"ids": ["ID"]})],
    "task.restore": [("task.delete", {"ids": ["ID"]})],
    "task.move": [("task.move", {"ids": ["ID"], "to": "Home"})],
    "history.redo": [("history.undo", {})],
    "backup.verify": [("backup.create", {"path": "FOLDER/made.atombackup"})],
}
"""What has to have happened before."""
STEPLESS = {
    "backup.create", "file.export", "settings.set", "settings.reset", "vault.accept-clock",
    "vault.lock", "vault.unlock", "app.quit", "task.add_many",
}  # fmt: skip
"""Those that change something outside the records, or say nothing of a single step."""


@pytest.fixture
def run(run_keyed):
    return run_keyed


@pytest.fixture
def prepared(run, tmp_path):
    """Return a way to run examples in a vault with one task, a project, labels and a filter."""
    (tmp_path / "todo.txt").write_text("Buy milk +Home\n", encoding="utf-8")
    run("filter.add", name="Mine", query="p1")
    task = run("task.add", text="Paint #Home @errand")["task"]

    def filled(value):
        if isinstance(value, dict):
            return {key: filled(one) for key, one in value.items()}
        if isinstance(value, list):
            return [filled(one) for one in value]
        if isinstance(value, str):
            return value.replace("FOLDER", str(tmp_path)).replace("ID", task["id"])
        return value

    return lambda command_id, params: run(command_id, **filled(params))


def steps(run):
    return [step["id"] for step in run("history.list")["steps"]]


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.id)
def test_the_example_of_every_command_works(prepared, run, command):
    for before, params in FIRST.get(command.id, []):
        prepared(before, params)
    known = steps(run)
    said = prepared(command.id, command.example or OUTSIDE.get(command.id, {}))
    assert isinstance(said, dict)
    assert said
    msgspec.json.encode(said)
    new = [one for one in steps(run) if one not in known]
    if command.permission is Permission.READ:
        assert new == []
    elif command.id not in STEPLESS:
        assert len(new) == 1
        assert said.get("step", new[0]) == new[0]


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.id)
def test_what_a_command_calls_undoable_is_taken_back_by_undo(prepared, run, command):
    if not command.undoable:
        return
    for before, params in FIRST.get(command.id, []):
        prepared(before, params)
    before = run("task.list", query="status any sort by created")["tasks"], names(run)
    prepared(command.id, {**(command.example or OUTSIDE[command.id])})
    after = run("task.list", query="status any sort by created")["tasks"], names(run)
    assert after != before
    for _ in range(2 if command.id == "task.add_many" else 1):
        run("history.undo")
    again = run("task.list", query="status any sort by created")["tasks"], names(run)
    assert again == before


def names(run):
    kinds = ("project", "section", "label", "filter")
    return [run("names.list", kind=kind)["names"] for kind in kinds]


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.id)
def test_every_command_says_what_it_is_for(command):
    assert command.title
    assert command.title[0].isupper()
    assert command.help.endswith(".")
    assert command.help[0].isupper()
    assert command.help != command.title
    assert command.params.__doc__


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.id)
def test_every_command_has_a_test_that_names_it(command):
    others = (path for path in HERE.glob("test_*.py") if path.name != Path(__file__).name)
    assert any(f'"{command.id}"' in path.read_text(encoding="utf-8") for path in others)


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.id)
def test_a_parameter_that_a_command_does_not_know_is_refused(command):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**command.example, "unheard_of": 1}, command.params)


def test_every_command_has_its_place_by_the_first_word_of_its_id():
    for command in ALL:
        assert all_commands().get(command.id).id == command.id
