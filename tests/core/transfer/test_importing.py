import gc

import pytest

from atom_desktop.core.transfer.importing import DEEPEST, Plan
from atom_desktop.core.transfer.report import Report
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import UserError
from atom_desktop.model.formats.base import FormatError, ImportedComment, ImportedTask, Losses
from tests.fakes.caller import RecordingCaller

WHOLE = {
    "uuid": "a-1",
    "description": "Prepare slides",
    "entry": "20261101T090000Z",
    "project": "work.alpha",
    "tags": ["phone", "deep"],
    "priority": "H",
    "due": "20261204T170000Z",
    "annotations": [{"entry": "20261101T090000Z", "description": "bring the cable"}],
}


def counts(report: Report) -> tuple[int, int, int, int]:
    held = report.counts
    return held.new, held.updated, held.unchanged, held.kept_yours


def losses(report: Report) -> dict[tuple[str, str], int]:
    return {(str(loss.kind), loss.field): loss.count for loss in report.losses}


def test_a_task_comes_in_with_its_project_and_labels(desk):
    report = desk.taskwarrior(WHOLE)
    assert counts(report) == (1, 0, 0, 0)
    assert not report.losses
    fields = desk.tasks()["Prepare slides"]
    assert fields["notes"] == "bring the cable"
    assert fields["created"] == "2026-11-01T09:00:00Z"
    assert desk.path_of("Prepare slides") == "work/alpha"
    assert desk.label_names("Prepare slides") == ["deep", "phone"]
    assert desk.vault.index.columns.count == 1


def test_an_import_is_one_step_that_can_be_taken_back(desk, steps):
    report = desk.taskwarrior(WHOLE, {"description": "b"})
    assert steps() == 1
    assert report.step is not None
    assert desk.vault.store.step(report.step).command == "file.import"
    desk.vault.workspace.undo("tester").wait()
    assert desk.tasks() == {}
    assert desk.paths() == set()
    desk.vault.workspace.redo("tester").wait()
    assert set(desk.tasks()) == {"Prepare slides", "b"}
    assert counts(desk.taskwarrior(WHOLE)) == (0, 0, 1, 0)


def test_the_same_file_again_changes_nothing(desk, steps):
    desk.taskwarrior(WHOLE, {"uuid": "b", "description": "b", "depends": ["a-1"], "tags": ["x"]})
    report = desk.taskwarrior(
        WHOLE, {"uuid": "b", "description": "b", "depends": ["a-1"], "tags": ["x"]}
    )
    assert counts(report) == (0, 0, 2, 0)
    assert report.step is None
    assert steps() == 1


def test_the_same_file_again_changes_nothing_after_a_restart(desk, steps):
    desk.taskwarrior(WHOLE)
    desk.vault.store.compact()
    desk.vault.reopen()
    assert counts(desk.taskwarrior(WHOLE)) == (0, 0, 1, 0)
    assert steps() == 1


def test_a_task_that_changed_in_the_file_changes_in_those_fields(desk):
    desk.taskwarrior(WHOLE)
    changed = WHOLE | {"description": "Show slides", "tags": ["phone"], "priority": None}
    changed.pop("due")
    report = desk.taskwarrior(changed)
    assert counts(report) == (0, 1, 0, 0)
    fields = desk.tasks()["Show slides"]
    assert "due" not in fields
    assert "priority" not in fields
    assert fields["notes"] == "bring the cable"
    assert desk.label_names("Show slides") == ["phone"]
    assert counts(desk.taskwarrior(changed)) == (0, 0, 1, 0)
    assert counts(desk.taskwarrior(WHOLE)) == (0, 1, 0, 0)
    assert "Prepare slides" in desk.tasks()


def test_an_update_is_taken_back_as_a_whole(desk):
    desk.taskwarrior(WHOLE)
    before = desk.tasks()
    desk.taskwarrior(WHOLE | {"description": "Show slides", "tags": ["other"]})
    desk.vault.workspace.undo("tester").wait()
    assert desk.tasks() == before


def test_what_i_changed_stays_and_is_told(desk):
    desk.taskwarrior(WHOLE)
    task = desk.vault.record("task", desk.task_id("Prepare slides"))
    desk.vault.set(task, title="Mine", estimate=30)
    report = desk.taskwarrior(WHOLE | {"description": "Theirs", "priority": "L"})
    assert counts(report) == (0, 1, 0, 1)
    assert losses(report) == {("yours", "title"): 1}
    assert report.losses[0].examples == ("Mine",)
    assert desk.tasks()["Mine"]["priority"] == 3
    assert desk.tasks()["Mine"]["estimate"] == 30


