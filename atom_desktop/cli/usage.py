"""The help texts, made from the table of verbs."""

from collections.abc import Sequence
from typing import Final

from atom_desktop.cli.line import GLOBAL_OPTIONS, Option, Verb

_GROUPS: Final = {
    "Tasks": (
        "add", "list", "show", "count", "done", "reopen", "cancel", "edit", "delete", "restore",
        "move",
    ),
    "Back and forth": ("undo", "redo", "history"),
    "Files": ("import", "export", "backup"),
    "Vault": ("vault",),
    "Everything else": ("run", "commands", "settings", "doctor", "bench", "parse", "completion"),
}  # fmt: skip
_COLUMN: Final = 18


def overview(verbs: Sequence[Verb]) -> str:
    """Return what `atom --help` prints."""
    lines = [
        "atom: everything you have to do, sealed on your own machine",
        "",
        "usage: atom [options]                  open the window",
        "       atom [options] COMMAND ...      do one thing",
    ]
    for title, firsts in _GROUPS.items():
        lines += ["", f"{title}:"]
        lines += [_row(verb.name, verb.help) for verb in verbs if verb.words[0] in firsts]
    lines += ["", "Options, before or after the command:", *map(_option_row, GLOBAL_OPTIONS)]
    lines += [
        "",
        "`atom COMMAND --help` says more, `atom help query` what a list can be asked for.",
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 locked,",
        "4 damaged data, 5 conflict or not found, 75 try again.",
    ]
    return "\n".join(lines)


def about(verb: Verb) -> str:
    """Return what `atom VERB --help` prints."""
    words = [
        f"[{argument.name}]" if argument.optional else argument.name for argument in verb.arguments
    ]
    usage = " ".join([f"usage: atom {verb.name}", *(["[options]"] if verb.options else []), *words])
    lines = [usage, "", f"{verb.help[0].upper()}{verb.help[1:]}."]
    if verb.details:
        lines += ["", *(f"  {line}" for line in verb.details.splitlines())]
    if verb.arguments:
        lines += ["", *(_row(argument.name, argument.help) for argument in verb.arguments)]
    if verb.options:
        lines += ["", "Options:", *map(_option_row, verb.options)]
    lines += ["", "Options of every command:", *map(_option_row, GLOBAL_OPTIONS)]
    return "\n".join(lines)


def family(first: str, verbs: Sequence[Verb]) -> str:
    """Return what `atom vault` or `atom backup` alone prints."""
    rows = [_row(verb.name, verb.help) for verb in verbs if verb.words[0] == first]
    return "\n".join([f"usage: atom {first} COMMAND", "", *rows])


def _option_row(option: Option) -> str:
    name = f"--{option.name}" + (f" {option.value}" if option.value else "")
    return _row(f"-{option.letter}, {name}" if option.letter else name, option.help)


def _row(name: str, text: str) -> str:
    return (
        f"  {name:<{_COLUMN}}{text}"
        if len(name) < _COLUMN
        else f"  {name}\n{'':{_COLUMN + 2}}{text}"
    )
