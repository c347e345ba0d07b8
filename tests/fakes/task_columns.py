"""Tasks in columns, filled by hand: what a list shows, without a vault."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from PySide6.QtCore import QLocale

from atom_desktop.core.index.columns import Columns
from atom_desktop.core.index.names import Directory
from atom_desktop.core.index.sorting import row_key
from atom_desktop.core.index.view import View
from atom_desktop.gui.tasks.rows import Rows
from atom_desktop.model.planned import wall_minutes
from atom_desktop.model.query.nodes import Sort, SortKey
from atom_desktop.model.record import Record

BERLIN = ZoneInfo("Europe/Berlin")
NOW = wall_minutes(datetime(2026, 11, 24, 9, 41))  # noqa: DTZ001 -- a wall time
TODAY = {"date": "2026-11-24"}


def made_id(number):
    return f"{number:026d}"


class FakeIndex:
    """Columns and names filled by hand; lists are sorted by the order of numbers."""

    def __init__(self):
        self.columns = Columns(BERLIN)
        self.names = Directory()
        self.now = NOW

    def put(self, number, title="Task", **fields):
        record = Record(
            collection="task",
            id=made_id(number),
            stamp="1" * 20,
            fields={"title": title, "order": f"{number:08d}", **fields},
        )
        return self.columns.put(record)

    def name(self, kind, number, name, hue=None):
        fields = {"name": name, "hue": hue}
        self.names.put(Record(collection=kind, id=made_id(number), stamp="1" * 20, fields=fields))
        return made_id(number)

    def rows(self):
        return Rows(self.columns, self.names, QLocale("en_GB"), self.now)

    def view(self, *rows):
        """Return a list of the open tasks, of all or of these rows."""
        test, key = self._judges()
        wanted = rows or [row for row in self.columns.living() if test(row)]
        return View(self.columns, np.array(sorted(wanted, key=key), dtype=np.int32), self._judges)

    def _judges(self):
        status = self.columns.cells["status"]
        key = row_key(self.columns, (Sort(SortKey.ORDER),))
        return (lambda row: status[row] < 2), key
