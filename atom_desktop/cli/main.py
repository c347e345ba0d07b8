"""Carries a command line out: the help, or a verb with everything that can go wrong around it."""

import datetime as dt
import os
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

import atom_desktop
from atom_desktop.cli.failure import Exit, exit_code
from atom_desktop.cli.line import WORD, Said, Verb, checked
from atom_desktop.cli.program import Call, Program
from atom_desktop.cli.terminal import Terminal
from atom_desktop.cli.verbs import VERBS
from atom_desktop.model.errors import AtomError, UserError

Deed = Callable[[Call], Exit]


def run(
    said: Said,
    terminal: Terminal,
    program: Program,
    *,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], dt.datetime] | None = None,
) -> Exit:
    """Do what was said and return the exit code; every expected failure is told on the way."""
    call = Call(said, terminal, program, environ, now or (lambda: _now(environ)))
    try:
        done = _helped(call)
        if done is None:
            done = _do(call)
        terminal.flush()
    except AtomError as error:
        terminal.failure(error)
        return exit_code(error)
    except KeyboardInterrupt:
        terminal.interrupted(_unfinished(said.verb))
        return Exit.INTERRUPTED
    except BrokenPipeError:
        terminal.reader_left()
        return Exit.DONE
    return done


def _now(environ: Mapping[str, str]) -> dt.datetime:
    """Return the wall time here; only what prints times for people needs the zone."""
    from atom_desktop.core.clock import SystemClock, home_zone  # noqa: PLC0415 -- see above

    return SystemClock(home_zone(environ)).now()


def _helped(call: Call) -> Exit | None:
    """Print the version or a help page if that is what is wanted."""
    said, terminal = call.said, call.terminal
    if said.has("version"):
        if terminal.as_json:
            terminal.document({"version": atom_desktop.__version__})
        else:
            terminal.line(f"atom {atom_desktop.__version__}")
        return Exit.DONE
    page = _page(said) if said.verb is None or said.has("help") else None
    if page is None:
        return None
    if terminal.as_json:
        terminal.document({"help": page})
    else:
        terminal.line(page)
    return Exit.DONE


def _page(said: Said) -> str | None:
    """Return the help page that was asked for with --help, `atom help` or a family's first word."""
    from atom_desktop.cli.topics import TOPICS  # noqa: PLC0415 -- most calls show no help
    from atom_desktop.cli.usage import about, family, overview  # noqa: PLC0415 -- the same

    if said.verb is not None:
        return about(said.verb)
    asks, words = said.has("help"), said.rest
    if words[:1] == ("help",):
        asks, words = True, words[1:]
    if not words:
        return overview(VERBS)
    if asks and words[0] in TOPICS:
        return TOPICS[words[0]].rstrip()
    if not asks and len(words) > 1:
        return None
    for verb in VERBS:
        if verb.words == words[: len(verb.words)]:
            return about(verb)
    return family(words[0], VERBS) if _is_family(words[0]) else None


def _do(call: Call) -> Exit:
    verb = checked(call.said).verb
    if verb is None:
        raise _unknown(call.said.rest)
    return deed_of(verb)(call)


def deed_of(verb: Verb) -> Deed:
    """Return what carries a verb out."""
    module, _, function = _DEEDS[verb.name].partition(":")
    deed: Deed = getattr(import_module(f"atom_desktop.cli.{module}"), function)
    return deed


def _unknown(words: tuple[str, ...]) -> UserError:
    """Return what to say about a verb that is not there, with the nearest one that is."""
    import difflib  # noqa: PLC0415 -- only after a slip

    first, more = words[0], words[1:]
    if more and _is_family(first):
        said, start = f"{first} {more[0]}", f"atom {first} "
        names = [verb.words[1] for verb in VERBS if verb.words[0] == first]
        near = difflib.get_close_matches(more[0], names, 1)
    else:
        said, start = first, "atom "
        near = difflib.get_close_matches(first, {verb.words[0]: None for verb in VERBS}, 1)
    hint = f"Did you mean `{start}{near[0]}`?" if near else f"`{start}--help` lists what there is."
    return UserError(f"There is no command “{said[:60]}”.", hint)


def _is_family(word: str) -> bool:
    return any(len(verb.words) > 1 and verb.words[0] == word for verb in VERBS)


def _unfinished(verb: Verb | None) -> str:
    """Return what to say after Ctrl-C: what was not done, and where to look."""
    if verb is None or verb.name in _LOOKING:
        return "Interrupted."
    said = f"Interrupted: `atom {verb.name}` was not finished."
    if verb.words[0] in {"vault", "backup", "export"}:
        return said
    return f"{said} `atom history` shows what was changed."


_DEEDS: Final[Mapping[str, str]] = {
    "add": "adding:add",
    "list": "listing:list_tasks",
    "show": "listing:show_task",
    "count": "listing:count_tasks",
    "done": "changing:change",
    "reopen": "changing:change",
    "cancel": "changing:change",
    "delete": "changing:change",
    "restore": "changing:change",
    "edit": "changing:edit",
    "move": "changing:move",
    "undo": "history:undo",
    "redo": "history:redo",
    "history": "history:show_history",
    "parse": "parsing:parse",
    "import": "transfer:import_file",
    "export": "transfer:export_file",
    "vault init": "vault:init",
    "vault status": "vault:status",
    "vault unlock": "vault:unlock",
    "vault lock": "vault:lock",
    "vault rekey": "vault:rekey",
    "vault verify": "vault:verify",
    "backup create": "backup:create",
    "backup verify": "backup:verify",
    "backup restore": "backup:restore",
    "run": "running:run_command",
    "commands": "running:list_commands",
    "settings": "settings:settings",
    "doctor": "examining:examine",
    "bench": "bench.run:bench",
    "completion": "completing:print_script",
    WORD: "completing:complete",
}
"""Module and function of each verb: only the one that was said is imported."""
_LOOKING: Final = frozenset(
    {"list", "show", "count", "history", "parse", "vault status", "vault verify", "backup verify",
     "commands", "doctor", "bench", "completion", WORD}
)  # fmt: skip
"""Verbs that change nothing, so that there is nothing to finish."""
