import pytest

from atom_desktop.cli.line import Said, checked, read_line
from atom_desktop.cli.usage import about, family, overview
from atom_desktop.cli.verbs import VERBS
from atom_desktop.model.errors import UserError


def said(text: str) -> Said:
    return checked(read_line(text.split(), VERBS))


def name_of(line: Said) -> str | None:
    return line.verb.name if line.verb else None


def test_the_words_behind_a_verb_are_its_arguments() -> None:
    line = said("add Buy milk tomorrow #Home")
    assert name_of(line) == "add"
    assert line.words == ("Buy", "milk", "tomorrow", "#Home")


def test_a_verb_of_two_words_wins_over_none() -> None:
    assert name_of(said("vault init")) == "vault init"
    assert name_of(read_line(["vault"], VERBS)) is None


@pytest.mark.parametrize(
    "text",
    [
        "--json --data /d list --limit 5 home",
        "list home --limit=5 --data=/d --json",
        "--data /d list --json home -n 5",
    ],
)
def test_options_stand_anywhere(text: str) -> None:
    line = said(text)
    assert (name_of(line), line.words) == ("list", ("home",))
    assert (line.one("data"), line.one("limit"), line.has("json")) == ("/d", "5", True)


def test_a_folder_named_like_a_verb_is_not_the_verb() -> None:
    line = said("--data list count")
    assert (name_of(line), line.one("data")) == ("count", "list")


def test_words_behind_two_dashes_are_plain() -> None:
    assert said("add -- --json is a word").words == ("--json", "is", "a", "word")


def test_a_dash_and_a_number_are_plain_words() -> None:
    assert said("add -").words == ("-",)
    assert said("add -5 degrees").words == ("-5", "degrees")


def test_an_option_may_be_said_many_times() -> None:
    assert said("run task.add -p a=1 --param b=2").all("param") == ["a=1", "b=2"]


def test_the_last_value_of_an_option_counts() -> None:
    assert said("list --limit 1 --limit 2").one("limit") == "2"
    assert said("list").one("limit") is None


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("list --limt 5", "no option --limt", "--limit"),
        ("add --frob x", "no option --frob", "--"),
        ("list --limit", "--limit needs N", "atom list --help"),
        ("list --json=yes", "--json takes no value", "atom list --help"),
        ("add", "needs TEXT", "atom add --help"),
        ("show", "needs ID", "atom show --help"),
        ("show a b", "does not take “b”", "atom show --help"),
        ("--frob", "no option --frob", "atom --help"),
        ("vault init now", "does not take “now”", "atom vault init --help"),
    ],
)
def test_a_slip_is_named_with_a_way_out(text: str, message: str, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        said(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_words_that_are_no_verb_are_kept_for_the_message() -> None:
    assert read_line(["frobnicate", "now"], VERBS).rest == ("frobnicate", "now")


def test_the_overview_names_every_verb() -> None:
    text = overview(VERBS)
    assert all(verb.name in text and verb.help in text for verb in VERBS)
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_has_a_help_page_with_all_it_takes(verb) -> None:
    text = about(verb)
    assert text.startswith(f"usage: atom {verb.name}")
    assert all(argument.help in text for argument in verb.arguments)
    assert all(f"--{option.name}" in text for option in verb.options)


def test_a_family_of_verbs_lists_its_members() -> None:
    assert "backup restore" in family("backup", VERBS)
    assert "vault" not in family("backup", VERBS).replace("the vault", "")


def test_a_line_that_is_to_be_completed_is_taken_as_it_is() -> None:
    said = checked(read_line(["__complete", "list", "--lim", "--", "-x"], VERBS))
    assert said.words == ("list", "--lim", "--", "-x")
    assert said.options == {}
    assert checked(read_line(["__complete"], VERBS)).words == ()
