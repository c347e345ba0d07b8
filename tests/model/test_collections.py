import re

from atom_desktop.model.collections import Collection


def test_the_name_on_disk_is_the_word_in_lower_case():
    for kind in Collection:
        assert kind.value == kind.name.lower()
        assert re.fullmatch(r"[a-z]+", kind)


def test_names_on_disk_never_change():
    """A name that is missing here is a vault that cannot be read any more."""
    assert set(Collection) >= {
        "task", "project", "section", "label", "area", "filter", "setting", "account", "link",
        "event", "message", "document", "contact", "conversation", "workflow", "run", "comment",
        "entry", "rule", "attachment", "template", "device",
    }  # fmt: skip


def test_a_kind_can_stand_wherever_its_name_can():
    assert Collection("task") is Collection.TASK
    assert f"{Collection.TASK}" == "task"
