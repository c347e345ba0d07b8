"""What people do with ATOM in a terminal, with the real program in processes of its own."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.beside import until
from tests.fakes.processes import PASSPHRASE, Home

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and sockets of Unix")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    house = Home(tmp_path)
    yield house
    house.end()


@pytest.fixture
def opened(home: Home) -> Home:
    """A home whose vault is open in the background."""
    home.make_vault()
    home.done("--passphrase-file", home.secret(), "vault", "unlock")
    return home


def titles(home: Home, *query: str) -> list[str]:
    found = home.told("list", *query)["tasks"]
    assert isinstance(found, list)
    return [str(task["title"]) for task in found if isinstance(task, dict)]


def test_a_newcomer_is_told_how_to_begin(home: Home) -> None:
    ended = home.atom("list")
    assert ended.returncode == 5
    assert "atom vault init" in ended.stderr


def test_a_vault_is_made_used_locked_and_opened_again(home: Home) -> None:
    code = home.make_vault()
    assert len(code.rsplit("\n", 1)[-1].split("-")) == 14
    secret = home.secret()
    home.done("--passphrase-file", secret, "add", "Buy milk tomorrow @errand #Home p2")
    assert "Buy milk" in home.done("--passphrase-file", secret, "list")
    assert home.atom("list").returncode == 3


def test_a_wrong_passphrase_exits_with_3_and_writes_nothing(home: Home) -> None:
    home.make_vault()
    before = sorted(path for path in home.data.rglob("*"))
    ended = home.atom("--passphrase-file", home.secret("wrong", "other"), "list")
    assert ended.returncode == 3
    assert "does not open the vault" in ended.stderr
    assert sorted(path for path in home.data.rglob("*")) == before


def test_while_the_vault_is_open_no_passphrase_is_needed(opened: Home) -> None:
    opened.done("add", "Buy milk")
    assert titles(opened) == ["Buy milk"]
    opened.done("vault", "lock")
    assert opened.atom("list").returncode == 3


def test_a_task_is_added_found_changed_completed_and_all_of_it_undone(opened: Home) -> None:
    task = opened.told("add", "Call Ann tomorrow 9:00 @phone p1")
    short = str(task["id"])[:8]
    assert titles(opened, "@phone and p1") == ["Call Ann"]
    opened.done("edit", short, "title=Call Bob", "priority=3")
    opened.done("done", short)
    assert titles(opened) == []
    opened.done("undo")
    assert titles(opened) == ["Call Bob"]
    opened.done("undo")
    assert titles(opened) == ["Call Ann"]
    opened.done("redo")
    assert titles(opened) == ["Call Bob"]


def test_undo_survives_a_restart(opened: Home) -> None:
    opened.done("add", "Buy milk")
    opened.done("vault", "lock")
    opened.done("--passphrase-file", opened.secret(), "undo")
    opened.done("--passphrase-file", opened.secret(), "vault", "unlock")
    assert titles(opened) == []


def test_lines_are_added_one_by_one_and_a_bad_one_stops_nothing(opened: Home) -> None:
    ended = opened.atom("--json", "add", "-", given="First\n\nThird #Home\n")
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.returncode == 1
    assert [line.get("title") or line["line"] for line in lines] == ["First", 2, "Third"]
    assert titles(opened) == ["First", "Third"]


def test_two_commands_at_once_lose_nothing_without_an_owner(home: Home) -> None:
    home.make_vault()
    secret = home.secret()
    adding = [home.start("--passphrase-file", secret, "add", f"Task {n}") for n in range(4)]
    for process in adding:
        process.wait(60)
    assert [process.returncode for process in adding] == [0] * 4
    found = home.told("--passphrase-file", secret, "count")
    assert found == {"count": 4}


def test_what_was_acknowledged_is_there_after_the_owner_is_killed(opened: Home) -> None:
    opened.done("add", "Buy milk")
    owner = opened.told("vault", "status")
    assert owner["owner"] == "background"
    (lock,) = (opened.root / "state").rglob("instance.lock")
    assert lock.exists()
    for pid in owners(opened):
        os.kill(pid, signal.SIGKILL)
    until(lambda: not owners(opened), "the end of the owner")
    opened.done("--passphrase-file", opened.secret(), "vault", "unlock")
    assert titles(opened) == ["Buy milk"]


def owners(home: Home) -> list[int]:
    """Return the background owners of this home, by what their environment says."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes()
            environ = (entry / "environ").read_bytes()
            dead = (entry / "stat").read_text().rpartition(")")[2].split()[0] in {"Z", "X"}
        except OSError:
            continue
        mine = f"ATOM_DATA_DIR={home.data}".encode() in environ.split(b"\0")
        if b"--background-owner" in words and mine and not dead:
            found.append(int(entry.name))
    return found


