"""The list as a whole: how little it reads, how it is heard, and what it survives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QAccessible, QImage, QPainter

from atom_desktop.gui.icons import Icons
from atom_desktop.gui.resources import find_resources
from atom_desktop.gui.tasks.listing import FirstPage
from atom_desktop.gui.tasks.painting import Look, RowPainter
from atom_desktop.gui.theme.theme import make_theme
from atom_desktop.gui.theme.tokens import read_tokens
from tests.fakes.task_columns import FakeIndex

MANY = 3000


class Counting:
    """Counts which rows are read for the screen."""

    def __init__(self, rows, monkeypatch):
        self.read = []
        made = rows._made
        monkeypatch.setattr(rows, "_made", lambda row: (self.read.append(row), made(row))[1])

    def since(self):
        found, self.read[:] = list(self.read), []
        return found


@pytest.fixture
def counted(shown, model, monkeypatch, qapp):
    """Return a long list on the screen, and what counts the rows that it reads."""
    view = shown(MANY)
    counting = Counting(model.rows, monkeypatch)
    view.grab()
    counting.since()
    return view, counting


def on_screen(view):
    return view.viewport().height() // view.rowHeight(0) + 2


def test_painting_reads_only_what_is_on_the_screen(counted, model):
    view, counting = counted
    model.rows.forget()
    view.grab()
    assert 0 < len(counting.since()) <= on_screen(view)


def test_a_change_far_below_reads_nothing(counted, index, model, qapp):
    _, counting = counted
    model.follow([index.put(MANY - 1, "Other")])
    qapp.processEvents()
    assert counting.since() == []
    assert model.task(MANY - 1).title == "Other"


def test_a_change_on_the_screen_reads_a_screenful_at_most(counted, index, model, qapp):
    view, counting = counted
    model.follow([index.put(3, "Other")])
    qapp.processEvents()
    assert 0 < len(counting.since()) <= on_screen(view)


def test_a_task_that_comes_in_moves_no_more_than_the_screen(counted, index, model, qapp):
    view, counting = counted
    model.follow([index.put(MANY, "New", order="0")])
    view.grab()
    assert 0 < len(counting.since()) <= on_screen(view)


def test_scrolling_reads_what_comes_into_sight(counted, qapp):
    view, counting = counted
    view.verticalScrollBar().setValue(34 * 1000)
    view.grab()
    found = counting.since()
    assert 0 < len(found) <= on_screen(view)
    assert min(found) >= 1000


def test_every_row_is_heard_as_one_sentence(shown, index, model):
    view = shown(0)
    index.put(0, "Call Ann", priority=2, due={"date": "2026-11-25"})
    index.put(1, "Milk")
    model.show(index.view(), index.rows(), keep=False)
    spoken = QAccessible.queryAccessibleInterface(view)
    assert spoken.text(QAccessible.Text.Name) == "Tasks"
    cells = [spoken.child(number) for number in range(spoken.childCount())]
    names = [cell.text(QAccessible.Text.Name) for cell in cells]
    assert "Call Ann, priority 2, due tomorrow, not done" in names
    assert "Milk, not done" in names


def test_rows_that_are_not_known_yet_are_painted_and_cannot_be_selected(shown, index, model):
    view = shown(2)
    model.show(FirstPage((0, 1), 50), index.rows(), keep=False)
    view.selectAll()
    assert len(view.selected_ids()) == 2
    assert not view.grab().isNull()


@pytest.fixture(scope="module")
def painter(qapp):
    tokens = read_tokens(find_resources() / "tokens.json")
    theme = make_theme(tokens, dark=False, scale=1.0, system=qapp.font())
    return RowPainter(theme, Icons(find_resources()))


@settings(max_examples=60)
@given(
    title=st.text(max_size=300),
    label=st.text(max_size=60),
    width=st.integers(1, 1500),
    due=st.one_of(st.none(), st.dates().map(lambda day: {"date": day.isoformat()})),
    estimate=st.integers(0, 2**40),
)
def test_any_text_can_be_painted_at_any_width(painter, *, title, label, width, due, estimate):
    index = FakeIndex()
    labels = [index.name("label", 1, label)]
    row = index.put(1, title, labels=labels, due=due, estimate=estimate)
    task = index.rows().at(row)
    for mirrored in (False, True):
        image = QImage(width, 60, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        blank = image.copy()
        canvas = QPainter(image)
        painter.paint(canvas, painter.ready(task, width, mirrored=mirrored), Look())
        canvas.end()
        assert width < 70 or image != blank


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("dark", [False, True])
def test_every_size_of_text_shows_whole_rows(shown, tokens, system_font, *, scale, dark):
    view = shown(3)
    theme = make_theme(tokens, dark=dark, scale=scale, system=system_font)
    view.set_theme(theme)
    view.resize(theme.px(900), 400)
    rect = view.visualRect(view.model().index(1, 0))
    assert rect.height() == theme.px(34)
    places = view.delegate.places(view.model().index(1, 0), rect)
    assert places.title.height() >= view.delegate.painter.frame.line
    assert places.ring.bottom() < rect.height()
