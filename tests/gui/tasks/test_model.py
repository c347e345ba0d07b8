import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from atom_desktop.gui.tasks.listing import FirstPage
from atom_desktop.gui.tasks.model import Role, TaskModel
from atom_desktop.model.task import Status
from tests.fakes.task_columns import NOW, TODAY, made_id


class Told:
    """What a model has told since."""

    def __init__(self, model):
        self.all = []
        model.rowsInserted.connect(lambda _, first, last: self.all.append(("in", first, last)))
        model.rowsRemoved.connect(lambda _, first, last: self.all.append(("out", first, last)))
        model.dataChanged.connect(self._changed)
        model.modelReset.connect(lambda: self.all.append("reset"))
        model.outdated.connect(lambda: self.all.append("outdated"))

    def _changed(self, first, last):
        self.all.append(("changed", first.row(), last.row()))


@pytest.fixture
def rows(index):
    for number in range(5):
        index.put(number, f"Task {number}")
    return index.rows()


@pytest.fixture
def tester(model):
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    return QAbstractItemModelTester(model, mode)


def titles(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_it_begins_empty(model, tester):
    assert (model.rowCount(), model.columnCount()) == (0, 1)
    assert model.task(0) is None
    assert model.id_at(0) == ""
    assert model.position_of(made_id(1)) == -1
    model.follow([1])
    model.time_passed(NOW)


def test_it_shows_a_list(model, index, rows, tester):
    told = Told(model)
    model.show(index.view(), rows, keep=False)
    assert titles(model) == [f"Task {number}" for number in range(5)]
    assert told.all == ["reset"]
    assert (model.id_at(3), model.position_of(made_id(3))) == (made_id(3), 3)
    assert model.task(2).title == "Task 2"
    assert model.task(5) is None


def test_a_task_answers_to_every_role(model, index):
    label, project = index.name("label", 1, "phone"), index.name("project", 2, "Home")
    index.put(0, "Call", labels=[label], project=project, priority=2, due=TODAY, notes="x")
    model.show(index.view(), index.rows(), keep=False)
    at = model.index(0, 0)
    assert at.data(Role.TASK).title == at.data() == at.data(Qt.ItemDataRole.EditRole) == "Call"
    assert at.data(Role.ID) == made_id(0)
    assert (Status(at.data(Role.STATUS)), at.data(Role.PRIORITY)) == (Status.OPEN, 2)
    assert (at.data(Role.DUE).text, at.data(Role.PROJECT).name) == ("Today", "Home")
    assert [tag.name for tag in at.data(Role.LABELS)] == ["phone"]
    assert len(at.data(Role.SIGNS)) == 1
    spoken = at.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Call, priority 2, due today, project Home")
    assert at.data(Qt.ItemDataRole.DecorationRole) is None


def test_a_task_that_closes_leaves_and_nothing_else_moves(model, index, rows, tester):
    model.show(index.view(), rows, keep=False)
    told = Told(model)
    model.follow([index.put(1, status="done")])
    assert told.all == [("out", 1, 1)]
    assert titles(model) == ["Task 0", "Task 2", "Task 3", "Task 4"]


def test_a_new_task_comes_in_at_its_place(model, index, rows, tester):
    model.show(index.view(), rows, keep=False)
    told = Told(model)
    model.follow([index.put(9, "New")])
    assert told.all == [("in", 5, 5)]
    assert titles(model)[-1] == "New"


def test_a_task_that_moves_goes_out_and_in(model, index, rows, tester):
    model.show(index.view(), rows, keep=False)
    told = Told(model)
    model.follow([index.put(0, order="99")])
    assert told.all == [("out", 0, 0), ("in", 4, 4)]


def test_a_title_changes_where_it_stands(model, index, rows, tester):
    model.show(index.view(), rows, keep=False)
    told = Told(model)
    model.follow([index.put(2, "Other")])
    assert told.all == [("changed", 2, 2)]
    assert model.task(2).title == "Other"


def test_the_first_page_becomes_the_whole_list_without_a_reset(model, index, rows, tester):
    model.show(FirstPage((0, 1), 5), rows, keep=False)
    assert (model.rowCount(), titles(model)) == (5, ["Task 0", "Task 1", None, None, None])
    assert model.flags(model.index(4, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    told = Told(model)
    model.show(index.view(), rows, keep=True)
    assert told.all == [("changed", 0, 4)]
    assert titles(model)[4] == "Task 4"


@pytest.mark.parametrize(("total", "told_of"), [(7, ("out", 5, 6)), (3, ("in", 3, 4))])
def test_a_first_page_that_was_wrong_about_the_total_is_corrected(
    model, index, rows, total, told_of
):
    model.show(FirstPage((0, 1), total), rows, keep=False)
    told = Told(model)
    model.show(index.view(), rows, keep=True)
    assert told.all[0] == told_of
    assert model.rowCount() == 5


def test_a_first_page_follows_what_it_knows(model, index, rows, tester):
    model.show(FirstPage((0, 1), 5), rows, keep=False)
    told = Told(model)
    model.follow([index.put(1, "Other"), 4])
    assert told.all == [("changed", 1, 1)]


def test_the_same_list_read_again_tells_nothing(model, index, rows, tester):
    model.show(index.view(), rows, keep=False)
    told = Told(model)
    model.show(index.view(), rows, keep=True)
    assert told.all == []


def test_other_rows_reset_and_say_whether_the_place_is_kept(model, index, rows, tester):
    model.show(index.view(), rows, keep=False)
    said = []
    model.replacing.connect(lambda keep: said.append(("before", keep)))
    model.replaced.connect(lambda keep: said.append(("after", keep)))
    model.show(index.view(3, 4), rows, keep=True)
    model.show(index.view(), rows, keep=False)
    assert said == [("before", True), ("after", True), ("before", False), ("after", False)]


def test_nothing_is_replaced_under_somebody_who_writes(model, index, rows, tester):
    model.show(index.view(), rows, keep=False)
    told = Told(model)
    model.hold(held=True)
    model.show(index.view(3, 4), rows, keep=True)
    assert told.all == []
    model.hold(held=False)
    model.hold(held=False)
    assert told.all == ["outdated"]


def test_another_list_comes_even_while_somebody_writes(model, index, rows):
    model.show(index.view(), rows, keep=False)
    model.hold(held=True)
    model.show(index.view(3), rows, keep=False)
    assert model.rowCount() == 1


def test_a_new_minute_is_seen_by_all_rows(model, index, tester):
    index.put(0, due=TODAY)
    model.show(index.view(), index.rows(), keep=False)
    told = Told(model)
    model.time_passed(NOW + 1440)
    assert told.all == [("changed", 0, 0)]
    assert model.task(0).due.text == "Yesterday"


def test_nothing_of_a_locked_vault_stays(model, index, rows, tester):
    model.show(index.view(), rows, keep=False)
    model.clear()
    assert (model.rowCount(), model.rows) == (0, None)


def test_it_is_a_flat_list(model, index, rows):
    model.show(index.view(), rows, keep=False)
    first = model.index(0, 0)
    assert (model.rowCount(first), model.columnCount(first)) == (0, 0)
    assert model.data(QModelIndex()) is None
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert isinstance(model, QAbstractItemModel)
    assert isinstance(model, TaskModel)
