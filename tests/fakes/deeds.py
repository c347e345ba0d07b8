"""Commands run as the window runs them, over a real vault in a temporary folder."""

from atom_desktop.core.actions.registry import all_commands
from atom_desktop.gui.bridge import Bridge
from atom_desktop.gui.runner import Runner
from atom_desktop.gui.shell.deeds import Deeds
from atom_desktop.gui.shell.toasts import Toasts
from atom_desktop.model.errors import AtomError
from tests.fakes.vault import VaultInUse


class House:
    def __init__(self, vault: VaultInUse, toasts: Toasts) -> None:
        self.vault = vault
        self.toasts = toasts
        self.failures: list[AtomError] = []
        self.bridge = Bridge(vault.bugs.append)
        self.runner = Runner(
            vault.session,
            all_commands(),
            post=self.bridge.post,
            failed=self.failures.append,
            report=vault.bugs.append,
        )
        self.deeds = Deeds(self.runner, toasts)

    def said(self) -> list[str]:
        return [toast.text for toast in self.toasts.held]

    def field(self, task_id: str, name: str) -> object:
        return self.vault.record("task", task_id).fields.get(name)
