"""Finds what a command is about: by id or its first letters, by name, or by a query."""

from typing import Final

from atom_desktop.core.commands import Context
from atom_desktop.core.index.names import Named
from atom_desktop.core.session import Session
from atom_desktop.model.collections import Collection
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.errors import Conflict, NotFound, UserError
from atom_desktop.model.ids import ID_LENGTH
from atom_desktop.model.planned import zone
from atom_desktop.model.query.nodes import Query
from atom_desktop.model.query.parse import parse_query
from atom_desktop.model.query.problem import QueryError
from atom_desktop.model.record import Record

SHORTEST_ID: Final = 4
SHOWN_MATCHES: Final = 10
_AROUND: Final = 30
_MANY_READS: Final = 1000


def moment_of(session: Session, tz: str | None = None) -> Moment:
    """Return the moment at which a command runs, on the clock here or in a zone that was named."""
    now = session.clock.now()
    if tz is not None:
        now = now.astimezone(zone(tz))
    return Moment(now=now.replace(tzinfo=None), tz=tz or session.clock.zone().key)


def find_record(session: Session, collection: Collection, text: str) -> Record:
    """Return the living record whose id `text` is or begins.

    Raises `NotFound`, or `Conflict` naming them if it begins several.
    """
    record = session.workspace.read(collection, _whole_id(session, collection, text))
    if record is None:
        raise _missing(collection, text)
    return record


def find_id(session: Session, collection: Collection, text: str) -> str:
    """Return the id that `text` is or begins; raises what `find_record` raises."""
    return find_record(session, collection, text).id


def find_named(session: Session, collection: Collection, text: str) -> Named:
    """Return the project, section or label of that name, path or id.

    Trashed and archived ones are found by their id alone.
    """
    names = session.index.names
    wanted = text.strip().casefold()
    found = [
        one
        for one in names.listed(collection)
        if one.name.casefold() == wanted
        or (collection == Collection.PROJECT and names.path(one.id).casefold() == wanted)
    ]
    if len(found) > 1:
        message = f"Several {collection}s are called “{text}”: "
        message += ", ".join(
            f"{names.path(one.id)} ({one.id[:8]})" for one in found[:SHOWN_MATCHES]
        )
        raise Conflict(message + ".", "Write the whole path or the id.", "ambiguous")
    if found:
        return found[0]
    if len(wanted) >= SHORTEST_ID and wanted.isascii() and wanted.isalnum():
        matching = [one for key, one in names.held[collection].items() if key.startswith(wanted)]
        if len(matching) == 1:
            return matching[0]
    message = f"There is no {collection} “{text[:60]}”."
    hint = (
        f"`atom run names.list --param kind={collection}` lists them, "
        f"`atom run {collection}.add --param name=NAME` makes one."
    )
    raise NotFound(message, hint)


def find_tasks(context: Context, ids: list[str], query: str, expected: int | None) -> list[Record]:
    """Return the tasks that were named, each once; there is at least one.

    Raises `Conflict` if there are not as many as `expected`.
    """
    session = context.session
    if bool(ids) == bool(query.strip()):
        message = "Which tasks?"
        raise UserError(message, "Name their ids, or give a query in place of them.")
    if ids:
        wanted = list(dict.fromkeys(find_id(session, Collection.TASK, one) for one in ids))
    else:
        wanted = ids_of_query(session, query)
    if expected is not None and expected != len(wanted):
        message = f"{len(wanted)} tasks match now, not {expected}."
        raise Conflict(message, "Nothing was changed. Look at the list again.", "count")
    if not wanted:
        message = "No task matches this query."
        raise NotFound(message, "`atom list` shows what a query finds.")
    return read_tasks(session, wanted)


def ids_of_query(session: Session, text: str) -> list[str]:
    """Return the ids of the tasks that a query finds, in its order."""
    page = session.index.page(read_query(session, text))
    return [session.index.columns.id_of(row) for row in page.rows]


def read_tasks(session: Session, ids: list[str]) -> list[Record]:
    """Return the living ones of these tasks in the same order; many are read in one go."""
    if len(ids) < _MANY_READS:
        found = (session.workspace.read(Collection.TASK, one) for one in ids)
        return [record for record in found if record is not None]
    wanted = frozenset(ids)
    scanned = session.store.scan(Collection.TASK)
    held = {record.id: record for record in scanned if record.alive and record.id in wanted}
    return [held[one] for one in ids if one in held]


def read_query(session: Session, text: str) -> Query:
    """Read a query with the names that exist; the hint of an error shows the place of it."""
    names = session.index.names
    try:
        return parse_query(
            text,
            moment_of(session),
            projects=names.names(Collection.PROJECT),
            labels=names.names(Collection.LABEL),
        )
    except QueryError as error:
        raise _placed(text, error) from error


def _placed(text: str, error: QueryError) -> QueryError:
    """Return the error with the query and carets under the place of the problem in its hint."""
    begin = max(error.start - _AROUND, 0)
    shown = "".join(one if one.isprintable() else " " for one in text[begin : error.end + _AROUND])
    carets = "^" * max(min(error.end - error.start, len(shown)), 1)
    hint = f"{shown}\n{' ' * (error.start - begin)}{carets}\n{error.hint}"
    message = f"{error.message} (character {error.start + 1})"
    return QueryError(message, error.start, error.end, hint)


def _whole_id(session: Session, collection: Collection, text: str) -> str:
    wanted = text.strip().lower()
    if len(wanted) >= ID_LENGTH:
        return wanted
    if len(wanted) < SHORTEST_ID:
        message = f"“{text}” is too short for an id."
        raise UserError(message, f"Write at least {SHORTEST_ID} of its first letters.", "short-id")
    found = session.store.ids_with_prefix(collection, wanted, SHOWN_MATCHES + 1)
    if len(found) > 1:
        raise _several(session, collection, text, found)
    if not found:
        raise _missing(collection, text)
    return found[0]


def _missing(collection: Collection, text: str) -> NotFound:
    message = f"There is no {collection} with the id “{text[:40]}”."
    return NotFound(message, "`atom list` shows the ids of tasks.")


def _several(session: Session, collection: Collection, text: str, found: list[str]) -> Conflict:
    listed = []
    for one in found[:SHOWN_MATCHES]:
        record = session.workspace.read(collection, one)
        fields = record.fields if record else {}
        listed.append(f"{one} ({fields.get('title') or fields.get('name') or ''})")
    more = ", and more" if len(found) > SHOWN_MATCHES else ""
    message = f"Several {collection}s begin with “{text}”: {', '.join(listed)}{more}."
    return Conflict(message, "Write more letters of the id.", "ambiguous")
