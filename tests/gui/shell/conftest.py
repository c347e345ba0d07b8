"""An appearance for the pages under test."""

import pytest

from atom_desktop.gui.theme.appearance import Appearance, Scheme


@pytest.fixture
def appearance(qapp, tokens):
    return Appearance(qapp, tokens, scheme=Scheme.LIGHT)
