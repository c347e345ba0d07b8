"""`atom parse`: what quick-add understands in each line, with nothing stored."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.line import Said
from atom_desktop.cli.lines import read_lines
from atom_desktop.cli.program import Call
from atom_desktop.cli.text import harmless
from atom_desktop.core.clock import SystemClock, home_zone
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.errors import UserError
from atom_desktop.model.names import Names
from atom_desktop.model.planned import zone
from atom_desktop.model.quick_add.explain import draft_json
from atom_desktop.model.quick_add.parse import TODOIST, dialect_named, parse_line
from atom_desktop.model.quick_add.recogniser import Context
from atom_desktop.store.light import vault_id
from atom_desktop.store.place import find_folders

LANGUAGES: Final = frozenset({"en"})
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


def parse(call: Call) -> Exit:
    """Print one JSON line for each line of stdin, or a sentence where JSON is not asked for."""
    said, terminal = call.said, call.terminal
    names = _names(said, call.environ)
    context = _context(said, call.environ, names or [Names(), Names()])
    dialect = TODOIST if (wanted := said.one("dialect")) is None else dialect_named(wanted)
    _check_languages(said.one("lang"))
    failed = False
    for number, line in enumerate(read_lines(terminal.read), 1):
        if isinstance(line, UserError):
            failed = True
            terminal.bad_line(number, line)
            continue
        draft = draft_json(parse_line(line, context, dialect), names_known=names is not None)
        if terminal.as_json:
            terminal.document(draft)
        else:
            terminal.line(harmless(str(draft["explain"])))
    return Exit.FAILED if failed else Exit.DONE


def _names(said: Said, environ: Mapping[str, str]) -> list[Names] | None:
    """Return the projects and labels of an open vault; None without one: nothing is opened here."""
    data = said.one("data")
    folders = find_folders(environ, Path(data) if data else None)
    if said.has("demo") or vault_id(folders.data) is None:
        return None
    from atom_desktop.cli.completing import names_of_owner  # noqa: PLC0415 -- few lines need it

    told = names_of_owner(folders, "project", "label")
    return None if told is None else [Names(each) for each in told]


def _context(said: Said, environ: Mapping[str, str], names: list[Names]) -> Context:
    named = said.one("tz")
    home = zone(named) if named else home_zone(environ)
    moment = Moment(now=_now(said.one("now"), SystemClock(home)), tz=home.key)
    projects, labels = names
    return Context(moment=moment, projects=projects, labels=labels)


def _now(text: str | None, clock: SystemClock) -> dt.datetime:
    if text is None:
        return clock.now().replace(tzinfo=None)
    try:
        now = dt.datetime.fromisoformat(text)
    except ValueError as error:
        message = f"“{text[:40]}” is not a moment."
        raise UserError(message, "Write it like 2026-12-01T09:00.") from error
    return now if now.tzinfo is None else now.astimezone(clock.zone()).replace(tzinfo=None)


def _check_languages(text: str | None) -> None:
    for name in (text or "en").split(","):
        if not _LANGUAGE.fullmatch(name) or name not in LANGUAGES:
            message = f"The language “{name[:20]}” is not read yet."
            raise UserError(message, f"There is: {', '.join(sorted(LANGUAGES))}.")
