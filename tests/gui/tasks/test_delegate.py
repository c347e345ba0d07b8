import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QToolTip, QWidget

from atom_desktop.gui.tasks.layout import Part
from atom_desktop.gui.tasks.listing import FirstPage
from tests.fakes.task_columns import TODAY, made_id

RECT = QRect(0, 68, 800, 34)


def option(mirrored=False):
    found = QStyleOptionViewItem()
    found.rect = RECT
    sides = Qt.LayoutDirection
    found.direction = sides.RightToLeft if mirrored else sides.LeftToRight
    return found


def editor_for(view, number, mirrored=False):
    index = view.model().index(number, 0)
    editor = view.delegate.createEditor(view.viewport(), option(mirrored), index)
    view.delegate.setEditorData(editor, index)
    view.delegate.updateEditorGeometry(editor, option(mirrored), index)
    return editor, index


def test_a_row_is_as_high_as_the_design_says(shown):
    view = shown()
    assert view.delegate.sizeHint(option(), view.model().index(0, 0)) == QSize(800, 34)


def test_points_of_a_row_are_found_in_the_viewport(shown):
    view = shown()
    at = view.model().index(2, 0)
    assert view.delegate.part_at(at, RECT, QPoint(53, 85)) is Part.RING
    assert view.delegate.part_at(at, RECT, QPoint(747, 85), mirrored=True) is Part.RING
    assert view.delegate.part_at(at, RECT, QPoint(80, 85)) is Part.TITLE


def test_a_row_of_which_nothing_is_known_has_no_parts(shown, index, model):
    view = shown(1)
    model.show(FirstPage((), 3), index.rows(), keep=False)
    at = model.index(1, 0)
    assert view.delegate.places(at, RECT) is None
    assert view.delegate.part_at(at, RECT, QPoint(53, 85)) is Part.REST
    editor = QLineEdit(view)
    view.delegate.updateEditorGeometry(editor, option(), at)
    view.delegate.setEditorData(editor, at)
    assert editor.text() == ""


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_edit_lies_over_the_title_and_ends_before_the_rest(shown, index, mirrored):
    view = shown(0)
    index.put(0, "Short", due=TODAY, estimate=5)
    view.model().show(index.view(), index.rows(), keep=False)
    editor, at = editor_for(view, 0, mirrored)
    places = view.delegate.places(at, RECT, mirrored=mirrored)
    box = editor.geometry()
    assert box.contains(places.title.translated(RECT.topLeft()).adjusted(0, 8, 0, -8))
    assert not box.intersects(places.estimate.translated(RECT.topLeft()))
    assert not box.intersects(places.ring.translated(RECT.topLeft()))
    assert box.width() > 300


def test_the_edit_begins_with_the_whole_title(shown, index):
    view = shown(0)
    index.put(0, "word " * 200)
    view.model().show(index.view(), index.rows(), keep=False)
    editor, _ = editor_for(view, 0)
    assert editor.text() == "word " * 200
    assert editor.accessibleName() == "Title"
    palette = editor.palette()
    assert palette.highlight().color() != palette.base().color()


def test_a_step_from_elsewhere_does_not_overwrite_what_is_typed(shown, index, qtbot):
    view = shown()
    editor, at = editor_for(view, 0)
    qtbot.keyClicks(editor, "!")
    index.put(0, "From elsewhere")
    view.model().follow([0])
    view.delegate.setEditorData(editor, at)
    assert editor.text() == "Task 0!"


def test_a_new_title_is_asked_for_and_not_written(shown):
    view = shown()
    asked = []
    view.delegate.renamed.connect(lambda *said: asked.append(said))
    editor, at = editor_for(view, 1)
    editor.setText("  Two\u00a0 words ")
    view.delegate.setModelData(editor, view.model(), at)
    assert asked == [(made_id(1), "Two words")]
    assert at.data() == "Task 1"


@pytest.mark.parametrize("title", ["Task 1", "   ", ""])
def test_an_empty_or_equal_title_asks_for_nothing(shown, title):
    view = shown()
    asked = []
    view.delegate.renamed.connect(lambda *said: asked.append(said))
    editor, at = editor_for(view, 1)
    editor.setText(title)
    view.delegate.setModelData(editor, view.model(), at)
    view.delegate.setModelData(QWidget(), view.model(), at)
    assert asked == []


def test_only_a_title_that_was_cut_is_shown_under_the_pointer(shown, index, monkeypatch):
    view = shown(0)
    index.put(0, "Short")
    index.put(1, "long " * 60)
    view.model().show(index.view(), index.rows(), keep=False)
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _point, text, _view: told.append(text))
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(), QPoint())
    for number in (0, 1):
        assert view.delegate.helpEvent(event, view, option(), view.model().index(number, 0))
    assert told[0] == ""
    assert told[1].startswith("long long")


def test_other_help_is_left_to_others(shown):
    view = shown()
    event = QHelpEvent(QEvent.Type.WhatsThis, QPoint(), QPoint())
    assert not view.delegate.helpEvent(event, view, option(), view.model().index(0, 0))


def test_another_theme_paints_anew(shown, dark_theme):
    view = shown()
    before = view.grab().toImage()
    view.set_theme(dark_theme)
    after = view.grab().toImage()
    ground = dark_theme.colours.surface_base
    assert before != after
    assert after.pixelColor(400, 390).name() == ground.name()
