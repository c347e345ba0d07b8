"""The registry of settings: each declared once, with its limits, and where its value is kept."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from atom_desktop.model.errors import AtomError, NotFound, UserError
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.store.faults import explained
from atom_desktop.store.sealed_folder import SealedFolder

DOCUMENT: Final = "settings"
KEEP_DAYS: Final = "history.keep_days"


class Scope(StrEnum):
    """Whether a setting goes with the vault to every device, or stays on this one."""

    VAULT = "vault"
    DEVICE = "device"


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One setting. Its type is that of `default`; `choices` or `least` and `most` limit it."""

    key: str
    title: str
    help: str
    default: bool | int | str
    scope: Scope
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    def checked(self, value: Json) -> bool | int | str:
        """Return a value that may be kept; raises `UserError`."""
        kind = type(self.default)
        if type(value) is not kind or not isinstance(value, bool | int | str):
            words = {bool: "true or false", int: "a whole number", str: "a text"}
            raise self._refused(f"takes {words[kind]}")
        if self.choices and value not in self.choices:
            raise self._refused(f"is one of: {', '.join(self.choices)}")
        if isinstance(value, int) and not isinstance(value, bool):
            if self.least is not None and value < self.least:
                raise self._refused(f"is at least {self.least}")
            if self.most is not None and value > self.most:
                raise self._refused(f"is at most {self.most}")
        return value

    def parsed(self, text: str) -> bool | int | str:
        """Read a value from what was typed."""
        if isinstance(self.default, str):
            return self.checked(text)
        try:
            return self.checked(msgspec.json.decode(text))
        except msgspec.DecodeError as error:
            raise self._refused(f"does not take “{text[:40]}”") from error

    def _refused(self, why: str) -> UserError:
        default = self.default if isinstance(self.default, str) else json.dumps(self.default)
        return UserError(f"The setting {self.key} {why}.", f"Its default is {default}.")


SETTINGS: Final[Sequence[Setting]] = (
    Setting(
        key="appearance.theme",
        title="Theme",
        help="Light, dark, or as the system says.",
        default="system",
        scope=Scope.DEVICE,
        choices=("system", "light", "dark"),
    ),
    Setting(
        key="appearance.text_scale",
        title="Text size",
        help="In percent, on top of the system's own scale.",
        default=100,
        scope=Scope.DEVICE,
        least=80,
        most=200,
    ),
    Setting(
        key="appearance.motion",
        title="Motion",
        help="Whether things move: full, or reduced.",
        default="full",
        scope=Scope.DEVICE,
        choices=("full", "reduced"),
    ),
    Setting(
        key="window.close_to_tray",
        title="Keep running in the tray",
        help="Closing the window leaves ATOM in the tray, where there is one.",
        default=True,
        scope=Scope.DEVICE,
    ),
    Setting(
        key="lock.idle_minutes",
        title="Lock after",
        help="Minutes without use until the vault is locked; 0 never locks it.",
        default=30,
        scope=Scope.DEVICE,
        least=0,
        most=1440,
    ),
    Setting(
        key="capture.create",
        title="Make new projects and labels",
        help="Whether quick-add makes a project or label that does not exist yet.",
        default=True,
        scope=Scope.VAULT,
    ),
    Setting(
        key=KEEP_DAYS,
        title="Keep history for",
        help="Days for which every change can be looked at; what can be undone stays longer.",
        default=365,
        scope=Scope.VAULT,
        least=30,
        most=36500,
    ),
)

VaultValues = Callable[[], dict[str, Json]]
SetVaultValue = Callable[[str, Json], None]


class Settings:
    """The present values. Device values lie sealed on this device, vault values are records."""

    def __init__(
        self, device: SealedFolder, vault_values: VaultValues, set_vault_value: SetVaultValue
    ) -> None:
        """Read the values of this device; where the disk holds them back, the next `set` does."""
        self._device = device
        self._vault_values = vault_values
        self._set_vault_value = set_vault_value
        self._lock = threading.Lock()
        self._declared = {setting.key: setting for setting in SETTINGS}
        self._listeners: tuple[Callable[[str], None], ...] = ()
        self.held_back: AtomError | None = None
        """Why the values of this device are not known: they are then never written over."""
        self._held: JsonObject = {}
        try:
            self._held = self._read()
        except AtomError as error:
            self.held_back = error

    def __iter__(self) -> Iterator[Setting]:
        """Yield every setting in the order of declaration."""
        return iter(SETTINGS)

    def declared(self, key: str) -> Setting:
        """Return the declaration of a setting; raises `NotFound`."""
        setting = self._declared.get(key)
        if setting is None:
            message = f"There is no setting “{key[:60]}”."
            raise NotFound(message, "`atom settings` lists them.")
        return setting

    def get(self, key: str) -> bool | int | str:
        """Return the present value of a setting."""
        setting = self.declared(key)
        held = self._held if setting.scope is Scope.DEVICE else self._vault_values()
        if key not in held:
            return setting.default
        try:
            return setting.checked(held[key])
        except UserError:
            return setting.default  # written by a version with other limits

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call with the key of each setting that changes, on the thread that changed it."""
        self._listeners = (*self._listeners, listener)

    def days_of_history(self) -> int:
        """Return for how many days every change can be looked at."""
        return int(self.get(KEEP_DAYS))

    def set(self, key: str, value: Json) -> None:
        """Keep a value durably; null goes back to the default."""
        setting = self.declared(key)
        checked = None if value is None else setting.checked(value)
        if setting.scope is Scope.VAULT:
            self._set_vault_value(key, checked)
        else:
            self._keep(key, checked=checked)
        for listener in self._listeners:
            listener(key)

    def _keep(self, key: str, *, checked: bool | int | str | None) -> None:
        """Keep a value of this device."""
        with self._lock:
            if self.held_back is not None:
                self._held, self.held_back = self._read(), None
            changed = {name: held for name, held in self._held.items() if name != key}
            if checked is not None:
                changed[key] = checked
            try:
                self._device.write(DOCUMENT, [msgspec.json.encode(changed)])
            except OSError as error:
                raise explained(error, self._device.path) from error
            self._held = changed

    def _read(self) -> JsonObject:
        content = self._device.read(DOCUMENT)
        if content is None:
            return {}
        found: Json = msgspec.json.decode(content)
        return found if isinstance(found, dict) else {}
