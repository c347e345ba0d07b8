"""`atom` and `python -m atom_desktop`."""

import sys


def main() -> int:
    """Start what the command line asks for; a background owner is started by ATOM itself."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--background-owner"]:
        import os

        from atom_desktop.app.headless import run_background

        return run_background(os.environ)
    from atom_desktop.app.start import start

    return start(arguments)


if __name__ == "__main__":
    sys.exit(main())
