from typing import ClassVar

import pytest

from atom_desktop.model.collections import Collection
from atom_desktop.model.workflow import Run, RunState, Workflow
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestWorkflow(KindSuite):
    collection = Collection.WORKFLOW
    least: ClassVar[Fields] = {"name": "Tidy up"}
    full: ClassVar[Fields] = {
        "name": "Tidy up",
        "notes": "Each evening.",
        "enabled": True,
        "trigger": {"every": "day", "at": "22:00"},
        "steps": [{"run": "task.list", "query": "done"}, {"run": "task.delete"}],
        "order": "V",
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (("name", 1), ("enabled", 1), ("trigger", "daily"), ("steps", [1]), ("steps", {}))


class TestRun(KindSuite):
    collection = Collection.RUN
    least: ClassVar[Fields] = {"workflow": "01WORKFLOW"}
    full: ClassVar[Fields] = {
        "workflow": "01WORKFLOW",
        "state": "failed",
        "position": 2,
        "results": {"0": {"changed": 3}, "1": None},
        "problem": "The server does not answer.",
        "started": CREATED,
        "ended": LATER,
        "created": CREATED,
        "version": 2,
    }
    wrong = (("workflow", 1), ("state", "lost"), ("position", "2"), ("results", []))


def test_nothing_runs_before_somebody_switches_it_on():
    assert not Workflow(name="Tidy up").enabled


def test_a_new_run_waits_at_its_first_step():
    run = Run(workflow="01WORKFLOW")
    assert (run.state, run.position, run.results) == (RunState.WAITING, 0, {})


@pytest.mark.parametrize("state", RunState)
def test_each_state_of_a_run_is_read_from_its_word(state):
    assert TestRun().read(state=state.value).state is state


def test_steps_keep_their_order_and_repetitions():
    steps = [{"run": "b"}, {"run": "a"}, {"run": "b"}]
    assert TestWorkflow().read(steps=steps).steps == tuple(steps)
