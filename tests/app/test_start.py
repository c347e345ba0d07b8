"""What the words on the command line start."""

import pytest

from atom_desktop.app import start as module
from atom_desktop.app.start import start


@pytest.fixture
def environ(tmp_path):
    return {
        "ATOM_DATA_DIR": str(tmp_path / "vault"),
        "TZ": "Europe/Berlin",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }


@pytest.fixture
def faces(monkeypatch):
    """Faces that only note that they were started, and with what."""
    started: list[tuple[str, object]] = []

    def headless(folders, _terminal, _environ, passphrase) -> int:
        started.append(("headless", passphrase))
        return 0

    def window(folders, _terminal, _environ, *, demo) -> int:
        started.append(("window", demo))
        return 0

    monkeypatch.setattr("atom_desktop.app.headless.run_headless", headless)
    monkeypatch.setattr("atom_desktop.app.window.run_window", window)
    return started


def test_a_verb_is_carried_out(environ, capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["list"], environ) == 5
    assert "vault init" in capsys.readouterr().err


def test_an_error_is_one_json_document_where_json_is_asked_for(
    environ, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(["--json", "list"], environ) == 5
    assert capsys.readouterr().err.startswith('{"error": {"code": "no-vault"')


def test_what_cannot_be_understood_is_wrong_usage(environ) -> None:
    assert start(["--colour"], environ) == 2
    assert start(["lst"], environ) == 2


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["list", "--help"]])
def test_help_needs_no_vault(environ, words: list[str]) -> None:
    assert start(words, environ) == 0


def test_without_a_verb_the_window_opens(environ, faces) -> None:
    assert start([], {**environ, "DISPLAY": ":1"}) == 0
    assert faces == [("window", False)]


def test_without_a_display_it_says_so_and_runs_headless(
    environ, faces, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    monkeypatch.setattr(module, "has_display", lambda _environ: False)
    assert start([], environ) == 0
    assert faces == [("headless", None)]
    assert "no display" in capsys.readouterr().err


def test_headless_takes_the_passphrase_that_was_given(environ, faces, tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("open sesame\n")
    assert start(["--headless", "--passphrase-file", str(secret)], environ) == 0
    assert faces == [("headless", "open sesame")]


def test_the_demo_opens_by_itself(environ, faces) -> None:
    assert start(["--demo", "--headless"], environ) == 0
    assert faces == [("headless", "demo")]


def test_a_verb_works_on_the_demo(environ, capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["--demo", "count"], environ) == 0
    assert capsys.readouterr().out.strip() == "20"


def test_a_passphrase_file_is_read_only_where_a_vault_is_to_be_opened(
    environ, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = {**environ, "ATOM_PASSPHRASE_FILE": "/nowhere"}
    assert start(["--help"], nowhere) == 0
    assert start(["vault", "status"], nowhere) == 0
    assert start(["vault", "init"], nowhere) == 2
    assert "/nowhere" in capsys.readouterr().err


def test_a_mistake_of_the_program_is_told_in_words_and_logged(
    environ, capsys: pytest.CaptureFixture[str], monkeypatch, tmp_path
) -> None:
    def break_down(*_, **__):
        raise ZeroDivisionError("a secret title")

    monkeypatch.setattr(module, "run", break_down)
    assert start(["list"], {**environ, "XDG_STATE_HOME": str(tmp_path / "state")}) == 1
    told = capsys.readouterr().err
    assert "ATOM made a mistake (ZeroDivisionError)" in told
    (log,) = (tmp_path / "state").rglob("atom.jsonl")
    assert "ZeroDivisionError" in log.read_text()
    assert "secret" not in told + log.read_text()


@pytest.mark.parametrize("words", [["--data", "", "list"], ["--data=", "add", "x"]])
def test_a_folder_without_a_name_is_wrong_usage(
    environ, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(words, environ) == 2
    assert "--data names no folder" in capsys.readouterr().err


def test_the_root_of_the_disk_is_refused_in_words(
    environ, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(["vault", "init", "--data", "/"], environ) == 2
    assert "The folder / cannot be a vault folder." in capsys.readouterr().err


@pytest.fixture
def damaged(environ, tmp_path, monkeypatch, capsys: pytest.CaptureFixture[str]):
    """The environment of a vault with a task, in whose journal a letter was changed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "todo.txt").write_text("water the plants\n")
    (tmp_path / "secret").write_text("open sesame")
    environ = {
        **environ,
        "ATOM_PASSPHRASE_FILE": str(tmp_path / "secret"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    assert start(["vault", "init", "--kdf", "floor"], environ) == 0
    assert start(["add", "Buy milk"], environ) == 0
    (log,) = (tmp_path / "vault" / "dev").glob("*/log-*.atom")
    content = bytearray(log.read_bytes())
    content[-1] ^= 1
    log.write_bytes(bytes(content))
    capsys.readouterr()
    return environ, log.name


def test_looking_at_a_damaged_vault_has_its_exit_code_and_names_the_file(
    damaged, capsys: pytest.CaptureFixture[str]
) -> None:
    environ, log = damaged
    assert start(["list"], environ) == 4
    told = capsys.readouterr().err
    assert log in told
    assert "`atom vault verify` says more" in told


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["add", "Call Ann"], 0),
        (["import", "todo.txt", "--format", "todotxt"], 0),
        (["run", "task.add", "--param", "text=x"], 0),
        (["import", "todo.txt", "--format", "todotxt", "--dry-run"], 4),
        (["export", "out.txt", "--format", "todotxt"], 4),
    ],
)
def test_what_was_changed_in_a_damaged_vault_is_no_failure(
    damaged, capsys: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    assert start(words, damaged[0]) == code
    assert "does not verify" in capsys.readouterr().err
