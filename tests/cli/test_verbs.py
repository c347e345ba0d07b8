import pytest

from atom_desktop.cli.line import GLOBAL_OPTIONS, Verb
from atom_desktop.cli.verbs import VERBS

KINDS = {
    "", "bench", "command", "dialect", "edit", "file", "folder", "format", "id", "kdf", "label",
    "project", "query", "setting", "shell",
}  # fmt: skip


def test_no_verb_is_there_twice() -> None:
    names = [verb.name for verb in VERBS]
    assert len(names) == len(set(names))


def test_the_verbs_that_scripts_rely_on_are_there() -> None:
    promised = (
        "vault init, vault status, vault lock, vault unlock, vault rekey, vault verify, add, list, "
        "show, count, done, edit, delete, move, undo, redo, history, parse, import, export, "
        "backup create, backup verify, backup restore, run, commands, settings, doctor, bench"
    )
    assert set(promised.split(", ")) <= {verb.name for verb in VERBS}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_a_verb_has_options_of_its_own_names_and_letters(verb: Verb) -> None:
    options = (*verb.options, *GLOBAL_OPTIONS)
    names = [option.name for option in options]
    letters = [option.letter for option in options if option.letter]
    assert len(names) == len(set(names))
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_a_verb_explains_all_it_takes(verb: Verb) -> None:
    assert verb.help
    assert not verb.help.endswith(".")
    for thing in (*verb.arguments, *verb.options):
        assert thing.help
        assert thing.completes in KINDS


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_only_the_last_word_may_be_left_out_or_repeated(verb: Verb) -> None:
    optional = [argument.optional for argument in verb.arguments]
    assert optional == sorted(optional)
    assert not any(argument.many for argument in verb.arguments[:-1])