def test_a_flipped_bit_is_named_and_the_rest_still_opens(home: Home) -> None:
    home.make_vault()
    secret = home.secret()
    home.done("--passphrase-file", secret, "add", "First")
    home.done("--passphrase-file", secret, "add", "Second")
    logs = sorted(home.data.rglob("log-*.atom"), key=lambda path: path.stat().st_mtime)
    content = bytearray(logs[0].read_bytes())
    content[-1] ^= 1
    logs[0].write_bytes(bytes(content))
    ended = home.atom("--passphrase-file", secret, "list")
    assert ended.returncode == 4
    assert "Second" in ended.stdout
    assert "verify" in ended.stderr
    assert list((home.root / "state").rglob("quarantine/*"))


def test_a_backup_brings_everything_back(home: Home) -> None:
    home.make_vault()
    secret, file = home.secret(), os.fspath(home.root / "my.backup")
    home.done("--passphrase-file", secret, "add", "Buy milk")
    home.done("--passphrase-file", secret, "backup", "create", file)
    home.done("--passphrase-file", secret, "add", "Made later")
    home.done("--passphrase-file", secret, "backup", "verify", file)
    home.done("--passphrase-file", secret, "backup", "restore", file, "--yes")
    found = home.told("--passphrase-file", secret, "list")["tasks"]
    assert isinstance(found, list)
    assert [task["title"] for task in found if isinstance(task, dict)] == ["Buy milk"]


def test_tasks_of_another_program_are_imported_once(opened: Home) -> None:
    file = opened.root / "tasks.json"
    file.write_text(
        json.dumps(
            [
                {
                    "uuid": "a" * 8 + "-aaaa-aaaa-aaaa-" + "a" * 12,
                    "description": "Paint the door",
                    "status": "pending",
                    "entry": "20260101T080000Z",
                }
            ]
        )
    )
    opened.done("import", os.fspath(file), "--dry-run")
    assert titles(opened) == []
    opened.done("import", os.fspath(file))
    opened.done("import", os.fspath(file))
    assert titles(opened) == ["Paint the door"]


def test_no_plain_word_reaches_any_file(opened: Home) -> None:
    opened.done("add", "Zirkonium meeting @Quetzal #Xylophone // bring Yggdrasil")
    opened.done("edit", str(opened.told("list")["tasks"][0]["id"]), "notes=Kaleidoscope")  # type: ignore[index,call-overload]  # JSON
    opened.done("vault", "lock")
    words = [b"Zirkonium", b"Quetzal", b"Xylophone", b"Yggdrasil", b"Kaleidoscope"]
    words += [word.lower() for word in words] + [PASSPHRASE.encode()]
    secret = Path(opened.secret())
    places = [path for path in opened.root.rglob("*") if path.is_file() and path != secret]
    assert len(places) > 3
    found = [(path, word) for path in places for word in words if word in path.read_bytes()]
    assert not found


def test_without_a_display_the_program_says_so_and_serves(home: Home) -> None:
    home.make_vault()
    headless = home.start("--passphrase-file", home.secret())
    until(lambda: home.told("vault", "status").get("owner") == "headless", "the owner")
    home.done("add", "Buy milk")
    assert titles(home) == ["Buy milk"]
    headless.send_signal(signal.SIGINT)
    _, said = headless.communicate(timeout=60)
    assert headless.returncode == 0
    assert "no display" in said


def test_a_headless_program_takes_a_vault_over_that_is_made_beside_it(home: Home) -> None:
    headless = home.start("--headless")
    home.make_vault()
    until(lambda: home.told("vault", "status").get("owner") == "headless", "the owner")
    home.done("--passphrase-file", home.secret(), "vault", "unlock")
    home.done("add", "Buy milk")
    assert titles(home) == ["Buy milk"]
    headless.send_signal(signal.SIGTERM)
    headless.communicate(timeout=60)
    assert headless.returncode == 0


def test_the_demo_shows_tasks_and_leaves_nothing_behind(home: Home) -> None:
    ended = home.atom("--demo", "list")
    assert ended.returncode == 0, ended.stderr
    assert "dentist" in ended.stdout
    assert not home.data.exists()
