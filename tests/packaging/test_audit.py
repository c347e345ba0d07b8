import sys
from email.message import Message

import audit
import pytest
from audit import Pin, explained, faults, is_refused, licence, read_pins

LOCK = """one-thing==1.0 ; python_full_version < '3.12' \\
    --hash=sha256:aa
    # via two
two==2.1 \\
    --hash=sha256:bb
"""


def metadata(version: str = "1.0", **fields: str) -> Message:
    message = Message()
    message["Version"] = version
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    return message


def pin(name: str = "one", *, version: str = "1.0", shipped: bool = True) -> Pin:
    return Pin(name=name, version=version, marker=None, shipped=shipped)


def test_a_lock_file_is_read_with_its_markers() -> None:
    first, second = read_pins(LOCK, shipped=True)
    assert (first.name, first.version, first.marker) == (
        "one-thing",
        "1.0",
        "python_full_version < '3.12'",
    )
    assert (second.name, second.version, second.marker) == ("two", "2.1", None)


def test_a_marker_decides_whether_a_line_is_for_this_python() -> None:
    first, second = read_pins(LOCK, shipped=True)
    assert first.applies() == (sys.version_info < (3, 12))
    assert second.applies()


@pytest.mark.parametrize(
    "statement",
    [
        "MIT",
        "BSD-3-Clause AND Zlib",
        "LGPL-3.0-only",
        "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "GNU Lesser General Public License v3",
        "GNU Library or Lesser General Public License (LGPL)",
        "MPL-2.0",
        "Apache-2.0 OR GPL-3.0-or-later",
    ],
)
def test_what_may_be_shipped(statement: str) -> None:
    assert not is_refused(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "GPL-3.0-only",
        "GPLv2",
        "AGPL-3.0-or-later",
        "GNU Affero General Public License v3",
        "GNU General Public License v3 (GPLv3)",
        "MIT AND GPL-2.0-only",
        "Apache-2.0 with Commons Clause",
        "BUSL-1.1",
        "SSPL-1.0",
        "CC-BY-NC-4.0",
        "Free for non-commercial use",
    ],
)
def test_what_may_not_be_shipped(statement: str) -> None:
    assert is_refused(statement)


def test_the_expression_counts_before_the_old_fields() -> None:
    assert licence(metadata(License_Expression="MIT", License="GPL")) == "MIT"


def test_without_an_expression_classifier_and_text_count_together() -> None:
    old = metadata(Classifier="License :: OSI Approved :: MIT License", License="MIT\nlong text")
    assert licence(old) == "MIT License AND MIT"


def test_rows_of_the_page_are_found() -> None:
    page = "| name | why |\n|---|---|\n| numpy | fast |\n| `Zip-p` | x |\ntext | no |\n"
    assert explained(page) == {"name", "numpy", "zip-p"}


def test_a_dependency_that_is_as_locked_and_explained_has_no_fault() -> None:
    assert faults([pin()], {"one"}, {"one": metadata(License_Expression="MIT")}) == []


@pytest.mark.parametrize(
    ("rows", "installed", "fault"),
    [
        (set(), {"one": metadata(License_Expression="MIT")}, "no row"),
        ({"one"}, {}, "not installed"),
        ({"one"}, {"one": metadata("1.1", License_Expression="MIT")}, "locked is 1.0"),
        ({"one"}, {"one": metadata(License_Expression="GPL-3.0-only")}, "may not be shipped"),
        ({"one"}, {"one": metadata()}, "unstated"),
    ],
)
def test_each_fault_is_told(rows: set[str], installed: dict[str, Message], fault: str) -> None:
    (told,) = faults([pin()], rows, installed)
    assert fault in told


def test_a_tool_that_is_not_shipped_may_have_any_licence() -> None:
    tool = pin(shipped=False)
    assert faults([tool], {"one"}, {"one": metadata(License_Expression="GPL-2.0-only")}) == []


def test_what_is_for_another_system_needs_a_row_only() -> None:
    other = Pin(name="one", version="1", marker="sys_platform == 'never'", shipped=True)
    assert faults([other], {"one"}, {}) == []


def test_this_project_passes_its_own_audit(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main() == 0, capsys.readouterr().out
