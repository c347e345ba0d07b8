import msgspec
import pytest

from atom_desktop.core.commands import Command, Commands, Context, Permission, Unattended
from atom_desktop.model.errors import Denied, NotFound, UserError
from atom_desktop.model.json import Json
from tests.fakes.vault import VaultInUse


class Say(msgspec.Struct):
    text: str
    loud: bool = False


def say(context: Context, params: Say) -> Json:
    said = params.text.upper() if params.loud else params.text
    return {"said": said, "by": context.actor}


def command(command_id: str = "test.say", *, locked: bool = False) -> Command[Say]:
    return Command(
        id=command_id,
        title="Say",
        help="Says something.",
        params=Say,
        run=say,
        permission=Permission.READ,
        locked=locked,
    )


@pytest.fixture
def commands() -> Commands:
    made = Commands()
    made.register(command())
    made.register(command("test.always", locked=True))
    return made


def test_a_command_is_run_with_what_it_was_given(commands: Commands, vault: VaultInUse) -> None:
    context = vault.context("me")
    assert commands.run("test.say", {"text": "hi"}, context) == {"said": "hi", "by": "me"}
    assert commands.run("test.say", {"text": "hi", "loud": True}, context) == {
        "said": "HI",
        "by": "me",
    }


@pytest.mark.parametrize("params", [{}, {"text": 5}, {"text": "a", "loud": "yes"}])
def test_what_does_not_fit_is_refused_and_names_the_command(
    commands: Commands, vault: VaultInUse, params: dict[str, Json]
) -> None:
    with pytest.raises(UserError, match=r"test\.say"):
        commands.run("test.say", params, vault.context())


def test_an_unknown_command_is_not_found(commands: Commands, vault: VaultInUse) -> None:
    with pytest.raises(NotFound):
        commands.run("test.sing", {}, vault.context())


def test_two_commands_cannot_have_one_id(commands: Commands) -> None:
    with pytest.raises(ValueError, match=r"test\.say"):
        commands.register(command())


def test_commands_are_listed_by_id(commands: Commands) -> None:
    assert [one.id for one in commands] == ["test.always", "test.say"]
    assert commands.get("test.say").title == "Say"


def test_while_the_vault_is_locked_only_some_commands_run(
    commands: Commands, vault: VaultInUse
) -> None:
    context = vault.context("me")
    vault.lock()
    with pytest.raises(Denied):
        commands.run("test.say", {"text": "hi"}, context)
    assert commands.run("test.always", {"text": "hi"}, context) == {"said": "hi", "by": "me"}


def test_the_vault_stays_open_while_a_command_works_with_it(vault: VaultInUse) -> None:
    users: list[int] = []

    def look(context: Context, params: Say) -> Json:
        users.append(context.session._users)
        return None

    commands = Commands()
    commands.register(msgspec.structs.replace(command("test.look"), run=look))
    commands.run("test.look", {"text": ""}, vault.context())
    assert (users, vault.session._users) == ([1], 0)


def test_a_caller_that_is_unattended_never_gives_up() -> None:
    caller = Unattended()
    caller.progress({"done": 1})
    assert not caller.cancelled()


def test_commands_may_be_added_when_they_are_first_asked_for(commands: Commands) -> None:
    loaded = []

    def load() -> list[Command[Say]]:
        loaded.append("files")
        return [command("file.say"), command("file.shout")]

    commands.register_later("file", load)
    assert commands.get("test.say").id == "test.say"
    assert loaded == []
    assert commands.get("file.shout").id == "file.shout"
    assert [one.id for one in commands] == ["file.say", "file.shout", "test.always", "test.say"]
    assert loaded == ["files"]


def test_what_belongs_to_several_names_is_loaded_once(commands: Commands) -> None:
    loaded = []

    def load() -> list[Command[Say]]:
        loaded.append("files")
        return [command("file.say"), command("note.say")]

    for name in ("file.say", "note"):
        commands.register_later(name, load)
    assert commands.get("file.say").id == "file.say"
    assert commands.get("note.say").id == "note.say"
    assert loaded == ["files"]


def test_all_commands_are_listed_also_those_that_nobody_has_asked_for(commands: Commands) -> None:
    commands.register_later("file", lambda: [command("file.say")])
    assert "file.say" in {one.id for one in commands}
