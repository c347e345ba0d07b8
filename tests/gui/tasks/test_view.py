import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from atom_desktop.gui.tasks.layout import Part
from atom_desktop.gui.tasks.words import empty_words
from tests.fakes.task_columns import TODAY, made_id

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def ids(*numbers):
    return tuple(made_id(number) for number in numbers)


def heard(signal):
    told = []
    signal.connect(lambda *said: told.append(said[0] if len(said) == 1 else said))
    return told


def at(view, number, x=300):
    return QPoint(x, view.visualRect(view.model().index(number, 0)).center().y())


@pytest.mark.parametrize(
    ("key", "modifier"), [(KEY.Key_E, Qt.KeyboardModifier.NoModifier), (KEY.Key_Return, CONTROL)]
)
def test_a_key_completes_what_is_selected(shown, qtbot, key, modifier):
    view = shown()
    asked = heard(view.complete_requested)
    qtbot.keyClick(view, key, modifier)
    assert asked == [ids(0)]


def test_several_tasks_are_completed_together(shown, qtbot):
    view = shown()
    asked = heard(view.complete_requested)
    qtbot.keyClick(view, KEY.Key_Down, SHIFT)
    qtbot.keyClick(view, KEY.Key_E)
    assert asked == [ids(0, 1)]


def test_a_click_on_the_ring_completes_without_selecting(shown, qtbot):
    view = shown()
    asked = heard(view.complete_requested)
    qtbot.mouseClick(view.viewport(), LEFT, pos=at(view, 3, 53))
    assert (asked, view.selected_ids()) == ([ids(3)], ids(0))


def test_two_quick_clicks_on_the_ring_are_two_ticks(shown, qtbot):
    view = shown()
    asked = heard(view.complete_requested)
    qtbot.mouseDClick(view.viewport(), LEFT, pos=at(view, 3, 53))
    assert asked[-1] == ids(3)
    assert view.findChild(QLineEdit) is None


def test_the_ring_of_a_closed_task_opens_it_again(shown, index, model, qtbot):
    view = shown(0)
    index.put(0, "Done", status="done")
    model.show(index.view(0), index.rows(), keep=False)
    reopened, completed = heard(view.reopen_requested), heard(view.complete_requested)
    qtbot.mouseClick(view.viewport(), LEFT, pos=at(view, 0, 53))
    assert (reopened, completed) == ([ids(0)], [])


def test_open_and_closed_ones_together_are_completed(shown, index, model, qtbot):
    view = shown(2)
    index.put(0, status="done")
    model.rows.forget()
    view.selectAll()
    asked = heard(view.complete_requested)
    qtbot.keyClick(view, KEY.Key_E)
    assert asked == [ids(1)]


def test_delete_asks_for_the_trash(shown, qtbot):
    view = shown()
    asked = heard(view.delete_requested)
    qtbot.keyClick(view, KEY.Key_Delete)
    assert asked == [ids(0)]


def test_j_and_k_go_down_and_up_and_stop_at_the_ends(shown, qtbot):
    view = shown(3)
    for _ in range(5):
        qtbot.keyClick(view, KEY.Key_J)
    assert view.selected_ids() == ids(2)
    for _ in range(5):
        qtbot.keyClick(view, KEY.Key_K)
    assert view.selected_ids() == ids(0)


def test_home_and_end_are_those_of_the_list(shown, qtbot):
    view = shown(9)
    qtbot.keyClick(view, KEY.Key_End)
    assert view.selected_ids() == ids(8)
    qtbot.keyClick(view, KEY.Key_Home)
    assert view.selected_ids() == ids(0)


def test_x_takes_one_in_and_out_of_the_selection(shown, qtbot):
    view = shown()
    told = heard(view.chosen)
    qtbot.keyClick(view, KEY.Key_X)
    assert view.selected_ids() == ()
    qtbot.keyClick(view, KEY.Key_X)
    assert told == [(), ids(0)]


def test_escape_lets_many_go_and_then_leaves_the_key_to_others(shown, qtbot):
    view = shown()
    qtbot.keyClick(view, KEY.Key_A, CONTROL)
    assert len(view.selected_ids()) == 5
    qtbot.keyClick(view, KEY.Key_Escape)
    assert len(view.selected_ids()) == 1
    assert not view._doing[view_deed("LET_GO")]()


def view_deed(name):
    from atom_desktop.gui.tasks.keys import Deed

    return Deed[name]


def test_single_letters_can_be_switched_off(shown, qtbot):
    view = shown()
    view.single_letters = False
    asked = heard(view.complete_requested)
    qtbot.keyClick(view, KEY.Key_E)
    assert (asked, view.selected_ids()) == ([], ids(0))


