"""A card stands in the middle of its page, and can be replaced."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.card import CardPage


@pytest.fixture
def page(qtbot: QtBot, appearance, icons):
    made = CardPage(appearance, icons)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def test_the_card_stands_in_the_middle(page: CardPage) -> None:
    page.add_title("Hello")
    page.card.adjustSize()
    assert abs(page.card.geometry().center().x() - 500) <= 1


def test_what_is_put_on_the_card_is_there(page: CardPage) -> None:
    page.add_mark()
    page.add_title("Hello")
    page.add_text("Some words")
    page.add_label("Name")
    texts = [label.text() for label in page.card.findChildren(QLabel)]
    assert texts == ["", "Hello", "Some words", "Name"]


def test_bad_news_are_hidden_until_there_are_any(page: CardPage) -> None:
    problem = page.add_problem()
    assert not problem.isVisible()
    problem.setText("Wrong.")
    problem.show()
    assert problem.isVisible()


def test_a_new_card_begins_empty(qtbot: QtBot, page: CardPage) -> None:
    page.add_title("Hello")
    before = page.card
    with qtbot.waitSignal(before.destroyed):
        page.renew_card()
    assert page.card.findChildren(QLabel) == []
    assert not page.grab().isNull()


def test_another_theme_begins_with_an_empty_card(page: CardPage) -> None:
    page.add_title("Hello")
    page.restyle()
    assert [label.text() for label in page.card.findChildren(QLabel)] == []
