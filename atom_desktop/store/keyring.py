"""The keyring of the operating system, which keeps one random key for each device and vault.

Only keyrings that seal what they hold are used. Where there is none, or it stays locked, the vault
opens with its passphrase or recovery code; a key is never put into a plain file instead.
"""

from collections.abc import Callable, Iterator
from typing import Final, NoReturn, Protocol

from atom_desktop.model.errors import Damaged, Unavailable
from atom_desktop.store.crypto import KEY_BYTES

SERVICE: Final = "ATOM"
SEALED_BACKENDS: Final = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.Windows",
        "keyring.backends.kwallet",
        "keyring.backends.libsecret",
        "keyring.backends.macOS",
    }
)
"""The modules of `keyring` whose backends seal: those of the desktops and operating systems."""
_HINT: Final = "Unlock it and try again, or use your passphrase or recovery code."


class Keyring(Protocol):
    """Keeps keys by the id of their slot. Every call raises `Unavailable` where that fails."""

    def get(self, slot_id: str) -> bytes | None:
        """Return the key of a slot, or None if this keyring has none."""

    def put(self, slot_id: str, key: bytes) -> None:
        """Keep a key; it is there when this returns."""

    def remove(self, slot_id: str) -> None:
        """Forget a key; it may be gone already."""


class Backend(Protocol):
    """What is used of the backends of the `keyring` package."""

    def get_password(self, name: str, slot_id: str, /) -> str | None:
        """Return what is kept, or None."""

    def set_password(self, name: str, slot_id: str, text: str, /) -> None:
        """Keep a text."""

    def delete_password(self, name: str, slot_id: str, /) -> None:
        """Forget a text."""


def system_backend() -> Backend:
    """Return the keyring that the `keyring` package finds; its import is paid only here."""
    from keyring import get_keyring  # noqa: PLC0415 -- an ordinary start needs no keyring

    return get_keyring()


class SystemKeyring:
    """The keyring of this person on this computer; found when it is first used."""

    def __init__(self, find: Callable[[], Backend] = system_backend) -> None:
        """Look with `find`, when a keyring is first needed."""
        self.find = find
        self._found: Backend | None = None

    def get(self, slot_id: str) -> bytes | None:
        """See `Keyring`; raises `Damaged` for an entry that ATOM has not written."""
        backend = self._backend()
        try:
            text = backend.get_password(SERVICE, slot_id)
        except Exception as error:  # noqa: BLE001 -- an edge: the call of a plug-in
            _refuse(error)
        return None if text is None else _key_of(text)

    def put(self, slot_id: str, key: bytes) -> None:
        """See `Keyring`."""
        backend = self._backend()
        try:
            backend.set_password(SERVICE, slot_id, key.hex())
            kept = backend.get_password(SERVICE, slot_id)
        except Exception as error:  # noqa: BLE001 -- an edge: the call of a plug-in
            _refuse(error)
        if kept != key.hex():
            message = "The keyring of this computer does not keep what it is given."
            raise Unavailable(message, "Use a passphrase instead.", "no-keyring")

    def remove(self, slot_id: str) -> None:
        """See `Keyring`."""
        backend = self._backend()
        try:
            if backend.get_password(SERVICE, slot_id) is not None:
                backend.delete_password(SERVICE, slot_id)
        except Exception as error:  # noqa: BLE001 -- an edge: the call of a plug-in
            _refuse(error)

    def _backend(self) -> Backend:
        if self._found is None:
            try:
                found = self.find()
                sealed = next(_sealed(found), None)
            except Exception as error:  # noqa: BLE001 -- an edge: plug-ins are loaded here
                _refuse(error)
            if sealed is None:
                raise _none(f"“{type(found).__module__}” does not seal what it keeps")
            self._found = sealed
        return self._found


def _sealed(found: Backend) -> Iterator[Backend]:
    """Yield the backend, or those that it chains, as far as they are known to seal."""
    for backend in getattr(found, "backends", (found,)):
        if type(backend).__module__ in SEALED_BACKENDS:
            yield backend


def _key_of(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        message = "The entry in the keyring of this computer is damaged."
        raise Damaged(message, "Unlock with your passphrase, then set the keyring up again.")
    return key


def _refuse(error: Exception) -> NoReturn:
    """Say in words why the keyring did not answer."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if "NoKeyringError" in names:
        raise _none("none is running") from error
    if names & {"KeyringLocked", "InitError"}:
        message = "The keyring of this computer is locked."
        raise Unavailable(message, _HINT, "keyring-locked") from error
    message = f"The keyring of this computer does not answer ({type(error).__name__})."
    raise Unavailable(message, _HINT, "keyring-failed") from error


def _none(why: str) -> Unavailable:
    return Unavailable(
        f"There is no keyring that ATOM can use: {why}.",
        "Use a passphrase. A key is never kept unsealed instead.",
        "no-keyring",
    )
