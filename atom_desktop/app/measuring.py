"""Prints how fast the window is on the vault of this environment, as one JSON object."""

import json
import os
import sys
from collections.abc import Mapping
from typing import TextIO

from atom_desktop.app.window import make_desk
from atom_desktop.cli.passphrase import VARIABLE, read_passphrase
from atom_desktop.store.place import find_folders


def main(environ: Mapping[str, str] = os.environ, out: TextIO = sys.stdout) -> int:
    """Open the real window, use it as somebody does, and print what it took."""
    from atom_desktop.gui.measuring import measure

    folders = find_folders(environ, None)
    passphrase = read_passphrase(environ[VARIABLE])
    figures = measure(lambda: make_desk(folders, environ, demo=False), passphrase)
    out.write(json.dumps({name: round(value, 2) for name, value in figures.items()}) + "\n")
    return 0


if __name__ == "__main__":
    # The window's threads have nothing left to say: the vault is closed.
    sys.exit(main())
