"""The import that is measured really imports."""

from atom_desktop.cli.bench.figures import Unit
from atom_desktop.cli.bench.transfer import bulk_import


def test_as_many_tasks_are_imported_as_there_were(place) -> None:
    before = place.open()
    count = before.index.columns.count
    before.close()
    (figure,) = bulk_import(place)
    after = place.open()
    assert after.index.columns.count == count + place.count
    after.close()
    assert figure.unit is Unit.PER_SECOND
    assert figure.value > 0
    assert figure.baseline > figure.value
