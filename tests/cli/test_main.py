import json
import subprocess
import sys

import pytest

from atom_desktop.cli import main
from atom_desktop.cli.failure import Exit
from atom_desktop.cli.verbs import VERBS
from atom_desktop.model.errors import Busy, Damaged, Denied
from tests.cli.desk import Desk
from tests.fakes.program import FakeProgram

HEAVY = {
    "PySide6",
    "asyncio",
    "cryptography",
    "keyring",
    "msgspec",
    "numpy",
    "platformdirs",
    "subprocess",
    "zoneinfo",
    "zstandard",
}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_is_carried_out_by_something(verb) -> None:
    assert callable(main.deed_of(verb))


def test_nothing_heavy_is_imported_for_an_ordinary_verb() -> None:
    code = "import sys, atom_desktop.cli.main; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY & set(ran.stdout.split()) == set()


def test_the_overview_names_every_verb() -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(), "--help") is Exit.DONE
    for verb in VERBS:
        assert f"  {verb.name} " in desk.printed


@pytest.mark.parametrize("words", [["list", "--help"], ["help", "list"], ["-h", "list"]])
def test_a_verb_explains_itself(words: list[str]) -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(), *words) is Exit.DONE
    assert desk.printed.startswith("usage: atom list [options] [QUERY]")


@pytest.mark.parametrize("words", [["vault"], ["vault", "--help"], ["help", "vault"]])
def test_a_family_lists_its_members(words: list[str]) -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(), *words) is Exit.DONE
    assert "vault rekey" in desk.printed
    assert "backup" not in desk.printed


def test_a_query_is_explained_in_words() -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(), "help", "query") is Exit.DONE
    assert "due before friday" in desk.printed


def test_help_and_version_are_documents_too() -> None:
    desk = Desk(as_json=True)
    assert desk.atom(FakeProgram(), "--version", "--json") is Exit.DONE
    assert set(desk.document) == {"version"}
    desk = Desk(as_json=True)
    desk.atom(FakeProgram(), "undo", "--help", "--json")
    assert desk.document["help"].startswith("usage: atom undo")


def test_the_version_is_one_line() -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(), "--version") is Exit.DONE
    assert desk.printed.startswith("atom ")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["lst"], "`atom list`"),
        (["vault", "stat"], "`atom vault status`"),
        (["vault", "zzz"], "`atom vault --help`"),
        (["zzz"], "`atom --help`"),
    ],
)
def test_an_unknown_verb_is_wrong_usage_with_the_nearest_one(words: list[str], hint: str) -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(), *words) is Exit.USAGE
    assert hint in desk.complained
    assert desk.printed == ""


def test_a_hostile_word_is_harmless_in_the_answer() -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(), "\x1b[2Jlist") is Exit.USAGE
    assert "\x1b" not in desk.complained


def test_missing_and_extra_words_are_wrong_usage() -> None:
    assert Desk().atom(FakeProgram(), "show") is Exit.USAGE
    assert Desk().atom(FakeProgram(), "undo", "twice") is Exit.USAGE


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Denied("The vault is locked."), Exit.LOCKED),
        (Damaged("A segment does not verify."), Exit.DAMAGED),
        (Busy("Another command is at work."), Exit.AGAIN),
    ],
)
def test_a_failure_ends_with_its_code_and_a_document(error, code: Exit) -> None:
    program, desk = FakeProgram(), Desk(as_json=True)
    program.refusing = error
    assert desk.atom(program, "list", "--json") is code
    assert desk.failure == {"code": error.code, "message": error.message, "hint": ""}
    assert desk.printed == ""


def test_no_vault_is_not_found() -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(presence="none"), "list") is Exit.CONFLICT
    assert "atom vault init" in desk.complained


@pytest.mark.parametrize(
    ("words", "command", "said"),
    [
        (["list"], "task.list", "Interrupted."),
        (["undo"], "history.undo", "`atom undo` was not finished. `atom history` shows"),
        (["backup", "create", "x"], "backup.create", "`atom backup create` was not finished."),
    ],
)
def test_ctrl_c_says_what_was_not_finished(words: list[str], command: str, said: str) -> None:
    program, desk = FakeProgram(), Desk()
    program.vault.failing[command] = KeyboardInterrupt()
    assert desk.atom(program, *words) is Exit.INTERRUPTED
    assert said in desk.complained


def test_ctrl_c_with_json_is_a_document() -> None:
    program, desk = FakeProgram(), Desk(as_json=True)
    program.vault.failing["task.list"] = KeyboardInterrupt()
    assert desk.atom(program, "list") is Exit.INTERRUPTED
    assert desk.failure["code"] == "interrupted"


def test_a_reader_that_has_gone_is_no_failure() -> None:
    program, desk = FakeProgram(), Desk()
    program.vault.failing["task.list"] = BrokenPipeError()
    assert desk.atom(program, "list") is Exit.DONE
    assert desk.complained == ""


def test_the_clock_here_is_used_without_another_one() -> None:
    assert main._now({"TZ": "Asia/Tokyo"}).utcoffset().total_seconds() == 9 * 3600


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["parse", "--json"], '"title": "Buy milk"'),
        (["completion", "fish"], "complete -c atom"),
        (["__complete", "vault", "st"], "status\t"),
        (["doctor"], "disk"),
    ],
)
def test_what_needs_more_is_imported_when_it_is_wanted(
    words: list[str], said: str, tmp_path
) -> None:
    environ = {"ATOM_DATA_DIR": str(tmp_path), "DISPLAY": ":0"}
    desk = Desk(typed="Buy milk\n", environ=environ, as_json="--json" in words)
    assert desk.atom(FakeProgram(), *words) is Exit.DONE
    assert said in desk.printed


def test_the_bench_measures_what_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[tuple[str | None, int]] = []

    def run_bench(_terminal, name: str | None, count: int) -> Exit:
        measured.append((name, count))
        return Exit.DONE

    monkeypatch.setattr("atom_desktop.cli.bench.run.run_bench", run_bench)
    assert Desk().atom(FakeProgram(), "bench", "edit", "--tasks", "7") is Exit.DONE
    assert Desk().atom(FakeProgram(), "bench") is Exit.DONE
    assert measured == [("edit", 7), (None, 100_000)]


def test_one_document_is_all_that_is_printed() -> None:
    program, desk = FakeProgram(), Desk(as_json=True)
    program.vault.add("Buy milk")
    desk.atom(program, "list", "--json")
    assert len(desk.printed.splitlines()) == 1
    assert json.loads(desk.printed)["total"] == 1
