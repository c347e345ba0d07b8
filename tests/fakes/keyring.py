"""A keyring in memory, which can be missing, locked or forgetful."""

from atom_desktop.model.errors import Unavailable


class FakeKeyring:
    """Keeps keys by the id of their slot. `broken` is raised by every call once it is set."""

    def __init__(self) -> None:
        self.keys: dict[str, bytes] = {}
        self.broken: Unavailable | None = None
        self.calls: list[str] = []

    def get(self, slot_id: str) -> bytes | None:
        self._called("get")
        return self.keys.get(slot_id)

    def put(self, slot_id: str, key: bytes) -> None:
        self._called("put")
        self.keys[slot_id] = key

    def remove(self, slot_id: str) -> None:
        self._called("remove")
        self.keys.pop(slot_id, None)

    def lock(self) -> None:
        """Behave like a keyring that nobody unlocks."""
        message = "The keyring of this computer is locked."
        self.broken = Unavailable(message, "Unlock it and try again.", "keyring-locked")

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.broken is not None:
            raise self.broken
