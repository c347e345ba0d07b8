import os
import shutil
import subprocess
from pathlib import Path

import pytest

from atom_desktop.cli.bench.run import BENCHES
from atom_desktop.cli.completion import FILES, FOLDERS, SCRIPTS, candidates, printed
from atom_desktop.cli.verbs import VERBS

THINGS = {
    "id": [("7k2f", "Buy milk"), ("7m9a", "Call Ann"), ("9x00", "Pay")],
    "project": [("Home", ""), ("Release 2.0", "")],
    "label": [("errand", "")],
    "command": [("task.add", "Add a task"), ("task.edit", "Edit")],
    "setting": [("capture.dialect", "")],
}


def known(kind: str) -> list[tuple[str, str]]:
    return THINGS.get(kind, [])


def offered(*words: str) -> list[str]:
    return [word for word, _ in candidates(words, VERBS, known)]


def test_the_first_word_is_a_verb() -> None:
    assert offered("do") == ["done", "doctor"]
    assert {"add", "vault", "backup"} <= set(offered(""))
    assert offered() == offered("")


def test_a_family_offers_its_members_once() -> None:
    assert offered("va") == ["vault"]
    assert offered("backup", "") == ["create", "verify", "restore"]


def test_options_of_the_verb_and_of_all_are_offered_behind_a_dash() -> None:
    assert offered("list", "--l") == ["--limit"]
    assert {"--json", "--data", "--query"} <= set(offered("done", "--"))


def test_ids_come_from_the_owner() -> None:
    assert offered("done", "7") == ["7k2f", "7m9a"]
    assert offered("done", "7k2f", "9") == ["9x00"]
    assert offered("show", "7k2f", "") == []


def test_fields_follow_the_id_of_an_edit() -> None:
    assert offered("edit", "7k2f", "pr") == ["project=", "priority="]
    assert "7m9a" in offered("edit", "")


def test_commands_settings_and_projects_are_offered_where_they_belong() -> None:
    assert offered("run", "task.e") == ["task.edit"]
    assert offered("settings", "cap") == ["capture.dialect"]
    assert offered("move", "7k2f", "--to", "Re") == ["Release 2.0"]
    assert offered("list", "#H") == ["#Home"]
    assert offered("list", "@") == ["@errand"]
    assert offered("list", "h") == []


def test_options_before_the_verb_do_not_mislead() -> None:
    assert offered("--data", "done", "lis") == ["list"]
    assert offered("--json", "vault", "st") == ["status"]


def test_files_are_left_to_the_shell() -> None:
    assert offered("import", "") == [FILES]
    assert offered("--data", "") == [FOLDERS]
    assert printed([(FILES, ""), (FOLDERS, ""), ("a", "b"), ("c", "")]) == [
        ":files",
        ":folders",
        "a\tb",
        "c",
    ]


def test_fixed_words_are_offered() -> None:
    assert offered("completion", "z") == ["zsh"]
    assert set(offered("bench", "")) == set(BENCHES)
    assert offered("import", "x", "--format", "to") == ["todotxt"]
    assert offered("vault", "init", "--kdf", "") == ["calibrated", "floor"]


def test_a_verb_without_arguments_offers_nothing() -> None:
    assert offered("undo", "") == []
    assert offered("frobnicate", "") == []


def test_text_of_a_task_is_the_persons_own() -> None:
    assert offered("add", "B") == []


def test_what_a_field_takes_follows_its_sign() -> None:
    assert offered("edit", "7k2f", "project=H") == ["project=Home"]
    assert offered("edit", "7k2f", "labels+=") == ["labels+=errand"]
    assert offered("edit", "7k2f", "priority=") == [f"priority={level}" for level in "1234"]
    assert offered("edit", "7k2f", "title=") == []


def test_what_an_option_takes_follows_its_sign() -> None:
    assert offered("import", "x", "--format=to") == ["--format=todotxt"]
    assert offered("--data=/x") == [FOLDERS]
    assert offered("done", "--query=@e") == ["--query=@errand"]


