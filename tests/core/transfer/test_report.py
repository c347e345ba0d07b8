from atom_desktop.core.transfer.report import Problems, Report, losses_json
from atom_desktop.model.formats.base import Loss, LossKind


def test_a_report_has_the_shape_that_commands_give():
    report = Report("todotxt")
    report.counts.new = 2
    report.problems.add("odd", 3)
    report.losses = (Loss(kind=LossKind.KEPT, field="h", count=4, examples=("1", "2")),)
    report.show("a")
    assert report.json() == {
        "format": "todotxt",
        "counts": {"new": 2, "updated": 0, "unchanged": 0, "kept_yours": 0, "problems": 1},
        "losses": [{"kind": "kept", "field": "h", "count": 4, "examples": ["1", "2"]}],
        "problems": [{"line": 3, "message": "odd"}],
        "preview": ["a"],
        "step": None,
        "refused": False,
    }


def test_twenty_titles_are_previewed():
    report = Report("todotxt")
    for number in range(30):
        report.show(str(number))
    assert report.preview == [str(number) for number in range(20)]


def test_a_hundred_problems_are_told_and_all_are_counted():
    problems = Problems()
    for number in range(250):
        problems.add(str(number))
    assert problems.count == 250
    assert len(problems.told) == 100
    assert problems.told[0] == {"line": None, "message": "0"}


def test_no_losses_are_an_empty_list():
    assert losses_json(()) == []
