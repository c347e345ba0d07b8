"""Above the list stands where one is, how many there are, and what is wrong with a filter."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from atom_desktop.core.index.index import Indexing
from atom_desktop.gui.shell.header import Header


@pytest.fixture
def header(qtbot: QtBot, appearance, icons):
    made = Header(appearance, icons)
    qtbot.addWidget(made)
    made.resize(900, 80)
    made.show()
    return made


def typed(header: Header) -> list[str]:
    found: list[str] = []
    header.typed.connect(found.append)
    return found


def test_each_letter_of_a_filter_is_told(qtbot: QtBot, header: Header) -> None:
    found = typed(header)
    qtbot.keyClicks(header.filter, "milk")
    assert found == ["m", "mi", "mil", "milk"]


def test_esc_empties_the_filter_and_then_leaves_it(qtbot: QtBot, header: Header) -> None:
    header.filter.setText("milk")
    qtbot.keyClick(header.filter, Qt.Key.Key_Escape)
    assert header.filter.text() == ""
    with qtbot.waitSignal(header.filter.left):
        qtbot.keyClick(header.filter, Qt.Key.Key_Escape)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_other_keys_lead_back_to_the_list(qtbot: QtBot, header: Header, key: Qt.Key) -> None:
    header.filter.setText("milk")
    with qtbot.waitSignal(header.filter.left):
        qtbot.keyClick(header.filter, key)
    assert header.filter.text() == "milk"


def test_another_place_has_no_filter(header: Header) -> None:
    header.filter.setText("milk")
    found = typed(header)
    header.show_place("Today")
    assert (header.title.text(), header.filter.text(), found) == ("Today", "", [])


def test_the_number_of_tasks_is_said_in_words_too(header: Header) -> None:
    header.show_count(12_345, "open tasks")
    assert header.count.text() == "12,345"
    assert header.count.accessibleName() == "12345 tasks"
    assert not header.told.isVisible()


def test_how_a_filter_was_read_is_told(header: Header) -> None:
    header.filter.setText("p1")
    header.show_count(3, "open tasks of priority 1")
    assert header.told.text() == "open tasks of priority 1"


def test_a_filter_that_cannot_be_read_says_where(header: Header) -> None:
    header.filter.setText("due before fish")
    header.show_problem("There is no date here that can be read.", 11, 15)
    assert header.told.text() == "“fish”: There is no date here that can be read."


def test_a_problem_at_the_end_quotes_nothing(header: Header) -> None:
    header.filter.setText("p1 and")
    header.show_problem("Something is missing.", 6, 6)
    assert header.told.text() == "Something is missing."


def test_while_texts_are_being_indexed_it_says_how_far(header: Header) -> None:
    header.show_indexing(Indexing(1200, 100_000))
    assert header.told.text() == "Still indexing, 1,200 of 100,000: titles are found so far."
    header.show_indexing(Indexing(100_000, 100_000))
    assert not header.told.isVisible()


def test_an_index_that_is_ready_leaves_other_words_alone(header: Header) -> None:
    header.filter.setText("p1")
    header.show_count(3, "open tasks of priority 1")
    header.show_indexing(Indexing(5, 5))
    assert header.told.text() == "open tasks of priority 1"


def test_a_task_can_be_added(qtbot: QtBot, header: Header) -> None:
    with qtbot.waitSignal(header.add):
        qtbot.mouseClick(header.add_button, Qt.MouseButton.LeftButton)


def test_what_is_found_while_indexing_is_explained_as_well(header: Header) -> None:
    header.filter.setText("milk")
    header.show_indexing(Indexing(1, 3))
    header.show_count(3, "tasks with milk")
    assert header.told.text() == (
        "tasks with milk · Still indexing, 1 of 3: titles are found so far."
    )


def test_with_little_room_the_button_keeps_its_icon(header: Header) -> None:
    header.set_narrow(narrow=True)
    assert (header.add_button.text(), header.add_button.accessibleName()) == ("", "Add task")
    assert not header.add_button.icon().isNull()
    header.set_narrow(narrow=False)
    assert header.add_button.text() == "Add task"


def test_a_long_name_leaves_room_for_the_rest(header: Header) -> None:
    header.show_place("A very long name of a project " * 5)
    header.resize(500, 80)
    assert header.minimumSizeHint().width() <= 500
    assert not header.title.grab().isNull()