def test_projects_and_labels_are_offered_inside_a_task_and_a_query() -> None:
    assert offered("add", "Buy milk", "#H") == ["#Home"]
    assert offered("done", "--query", "@") == ["@errand"]


@pytest.fixture
def shells(tmp_path: Path) -> Path:
    """Return a folder with an `atom` that offers a few things, and files to complete."""
    program = tmp_path / "bin" / "atom"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\nshift\nprintf '%s\\n' \"$*\" > asked\nfor last; do :; done\n"
        "case $last in\n"
        "*fi*) echo :files;;\n"
        "proj*=*) printf 'project=Home\\nproject=Release 2.0\\n';;\n"
        "proj*) echo project=;;\n"
        "@*) printf '@errand\\t\\n';;\n"
        "'#'*) echo '#Home';;\n"
        "*) printf 'Home\\tproject\\nRelease 2.0\\t\\n';;\n"
        "esac\n"
    )
    program.chmod(0o755)
    (tmp_path / "fine report.txt").touch()
    return tmp_path


def run_shell(shells: Path, command: list[str]) -> list[str]:
    path = f"{shells / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environ = {"PATH": path, "HOME": str(shells), "TERM": "dumb"}
    ran = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=shells, env=environ, timeout=30
    )
    assert ran.stderr == ""
    return ran.stdout.splitlines()


def in_bash(shells: Path, line: str, *words: str) -> list[str]:
    """Complete a line that bash has taken apart into words, as it does at blanks, = : and @."""
    asking = (
        f"{SCRIPTS['bash']}\nCOMP_LINE=$1; COMP_POINT=${{#1}}; shift\n"
        'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _atom; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    return run_shell(shells, ["bash", "--norc", "-c", asking, "bash", line, *words])


needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")


@needs_bash
@pytest.mark.parametrize(
    ("line", "words", "found"),
    [
        ("atom move ", ["atom", "move", ""], ["Home", r"Release\ 2.0"]),
        ("atom import fi", ["atom", "import", "fi"], ["fine report.txt"]),
        ("atom x --file=fi", ["atom", "x", "--file", "=", "fi"], ["fine report.txt"]),
        ("atom edit a proj", ["atom", "edit", "a", "proj"], ["project="]),
        ("atom edit a project=", ["atom", "edit", "a", "project", "="], ["Home", r"Release\ 2.0"]),
        ("atom  list @er", ["atom", "list", "@", "er"], ["errand"]),
        ('atom list "#Ho', ["atom", "list", '"#Ho'], ["#Home"]),
        ("atom list \\#Ho", ["atom", "list", "\\#Ho"], [r"\#Home"]),
    ],
)
def test_bash_offers_what_atom_prints(
    shells: Path, line: str, words: list[str], found: list[str]
) -> None:
    assert in_bash(shells, line, *words) == found


@needs_bash
def test_bash_puts_words_together_that_it_has_taken_apart(shells: Path) -> None:
    in_bash(shells, "atom a:b  --x=1 @ho", "atom", "a", ":", "b", "--x", "=", "1", "@", "ho")
    assert (shells / "asked").read_text() == "a:b --x=1 @ho\n"


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("atom move ", ["Home\tproject", "Release 2.0"]),
        ("atom import fi", ["fine report.txt"]),
        ("atom x --file=fi", ["--file=fine report.txt"]),
        ('atom list "#Ho', ["#Home"]),
    ],
)
def test_fish_offers_what_atom_prints(shells: Path, line: str, found: list[str]) -> None:
    script = shells / "atom.fish"
    script.write_text(SCRIPTS["fish"])
    asking = f"source {script}; complete -C '{line}'"
    assert run_shell(shells, ["fish", "--no-config", "-c", asking]) == found


@pytest.mark.parametrize("shell", sorted(SCRIPTS))
def test_each_script_is_valid_in_its_shell(shell: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    subprocess.run([program, "-n"], input=SCRIPTS[shell], text=True, check=True, timeout=30)
