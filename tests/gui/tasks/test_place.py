from PySide6.QtCore import QItemSelectionModel

from atom_desktop.gui.tasks.place import go_back, place_in, selected_positions
from tests.fakes.task_columns import made_id

SELECT = QItemSelectionModel.SelectionFlag.Select


def test_a_place_is_found_again_after_everything_was_replaced(shown, index, model):
    view = shown(60)
    view.setCurrentIndex(model.index(30, 0))
    view.selectionModel().select(model.index(32, 0), SELECT)
    place = place_in(view, model)
    model.show(index.view(*range(5, 60)), index.rows(), keep=False)
    go_back(view, model, place)
    assert model.id_at(view.currentIndex().row()) == made_id(30)
    assert view.selected_ids() == (made_id(30), made_id(32))
    assert view.verticalScrollBar().value() == place.scrolled > 0


def test_where_the_task_is_gone_the_one_that_stands_there_now_is_taken(shown, index, model):
    view = shown(5)
    view.setCurrentIndex(model.index(2, 0))
    place = place_in(view, model)
    model.show(index.view(0, 1, 3, 4), index.rows(), keep=False)
    go_back(view, model, place)
    assert view.selected_ids() == (made_id(3),)


def test_the_last_one_is_taken_where_the_end_is_gone(shown, index, model):
    view = shown(3)
    view.setCurrentIndex(model.index(2, 0))
    place = place_in(view, model)
    model.show(index.view(0), index.rows(), keep=False)
    go_back(view, model, place)
    assert view.selected_ids() == (made_id(0),)


def test_nothing_is_taken_from_an_empty_list(shown, model):
    view = shown(2)
    place = place_in(view, model)
    model.clear()
    go_back(view, model, place)
    assert selected_positions(view) == []


def test_somebody_who_was_nowhere_stays_nowhere(shown, index, model):
    view = shown(0)
    place = place_in(view, model)
    index.put(1)
    model.show(index.view(), index.rows(), keep=False)
    go_back(view, model, place)
    assert selected_positions(view) == []


def test_too_many_selected_tasks_are_let_go(shown, index, model, monkeypatch):
    monkeypatch.setattr("atom_desktop.gui.tasks.place.MOST", 3)
    view = shown(10)
    view.selectAll()
    assert place_in(view, model).selected == ()
    assert selected_positions(view) == list(range(10))
