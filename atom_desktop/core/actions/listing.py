"""Commands that show tasks: a list, a count, one task."""

from typing import Annotated, Final

import msgspec

from atom_desktop.core.actions.finding import find_record, read_query, read_tasks
from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.core.task_json import task_json
from atom_desktop.model.collections import Collection
from atom_desktop.model.json import Json

Count = Annotated[int, msgspec.Meta(ge=0, le=1 << 31)]


class Listing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A query, and which part of what it finds; open tasks only unless the query asks for more."""

    query: str = ""
    limit: Count | None = None
    offset: Count = 0


class Counting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A query."""

    query: str = ""


class OneTask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The id of a task, or its first letters."""

    id: str


def _list(context: Context, params: Listing) -> Json:
    """Make the JSON of the page alone; the rest is only counted."""
    session = context.session
    query = read_query(session, params.query)
    page = session.index.page(query, params.limit, params.offset)
    ids = [session.index.columns.id_of(row) for row in page.rows]
    tasks: list[Json] = [task_json(session, record) for record in read_tasks(session, ids)]
    return {"tasks": tasks, "total": page.total, "short": {**session.index.short_ids(ids)}}


def _count(context: Context, params: Counting) -> Json:
    session = context.session
    return {"count": session.index.count(read_query(session, params.query))}


def _show(context: Context, params: OneTask) -> Json:
    record = find_record(context.session, Collection.TASK, params.id)
    return {"task": task_json(context.session, record)}


COMMANDS: Final = (
    Command(
        id="task.list",
        title="List tasks",
        help="Lists the tasks that a query finds: open ones unless it says otherwise.",
        params=Listing,
        run=_list,
        permission=Permission.READ,
        example={"query": "sort by due", "limit": 50},
    ),
    Command(
        id="task.count",
        title="Count tasks",
        help="Counts the tasks that a query finds.",
        params=Counting,
        run=_count,
        permission=Permission.READ,
        example={"query": "no due"},
    ),
    Command(
        id="task.show",
        title="Show a task",
        help="Shows everything that one task says.",
        params=OneTask,
        run=_show,
        permission=Permission.READ,
        example={"id": "ID"},
    ),
)
