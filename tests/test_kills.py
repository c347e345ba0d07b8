"""The real program is killed at any moment: what it has acknowledged is there, once and whole."""

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.processes import Home

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is of Unix")

SEED = 20261124
NOTE = "x" * 400


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    house = Home(tmp_path)
    house.make_vault()
    yield house
    house.end()


class Adding:
    """`atom add -`, given lines as fast as it takes them, with a note of what it acknowledged."""

    def __init__(self, home: Home, secret: str, first: int) -> None:
        self.sent = first
        self.acknowledged: dict[str, str] = {}
        words = [sys.executable, "-m", "atom_desktop", "--json", "--passphrase-file", secret]
        self.process = subprocess.Popen(
            [*words, "add", "-"],
            cwd=home.root,
            env=home.environ(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.enough = threading.Event()

    def run(self, wanted: int, delay: float) -> None:
        """Send lines until `wanted` are acknowledged; then kill after `delay` seconds."""
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        killer = threading.Timer(delay, process.kill)
        try:
            while True:
                process.stdin.write(f"Task {self.sent} #P{self.sent % 7} // {NOTE}\n")
                process.stdin.flush()
                self.sent += 1
                answer = process.stdout.readline()
                if not answer.endswith("\n"):
                    break
                task = json.loads(answer)
                self.acknowledged[task["id"]] = task["title"]
                if len(self.acknowledged) == wanted:
                    killer.start()
        except BrokenPipeError:
            pass
        finally:
            killer.cancel()
            process.kill()
            process.communicate()


def check(home: Home, secret: str, acknowledged: dict[str, str], sent: int) -> None:
    found = home.told("--passphrase-file", secret, "list")["tasks"]
    assert isinstance(found, list)
    held = {str(task["id"]): task for task in found if isinstance(task, dict)}
    lost = {task_id: title for task_id, title in acknowledged.items() if task_id not in held}
    assert not lost
    titles = [str(task["title"]) for task in held.values()]
    assert len(set(titles)) == len(titles), "a task is there twice"
    assert set(titles) <= {f"Task {number}" for number in range(sent)}
    assert all(task["notes"] == NOTE and task["project"] for task in held.values())


def kill_again_and_again(home: Home, times: int, look_every: int) -> int:
    """Kill the program `times` times; return how many lines it had acknowledged."""
    dice, secret = random.Random(SEED), home.secret()
    acknowledged: dict[str, str] = {}
    sent = 0
    for turn in range(times):
        adding = Adding(home, secret, sent)
        adding.run(dice.randint(1, 6), dice.random() * 0.03)
        sent = adding.sent
        acknowledged |= adding.acknowledged
        if turn % look_every == look_every - 1:
            check(home, secret, acknowledged, sent)
    check(home, secret, acknowledged, sent)
    return len(acknowledged)


def test_no_acknowledged_task_is_lost_by_a_few_kills(home: Home) -> None:
    assert kill_again_and_again(home, times=6, look_every=3) >= 6


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_no_acknowledged_task_is_lost_by_a_thousand_kills(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    count = kill_again_and_again(home, times=1000, look_every=50)
    with capsys.disabled():
        sys.stdout.write(f"\n1000 kills, {count} acknowledged tasks, none lost\n")
    assert count >= 1000
