import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atom_desktop.core.actions.registry import all_commands
from atom_desktop.model.change import Change, Op
from atom_desktop.model.errors import AtomError, NotFound, UserError
from tests.fakes.vault import open_vault


def test_undo_takes_the_last_change_back_and_redo_repeats_it(run, vault):
    task = run("task.add", text="Buy milk")["task"]
    undone = run("history.undo")
    assert undone["title"] == "Undo: Add “Buy milk”"
    assert undone["changed"] == 1
    assert vault.workspace.read("task", task["id"]) is None
    redone = run("history.redo")
    assert redone["title"] == "Add “Buy milk”"
    assert run("task.show", id=task["id"])["task"]["title"] == "Buy milk"


def test_undo_survives_a_restart(run, vault):
    run("task.add", text="Buy milk")
    vault.reopen()
    run("history.undo")
    assert run("task.count") == {"count": 0}


def test_everybody_takes_back_only_what_is_their_own(run):
    run("task.add", text="Mine")
    run("task.add", text="Theirs", actor="assistant")
    run("history.undo")
    assert [task["title"] for task in run("task.list")["tasks"]] == ["Theirs"]


@pytest.mark.parametrize("command", ["history.undo", "history.redo"])
def test_with_nothing_to_take_back_there_is_no_success(run, command):
    with pytest.raises(UserError, match="nothing to"):
        run(command)


def test_the_history_shows_the_newest_step_first(run):
    run("task.add", text="One")
    run("task.add", text="Two")
    steps = run("history.list")["steps"]
    assert [step["title"] for step in steps] == ["Add “Two”", "Add “One”"]
    assert steps[0]["actor"] == "user"
    assert steps[0]["command"] == "task.add"
    assert steps[0]["at"] == "2026-11-24T08:30:00Z"
    assert steps[0]["more"] == 0


def test_the_history_of_a_task_shows_its_fields_before_and_after(run, vault):
    task = vault.add(title="Buy milk")
    vault.add(title="Another one")
    vault.set(task, title="Buy oat milk")
    steps = run("history.list", id=task.id[:6])["steps"]
    assert steps[0]["changes"] == [
        {
            "collection": "task",
            "id": task.id,
            "op": "set",
            "field": "title",
            "before": "Buy milk",
            "after": "Buy oat milk",
        }
    ]
    assert len(steps) == 2


def test_a_limit_is_kept(run):
    run("task.add_many", lines=["One", "Two", "Three"])
    assert len(run("history.list", limit=2)["steps"]) == 2


def test_a_step_with_very_many_changes_is_shown_in_part(run, vault):
    vault.add_many([{"title": str(number)} for number in range(130)])
    step = run("history.list")["steps"][0]
    assert len(step["changes"]) == 100
    assert step["more"] == 30


def test_what_was_taken_back_and_what_was_repeated_is_named(run):
    run("task.add", text="One")
    added = run("history.list")["steps"][0]["id"]
    run("history.undo")
    run("history.redo")
    redone, undone, _ = run("history.list")["steps"]
    assert undone["undoes"] == added
    assert redone["redoes"] == undone["id"]


def test_the_history_of_a_project_and_of_an_erased_task_can_be_seen(run, vault):
    project = vault.create("project", {"name": "Home"})
    assert run("history.list", id=project.id[:8])["steps"][0]["title"] == "Add project"
    task = vault.add(title="Gone")
    vault.run(Change("task", task.id, Op.ERASE, before=dict(task.fields)))
    assert len(run("history.list", id=task.id)["steps"]) == 2


def test_the_history_of_nothing_is_not_found(run):
    with pytest.raises(NotFound, match="begins with “zzzz”"):
        run("history.list", id="zzzz")
    with pytest.raises(UserError, match="too short"):
        run("history.list", id="zz")


def everything(run):
    kinds = ("project", "section", "label", "filter")
    tasks = run("task.list", query="status any sort by created")["tasks"]
    trashed = run("task.list", query="is trashed sort by created")["tasks"]
    shown = {task["id"]: {**task, "changed": ""} for task in tasks + trashed}
    return shown, [run("names.list", kind=kind)["names"] for kind in kinds]


NUMBERS = st.integers(0, 3)
WHICH = st.lists(NUMBERS, min_size=1, max_size=3)
DEEDS = st.one_of(
    st.tuples(st.sampled_from(["task.done", "task.cancel", "task.reopen"]), WHICH, st.just({})),
    st.tuples(st.sampled_from(["task.delete", "task.restore"]), WHICH, st.just({})),
    st.tuples(
        st.just("task.move"),
        WHICH,
        st.fixed_dictionaries({"to": st.sampled_from(["-", "Home", "Home/Kitchen"])})
        | st.fixed_dictionaries({"parent": NUMBERS})
        | st.fixed_dictionaries({"before": NUMBERS})
        | st.fixed_dictionaries({"after": NUMBERS}),
    ),
    st.tuples(
        st.just("task.edit"),
        WHICH,
        st.fixed_dictionaries(
            {
                "set": st.fixed_dictionaries(
                    {},
                    optional={
                        "due": st.sampled_from(["tomorrow", "2026-12-01T09:00", ""]),
                        "title": st.sampled_from(["One", "Two"]),
                        "labels": st.sampled_from(["shop,home", ""]),
                        "checklist": st.sampled_from(["a\nb", "b", ""]),
                        "reminders": st.sampled_from(["30m", ""]),
                        "status": st.sampled_from(["waiting", "done", ""]),
                        "project": st.sampled_from(["Home", ""]),
                    },
                ),
                "add_labels": st.lists(st.sampled_from(["shop", "car"]), max_size=2),
                "remove_labels": st.lists(st.sampled_from(["home", "Shop"]), max_size=1),
            }
        ),
    ),
    st.tuples(st.just("task.add"), st.none(), st.just({"text": "New #Work @car"})),
    st.tuples(st.just("label.delete"), st.none(), st.just({"label": "shop"})),
    st.tuples(st.just("project.delete"), st.none(), st.just({"project": "Home"})),
)


def with_ids(which, params, ids):
    said = {name: ids[one] if isinstance(one, int) else one for name, one in params.items()}
    return said if which is None else {"ids": [ids[one] for one in which], **said}


@settings(max_examples=100, deadline=None)
@given(deeds=st.lists(DEEDS, max_size=8))
def test_whatever_was_done_undo_leads_all_the_way_back_and_redo_forth_again(
    tmp_path_factory, deeds
):
    commands = all_commands()
    with open_vault(tmp_path_factory.mktemp("vault")) as vault:

        def run(command_id, **params):
            return commands.run(command_id, params, vault.context("user"))

        there_and_back(run, prepared(run, vault), deeds)


def prepared(run, vault):
    """Make a project with a section, and four tasks, one of them recurring; return their ids."""
    run("project.add", name="Home")
    run("section.add", project="Home", name="Kitchen")
    daily = {"due": {"date": "2026-11-20"}, "recurrence": {"rule": "FREQ=DAILY"}}
    plain = [{"title": str(number), "order": "VWX"[number]} for number in range(3)]
    return vault.add_many([*plain, {"title": "Daily", **daily}])


def there_and_back(run, ids, deeds):
    begin, done = everything(run), 0
    for command, which, params in deeds:
        with contextlib.suppress(AtomError):
            run(command, **with_ids(which, params, ids))
            done += 1
    end = everything(run)
    for _ in range(done):
        run("history.undo")
    assert everything(run) == begin
    for _ in range(done):
        run("history.redo")
    assert everything(run) == end
