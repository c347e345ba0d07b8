"""What is wrong with a query, and where."""

from atom_desktop.model.errors import UserError


class QueryError(UserError):
    """A query that cannot be read; the problem lies from `start` to just before `end`."""

    default_code = "query"

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        """Keep the place, so that it can be underlined."""
        super().__init__(message, hint or "`atom help query` shows what can be asked for.")
        self.start = start
        self.end = end