def test_what_i_completed_or_cleared_or_deleted_stays_so(desk):
    desk.taskwarrior(WHOLE)
    task = desk.vault.record("task", desk.task_id("Prepare slides"))
    now = "2026-11-24T08:30:00Z"
    desk.vault.set(task, status="done", done=now, due=None, trashed=now)
    report = desk.taskwarrior(WHOLE)
    assert counts(report) == (0, 0, 1, 1)
    assert losses(report) == {("yours", "status"): 1, ("yours", "due"): 1}
    fields = desk.tasks()["Prepare slides"]
    assert (fields["status"], fields["trashed"]) == ("done", now)


def test_the_order_and_creation_of_new_tasks_are_filled_in(desk):
    desk.vault.add(title="Earlier", order="V")
    desk.todotxt("one", "two", "three")
    tasks = desk.tasks()
    orders = [tasks[title]["order"] for title in ("Earlier", "one", "two", "three")]
    assert orders == sorted(orders)
    assert tasks["one"]["created"] == desk.vault.clock.utc()
    desk.vault.clock.forward(1000)
    assert counts(desk.todotxt("one", "two", "three")) == (0, 0, 3, 0)


def test_references_between_tasks_are_kept(desk):
    desk.todotxt("parent id:1", "child p:1 dep:3", "other id:3")
    tasks = desk.tasks()
    assert tasks["child"]["parent"] == desk.task_id("parent")
    assert tasks["child"]["depends_on"] == [desk.task_id("other")]


def test_references_reach_tasks_of_earlier_imports(desk):
    desk.todotxt("parent id:1")
    report = desk.todotxt("child p:1")
    assert not report.losses
    assert desk.tasks()["child"]["parent"] == desk.task_id("parent")


def test_references_to_nothing_and_to_oneself_are_left_out_and_told(desk):
    report = desk.todotxt("child id:1 p:9 dep:8 dep:1")
    assert losses(report) == {("dropped", "parent"): 1, ("dropped", "depends_on"): 1}
    assert desk.tasks()["child"].keys().isdisjoint({"parent", "depends_on"})


def test_no_task_ends_up_inside_itself(desk):
    report = desk.todotxt("a id:1 p:3", "b id:2 p:1", "c id:3 p:2", "d id:4 p:4")
    assert losses(report) == {("dropped", "parent"): 2}
    parents = {title: fields.get("parent") for title, fields in desk.tasks().items()}
    assert sum(parent is not None for parent in parents.values()) == 2
    assert parents["d"] is None


def test_a_parent_that_i_put_inside_its_child_gets_no_circle(desk):
    desk.todotxt("a id:1", "b id:2")
    ids = {title: desk.task_id(title) for title in "ab"}
    desk.vault.set(desk.vault.record("task", ids["b"]), parent=ids["a"])
    report = desk.todotxt("a id:1 p:2", "b id:2")
    assert losses(report) == {("dropped", "parent"): 1}
    assert "parent" not in desk.tasks()["a"]


def test_nesting_is_bounded(desk):
    depth = DEEPEST * 2
    lines = [f"t{number} id:{number} p:{number - 1}" for number in range(1, depth)]
    report = desk.todotxt("t0 id:0", *lines)
    assert report.counts.new == depth
    assert 0 < losses(report)["dropped", "parent"] < depth


def test_two_tasks_with_the_same_id_are_both_kept_and_told(desk):
    report = desk.todotxt("a id:1", "b id:1", "c id:1")
    assert set(desk.tasks()) == {"a", "b", "c"}
    assert report.problems.count == 2
    assert counts(desk.todotxt("a id:1", "b id:1", "c id:1")) == (0, 0, 3, 0)


def test_the_pattern_of_a_recurring_task_becomes_a_rule_that_its_tasks_name(desk):
    report = desk.taskwarrior(
        {"uuid": "p", "description": "water", "status": "recurring", "recur": "weekly",
         "project": "home", "tags": ["green"]},
        {"uuid": "c", "description": "water", "parent": "p", "recur": "weekly"},
        {"uuid": "d", "description": "other", "parent": "c"},
    )  # fmt: skip
    rule = next(desk.vault.store.scan(Collection.RULE))
    assert desk.tasks()["water"]["rule"] == rule.id
    template = rule.fields["template"]
    assert desk.vault.index.names.path(template["project"]) == "home"
    assert len(template["labels"]) == 1
    assert losses(report) == {("dropped", "rule"): 1}
    assert report.counts.new == 3


