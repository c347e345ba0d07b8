import pytest

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.listing import SCREENFUL
from tests.cli.desk import Desk
from tests.fakes.program import FakeProgram


@pytest.fixture
def program() -> FakeProgram:
    found = FakeProgram()
    found.vault.add("Buy milk", labels=["errand"])
    found.vault.add("Call Ann")
    found.vault.add("Done long ago", status="done")
    return found


def many() -> FakeProgram:
    program = FakeProgram()
    for number in range(SCREENFUL + 20):
        program.vault.add(f"task {number}")
    return program


def test_a_list_shows_the_shortest_unique_ids(program: FakeProgram) -> None:
    desk = Desk()
    assert desk.atom(program, "list") is Exit.DONE
    assert desk.printed.splitlines() == ["1110  Buy milk  @errand", "2220  Call Ann"]


def test_words_are_one_query(program: FakeProgram) -> None:
    desk = Desk()
    desk.atom(program, "list", "@errand", "milk")
    assert program.vault.asked("task.list") == [{"query": "@errand milk", "limit": None}]


def test_json_holds_the_tasks_and_the_total_before_the_limit(program: FakeProgram) -> None:
    desk = Desk(as_json=True, tty=True)
    assert desk.atom(program, "list", "--limit", "1", "--json") is Exit.DONE
    assert set(desk.document) == {"tasks", "total"}
    assert (len(desk.document["tasks"]), desk.document["total"]) == (1, 2)


def test_a_screen_shows_a_screenful_and_says_so() -> None:
    desk = Desk(tty=True)
    desk.atom(many(), "list")
    assert f"{SCREENFUL} of {SCREENFUL + 20} tasks; --limit shows more." in desk.printed
    assert len(desk.printed.splitlines()) == SCREENFUL + 2


def test_a_pipe_and_a_document_get_them_all() -> None:
    desk = Desk()
    desk.atom(many(), "list")
    assert len(desk.printed.splitlines()) == SCREENFUL + 20
    desk = Desk(tty=True, as_json=True)
    desk.atom(many(), "list", "--json")
    assert len(desk.document["tasks"]) == SCREENFUL + 20


def test_a_screen_says_how_many_there_are(program: FakeProgram) -> None:
    desk = Desk(tty=True)
    desk.atom(program, "list")
    assert "2 tasks." in desk.printed
    desk = Desk(tty=True)
    desk.atom(program, "list", "nowhere")
    assert "No task matches." in desk.printed


@pytest.mark.parametrize("limit", ["many", "-1", "1.5", "9" * 12])
def test_a_limit_is_a_whole_number(program: FakeProgram, limit: str) -> None:
    desk = Desk()
    assert desk.atom(program, "list", f"--limit={limit}") is Exit.USAGE
    assert "--limit takes a whole number" in desk.complained


def test_a_task_is_shown_in_full(program: FakeProgram) -> None:
    desk = Desk()
    assert desk.atom(program, "show", "111") is Exit.DONE
    assert desk.printed.splitlines()[0] == "Buy milk"
    assert "labels     errand" in desk.printed


def test_a_task_in_json_is_the_task_itself(program: FakeProgram) -> None:
    desk = Desk(as_json=True)
    desk.atom(program, "show", "111", "--json")
    assert desk.document["labels"] == ["errand"]


def test_an_id_that_nothing_has_is_not_found(program: FakeProgram) -> None:
    desk = Desk(as_json=True)
    assert desk.atom(program, "show", "zzzz", "--json") is Exit.CONFLICT
    assert desk.failure["code"] == "not-found"


def test_a_count_is_a_number(program: FakeProgram) -> None:
    desk = Desk()
    assert desk.atom(program, "count", "milk") is Exit.DONE
    assert desk.printed == "1\n"
    desk = Desk(as_json=True)
    desk.atom(program, "count", "--json")
    assert desk.document == {"count": 2}
