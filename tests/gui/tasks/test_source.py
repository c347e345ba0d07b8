import pytest
from PySide6.QtCore import QLocale

from atom_desktop.core.bus import Bus
from atom_desktop.core.index.index import Indexing
from atom_desktop.core.jobs import Jobs
from atom_desktop.gui.bridge import Bridge
from atom_desktop.gui.tasks import source as module
from atom_desktop.gui.tasks.listing import FirstPage
from atom_desktop.gui.tasks.source import TaskSource
from atom_desktop.model.query.problem import QueryError
from tests.fakes.vault import open_vault


@pytest.fixture
def vault(tmp_path):
    with open_vault(tmp_path) as vault:
        yield vault


class Around:
    """A source over a real vault, with everything it is handed."""

    def __init__(self, vault, model, stays):
        self.vault, self.model = vault, model
        self.problems = []
        self.bridge = Bridge(self.problems.append)
        self.jobs = Jobs(self.problems.append)
        opened = vault.session.opened
        self.source = TaskSource(
            opened,
            model,
            jobs=self.jobs,
            post=self.bridge.post,
            clock=vault.clock,
            locale=QLocale("en_GB"),
            stays=stays,
        )
        self.answers, self.refusals, self.completed = [], [], []
        self.source.answered.connect(self.answers.append)
        self.source.refused.connect(self.refusals.append)
        self.source.completed.connect(self.completed.append)

    @property
    def titles(self):
        return [self.model.index(row, 0).data() for row in range(self.model.rowCount())]

    def end(self):
        self.source.close()
        self.jobs.close()
        self.bridge.close()
        assert self.problems == []


@pytest.fixture
def around(vault, model, qtbot):
    made = []

    def make(stays=0):
        made.append(Around(vault, model, stays))
        return made[-1]

    yield make
    for one in made:
        one.end()


@pytest.fixture
def shown(around, vault, qtbot):
    """Return a source that shows three tasks."""
    titles = ("Milk", "Bread", "Call Ann")
    vault.add_many([{"title": title, "order": f"{n + 1}"} for n, title in enumerate(titles)])

    def show(text="", stays=0):
        found = around(stays)
        found.source.show(text)
        qtbot.waitUntil(lambda: bool(found.answers))
        return found

    return show


def test_a_list_shows_what_the_query_finds(shown):
    found = shown("bread")
    assert found.titles == ["Bread"]
    answer = found.answers[0]
    assert (answer.total, answer.text) == (1, "bread")
    assert "bread" in answer.explained


def test_nothing_asked_shows_what_is_not_closed(shown):
    assert shown().titles == ["Milk", "Bread", "Call Ann"]


def test_projects_and_labels_are_known_by_their_names(around, vault, qtbot):
    project = vault.create("project", {"name": "New house"})
    vault.add(title="Paint", project=project.id)
    vault.add(title="Other")
    found = around()
    found.source.show("project:New house")
    qtbot.waitUntil(lambda: bool(found.answers) or bool(found.refusals))
    assert found.titles == ["Paint"]


def test_a_query_that_cannot_be_read_leaves_the_list_as_it_was(shown, qtbot):
    found = shown()
    found.source.typed("(milk")
    qtbot.waitUntil(lambda: bool(found.refusals))
    assert isinstance(found.refusals[0], QueryError)
    assert found.refusals[0].start == 0
    assert len(found.titles) == 3


def test_after_a_query_that_cannot_be_read_the_last_good_one_goes_on(shown, vault, qtbot):
    found = shown("bread")
    found.source.typed("(milk")
    qtbot.waitUntil(lambda: bool(found.refusals))
    vault.add(title="Bread rolls")
    found.source.refresh()
    qtbot.waitUntil(lambda: len(found.answers) == 2)
    assert found.titles == ["Bread", "Bread rolls"]
    assert len(found.refusals) == 1


def test_the_newest_of_many_texts_wins(shown, qtbot):
    found = shown()
    for text in ("m", "mi", "mil", "bre"):
        found.source.typed(text)
    qtbot.waitUntil(lambda: found.titles == ["Bread"])
    assert [answer.text for answer in found.answers] == ["", "bre"]


def test_a_text_that_is_overtaken_while_it_is_looked_for_is_never_shown(shown, qtbot):
    found = shown()
    found.source.show("milk")
    found.source.show("bread")
    qtbot.waitUntil(lambda: found.titles == ["Bread"])
    assert [answer.text for answer in found.answers] == ["", "bread"]


