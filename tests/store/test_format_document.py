"""The reader in docs/format.md opens a real vault, and finds what ATOM finds."""

import json
import re
import subprocess
import sys

import pytest

from atom_desktop.model.change import Change, Op
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.recovery_code import write_code
from atom_desktop.store.sealed import FRAME, HEADER, FileKind
from tests.fakes.backed_up import OTHER, SECRET, fill, filled, put_slot, records_of
from tests.fakes.vault import folders_in, open_vault

WORDS = 'Zürich “☕” \u2028 \\ " 日本'


@pytest.fixture(scope="module")
def document(project_root):
    return (project_root / "docs" / "format.md").read_text("utf-8")


@pytest.fixture
def reader(document, tmp_path):
    """The program of the document, in a folder of its own."""
    [code] = re.findall(r"^```python\n(.*?)^```$", document, re.DOTALL | re.MULTILINE)
    path = tmp_path / "reader.py"
    path.write_text(code, "utf-8")
    return path


def read(reader, root, key=SECRET.key):
    """Run it as somebody would who has nothing else of ATOM."""
    command = [sys.executable, "-I", "-X", "utf8", str(reader)]
    ran = subprocess.run(
        [*command, str(folders_in(root).data), write_code(key)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=reader.parent,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = map(json.loads, ran.stdout.splitlines())
    return {(one["collection"], one["id"]): one["fields"] for one in found}


def living(store):
    return {key: one.fields for key, one in records_of(store).items() if one.alive}


def test_it_finds_the_records_of_a_vault_with_everything(reader, tmp_path):
    with filled(tmp_path) as vault:
        vault.add(title=WORDS, notes="a\nb", priority=1)
        expected = living(vault.store)
    assert read(reader, tmp_path) == expected
    assert WORDS in {fields.get("title") for fields in expected.values()}


def test_it_finds_the_records_of_a_vault_that_was_never_compacted(reader, tmp_path):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        vault.add_many([{"title": str(number)} for number in range(2300)])
        first = vault.add(title="a", labels=["x", "y"])
        vault.run(Change("task", first.id, Op.ADD, "labels", None, "z"))
        vault.run(Change("task", first.id, Op.REMOVE, "labels", "x", None))
        vault.set(first, title="b")
        vault.set(first, due=None)
        expected = living(vault.store)
    assert expected["task", first.id]["labels"] == ["y", "z"]
    assert read(reader, tmp_path) == expected


def test_it_finds_what_an_undone_step_brought_back(reader, tmp_path):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        fill(vault)
        kept = vault.record("task", vault.ids.made[0])
        erased = vault.run(Change("task", kept.id, Op.ERASE, "", kept.fields, None))
        vault.workspace.undo("tester").wait()
        expected = living(vault.store)
    assert erased is not None
    assert ("task", kept.id) in expected
    assert read(reader, tmp_path) == expected


def test_it_finds_the_records_after_several_compactions(reader, tmp_path):
    with filled(tmp_path) as vault:
        vault.store.compact()
        fill(vault)
        vault.store.compact()
        vault.add(title="Last")
        expected = living(vault.store)
    assert read(reader, tmp_path) == expected


def test_it_leaves_out_a_torn_end(reader, tmp_path):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        vault.add(title="Whole")
        expected = living(vault.store)
        vault.add(title="Torn")
    [log] = folders_in(tmp_path).data.glob("dev/*/log-*")
    log.write_bytes(log.read_bytes()[:-3])
    assert read(reader, tmp_path) == expected


def test_it_refuses_another_code(reader, tmp_path):
    with filled(tmp_path):
        pass
    with pytest.raises(AssertionError, match="does not open"):
        read(reader, tmp_path, OTHER.key)


def test_it_finds_a_flipped_bit(reader, tmp_path):
    with filled(tmp_path):
        pass
    segment = next(folders_in(tmp_path).data.glob("dev/*/seg-*"))
    content = bytearray(segment.read_bytes())
    content[150] ^= 1
    segment.write_bytes(content)
    with pytest.raises(AssertionError, match="InvalidTag"):
        read(reader, tmp_path)


def test_the_document_names_every_kind_of_file(document):
    rows = re.findall(r"^\| ([\d, ]+) \|", document, re.MULTILINE)
    named = {int(number) for row in rows for number in row.split(",")}
    assert named >= {kind.value for kind in FileKind}


def test_the_document_has_the_sizes_of_the_code(document):
    assert f"The **header** has {HEADER.size} bytes" in document
    assert f"the frame of {FRAME.size} bytes" in document


def test_every_file_of_a_vault_is_named_as_the_document_says(document, tmp_path):
    with filled(tmp_path):
        pass
    data = folders_in(tmp_path).data
    files = [path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()]
    listed = re.findall(r"^<data>/(.+?)(?:  |$)", document, re.MULTILINE)
    patterns = [re.sub(r"<[\w ]+>", r"[\\w]+", line.replace(".", r"\.")) for line in listed]
    assert len(files) >= 6
    for name in files:
        assert any(re.fullmatch(pattern, name) for pattern in patterns), name
    assert RealDisk().list(data / "keys")
