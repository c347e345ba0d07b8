"""The one door: what it checks, what it refuses, and whom it tells in which order."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from atom_desktop.core.workspace import field_changes, set_changes, touched
from atom_desktop.model.change import Change, Op, Step
from atom_desktop.model.errors import AtomError, Conflict, Unavailable, UserError
from atom_desktop.model.record import Record
from tests.fakes.beside import Beside
from tests.fakes.disks import MoodyDisk
from tests.fakes.vault import VaultInUse, open_vault


def create(vault: VaultInUse, **fields: object) -> Change:
    return Change("task", vault.ids(), Op.CREATE, "", None, {"title": "Task", **fields})


def test_a_step_is_saved_stamped_and_found_again(vault: VaultInUse) -> None:
    change = create(vault, title="Buy milk")
    step = vault.run(change, title="Add Buy milk").step
    assert vault.record("task", change.id).fields == {"title": "Buy milk"}
    vault.reopen()
    assert vault.record("task", change.id).fields == {"title": "Buy milk"}
    assert step.device == vault.store.device_id
    assert [step.title for step in vault.store.history()] == ["Add Buy milk"]


def test_a_step_changes_many_records_or_none(vault: VaultInUse) -> None:
    task = vault.add(title="A")
    wrong = Change("task", task.id, Op.SET, "title", "B", "C")
    right = create(vault)
    with pytest.raises(Conflict):
        vault.run(right, wrong)
    assert vault.workspace.read("task", right.id) is None
    assert vault.record("task", task.id) == task


def test_nothing_to_change_is_said(vault: VaultInUse) -> None:
    with pytest.raises(UserError) as caught:
        vault.run()
    assert caught.value.code == "nothing-to-do"


def test_a_field_is_only_changed_from_what_was_seen(vault: VaultInUse) -> None:
    task = vault.add(title="A")
    vault.set(task, title="B")
    with pytest.raises(Conflict) as caught:
        vault.run(Change("task", task.id, Op.SET, "title", "A", "C"))
    assert caught.value.code == "stale"


def test_changes_in_one_step_build_on_each_other(vault: VaultInUse) -> None:
    task = vault.add(title="A", priority=1)
    made = create(vault, title="X")
    vault.run(
        Change("task", task.id, Op.SET, "title", "A", "B"),
        Change("task", task.id, Op.SET, "title", "B", "C"),
        made,
        Change("task", made.id, Op.SET, "title", "X", "Y"),
        Change("task", made.id, Op.ADD, "labels", None, "l"),
    )
    assert vault.record("task", task.id).fields["title"] == "C"
    assert vault.record("task", made.id).fields == {"title": "Y", "labels": ["l"]}


def test_a_task_that_is_not_there_cannot_be_changed(vault: VaultInUse) -> None:
    with pytest.raises(Conflict) as caught:
        vault.run(Change("task", vault.ids(), Op.SET, "title", None, "B"))
    assert caught.value.code == "gone"


def test_a_task_that_was_erased_is_gone(vault: VaultInUse) -> None:
    task = vault.add(title="A")
    vault.run(Change("task", task.id, Op.ERASE, "", task.fields))
    assert vault.workspace.read("task", task.id) is None
    with pytest.raises(Conflict) as caught:
        vault.run(Change("task", task.id, Op.SET, "title", "A", "B"))
    assert caught.value.code == "gone"


def test_an_id_is_given_once(vault: VaultInUse) -> None:
    task = vault.add()
    again = Change("task", task.id, Op.CREATE, "", None, {"title": "B"})
    twin = create(vault)
    for changes in ([again], [create(vault), again], [twin, twin]):
        with pytest.raises(Conflict):
            vault.run(*changes)
    assert vault.record("task", task.id) == task


def test_what_is_erased_in_a_step_does_not_come_back_in_it(vault: VaultInUse) -> None:
    task = vault.add()
    erase = Change("task", task.id, Op.ERASE, "", task.fields)
    with pytest.raises(Conflict):
        vault.run(erase, Change("task", task.id, Op.CREATE, "", None, task.fields))
    assert vault.record("task", task.id) == task


def test_a_whole_record_is_only_erased_as_it_was_seen(vault: VaultInUse) -> None:
    task = vault.add(title="A", labels=["b", "a"])
    with pytest.raises(Conflict):
        vault.run(Change("task", task.id, Op.ERASE, "", {"title": "B"}))
    vault.run(Change("task", task.id, Op.ERASE, "", {"title": "A", "labels": ["b", "a"]}))
    assert vault.workspace.read("task", task.id) is None


def test_a_record_is_erased_for_ever_without_saying_what_was_in_it(vault: VaultInUse) -> None:
    task = vault.add()
    vault.run(Change("task", task.id, Op.ERASE))
    assert vault.workspace.read("task", task.id) is None


def test_an_element_that_is_not_there_cannot_be_removed(vault: VaultInUse) -> None:
    task = vault.add(labels=["a"])
    with pytest.raises(Conflict):
        vault.run(Change("task", task.id, Op.REMOVE, "labels", "b"))


@pytest.mark.parametrize(
    ("op", "field"), [(Op.SET, "labels"), (Op.ADD, "title"), (Op.REMOVE, "title")]
)
def test_a_change_that_does_not_fit_its_field_is_a_mistake_of_ours(
    vault: VaultInUse, op: Op, field: str
) -> None:
    task = vault.add(title="A")
    with pytest.raises(ValueError, match="does not fit"):
        vault.run(Change("task", task.id, op, field, None, "x"))


def test_the_index_shows_a_step_as_soon_as_it_was_run(vault: VaultInUse) -> None:
    task = vault.add(title="A")
    receipt = vault.workspace.run(
        "Rename", field_changes(task, {"title": "B"}), command="test", actor="me"
    )
    columns = vault.index.columns
    assert columns.title(columns.row_of(task.id)) == "B"
    assert receipt.wait(30) is receipt.step


def test_two_actors_have_their_own_undo(vault: VaultInUse) -> None:
    mine, theirs = vault.add(actor="me", title="M"), vault.add(actor="them", title="T")
    vault.workspace.undo("me").wait()
    assert vault.workspace.read("task", mine.id) is None
    assert vault.record("task", theirs.id) == theirs


def test_a_clock_that_stands_a_day_back_is_named_before_anything_is_written(
    tmp_path: Path,
) -> None:
    with open_vault(tmp_path) as vault:
        vault.add()
        vault.clock.moment -= timedelta(days=3, hours=1)
        with pytest.raises(Conflict, match="3 days") as caught:
            vault.add()
        assert caught.value.code == "clock-jump"
        vault.workspace.accept_clock_jump()
        assert vault.add(title="Later").fields["title"] == "Later"
        assert vault.index.columns.count == 2


def test_a_clock_that_stands_an_hour_back_is_no_matter(vault: VaultInUse) -> None:
    first = vault.add()
    vault.clock.forward(-3600)
    assert vault.add().stamp > first.stamp


@pytest.fixture
def disk() -> MoodyDisk:
    return MoodyDisk()


@pytest.fixture
def moody(tmp_path: Path, disk: MoodyDisk) -> Iterator[VaultInUse]:
    with open_vault(tmp_path, disk=disk) as opened:
        yield opened


def rename(vault: VaultInUse, task: Record, title: str) -> "Beside[Step]":
    held = vault.record("task", task.id)
    changes = field_changes(held, {"title": title})
    return Beside(vault.workspace.run("Rename", changes, command="t", actor="me").wait)


def settle(vault: VaultInUse, disk: MoodyDisk) -> None:
    """Mend the disk, and wait until everybody was told what it had refused."""
    disk.mend()
    vault.store.position()


def test_a_step_that_the_disk_refuses_leaves_no_trace(moody: VaultInUse, disk: MoodyDisk) -> None:
    task = moody.add(title="A", labels=["a"])
    heard: list[Step] = []
    moody.workspace.bus.listen(heard.append)
    project = Change("project", moody.ids(), Op.CREATE, "", None, {"name": "P"})
    disk.fill()
    with pytest.raises(Unavailable) as caught:
        moody.run(create(moody), project, *field_changes(task, {"title": "B"}))
    settle(moody, disk)
    assert caught.value.code == "full-disk"
    assert [notice.code for notice in moody.told] == ["full-disk"]
    assert heard == []
    assert moody.record("task", task.id) == task
    columns = moody.index.columns
    assert [columns.title(row) for row in columns.living()] == ["A"]
    assert moody.index.names.listed("project") == []
    assert moody.set(task, title="C").fields["title"] == "C"


def test_steps_behind_a_refused_one_are_refused_with_it(moody: VaultInUse, disk: MoodyDisk) -> None:
    task = moody.add(title="A")
    disk.hold()
    first = rename(moody, task, "B")
    assert disk.waiting.wait(30)
    second = rename(moody, task, "C")
    disk.fill()
    disk.let_go()
    for one in (first, second):
        with pytest.raises(AtomError):
            one.result()
    settle(moody, disk)
    assert moody.record("task", task.id).fields["title"] == "A"
    columns = moody.index.columns
    assert columns.title(columns.row_of(task.id)) == "A"


def test_steps_are_told_in_their_order_whoever_runs_them(vault: VaultInUse) -> None:
    heard: list[Step] = []
    vault.workspace.bus.listen(heard.append)

    def add_some() -> None:
        for _ in range(20):
            vault.workspace.run("Add", [create(vault)], command="t", actor="me")

    running = [Beside(add_some) for _ in range(4)]
    for one in running:
        one.result()
    last = vault.run(create(vault)).step
    assert [step.hlc for step in heard[:80]] == sorted(step.hlc for step in heard[:80])
    assert len(heard) in {80, 81}
    assert all(step.hlc <= last.hlc for step in heard)


class HeldFollower:
    """An index that takes its time with the steps of the thread it holds."""

    def __init__(self, inner: object) -> None:
        self.inner = inner
        self.held = 0
        self.waiting, self.go_on = threading.Event(), threading.Event()

    def follow(self, changed: object) -> None:
        if threading.get_ident() == self.held:
            self.waiting.set()
            assert self.go_on.wait(30)
        self.inner.follow(changed)


def test_a_step_is_told_only_once_the_index_shows_it(vault: VaultInUse) -> None:
    workspace, heard = vault.workspace, list[str]()
    follower = workspace._follower = HeldFollower(vault.index)
    workspace.bus.listen(lambda step: heard.append(step.title))

    def slow() -> None:
        follower.held = threading.get_ident()
        vault.run(create(vault), title="first")

    first = Beside(slow)
    assert follower.waiting.wait(30)
    vault.run(create(vault), title="second")
    assert heard == []
    follower.go_on.set()
    first.result()
    vault.store.close()
    assert heard == ["first", "second"]


def test_an_index_that_fails_does_not_keep_later_steps_from_being_told(vault: VaultInUse) -> None:
    class Failing:
        def follow(self, changed: object) -> None:
            raise ZeroDivisionError

    heard: list[str] = []
    vault.workspace.bus.listen(lambda step: heard.append(step.title))
    kept, vault.workspace._follower = vault.workspace._follower, Failing()
    with pytest.raises(ZeroDivisionError):
        vault.run(create(vault), title="first")
    vault.workspace._follower = kept
    vault.run(create(vault), title="second")
    vault.store.close()
    assert heard == ["first", "second"]


def test_what_a_step_touches_is_named_once() -> None:
    changes = (
        Change("task", "a", Op.SET, "title"),
        Change("task", "a", Op.SET, "notes"),
        Change("project", "a", Op.ERASE),
    )
    step = Step(id="s", hlc="0", actor="me", command="c", title="t", changes=changes)
    assert touched(step) == [("task", "a"), ("project", "a")]


def test_needless_changes_are_left_out() -> None:
    record = Record(
        collection="task", id="a", stamp="1", fields={"title": "A", "labels": ["x", "y"]}
    )
    assert field_changes(record, {"title": "A", "notes": None, "labels": ["y", "x", "x"]}) == []
    assert field_changes(record, {"title": None, "labels": ["y", "z", "z"]}) == [
        Change("task", "a", Op.SET, "title", "A", None),
        Change("task", "a", Op.ADD, "labels", None, "z"),
        Change("task", "a", Op.REMOVE, "labels", "x", None),
    ]
    assert field_changes(record, {"labels": None}) == [
        Change("task", "a", Op.REMOVE, "labels", "x", None),
        Change("task", "a", Op.REMOVE, "labels", "y", None),
    ]
    assert set_changes(record, "labels", add=["x", "z"], remove=["y", "w"]) == [
        Change("task", "a", Op.ADD, "labels", None, "z"),
        Change("task", "a", Op.REMOVE, "labels", "y", None),
    ]
    assert set_changes(record, "links", add=["u"]) == [
        Change("task", "a", Op.ADD, "links", None, "u")
    ]


def test_a_record_of_a_newer_version_is_only_looked_at(vault: VaultInUse) -> None:
    task = vault.add(title="From the future", version=1_000_000)
    with pytest.raises(Conflict) as caught:
        vault.run(*field_changes(task, {"title": "A"}))
    assert caught.value.code == "newer"
    assert vault.record("task", task.id) == task


def test_a_clock_that_was_accepted_once_is_not_asked_about_after_a_restart(
    tmp_path: Path,
) -> None:
    with open_vault(tmp_path) as vault:
        vault.add(title="In the future")
        vault.clock.moment -= timedelta(days=3)
        vault.reopen()
        vault.workspace.accept_clock_jump()
        vault.reopen()
        vault.add(title="Today")
        vault.reopen()
        vault.add(title="Today again")
        vault.clock.moment -= timedelta(days=3)
        vault.add(title="Still before the same change")


def test_a_new_change_in_the_future_is_asked_about_again(tmp_path: Path) -> None:
    with open_vault(tmp_path) as vault:
        vault.add(title="In the future")
        vault.clock.moment -= timedelta(days=3)
        vault.reopen()
        vault.workspace.accept_clock_jump()
        vault.clock.moment += timedelta(days=30)
        vault.reopen()
        vault.add(title="Far ahead")
        vault.clock.moment -= timedelta(days=30)
        vault.reopen()
        with pytest.raises(Conflict):
            vault.add(title="Today")
