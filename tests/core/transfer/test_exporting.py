import json

import pytest

from atom_desktop.core.commands import Context
from atom_desktop.core.transfer import exporting
from atom_desktop.core.transfer.exporting import export_file
from atom_desktop.core.transfer.importing import import_file
from atom_desktop.model.errors import Conflict, NotFound, Unavailable, UserError
from atom_desktop.store.disk import RealDisk
from tests.fakes.caller import RecordingCaller
from tests.fakes.vault import ACTOR, VaultInUse, open_vault

NOW = "2026-11-24T08:30:00Z"


class FailingDisk(RealDisk):
    """Refuses one kind of call."""

    def __init__(self) -> None:
        self.refuse = ""

    def create(self, path):
        if self.refuse == "create" and "unfinished" in path.name:
            raise PermissionError(13, "no")
        return super().create(path)

    def append(self, handle, content):
        if self.refuse == "append":
            raise OSError(28, "full")
        return super().append(handle, content)


@pytest.fixture
def filled(vault: VaultInUse) -> VaultInUse:
    """Return a vault with something of every kind that people make."""
    home = vault.create("project", {"name": "home", "notes": "nest", "order": "V"})
    garden = vault.create("project", {"name": "garden", "parent": home.id, "order": "W"})
    later = vault.create("section", {"name": "Later", "project": garden.id})
    deep = vault.create("label", {"name": "deep", "hue": 3})
    water = vault.add(title="Water", project=garden.id, section=later.id, labels=[deep.id],
                      order="b", due={"date": "2026-12-01"}, notes="not\ntoo much")  # fmt: skip
    vault.add(title="Seeds", parent=water.id, depends_on=[water.id], order="c", estimate=30,
              checklist=[{"id": "1", "text": "tomatoes", "done": True}])  # fmt: skip
    vault.add(title="Old", trashed=NOW, order="a")
    vault.create("comment", {"text": "twice a week", "record": water.id, "created": NOW})
    vault.create("comment", {"text": "no", "record": water.id, "trashed": NOW})
    vault.create("filter", {"name": "Soon", "query": "due before: +7d"})
    gone = vault.create("filter", {"name": "Gone", "query": ""})
    vault.workspace.undo("tester").wait()
    assert vault.workspace.read("filter", gone.id) is None
    return vault


@pytest.fixture
def export(filled, tmp_path):
    def run(name: str, format: str = "", *, force: bool = False, caller=None) -> dict:
        context = Context(filled.session, ACTOR, caller or RecordingCaller())
        return export_file(context, tmp_path / name, format, force=force)

    return run


def records(vault: VaultInUse) -> dict:
    kinds = ("task", "project", "section", "label", "comment", "filter")
    return {
        (record.collection, record.id): record.fields
        for kind in kinds
        for record in vault.store.scan(kind)
        if record.alive
    }


def lost(report: dict) -> dict[tuple[str, str], int]:
    return {(one["kind"], one["field"]): one["count"] for one in report["losses"]}


def test_atoms_own_export_brings_everything_into_another_vault(filled, export, tmp_path):
    report = export("all.json")
    assert report["format"] == "atom"
    assert report["count"] == 10
    assert report["losses"] == []
    assert report["bytes"] == (tmp_path / "all.json").stat().st_size
    with open_vault(tmp_path / "other", seed="other") as other:
        import_file(other.context(), tmp_path / "all.json", "", dry_run=False)
        other.reopen()
        assert records(other) == records(filled)
        again = import_file(other.context(), tmp_path / "all.json", "", dry_run=False)
        assert (again.counts.unchanged, again.step) == (10, None)


def test_taskwarrior_gets_what_it_has_a_place_for(export, tmp_path):
    report = export("tasks.json", "taskwarrior")
    tasks = {one["description"]: one for one in json.loads((tmp_path / "tasks.json").read_bytes())}
    assert set(tasks) == {"Water", "Seeds", "Old"}
    assert tasks["Old"]["status"] == "deleted"
    assert tasks["Water"]["project"] == "home.garden"
    assert tasks["Water"]["tags"] == ["deep"]
    assert [one["description"] for one in tasks["Water"]["annotations"]] == [
        "not\ntoo much", "twice a week"
    ]  # fmt: skip
    assert tasks["Seeds"]["depends"] == [tasks["Water"]["uuid"]]
    assert report["count"] == 3
    assert lost(report) == {
        ("dropped", "filter"): 1,
        ("dropped", "section"): 1,
        ("dropped", "parent"): 1,
        ("dropped", "checklist"): 1,
        ("dropped", "estimate"): 1,
    }


