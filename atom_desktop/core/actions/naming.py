"""What projects, sections, labels and filters have in common: names that are free, and steps."""

from collections.abc import Sequence
from typing import Annotated, Final

import msgspec

from atom_desktop.core.actions.answering import carried_out, tasks_in
from atom_desktop.core.capture import last_name_order
from atom_desktop.core.commands import Context
from atom_desktop.core.session import Session
from atom_desktop.core.task_json import utc_text
from atom_desktop.model.change import Change, Op
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import Conflict, UserError
from atom_desktop.model.json import JsonObject
from atom_desktop.model.names import LONGEST
from atom_desktop.model.order import between

Hue = Annotated[int, msgspec.Meta(ge=-1, le=359)]
"""A colour on the wheel; -1 for none."""
NO_HUE: Final = -1


def checked_name(collection: Collection, text: str) -> str:
    """Return a name on one line, without the symbol in front; raises `UserError` for none."""
    name = " ".join(text.split()).lstrip("#@/").strip()
    if not name:
        message = f"A {collection} needs a name."
        raise UserError(message, "Write some text on one line.")
    if len(name) > LONGEST:
        message = f"This name is longer than {LONGEST} characters."
        raise UserError(message, "Shorten it.")
    return name


def check_free(
    session: Session, collection: Collection, name: str, above: str = "", *, but: str = ""
) -> None:
    """Raise `Conflict` if another one of that name stands in the same place."""
    for one in session.index.names.listed(collection):
        same = one.name.casefold() == name.casefold() and one.parent == above
        if same and one.id != but:
            message = f"There is a {collection} “{one.name}” already."
            raise Conflict(message, f"Its id is {one.id[:8]}; choose another name.", "exists")


def made(
    context: Context, collection: Collection, fields: JsonObject, before: Sequence[Change] = ()
) -> JsonObject:
    """Make a record behind its kind in one step with `before`; return its id, name and step."""
    session = context.session
    order = between(last_name_order(session.index.names, collection))
    created = utc_text(session.clock.now_ms())
    after: JsonObject = {"order": order, "created": created, **fields}
    change = Change(collection, session.new_id(), Op.CREATE, after=after)
    title = f"Add {collection} “{fields['name']}”"
    return changed(context, f"{collection}.add", title, change.id, [*before, change])


def changed(
    context: Context, command: str, title: str, record_id: str, changes: Sequence[Change]
) -> JsonObject:
    """Run changes around a named record as one step; return its id and name, and the step."""
    step = carried_out(context, command, title, changes)
    collection = Collection(command.partition(".")[0])
    record = context.session.workspace.read(collection, record_id)
    name = record.fields.get("name") if record is not None else None
    return {
        "id": record_id,
        "name": name,
        "changed": tasks_in(step),
        "step": step.id,
        "title": step.title,
    }


def with_hue(values: JsonObject, hue: int | None) -> JsonObject:
    """Return new values with a hue: None leaves it, -1 takes it away."""
    if hue is None:
        return values
    return {**values, "hue": None if hue == NO_HUE else hue}


def task_ids_with(session: Session, column: str, numbers: set[int]) -> list[str]:
    """Return the ids of the tasks that have one of these numbers in a column."""
    columns = session.index.columns
    cells = columns.cells[column]
    return [columns.id_of(row) for row in columns.living() if cells[row] in numbers]
