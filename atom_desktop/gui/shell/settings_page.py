"""The page of settings, made from what the settings declare of themselves."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from atom_desktop.gui.controls import Button, Line, Weight, Words, fill
from atom_desktop.gui.fields import Choice, Hair, Number, Switch, scrolling
from atom_desktop.gui.shell.deeds import listed
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered, Theme
from atom_desktop.model.json import Json, JsonObject

WIDTH: Final = 720
_FAR: Final = 2**31 - 1


class SettingsPage(QWidget):
    """`changed` carries a key and its new value, None for the default; `left` goes back."""

    changed = Signal(str, object)
    left = Signal()

    def __init__(self, appearance: Appearance) -> None:
        """Begin without settings."""
        super().__init__()
        theme = appearance.theme
        self._theme = theme
        self.controls: dict[str, QWidget] = {}
        self.resets: dict[str, Button] = {}
        self.setAccessibleName("Settings")
        fill(self, theme.colours.surface_base)
        self._inner = QWidget()
        fill(self._inner, theme.colours.surface_base)
        self._inner.setMaximumWidth(theme.px(WIDTH))
        self._rows = QVBoxLayout(self._inner)
        edge = theme.px(20)
        self._rows.setContentsMargins(edge, theme.px(14), edge, edge)
        self._rows.setSpacing(theme.px(10))
        self._area = scrolling(self._inner, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focused(self) -> str:
        """Return the key of the setting that has the focus, "" for none."""
        return next((key for key, one in self.controls.items() if one.hasFocus()), "")

    def show_settings(self, answer: Json, focus: str | None = None) -> None:
        """Show settings as the command lists them, and go to one of them, to the first with ""."""
        settings = [one for one in listed(answer, "settings") if isinstance(one, dict)]
        if not self.controls:
            self._build(settings)
        for setting in settings:
            key = str(setting["key"])
            show_value(self.controls[key], setting["value"])
            self.resets[key].setVisible(setting["value"] != setting["default"])
        if focus is not None and settings:
            wanted = self.controls.get(focus) or self.controls[str(settings[0]["key"])]
            # A control that was made a moment ago takes the focus once it is laid out.
            QTimer.singleShot(0, wanted, lambda: wanted.setFocus(Qt.FocusReason.TabFocusReason))

    def _build(self, settings: list[JsonObject]) -> None:
        theme = self._theme
        self._rows.addWidget(Words("Settings", theme, Lettered.TITLE, theme.colours.text_primary))
        for setting in settings:
            self._rows.addWidget(Hair(theme))
            self._rows.addLayout(self._row(setting))
        self._rows.addStretch(1)

    def _row(self, setting: JsonObject) -> QHBoxLayout:
        theme, key = self._theme, str(setting["key"])
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        title, help_text = str(setting["title"]), str(setting["help"])
        words.addWidget(Words(title, theme, Lettered.BODY_STRONG, theme.colours.text_primary))
        words.addWidget(Words(help_text, theme, Lettered.SMALL, theme.colours.text_secondary))
        control = make_control(setting, theme, lambda value: self.changed.emit(key, value))
        control.setAccessibleDescription(help_text)
        self.controls[key] = control
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addLayout(words, 1)
        reset = self.resets[key] = Button("Reset", theme, Weight.LINK)
        reset.setAccessibleName(f"Reset {title}")
        reset.clicked.connect(lambda _checked: self.changed.emit(key, None))
        row.addWidget(reset)
        row.addWidget(control)
        return row


def make_control(setting: JsonObject, theme: Theme, change: Callable[[Json], None]) -> QWidget:
    """Return what changes the value of a setting."""
    title, value = str(setting["title"]), setting["value"]
    choices = listed(setting, "choices")
    if choices:
        choice = Choice(theme, title)
        for one in choices:
            choice.addItem(str(one).capitalize(), one)
        choice.activated.connect(lambda place: change(choice.itemData(place)))
        return choice
    if isinstance(value, bool):
        switch = Switch(theme, title)
        switch.toggled.connect(change)
        return switch
    if isinstance(value, int):
        number = Number(theme, title)
        least, most = setting.get("least"), setting.get("most")
        number.setMinimum(least if isinstance(least, int) else -_FAR)
        number.setMaximum(most if isinstance(most, int) else _FAR)
        number.valueChanged.connect(change)
        return number
    line = Line(theme, title)
    line.editingFinished.connect(lambda: change(line.text()))
    return line


def show_value(control: QWidget, value: Json) -> None:
    """Show the present value, without saying that somebody has changed it."""
    control.blockSignals(True)
    match control:
        case Choice():
            control.setCurrentIndex(control.findData(value))
        case Switch():
            control.setChecked(bool(value))
        case Number() if isinstance(value, int):
            control.setValue(value)
        case Line() if not control.hasFocus():
            control.setText(str(value))
    control.blockSignals(False)
    control.update()