def test_space_asks_for_the_details(shown, qtbot):
    view = shown()
    asked = heard(view.detail_requested)
    qtbot.keyClick(view, KEY.Key_Space)
    assert asked == [made_id(0)]


@pytest.mark.parametrize("key", [KEY.Key_E, KEY.Key_Delete, KEY.Key_Space, KEY.Key_J, KEY.Key_X])
def test_keys_do_nothing_in_an_empty_list(shown, qtbot, key):
    view = shown(0)
    asked = heard(view.complete_requested) + heard(view.delete_requested)
    qtbot.keyClick(view, key)
    qtbot.keyClick(view, KEY.Key_F2)
    assert asked == []


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_F2])
def test_a_title_is_edited_in_place(shown, qtbot, key):
    view = shown()
    asked = heard(view.rename_requested)
    qtbot.keyClick(view, key)
    editor = view.findChild(QLineEdit)
    assert editor.text() == "Task 0"
    editor.selectAll()
    qtbot.keyClicks(editor, "Better")
    qtbot.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [(made_id(0), "Better")]


def test_escape_leaves_a_title_as_it_was(shown, qtbot):
    view = shown()
    asked = heard(view.rename_requested)
    view.rename_current()
    editor = view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "other")
    qtbot.keyClick(editor, KEY.Key_Escape)
    assert asked == []
    qtbot.waitUntil(view.hasFocus)


def test_a_list_that_is_read_again_does_not_close_the_edit(shown, index, model, qtbot):
    view = shown()
    view.rename_current()
    editor = view.findChild(QLineEdit)
    outdated = heard(model.outdated)
    model.show(index.view(0, 3), model.rows, keep=True)
    assert editor.isVisible()
    qtbot.keyClick(editor, KEY.Key_Escape)
    assert len(outdated) == 1


def test_a_double_click_edits(shown, qtbot):
    view = shown()
    qtbot.mouseDClick(view.viewport(), LEFT, pos=at(view, 2))
    assert view.findChild(QLineEdit).text() == "Task 2"


def test_the_date_of_a_task_can_be_pressed(shown, index, model, qtbot):
    view = shown(0)
    label = index.name("label", 1, "phone")
    index.put(0, "Call", due=TODAY, labels=[label], project=index.name("project", 2, "Home"))
    model.show(index.view(), index.rows(), keep=False)
    pressed = heard(view.part_pressed)
    places = view.delegate.places(model.index(0, 0), view.visualRect(model.index(0, 0)))
    for part in (places.due, places.labels[0], places.project):
        qtbot.mouseClick(view.viewport(), LEFT, pos=part.center())
    assert [said[1] for said in pressed] == [Part.DUE, Part.LABELS, Part.PROJECT]
    assert {said[0] for said in pressed} == {made_id(0)}
    assert pressed[0][2].size() == places.due.size()


def test_a_click_beside_the_tasks_presses_nothing(shown, qtbot):
    view = shown(1)
    pressed, completed = heard(view.part_pressed), heard(view.complete_requested)
    qtbot.mouseClick(view.viewport(), LEFT, pos=QPoint(53, 300))
    qtbot.mouseDClick(view.viewport(), LEFT, pos=QPoint(300, 300))
    assert (pressed, completed) == ([], [])


def move(view, point):
    kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    position = QPointF(point)
    everywhere = view.viewport().mapToGlobal(position)
    event = QMouseEvent(kind, position, everywhere, none, none, Qt.KeyboardModifier.NoModifier)
    view.mouseMoveEvent(event)


def test_the_pointer_is_followed_and_forgotten(shown):
    view = shown()
    move(view, at(view, 2))
    assert (view.delegate.hovered, view.delegate.pointed) == (2, -1)
    move(view, at(view, 2, 53))
    assert (view.delegate.hovered, view.delegate.pointed) == (2, 2)
    view.leaveEvent(QEvent(QEvent.Type.Leave))
    assert (view.delegate.hovered, view.delegate.pointed) == (-1, -1)


def test_what_is_under_the_pointer_changes_when_rows_move(shown, index, model, monkeypatch):
    view = shown(60)
    where = view.viewport().mapToGlobal(at(view, 2, 53))
    monkeypatch.setattr("atom_desktop.gui.tasks.view.QCursor.pos", lambda: where)
    move(view, at(view, 2, 53))
    view.verticalScrollBar().setValue(340)
    assert (view.delegate.hovered, view.delegate.pointed) == (12, 12)
    view.verticalScrollBar().setValue(0)
    model.follow([index.put(0, status="done")])
    assert view.delegate.hovered == 2


