"""The sample files that are made beside the project come in whole, where they are at hand."""

import subprocess
import sys

import pytest

from tests.core.transfer.conftest import Desk


@pytest.fixture(scope="module")
def samples(project_root, tmp_path_factory):
    """Make the same 300 tasks in the formats of other programs."""
    maker = project_root / ".." / "shared" / "data" / "tasks.py"
    if not maker.is_file():
        pytest.skip("the maker of sample files is not beside this project")
    folder = tmp_path_factory.mktemp("samples")
    subprocess.run([sys.executable, maker, "300", folder], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("name", ["taskwarrior.json", "todo.txt"])
def test_sample_tasks_come_in_without_loss_and_only_once(desk: Desk, samples, name):
    report = desk.bring(samples / name)
    assert (report.counts.new, report.problems.count, report.losses) == (300, 0, ())
    assert len(desk.tasks()) == 300
    assert len(desk.paths()) >= 8
    again = desk.bring(samples / name)
    assert (again.counts.unchanged, again.step) == (300, None)