def test_sections_and_comments_come_in_once(desk):
    def brought() -> list:
        report, lost = Report("todotxt"), Losses()
        plan = Plan(desk.vault.session, report, lost)
        plan.take(
            ImportedTask(
                source_id="1",
                fields={"title": "a"},
                project="home",
                section="Later",
                comments=(ImportedComment(text="c", created="2026-11-01T09:00:00Z"),
                          ImportedComment(text="d")),
            )
        )  # fmt: skip
        return plan.changes(desk.caller)

    desk.vault.run(*brought())
    section = desk.vault.index.names.get("section", desk.tasks()["a"]["section"])
    assert section.name == "Later"
    comments = {one.fields["text"]: one.fields for one in desk.vault.store.scan("comment")}
    assert set(comments) == {"c", "d"}
    assert comments["c"]["record"] == desk.task_id("a")
    assert brought() == []


def test_a_dry_run_shows_what_would_happen_and_writes_nothing(desk, steps):
    desk.todotxt("a id:1", "same id:2")
    report = desk.todotxt("changed id:1", "same id:2", "new +home @x", dry_run=True)
    assert counts(report) == (1, 1, 1, 0)
    assert report.preview == ["changed", "same", "new"]
    assert report.step is None
    assert steps() == 1
    assert set(desk.tasks()) == {"a", "same"}
    assert desk.paths() == set()


def test_a_dry_run_of_a_broken_file_names_the_line(desk):
    report = desk.bring(desk.file("a.json", b'[\n{"description":"a"},\n{"no":1}\n]'), dry_run=True)
    assert report.preview == ["a"]
    assert report.problems.told[0]["line"] == 3
    assert report.refused
    assert report.counts.new == 0


@pytest.mark.parametrize(
    "content",
    [
        b'[\n{"description":"a"},\n{"no":1}\n]',
        b'[\n{"description":"a"},\n',
        b'{"description":"a"}\n\xff\n',
        b'{"description":"a","x":' + b"[" * 999 + b"]" * 999 + b"}\n",
    ],
)
def test_a_broken_file_changes_nothing(desk, steps, content):
    with pytest.raises(FormatError):
        desk.bring(desk.file("a.json", content))
    assert steps() == 0
    assert desk.tasks() == {}


@pytest.mark.parametrize("after", [0, 1, 2])
def test_cancelling_leaves_the_vault_as_it_was(desk, steps, after):
    desk.caller = RecordingCaller(cancel_after=after)
    with pytest.raises(UserError) as caught:
        desk.taskwarrior(WHOLE)
    assert caught.value.code == "cancelled"
    assert steps() == 0


def test_progress_is_told(desk):
    desk.taskwarrior(WHOLE)
    texts = [report["text"] for report in desk.caller.reports]
    assert texts == ["Reading tasks.json", "Comparing", "Saving", "Saved"]
    assert all({"done", "total", "text"} == set(report) for report in desk.caller.reports)


@pytest.mark.parametrize("name", ["empty.txt", "empty.json"])
def test_an_empty_file_brings_nothing(desk, name):
    report = desk.bring(desk.file(name, b""))
    assert counts(report) == (0, 0, 0, 0)
    assert report.step is None


def test_hostile_text_is_stored_as_plain_text(desk):
    title = "<img src=x onerror=alert(1)> \u202egnp.exe {{7*7}} '; DROP TABLE tasks; --"
    desk.todotxt(title)
    assert set(desk.tasks()) == {title}


def test_ten_thousand_tasks_in_several_parts_are_one_step(desk, steps):
    desk.todotxt(*(f"task {number} +p{number % 7} @l{number % 5}" for number in range(10_000)))
    assert steps() == 1
    desk.vault.reopen()
    assert len(desk.tasks()) == 10_000
    assert len(desk.paths()) == 7


@pytest.mark.parametrize("looking", [True, False])
def test_looking_for_garbage_goes_on_afterwards_as_it_was(desk, looking):
    was = gc.isenabled()
    try:
        (gc.enable if looking else gc.disable)()
        desk.todotxt("a")
        assert gc.isenabled() is looking
        with pytest.raises(FormatError):
            desk.bring(desk.file("a.json", b"[{"))
        assert gc.isenabled() is looking
    finally:
        (gc.enable if was else gc.disable)()