@pytest.mark.parametrize("reason", list(QContextMenuEvent.Reason))
def test_a_menu_is_asked_for_what_is_selected(shown, reason):
    view = shown()
    asked = heard(view.menu_requested)
    where = view.viewport().mapToGlobal(at(view, 1))
    view.contextMenuEvent(QContextMenuEvent(reason, at(view, 1), where))
    assert asked[0][0] == ids(0)
    by_key = reason is QContextMenuEvent.Reason.Keyboard
    assert (asked[0][1] == where) is not by_key


def test_no_menu_without_a_task(shown):
    view = shown(0)
    asked = heard(view.menu_requested)
    mouse = QContextMenuEvent.Reason.Mouse
    view.contextMenuEvent(QContextMenuEvent(mouse, QPoint(5, 5), QPoint(5, 5)))
    assert asked == []


def test_the_row_fills_the_width_and_a_narrow_list_has_higher_rows(shown, qtbot):
    view = shown()
    assert (view.columnWidth(0), view.rowHeight(0)) == (view.viewport().width(), 34)
    view.resize(400, 400)
    assert (view.columnWidth(0), view.rowHeight(0)) == (view.viewport().width(), 50)


def test_a_completed_task_turns_its_ring_and_one_that_is_not_shown_does_not(shown, qtbot):
    view = shown()
    view.show_completion(2)
    view.show_completion(99)
    assert set(view.delegate.turning) == {2}
    view.grab()
    qtbot.waitUntil(lambda: not view.delegate.turning)


def test_without_motion_nothing_turns(shown):
    view = shown(motion=False)
    view.show_completion(2)
    assert view.delegate.turning == {}


def test_after_a_task_has_left_the_next_one_is_selected(shown, index, model):
    view = shown()
    view.setCurrentIndex(model.index(1, 0))
    model.follow([index.put(1, status="done")])
    assert view.selected_ids() == ids(2)


def test_a_task_that_moves_stays_selected(shown, index, model):
    view = shown()
    model.follow([index.put(0, order="99")])
    assert view.selected_ids() == ids(0)
    assert view.currentIndex().row() == 4


def test_another_list_begins_at_its_top(shown, index, model):
    view = shown(60)
    view.scrollToBottom()
    model.show(index.view(*range(50)), index.rows(), keep=False)
    assert view.verticalScrollBar().value() == 0


def test_the_same_list_read_again_stays_where_it_was(shown, index, model):
    view = shown(60)
    view.setCurrentIndex(model.index(40, 0))
    before = view.verticalScrollBar().value()
    index.put(3, status="done")
    model.show(index.view(), model.rows, keep=True)
    assert view.selected_ids() == ids(40)
    assert view.verticalScrollBar().value() == before > 0


def test_words_stand_where_no_task_is(shown, index, model):
    view = shown(0)
    blank = view.grab().toImage()
    view.set_words(empty_words())
    assert view.grab().toImage() != blank
    assert "No tasks yet." in view.accessibleDescription()
    index.put(0)
    model.show(index.view(), index.rows(), keep=False)
    assert view.visualRect(model.index(0, 0)).height() == 34


def test_a_great_many_selected_are_not_told_one_by_one(shown, monkeypatch):
    monkeypatch.setattr("atom_desktop.gui.tasks.view.MOST_TOLD", 3)
    view = shown(5)
    told = heard(view.chosen)
    view.selectAll()
    assert told == [None]


def test_the_list_has_a_name_and_is_one_stop_of_the_tab_key(shown):
    view = shown()
    assert view.accessibleName() == "Tasks"
    assert not view.tabKeyNavigation()


def test_getting_the_focus_selects_the_first_task(shown, index, model):
    view = shown(0)
    index.put(0)
    model.show(index.view(), index.rows(), keep=False)
    view.focusInEvent(QFocusEvent(QEvent.Type.FocusIn))
    assert (view.currentIndex().row(), view.selected_ids()) == (0, ids(0))


@pytest.mark.parametrize(
    ("reason", "selected"),
    [(Qt.FocusReason.TabFocusReason, ids(2)), (Qt.FocusReason.MouseFocusReason, ())],
)
def test_getting_the_focus_selects_the_current_task_but_not_before_a_click(shown, reason, selected):
    view = shown()
    view.setCurrentIndex(view.model().index(2, 0))
    view.clearSelection()
    view.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, reason))
    assert view.selected_ids() == selected
