import json
from pathlib import Path

import pytest

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.parsing import parse
from atom_desktop.model.errors import UserError
from tests.cli.desk import Desk

NOWHERE = {"ATOM_DATA_DIR": "/nowhere/at/all"}
MONDAY = ["--now", "2026-11-23T10:00", "--tz", "Europe/Berlin"]


def parsed(typed: str, *options: str) -> tuple[Exit, list[dict]]:
    desk = Desk(as_json=True, typed=typed, environ=NOWHERE)
    code = parse(desk.call("parse", *options))
    return code, [json.loads(line) for line in desk.printed.splitlines()]


def test_each_line_is_one_document() -> None:
    code, drafts = parsed("Buy milk tomorrow #Home @errand p1\nCall Ann\n", *MONDAY)
    assert code is Exit.DONE
    assert [draft["title"] for draft in drafts] == ["Buy milk", "Call Ann"]
    assert drafts[0]["due"] == {"date": "2026-11-24"}
    assert (drafts[0]["project"], drafts[0]["labels"], drafts[0]["priority"]) == (
        "Home",
        ["errand"],
        1,
    )
    assert {span["kind"] for span in drafts[0]["spans"]} == {"due", "project", "label", "priority"}


def test_the_zone_stands_beside_a_time() -> None:
    _, (draft,) = parsed("Call tomorrow 9:00", *MONDAY)
    assert draft["due"] == {"at": "2026-11-24T09:00:00", "tz": "Europe/Berlin"}


def test_a_moment_with_an_offset_is_read_on_the_clock_there() -> None:
    _, (draft,) = parsed("Call tomorrow", "--now", "2026-11-23T23:30:00Z", "--tz", "Europe/Berlin")
    assert draft["due"] == {"date": "2026-11-25"}


def test_without_json_a_sentence_is_printed() -> None:
    desk = Desk(typed="Buy milk\x1b[31m p1\n", environ=NOWHERE)
    assert parse(desk.call("parse")) is Exit.DONE
    assert "Buy milk" in desk.printed
    assert "\x1b" not in desk.printed
    assert "priority 1" in desk.printed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--now", "soon"], "not a moment"),
        (["--tz", "Nowhere/Land"], "no time zone"),
        (["--dialect", "klingon"], "no dialect"),
        (["--dialect", ""], "no dialect"),
        (["--lang", "tlh"], "language"),
        (["--lang", "../en"], "language"),
    ],
)
def test_an_option_that_means_nothing_is_refused(options: list[str], message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        parsed("x\n", *options)
    assert caught.value.hint


def test_the_default_dialect_and_language_can_be_said() -> None:
    assert parsed("x\n", "--dialect", "todoist", "--lang", "en")[0] is Exit.DONE


def test_a_bad_line_is_told_with_its_number_and_the_rest_goes_on(monkeypatch) -> None:
    desk = Desk(as_json=True, environ=NOWHERE)
    bad = [UserError("The line is not UTF-8.", "Convert it.", "encoding"), "Next"]
    monkeypatch.setattr("atom_desktop.cli.parsing.read_lines", lambda stream: bad)
    assert parse(desk.call("parse")) is Exit.FAILED
    first, second = map(json.loads, desk.printed.splitlines())
    assert first["line"] == 1
    assert first["error"]["code"] == "encoding"
    assert second["title"] == "Next"


def explained(tmp_path: Path, monkeypatch, names: list[list[str]] | None) -> str:
    """Return what is said of `Buy milk #Home`, with what a process tells of its names."""
    (tmp_path / "keys").mkdir()
    slot = {"slot": {"vault": "00" * 16}}
    (tmp_path / "keys" / "one.json").write_text(json.dumps(slot))
    monkeypatch.setattr("atom_desktop.cli.completing.names_of_owner", lambda *_: names)
    desk = Desk(typed="Buy milk #Home\n", environ={"ATOM_DATA_DIR": str(tmp_path)})
    assert parse(desk.call("parse")) is Exit.DONE
    return desk.printed


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([["Home"], []], "in project Home"),
        ([["Work"], []], "in the new project Home"),
        (None, "in project Home"),
    ],
)
def test_a_project_is_new_only_where_the_open_vault_has_none_of_its_name(
    tmp_path: Path, monkeypatch, names, said: str
) -> None:
    assert said in explained(tmp_path, monkeypatch, names)


def test_without_a_vault_no_project_is_called_new() -> None:
    _, (draft,) = parsed("Buy milk #Home\n")
    assert "in project Home" in draft["explain"]
