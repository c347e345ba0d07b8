"""A caller that writes down how far a command is, and gives up when a test says so."""

from atom_desktop.model.json import JsonObject


class RecordingCaller:
    """Keeps every report; `cancel_after` reports it wants to stop."""

    def __init__(self, cancel_after: int | None = None) -> None:
        self.reports: list[JsonObject] = []
        self.cancel_after = cancel_after

    def progress(self, report: JsonObject) -> None:
        self.reports.append(report)

    def cancelled(self) -> bool:
        return self.cancel_after is not None and len(self.reports) >= self.cancel_after
