import pytest

from atom_desktop.cli.failure import Exit
from tests.cli.desk import Desk
from tests.fakes.program import FakeProgram


def test_settings_are_listed_with_their_choices() -> None:
    program, desk = FakeProgram(), Desk()
    program.vault.settings[0]["value"] = 10
    assert desk.atom(program, "settings") is Exit.DONE
    assert desk.printed.splitlines() == [
        "lock.idle_minutes  10 (default 30)",
        "                   Minutes without use.",
        "appearance.theme   system",
        "                   Light or dark. One of: system, light, dark.",
    ]


def test_settings_in_json_are_a_document() -> None:
    desk = Desk(as_json=True)
    desk.atom(FakeProgram(), "settings", "--json")
    assert desk.document["settings"][1]["choices"] == ["system", "light", "dark"]


def test_one_setting_prints_its_value() -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(), "settings", "appearance.theme") is Exit.DONE
    assert desk.printed == "system\n"
    desk = Desk(as_json=True)
    desk.atom(FakeProgram(), "settings", "lock.idle_minutes", "--json")
    assert desk.document == {"key": "lock.idle_minutes", "value": 30}


def test_a_new_value_is_kept_and_shown() -> None:
    program, desk = FakeProgram(), Desk()
    assert desk.atom(program, "settings", "appearance.theme", "dark") is Exit.DONE
    assert desk.printed == "dark\n"
    assert program.vault.settings[1]["value"] == "dark"


def test_a_setting_goes_back_to_its_default() -> None:
    program, desk = FakeProgram(), Desk()
    program.vault.settings[1]["value"] = "dark"
    assert desk.atom(program, "settings", "appearance.theme", "--reset") is Exit.DONE
    assert desk.printed == "system\n"


@pytest.mark.parametrize("words", [["--reset"], ["appearance.theme", "dark", "--reset"]])
def test_a_reset_takes_one_setting(words: list[str]) -> None:
    program = FakeProgram()
    assert Desk().atom(program, "settings", *words) is Exit.USAGE
    assert program.vault.calls == []


def test_an_unknown_setting_is_not_found() -> None:
    assert Desk().atom(FakeProgram(), "settings", "no.such") is Exit.CONFLICT