def test_todotxt_gets_lines_in_the_order_given_by_hand(filled, export, tmp_path):
    report = export("todo.txt")
    assert report["format"] == "todotxt"
    lines = (tmp_path / "todo.txt").read_text().splitlines()
    water = next(one.id for one in filled.store.scan("task") if one.fields["title"] == "Water")
    assert lines == [
        f"Water +home/garden @deep due:2026-12-01 id:{water}",
        f"Seeds p:{water} dep:{water}",
    ]
    assert lost(report)["dropped", "trashed"] == 1


def test_many_tasks_are_written_as_they_lie_on_the_disk(export, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "FEW", 1)
    export("todo.txt")
    assert len((tmp_path / "todo.txt").read_text().splitlines()) == 2


def test_ids_that_came_from_taskwarrior_go_back_to_it(vault, tmp_path):
    uuid = "9d4c1c4e-0f4b-4c53-a3b9-6d1d6f3d5a01"
    first = vault.add(title="a", source=f"taskwarrior:{uuid}")
    vault.add(title="b", depends_on=[first.id, vault.ids()])
    export_file(vault.context(), tmp_path / "t", "taskwarrior", force=False)
    tasks = {one["description"]: one for one in json.loads((tmp_path / "t").read_bytes())}
    assert tasks["a"]["uuid"] == uuid
    assert uuid in tasks["b"]["depends"]
    assert len(tasks["b"]["depends"]) == 2


@pytest.mark.parametrize("format", ["atom", "taskwarrior", "todotxt"])
def test_an_empty_vault_gives_a_file_that_can_be_read(vault, tmp_path, format):
    report = export_file(vault.context(), tmp_path / "none", format, force=False)
    assert report["count"] == 0
    assert import_file(vault.context(), tmp_path / "none", format, dry_run=True).counts.new == 0


def test_a_file_that_exists_is_replaced_only_when_asked(export, tmp_path):
    path = tmp_path / "all.json"
    path.write_text("precious")
    with pytest.raises(Conflict) as caught:
        export("all.json")
    assert "--force" in caught.value.hint
    assert path.read_text() == "precious"
    export("all.json", force=True)
    assert path.read_text() != "precious"


def test_the_file_is_for_its_owner_alone_and_nothing_is_left_beside_it(export, tmp_path):
    (tmp_path / ".all.json.unfinished").write_text("left behind by a power cut")
    export("all.json")
    assert (tmp_path / "all.json").stat().st_mode & 0o077 == 0
    assert not (tmp_path / ".all.json.unfinished").exists()


@pytest.mark.parametrize(
    ("name", "error"),
    [("data", UserError), ("none/all.json", NotFound), ("data/all.json", UserError)],
)
def test_places_where_nothing_may_be_written_are_refused(export, name, error):
    with pytest.raises(error):
        export(name)


def test_an_unknown_format_is_refused_and_nothing_is_written(export, tmp_path):
    with pytest.raises(UserError, match="no format"):
        export("all.xlsx", "excel")
    assert not (tmp_path / "all.xlsx").exists()


@pytest.mark.parametrize("format", ["atom", "todotxt"])
def test_cancelling_leaves_no_file(export, tmp_path, format):
    with pytest.raises(UserError) as caught:
        export("all.json", format, caller=RecordingCaller(cancel_after=0))
    assert caught.value.code == "cancelled"
    assert not (tmp_path / "all.json").exists()
    assert not (tmp_path / ".all.json.unfinished").exists()


@pytest.mark.parametrize(("refuse", "code"), [("create", "no-permission"), ("append", "full-disk")])
def test_a_disk_that_refuses_leaves_the_file_that_was_there(tmp_path, refuse, code):
    disk = FailingDisk()
    path = tmp_path / "all.json"
    path.write_text("precious")
    with open_vault(tmp_path / "v", disk=disk) as vault:
        vault.add(title="a")
        disk.refuse = refuse
        with pytest.raises(Unavailable) as caught:
            export_file(vault.context(), path, "", force=True)
        disk.refuse = ""
    assert caught.value.code == code
    assert path.read_text() == "precious"
    assert not (tmp_path / ".all.json.unfinished").exists()


def test_large_exports_are_written_piece_by_piece_and_tell_how_far(vault, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "BUFFER", 1000)
    vault.add_many([{"title": f"task {number}"} for number in range(1200)])
    caller = RecordingCaller()
    context = Context(vault.session, ACTOR, caller)
    report = export_file(context, tmp_path / "all.json", "", force=False)
    assert report["bytes"] == (tmp_path / "all.json").stat().st_size
    assert [one["done"] for one in caller.reports] == [0, 500, 1000]
    assert json.loads((tmp_path / "all.json").read_bytes())["count"] == 1200