def test_a_new_task_appears(shown, vault, qtbot):
    found = shown()
    vault.add(title="New")
    qtbot.waitUntil(lambda: "New" in found.titles)


def test_a_task_that_does_not_fit_does_not_appear(shown, vault, qtbot):
    found = shown("bread")
    vault.add(title="New")
    vault.add(title="Bread rolls")
    qtbot.waitUntil(lambda: found.titles == ["Bread", "Bread rolls"])


def test_a_title_changes_on_the_screen(shown, vault, qtbot):
    found = shown()
    task = vault.record("task", found.model.id_at(0))
    vault.set(task, title="Oat milk")
    qtbot.waitUntil(lambda: found.titles[0] == "Oat milk")


def test_what_changes_while_the_list_is_read_is_in_it(shown, vault, qtbot):
    found = shown()
    found.source.refresh()
    vault.add(title="Meanwhile")
    qtbot.waitUntil(lambda: "Meanwhile" in found.titles)
    found.source.refresh()
    qtbot.waitUntil(lambda: len(found.answers) == 2)
    assert found.titles.count("Meanwhile") == 1


def test_a_completed_task_stays_for_a_moment_and_then_leaves(shown, vault, qtbot):
    found = shown(stays=60_000)
    assert found.titles
    row = found.model.row_at(1)
    vault.set(vault.record("task", found.model.id_at(1)), status="done")
    qtbot.waitUntil(lambda: found.completed == [row])
    assert found.model.task(1).closed
    found.source._parting.start(0)
    qtbot.waitUntil(lambda: found.titles == ["Milk", "Call Ann"])


def test_a_task_that_is_opened_again_in_time_stays(shown, vault, qtbot):
    found = shown(stays=60_000)
    assert found.titles
    task_id = found.model.id_at(1)
    vault.set(vault.record("task", task_id), status="done")
    qtbot.waitUntil(lambda: bool(found.completed))
    vault.set(vault.record("task", task_id), status="open")
    qtbot.waitUntil(lambda: not found.model.task(1).closed)
    found.source._parting.start(0)
    qtbot.waitUntil(lambda: not found.source._parting.isActive())
    assert found.titles == ["Milk", "Bread", "Call Ann"]


def test_a_completed_task_is_not_swept_away_by_a_list_read_anew(shown, vault, qtbot):
    found = shown(stays=5000)
    assert found.titles
    vault.set(vault.record("task", found.model.id_at(1)), status="done")
    qtbot.waitUntil(lambda: bool(found.completed))
    found.source.refresh()
    qtbot.waitUntil(lambda: not found.source._running)
    assert found.titles == ["Milk", "Bread", "Call Ann"]


def test_a_task_that_was_never_on_the_screen_leaves_at_once(shown, vault, qtbot):
    found = shown(stays=5000)
    vault.set(vault.record("task", found.model.id_at(2)), status="done")
    qtbot.waitUntil(lambda: found.model.rowCount() == 2)
    assert found.completed == []


def test_in_a_list_by_the_day_of_closing_a_task_moves_at_once(shown, vault, qtbot):
    found = shown("sort by changed desc", stays=5000)
    assert found.titles
    vault.set(vault.record("task", found.model.id_at(0)), status="done")
    qtbot.waitUntil(lambda: found.model.rowCount() == 2)


@pytest.mark.parametrize("limit", [("MOST_STEPS", 5), ("MOST_WORK", 50)])
def test_very_many_changes_read_the_list_anew(shown, vault, qtbot, monkeypatch, limit):
    monkeypatch.setattr(module, *limit)
    found = shown()
    inserted = []
    found.model.rowsInserted.connect(lambda _, first, last: inserted.append(last - first + 1))
    vault.add_many([{"title": f"Many {number}"} for number in range(20)])
    qtbot.waitUntil(lambda: found.model.rowCount() == 23)
    assert inserted == [20]


def test_a_renamed_label_is_read_anew(shown, vault, qtbot):
    label = vault.create("label", {"name": "phone"})
    vault.add(title="Ring", labels=[label.id])
    found = shown()
    assert [tag.name for tag in found.model.task(3).labels] == ["phone"]
    vault.set(label, name="call")
    qtbot.waitUntil(lambda: [tag.name for tag in found.model.task(3).labels] == ["call"])


