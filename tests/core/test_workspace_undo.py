"""Undo takes any work back, redo repeats it, also after a restart."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atom_desktop.core.workspace import field_changes
from atom_desktop.model.change import Change, Op
from atom_desktop.model.errors import Conflict, UserError
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.store.opening import UNDO_DEPTH
from tests.fakes.disks import MoodyDisk, QuickDisk
from tests.fakes.vault import ACTOR, VaultInUse, open_vault

TASKS = [f"{number:026d}" for number in range(1, 4)]
ELEMENTS = ["x", "y", {"id": "z", "title": "Z"}]
TITLES = ["A", "B", None]

State = dict[str, JsonObject]


def state_of(vault: VaultInUse) -> State:
    found = ((one, vault.workspace.read("task", one)) for one in TASKS)
    return {one: record.fields for one, record in found if record is not None}


def shown(vault: VaultInUse) -> set[str]:
    columns = vault.index.columns
    return {columns.id_of(row) for row in columns.living()}


def drawn_step(data: st.DataObject, state: State) -> list[Change]:
    """Draw a step that fits the state: several changes, each built on those before it."""
    left: dict[str, JsonObject | None] = {one: dict(state[one]) for one in TASKS if one in state}
    touched: set[tuple[str, str]] = set()
    changes = []
    for _ in range(data.draw(st.integers(1, 4), "changes in the step")):
        change = drawn_change(data, data.draw(st.sampled_from(TASKS), "task"), left, touched)
        changes += [change] if change else []
    return changes


def drawn_change(
    data: st.DataObject,
    task: str,
    left: dict[str, JsonObject | None],
    touched: set[tuple[str, str]],
) -> Change | None:
    fields = left.get(task)
    if fields is None:
        if task in left:
            return None  # erased in this step: it does not come back in it
        labels = data.draw(st.lists(st.sampled_from(ELEMENTS), max_size=2), "labels")
        made: JsonObject = {"title": data.draw(st.sampled_from(TITLES), "title"), "labels": labels}
        touched |= {(task, str(one)) for one in labels}
        left[task] = {name: value for name, value in made.items() if value}
        return Change("task", task, Op.CREATE, "", None, made)
    match data.draw(st.sampled_from(["set", "set", "element", "erase"]), "kind"):
        case "set":
            after = data.draw(st.sampled_from(TITLES), "title")
            before, fields["title"] = fields.get("title"), after
            return Change("task", task, Op.SET, "title", before, after)
        case "element":
            element = data.draw(st.sampled_from(ELEMENTS), "element")
            return element_change(task, fields, element, touched)
        case _:
            left[task] = None
            return Change("task", task, Op.ERASE, "", fields)


def element_change(
    task: str, fields: JsonObject, element: Json, touched: set[tuple[str, str]]
) -> Change | None:
    if (task, str(element)) in touched:
        return None  # a step touches one element at most once
    touched.add((task, str(element)))
    labels = list(fields.get("labels") or [])
    if element in labels:
        fields["labels"] = [one for one in labels if one != element]
        return Change("task", task, Op.REMOVE, "labels", element)
    fields["labels"] = [*labels, element]
    return Change("task", task, Op.ADD, "labels", None, element)


def check_turned(vault: VaultInUse, states: Sequence[State]) -> None:
    """Undo everything, then repeat everything; each step must show the state of that moment."""
    for state in reversed(states[:-1]):
        vault.workspace.undo(ACTOR).wait()
        assert state_of(vault) == state
        assert shown(vault) == set(state)
    with pytest.raises(UserError):
        vault.workspace.undo(ACTOR)
    for state in states[1:]:
        vault.workspace.redo(ACTOR).wait()
        assert state_of(vault) == state
        assert shown(vault) == set(state)
    with pytest.raises(UserError):
        vault.workspace.redo(ACTOR)


@settings(max_examples=50)
@given(st.data())
def test_undo_takes_any_work_back_and_redo_repeats_it_also_after_a_restart(
    data: st.DataObject,
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_vault(Path(folder), disk=QuickDisk()) as vault,
    ):
        states = [state_of(vault)]
        for _ in range(data.draw(st.integers(1, 5), "steps")):
            changes = drawn_step(data, states[-1])
            if changes:
                vault.run(*changes)
                states.append(state_of(vault))
        check_turned(vault, states)
        vault.reopen()
        assert state_of(vault) == states[-1]
        check_turned(vault, states)
        vault.store.compact()
        vault.reopen()
        check_turned(vault, states)


def test_undo_names_what_it_takes_back(vault: VaultInUse) -> None:
    vault.run(Change("task", vault.ids(), Op.CREATE, "", None, {"title": "A"}), title="Add A")
    undone = vault.workspace.undo(ACTOR).wait()
    redone = vault.workspace.redo(ACTOR).wait()
    assert (undone.title, undone.command) == ("Undo: Add A", "history.undo")
    assert (redone.title, redone.command) == ("Add A", "history.redo")
    assert (undone.undoes != "", redone.redoes) == (True, undone.id)


def test_new_work_leaves_nothing_to_redo(vault: VaultInUse) -> None:
    vault.add()
    vault.workspace.undo(ACTOR).wait()
    vault.add()
    with pytest.raises(UserError) as caught:
        vault.workspace.redo(ACTOR)
    assert caught.value.code == "nothing"


def test_what_somebody_has_built_on_is_not_taken_back(vault: VaultInUse) -> None:
    task = vault.add(actor="me", title="A")
    vault.set(task, actor="them", title="B")
    with pytest.raises(Conflict):
        vault.workspace.undo("me")
    assert vault.record("task", task.id).fields["title"] == "B"


def test_a_removed_element_comes_back_only_for_who_removed_it(vault: VaultInUse) -> None:
    task = vault.add(labels=["a"])
    vault.run(Change("task", task.id, Op.REMOVE, "labels", "a"))
    assert "labels" not in vault.record("task", task.id).fields
    vault.workspace.undo(ACTOR).wait()
    assert vault.record("task", task.id).fields["labels"] == ["a"]


def test_undo_twice_in_one_breath_takes_two_steps_back(tmp_path: Path) -> None:
    disk = MoodyDisk()
    with open_vault(tmp_path, disk=disk) as vault:
        first, second = vault.add(title="A"), vault.add(title="B")
        one = vault.workspace.undo(ACTOR)
        two = vault.workspace.undo(ACTOR)
        one.wait()
        two.wait()
        assert vault.workspace.read("task", first.id) is None
        assert vault.workspace.read("task", second.id) is None


def test_undo_after_a_step_that_was_refused_takes_the_one_before_back(tmp_path: Path) -> None:
    disk = MoodyDisk()
    with open_vault(tmp_path, disk=disk) as vault:
        task = vault.add(title="A")
        disk.fill()
        vault.workspace.run("Rename", field_changes(task, {"title": "B"}), command="t", actor=ACTOR)
        refused = vault.workspace._newest
        assert refused is not None
        with pytest.raises(Exception, match="full"):
            refused.wait(30)
        disk.mend()
        assert vault.workspace.undo(ACTOR).wait().title == "Undo: Add task"


def test_a_change_of_long_ago_is_too_old_to_be_taken_back(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.add()
    monkeypatch.setattr(type(vault.store), "step", lambda self, step_id: None)
    with pytest.raises(UserError) as caught:
        vault.workspace.undo(ACTOR)
    assert caught.value.code == "too-old"


def test_undo_reaches_as_far_as_it_promises(vault: VaultInUse) -> None:
    task = vault.add(title="0")
    for number in range(1, UNDO_DEPTH + 2):
        task = vault.set(task, title=str(number))
    for _ in range(UNDO_DEPTH):
        vault.workspace.undo(ACTOR).wait()
    with pytest.raises(UserError):
        vault.workspace.undo(ACTOR)
    assert vault.record("task", task.id).fields["title"] == "1"


def test_a_certain_step_is_taken_back_though_others_came_after(vault: VaultInUse) -> None:
    first, second = vault.add(title="First"), vault.add(title="Second")
    done = vault.run(Change("task", first.id, Op.SET, "status", None, "done"), actor=ACTOR).step
    vault.set(second, title="Second, changed")
    vault.workspace.undo(ACTOR, done.id).wait()
    assert "status" not in vault.record("task", first.id).fields
    assert vault.record("task", second.id).fields["title"] == "Second, changed"
    with pytest.raises(UserError):
        vault.workspace.undo(ACTOR, done.id)


def test_the_step_of_somebody_else_is_not_taken_back(vault: VaultInUse) -> None:
    task = vault.add(title="First")
    done = vault.run(Change("task", task.id, Op.SET, "status", None, "done"), actor="other").step
    with pytest.raises(UserError):
        vault.workspace.undo(ACTOR, done.id)
