import pytest

from atom_desktop.cli.line import GLOBAL_OPTIONS, Argument, Option, Verb
from atom_desktop.cli.usage import _GROUPS, about, family, overview
from atom_desktop.cli.verbs import VERBS

VERB = Verb(
    ("brew",),
    "make tea",
    (Argument("CUP", "which cup"), Argument("TEA...", "which tea", many=True, optional=True)),
    (Option("sugar", "how much", "N", "s"), Option("a-rather-long-option", "strange", "VALUE")),
    "atom brew blue\nTea needs time.",
)


def test_every_verb_stands_in_one_group_and_in_no_other() -> None:
    firsts = [first for group in _GROUPS.values() for first in group]
    assert sorted(firsts) == sorted({verb.words[0] for verb in VERBS})


def test_the_overview_names_options_and_exit_codes() -> None:
    page = overview(VERBS)
    for option in GLOBAL_OPTIONS:
        assert f"--{option.name}" in page
    assert "4 damaged data" in page


def test_a_verb_is_explained_with_its_words_and_options() -> None:
    lines = about(VERB).splitlines()
    assert lines[0] == "usage: atom brew [options] CUP [TEA...]"
    assert "Make tea." in lines
    assert "  Tea needs time." in lines
    assert "  CUP               which cup" in lines
    assert "  -s, --sugar N     how much" in lines


def test_a_long_name_has_its_help_below() -> None:
    lines = about(VERB).splitlines()
    place = lines.index("  --a-rather-long-option VALUE")
    assert lines[place + 1] == f"{'':20}strange"


def test_a_family_lists_nothing_but_its_members() -> None:
    page = family("backup", VERBS)
    assert page.startswith("usage: atom backup COMMAND")
    assert [line.split()[1] for line in page.splitlines()[2:]] == ["create", "verify", "restore"]


@pytest.mark.parametrize(
    "page", [overview(VERBS), *(about(verb) for verb in VERBS), family("vault", VERBS)]
)
def test_no_page_is_wider_than_a_hundred_letters(page: str) -> None:
    assert max(map(len, page.splitlines())) <= 100
