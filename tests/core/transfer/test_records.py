import json

from atom_desktop.core.transfer.records import CARRIED
from atom_desktop.model.formats import atom_json
from atom_desktop.model.ids import encode_id
from tests.core.transfer.test_importing import counts, losses

ID = encode_id(bytes(15) + b"\x07")


def export(*records: dict) -> str:
    head = '{"format":"atom","version":1}\n'
    return head + "\n".join(json.dumps(one) for one in records)


def task(task_id: str = ID, collection: str = "task", **fields) -> dict:
    return {"collection": collection, "id": task_id, "fields": fields}


def bring(desk, *records: dict, dry_run: bool = False):
    return desk.bring(desk.file("export.json", export(*records)), dry_run=dry_run)


def test_records_keep_their_ids_and_all_their_fields(desk):
    report = bring(desk, task(title="a", invented={"x": [1]}, checklist=[]))
    assert report.format == "atom"
    assert counts(report) == (1, 0, 0, 0)
    assert desk.vault.record("task", ID).fields == {"title": "a", "invented": {"x": [1]}}


def test_the_same_again_changes_nothing(desk, steps):
    bring(desk, task(title="a"))
    assert counts(bring(desk, task(title="a"))) == (0, 0, 1, 0)
    assert steps() == 1


def test_what_changed_in_the_file_is_followed(desk):
    bring(desk, task(title="a", notes="n"))
    assert counts(bring(desk, task(title="b", notes="n"))) == (0, 1, 0, 0)
    assert counts(bring(desk, task(title="c", notes="n"))) == (0, 1, 0, 0)
    assert desk.vault.record("task", ID).fields["title"] == "c"


def test_what_i_changed_stays_and_is_told(desk):
    bring(desk, task(title="a"), task(collection="project", name="p"))
    desk.vault.set(desk.vault.record("task", ID), title="mine")
    desk.vault.set(desk.vault.record("project", ID), name="mine too")
    report = bring(desk, task(title="b"), task(collection="project", name="q"))
    assert counts(report) == (0, 0, 2, 2)
    assert losses(report) == {("yours", "name"): 1, ("yours", "title"): 1}
    assert {example for one in report.losses for example in one.examples} == {"mine", "mine too"}


def test_what_this_atom_cannot_hold_is_left_out_and_told(desk):
    other = encode_id(bytes(15) + b"\x08")
    report = bring(
        desk,
        task(title=5),
        task(other, title="good"),
        task(collection="project"),
        task(collection="device", name="laptop"),
        task(collection="hologram", name="x"),
        task(other, title="again"),
        task(due={"at": "x", "date": "y"}),
    )
    assert counts(report) == (1, 0, 0, 0)
    assert losses(report) == {("dropped", "device"): 1, ("dropped", "hologram"): 1}
    assert report.problems.count == 4
    assert [record.id for record in desk.vault.store.scan("task")] == [other]


def test_a_dry_run_shows_tasks_and_writes_nothing(desk, steps):
    report = bring(desk, task(title="a"), task(collection="label", name="l"), dry_run=True)
    assert report.preview == ["a"]
    assert counts(report) == (2, 0, 0, 0)
    assert steps() == 0


def test_everything_but_devices_is_carried():
    assert "device" not in CARRIED
    assert {"task", "project", "section", "label", "comment", "filter", "rule"} <= set(CARRIED)
    assert atom_json.NAME == "atom"