def test_a_task_that_waits_for_another_is_painted_again(shown, vault, qtbot):
    found = shown()
    first = vault.record("task", found.model.id_at(0))
    vault.add(title="After milk", depends_on=[first.id])
    qtbot.waitUntil(lambda: found.model.rowCount() == 4)
    waiting = found.titles.index("After milk")
    assert found.model.task(waiting).blocked == 1
    changed = []
    found.model.dataChanged.connect(lambda first, _: changed.append(first.data()))
    vault.set(first, status="done")
    qtbot.waitUntil(lambda: "After milk" in changed)


def test_the_first_page_is_there_before_anything_is_read(around, vault, qtbot):
    made = vault.add_many([{"title": f"Task {n}", "order": f"{n + 1}"} for n in range(3)])
    vault.index.first = [vault.index.columns.row_of(task_id) for task_id in made[:2]]
    vault.index.first_total = 3
    found = around()
    found.source.show("")
    assert isinstance(found.model.listing, FirstPage)
    assert found.titles == ["Task 0", "Task 1", None]
    resets = []
    found.model.modelReset.connect(lambda: resets.append(1))
    qtbot.waitUntil(lambda: bool(found.answers))
    assert (found.titles, resets) == (["Task 0", "Task 1", "Task 2"], [])


def test_words_are_looked_for_before_anything_is_shown(around, vault):
    vault.add(title="Task")
    vault.index.first, vault.index.first_total = [0], 1
    found = around()
    found.source.show("milk")
    assert found.titles == []


def test_dates_are_seen_anew_at_each_minute(around, vault, qtbot):
    vault.add(title="Call", due={"at": "2026-11-24T09:30:00", "tz": "Europe/Berlin"})
    found = around()
    found.source.show("")
    qtbot.waitUntil(lambda: bool(found.answers))
    before = found.model.task(0).due.nearness
    vault.clock.forward(60)
    found.source.minute_passed()
    assert (before, found.model.task(0).due.nearness) == ("today", "overdue")


def test_at_midnight_the_list_is_read_again(around, vault, qtbot):
    vault.add(title="Tomorrow", due={"date": "2026-11-25"})
    found = around()
    found.source.show("due today")
    qtbot.waitUntil(lambda: bool(found.answers))
    assert found.titles == []
    vault.clock.forward(15 * 3600)
    found.source.minute_passed()
    qtbot.waitUntil(lambda: found.titles == ["Tomorrow"])


@pytest.mark.parametrize(("text", "answers"), [("overdue", 2), ("not overdue", 2), ("milk", 1)])
def test_lists_that_go_by_the_hour_are_read_again_each_minute(shown, qtbot, text, answers):
    found = shown(text)
    found.source.minute_passed()
    qtbot.waitUntil(lambda: not found.source._running)
    qtbot.waitUntil(lambda: len(found.answers) == answers)


def test_a_search_is_repeated_once_all_texts_are_indexed(shown, vault, qtbot):
    found = shown("milk")
    told = []
    found.source.indexing.connect(told.append)
    bus: Bus[Indexing] = vault.session.opened.indexing
    for done in (1, 3):
        bus.publish(Indexing(done, 3))
    qtbot.waitUntil(lambda: len(found.answers) == 2)
    assert [one.ready for one in told] == [False, True]


def test_a_list_without_words_is_not_read_again_for_that(shown, vault, qtbot):
    found = shown("p1")
    vault.session.opened.indexing.publish(Indexing(3, 3))
    found.bridge.post(lambda: found.completed.append("later"))
    qtbot.waitUntil(lambda: bool(found.completed))
    assert not found.source._running


def test_after_a_pause_the_list_is_compared_with_one_read_anew(shown, vault, qtbot, monkeypatch):
    monkeypatch.setattr(module, "SETTLES_AFTER", 20)
    found = shown()
    vault.add(title="New")
    qtbot.waitUntil(lambda: len(found.answers) == 2)
    assert found.titles[-1] == "New"


def test_a_locked_vault_leaves_nothing_behind(shown, vault, qtbot):
    found = shown()
    found.source.refresh()
    found.source.close()
    assert (found.titles, found.model.rows) == ([], None)
    found.source.refresh()
    vault.add(title="Later")
    qtbot.waitUntil(lambda: not found.source._running)
    assert found.titles == []
