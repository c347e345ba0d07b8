"""What the window does to tasks is a command each, told in a message that can take it back."""

from pytestqt.qtbot import QtBot

from atom_desktop.gui.controls import Button
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import JsonObject
from tests.fakes.deeds import House


def ignore(_outcome: AtomError | None) -> None:
    """Take an outcome that the test does not ask about."""


def test_what_became_of_a_line_is_told_before_anybody_may_lock(house: House, qtbot: QtBot) -> None:
    heard: list[object] = []
    house.deeds.add("Buy milk", heard.append)
    house.deeds.when_saved(lambda: heard.append("lock"))
    assert heard == []
    qtbot.waitUntil(lambda: heard == [None, "lock"])


def test_a_line_that_is_refused_is_told_and_shown(house: House, qtbot: QtBot) -> None:
    heard: list[object] = []
    house.deeds.add("   ", heard.append)
    house.deeds.when_saved(lambda: heard.append("lock"))
    qtbot.waitUntil(lambda: heard == [*house.failures, "lock"])
    assert len(house.failures) == 1


def test_a_task_is_added_and_taken_back(house: House, qtbot: QtBot) -> None:
    house.deeds.add("Buy milk #Home @errand", ignore)
    qtbot.waitUntil(lambda: bool(house.said()))
    assert house.said() == ["Added: Buy milk (new: #Home, @errand)"]
    house.deeds.undo()
    qtbot.waitUntil(lambda: len(house.said()) == 2)
    assert list(house.vault.index.columns.living()) == []


def test_tasks_are_completed_and_opened_again(house: House, qtbot: QtBot) -> None:
    task = house.vault.add(title="Buy milk")
    house.deeds.complete((task.id,))
    qtbot.waitUntil(lambda: house.field(task.id, "status") == "done")
    qtbot.waitUntil(lambda: house.said() == ["Done: Buy milk"])
    house.deeds.reopen((task.id,))
    qtbot.waitUntil(lambda: house.field(task.id, "status") in {None, "open"})


def test_tasks_go_to_the_trash_and_come_back(house: House, qtbot: QtBot) -> None:
    tasks = [house.vault.add(title=title) for title in ("One", "Two")]
    house.deeds.delete([task.id for task in tasks])
    qtbot.waitUntil(lambda: house.said() == ["In the trash: 2 tasks"])
    house.deeds.restore([task.id for task in tasks])
    qtbot.waitUntil(lambda: house.field(tasks[0].id, "trashed") is None)


def test_a_title_is_changed_in_place(house: House, qtbot: QtBot) -> None:
    task = house.vault.add(title="Buy milk")
    house.deeds.rename(task.id, "Buy oat milk")
    qtbot.waitUntil(lambda: house.field(task.id, "title") == "Buy oat milk")


def test_a_field_is_read_as_it_was_typed(house: House, qtbot: QtBot) -> None:
    task = house.vault.add(title="Buy milk")
    house.deeds.edit(task.id, "due", "tomorrow", house.failures.append)
    qtbot.waitUntil(lambda: house.field(task.id, "due") == {"date": "2026-11-25"})


def test_a_value_that_cannot_be_read_goes_to_its_field(house: House, qtbot: QtBot) -> None:
    task = house.vault.add(title="Buy milk")
    mine: list[AtomError] = []
    house.deeds.edit(task.id, "due", "yesterweek", mine.append)
    qtbot.waitUntil(lambda: bool(mine))
    assert not house.failures


def test_labels_are_added_and_removed_by_name(house: House, qtbot: QtBot) -> None:
    phone = house.vault.create("label", {"name": "phone"})
    task = house.vault.add(title="Call Ann", labels=[phone.id])
    shown: list[JsonObject] = []
    house.deeds.read(task.id, shown.append)
    qtbot.waitUntil(lambda: bool(shown))
    house.deeds.edit(task.id, "labels", "", house.failures.append)
    qtbot.waitUntil(lambda: not house.field(task.id, "labels"))


def test_one_value_for_many_tasks(house: House, qtbot: QtBot) -> None:
    tasks = [house.vault.add(title=title) for title in ("One", "Two")]
    house.deeds.set_field([task.id for task in tasks], "priority", "1")
    qtbot.waitUntil(lambda: house.said() == ["Changed: 2 tasks"])
    assert [house.field(task.id, "priority") for task in tasks] == [1, 1]


def test_what_was_undone_can_be_done_again(house: House, qtbot: QtBot) -> None:
    house.deeds.add("Buy milk", ignore)
    qtbot.waitUntil(lambda: len(house.said()) == 1)
    house.deeds.undo()
    qtbot.waitUntil(lambda: len(house.said()) == 2)
    house.deeds.redo()
    qtbot.waitUntil(lambda: len(house.said()) == 3)
    assert house.said()[2].startswith("Done again:")
    assert len(list(house.vault.index.columns.living())) == 1


def test_nothing_to_undo_is_said(house: House, qtbot: QtBot) -> None:
    house.deeds.undo()
    qtbot.waitUntil(lambda: bool(house.failures))
    assert "nothing to undo" in house.failures[0].message


def test_a_message_takes_back_its_own_change_and_no_other(house: House, qtbot: QtBot) -> None:
    first, second = (house.vault.add(title=title) for title in ("First", "Second"))
    for number, task in enumerate((first, second), 1):
        house.deeds.complete((task.id,))
        qtbot.waitUntil(lambda number=number: len(house.said()) == number)
    (button, _) = [one for one in house.toasts.findChildren(Button) if one.text() == "Undo"]
    button.click()
    qtbot.waitUntil(lambda: any(text.startswith("Undone") for text in house.said()))
    assert house.field(first.id, "status") in {None, "open"}
    assert house.field(second.id, "status") == "done"


def test_one_can_wait_until_every_edit_is_saved(house: House, qtbot: QtBot) -> None:
    task = house.vault.add(title="Buy milk")
    seen: list[object] = []
    house.deeds.when_saved(lambda: seen.append("at once"))
    house.deeds.edit(task.id, "title", "Buy oat milk", house.failures.append)
    house.deeds.edit(task.id, "due", "yesterweek", house.failures.append)
    house.deeds.when_saved(lambda: seen.append(house.field(task.id, "title")))
    assert seen == ["at once"]
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[1] == "Buy oat milk"
    assert len(house.failures) == 1


def test_who_edits_a_field_hears_how_it_was_understood(house: House, qtbot: QtBot) -> None:
    task = house.vault.add(title="Buy milk")
    saved: list[JsonObject] = []
    house.deeds.edit(task.id, "title", "Buy oat milk", house.failures.append, saved.append)
    qtbot.waitUntil(lambda: bool(saved))
    assert [one["title"] for one in saved] == ["Buy oat milk"]


def test_labels_are_compared_with_what_was_saved_last(house: House, qtbot: QtBot) -> None:
    phone = house.vault.create("label", {"name": "phone"})
    house.vault.create("label", {"name": "home"})
    task = house.vault.add(title="Call Ann", labels=[phone.id])
    shown: list[JsonObject] = []
    house.deeds.read(task.id, shown.append)
    qtbot.waitUntil(lambda: bool(shown))
    for text in ("phone, home", "phone"):
        house.deeds.edit(task.id, "labels", text, house.failures.append, shown.append)
        count = len(shown)
        qtbot.waitUntil(lambda count=count: len(shown) > count)
    assert house.field(task.id, "labels") == [phone.id]
