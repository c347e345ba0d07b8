"""Buttons, inputs and words look as the theme says and can be used by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFocusEvent, QIcon, QPixmap
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from atom_desktop.gui.controls import Button, Line, Weight, Words, fill
from atom_desktop.gui.theme.theme import Lettered


def picture(widget: QWidget) -> bytes:
    image = widget.grab().toImage()
    return bytes(image.constBits())


@pytest.mark.parametrize("weight", list(Weight))
def test_a_button_can_be_pressed_by_mouse_space_and_enter(
    qtbot: QtBot, theme, weight: Weight
) -> None:
    button = Button("Save", theme, weight)
    qtbot.addWidget(button)
    button.show()
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append("pressed"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert pressed == ["pressed"] * 3


def test_a_button_says_its_name(qtbot: QtBot, theme) -> None:
    button = Button("Save", theme)
    qtbot.addWidget(button)
    assert button.accessibleName() == "Save"


def test_the_four_weights_look_different(qtbot: QtBot, theme) -> None:
    pictures = set()
    for weight in Weight:
        button = Button("Save", theme, weight)
        qtbot.addWidget(button)
        button.resize(120, 32)
        pictures.add(picture(button))
    assert len(pictures) == len(Weight)


@pytest.mark.parametrize("weight", list(Weight))
def test_a_disabled_button_is_seen_to_be(qtbot: QtBot, theme, weight: Weight) -> None:
    button = Button("Save", theme, weight)
    qtbot.addWidget(button)
    before = picture(button)
    button.setEnabled(False)
    assert picture(button) != before


def test_the_ring_is_shown_only_after_a_key(qtbot: QtBot, theme) -> None:
    button = Button("Save", theme)
    qtbot.addWidget(button)
    button.show()
    by_mouse = QFocusEvent(QFocusEvent.Type.FocusIn, Qt.FocusReason.MouseFocusReason)
    by_key = QFocusEvent(QFocusEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason)
    button.focusInEvent(by_mouse)
    assert not button._by_keyboard
    button.focusInEvent(by_key)
    assert button._by_keyboard


def test_a_button_has_room_for_its_icon(qtbot: QtBot, theme) -> None:
    plain, adorned = Button("Save", theme), Button("Save", theme)
    for button in (plain, adorned):
        qtbot.addWidget(button)
    pixmap = QPixmap(16, 16)
    pixmap.fill(QColor("red"))
    adorned.setIcon(QIcon(pixmap))
    assert adorned.sizeHint().width() > plain.sizeHint().width()
    assert adorned.minimumSizeHint() == adorned.sizeHint()
    assert picture(adorned) != picture(plain)


def test_a_button_takes_another_theme(qtbot: QtBot, theme, dark_theme) -> None:
    button = Button("Save", theme)
    qtbot.addWidget(button)
    button.resize(120, 32)
    before = picture(button)
    button.restyle(dark_theme)
    assert picture(button) != before


def test_a_line_for_secrets_shows_none(qtbot: QtBot, theme) -> None:
    line = Line(theme, "Passphrase", secret=True)
    qtbot.addWidget(line)
    line.setText("open sesame")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    assert line.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData


def test_a_line_shows_that_it_cannot_be_used(qtbot: QtBot, theme) -> None:
    line = Line(theme, "When")
    qtbot.addWidget(line)
    line.resize(200, 36)
    before = picture(line)
    line.set_wrong(wrong=True)
    assert picture(line) != before
    assert line.accessibleName() == "When"


def test_a_line_shows_that_it_has_the_focus(qtbot: QtBot, theme) -> None:
    line = Line(theme, "When")
    qtbot.addWidget(line)
    line.resize(200, 36)
    before = picture(line)
    line.show()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    assert picture(line) != before


def test_words_are_never_read_as_markup(qtbot: QtBot, theme) -> None:
    words = Words("<b>bold</b>", theme, Lettered.BODY, theme.colours.text_primary)
    qtbot.addWidget(words)
    assert words.textFormat() is Qt.TextFormat.PlainText


def test_words_take_another_colour(qtbot: QtBot, theme) -> None:
    words = Words("Hello", theme, Lettered.BODY, QColor("red"))
    qtbot.addWidget(words)
    words.set_ink(QColor("blue"))
    assert words.palette().windowText().color() == QColor("blue")


def test_a_ground_is_filled(qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    fill(ground, QColor("#123456"))
    assert ground.grab().toImage().pixelColor(5, 5) == QColor("#123456")
