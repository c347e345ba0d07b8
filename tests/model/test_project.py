from typing import ClassVar

from atom_desktop.model.collections import Collection
from atom_desktop.model.project import Area, Project, Section
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestArea(KindSuite):
    collection = Collection.AREA
    least: ClassVar[Fields] = {"name": "Home"}
    full: ClassVar[Fields] = {
        "name": "Home",
        "hue": 30,
        "order": "V",
        "notes": "All that never ends.",
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (("name", 1), ("hue", "red"), ("order", 1), ("notes", []))


class TestProject(KindSuite):
    collection = Collection.PROJECT
    least: ClassVar[Fields] = {"name": "Roof"}
    full: ClassVar[Fields] = {
        "name": "Roof",
        "notes": "Before winter.",
        "area": "01AREA",
        "parent": "01PARENT",
        "hue": 200,
        "order": "k",
        "source": "todoist",
        "template": "01TEMPLATE",
        "imported": {"view_style": "board"},
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (("name", 2), ("parent", ["01"]), ("imported", []), ("archived", True))


class TestSection(KindSuite):
    collection = Collection.SECTION
    least: ClassVar[Fields] = {"name": "Kitchen"}
    full: ClassVar[Fields] = {
        "name": "Kitchen",
        "project": "01PROJECT",
        "order": "F",
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (("name", {}), ("project", 1), ("order", []), ("version", 1.5))


def test_a_project_stands_alone_until_it_is_nested():
    project = Project(name="Roof")
    assert (project.area, project.parent) == (None, None)


def test_a_name_may_be_anything_that_was_typed():
    for kind in (Area, Project, Section):
        assert kind(name="/ 2.0 #x\u200f🏠").name == "/ 2.0 #x\u200f🏠"
