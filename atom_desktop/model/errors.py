"""The errors a person can meet, each saying what happened and what to do.

::

    AtomError
    ├── UserError      what was asked for cannot be done as it was said
    │   └── NotFound   nothing has that id or name
    ├── Conflict       somebody changed the same thing first, or several things match
    ├── Denied         the vault is locked, or the passphrase is wrong
    ├── Damaged        bytes on disk do not verify
    └── Unavailable    something outside is missing, full or does not answer
        └── Busy       another process is at work; trying again later helps

Everything else that is raised is a bug and is reported as one.
"""


class AtomError(Exception):
    """An expected failure: `message` says what happened, `hint` what to do, `code` is stable."""

    default_code = "error"

    def __init__(self, message: str, hint: str = "", code: str = "") -> None:
        """Keep the three parts apart, so that each face can show them in its own way."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code or self.default_code


class UserError(AtomError):
    """What was asked for cannot be done as it was said."""

    default_code = "usage"


class NotFound(UserError):  # noqa: N818 -- the tree reads as states, not as "...Error" words
    """Nothing has that id or name."""

    default_code = "not-found"


class Conflict(AtomError):  # noqa: N818 -- see NotFound
    """Somebody changed the same thing first, or several things match."""

    default_code = "conflict"


class Denied(AtomError):  # noqa: N818 -- see NotFound
    """The vault is locked, or the passphrase is wrong."""

    default_code = "locked"


class Damaged(AtomError):  # noqa: N818 -- see NotFound
    """Bytes on disk do not verify."""

    default_code = "damaged"


class Unavailable(AtomError):  # noqa: N818 -- see NotFound
    """Something outside is missing, full or does not answer."""

    default_code = "unavailable"


class Busy(Unavailable):
    """Another process is at work; trying again later helps."""

    default_code = "busy"
