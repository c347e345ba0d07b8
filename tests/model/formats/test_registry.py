import pytest

from atom_desktop.model.errors import UserError
from atom_desktop.model.formats import registry


@pytest.mark.parametrize("name", ["taskwarrior", "todotxt"])
def test_a_format_of_tasks_is_found_by_its_name(name):
    found = registry.task_format(name)
    assert found.name == name
    assert name in registry.NAMES


@pytest.mark.parametrize("name", ["", "atom", "Taskwarrior", "x" * 5000])
def test_another_name_is_refused_with_those_that_exist(name):
    with pytest.raises(UserError) as caught:
        registry.task_format(name)
    assert "taskwarrior" in caught.value.hint
    assert len(caught.value.message) < 100


@pytest.mark.parametrize(
    ("file", "head", "format"),
    [
        ("any", b'{"format":"atom","version":1,"records":[', "atom"),
        ("tasks.json", b'\xef\xbb\xbf { "format" : "atom" , "version":1}', "atom"),
        ("x", b'[{"description":"a"}', "taskwarrior"),
        ("x.txt", b' [\n {"id":1', "taskwarrior"),
        ("x", b'{"description":"a"}\n', "taskwarrior"),
        ("empty.json", b"[]", "taskwarrior"),
        ("pending.DATA", b"", "taskwarrior"),
        ("todo.txt", b"(A) call mum\n", "todotxt"),
        ("todo.TXT", b"\xff\xfe(\x00", "todotxt"),
        ("todo", b"(A) call mum\n", None),
        ("photo.jpg", b"\xff\xd8\xff\xe0", None),
    ],
)
def test_a_file_is_recognised_by_its_beginning_and_then_by_its_suffix(file, head, format):
    assert registry.recognise(file, head) == format


def test_every_format_reads_and_writes():
    assert all(callable(one.read) and callable(one.write) for one in registry.TASK_FORMATS)
