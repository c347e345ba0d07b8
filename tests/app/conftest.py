"""Folders of a person in a temporary home, and a terminal that nobody sits at."""

import io
from collections.abc import Callable

import pytest

from atom_desktop.cli.terminal import Streams, Terminal
from tests.fakes.vault import folders_in


@pytest.fixture
def folders(tmp_path):
    return folders_in(tmp_path)


@pytest.fixture
def environ():
    return {"TZ": "Europe/Berlin"}


class Desk(Terminal):
    """A terminal whose lines can be read back."""

    def __init__(self, *, as_json: bool = False, secrets: Callable[[str], str] | None = None):
        self.printed, self.noted = io.StringIO(), io.StringIO()
        streams = Streams(io.StringIO(), self.printed, self.noted)
        super().__init__(streams, {}, as_json=as_json, ask_secret=secrets or (lambda _: ""))


@pytest.fixture
def terminal():
    return Desk()
