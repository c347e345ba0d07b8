"""A list on the screen that shows tasks made up by hand."""

import pytest

from atom_desktop.gui.tasks.model import TaskModel
from atom_desktop.gui.tasks.view import TaskListView
from tests.fakes.task_columns import FakeIndex


@pytest.fixture
def index():
    return FakeIndex()


@pytest.fixture
def model(qapp):
    return TaskModel()


@pytest.fixture
def shown(qtbot, index, model, theme, icons):
    """Return what shows a list of so many tasks, ready to be typed into and clicked."""

    def show(count=5, *, width=800, motion=True):
        for number in range(count):
            index.put(number, f"Task {number}")
        view = TaskListView(model, theme, icons, motion=motion)
        qtbot.addWidget(view)
        view.resize(width, 400)
        model.show(index.view(), index.rows(), keep=False)
        view.show()
        view.setFocus()
        view.activateWindow()
        if count:
            view.setCurrentIndex(model.index(0, 0))
        return view

    return show
