"""Says in a sentence what quick add understood, and writes it as the JSON that programs read."""

from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.planned import Planned, planned_json
from atom_desktop.model.quick_add.draft import Draft, SpanKind
from atom_desktop.model.task import LOWEST_PRIORITY


def explain(draft: Draft, *, names_known: bool = True) -> str:
    """Return one sentence about the draft; a name is new only where the existing ones are known."""
    parts = [f"Task “{draft.title}”"]
    new = {span.kind for span in draft.spans if span.new and names_known}
    if draft.project is not None:
        kind = "the new project" if SpanKind.PROJECT in new else "project"
        parts.append(f"in {kind} {draft.project}")
    if draft.labels:
        parts.append(f"with {_counted('label', draft.labels)}")
    if draft.due is not None:
        parts.append(f"due {_said(draft.due)}")
    if draft.priority != LOWEST_PRIORITY:
        parts.append(f"priority {draft.priority}")
    if draft.notes:
        parts.append("with notes")
    return ", ".join(parts) + "."


def draft_json(draft: Draft, *, names_known: bool = True) -> JsonObject:
    """Return the draft in the shape that `atom parse` prints; `names_known` as in `explain`."""
    return {
        "text": draft.text,
        "title": draft.title,
        "notes": draft.notes,
        "spans": _spans(draft),
        "when": _when(draft),
        "ambiguous": _ambiguous(draft),
        "due": _planned(draft.due),
        "start": _planned(draft.start),
        "duration": draft.duration,
        "deadline": _planned(draft.deadline),
        "recurrence": _recurrence(draft),
        "next": [planned_json(one) for one in draft.next],
        "project": draft.project,
        "section": draft.section,
        "labels": list(draft.labels),
        "priority": draft.priority,
        "reminders": _reminders(draft),
        "estimate": draft.estimate,
        "explain": explain(draft, names_known=names_known),
    }


def _spans(draft: Draft) -> list[Json]:
    return [
        {"start": span.start, "end": span.end, "kind": span.kind.value, "text": span.text}
        for span in draft.spans
    ]


def _when(draft: Draft) -> list[Json]:
    return [
        {
            "text": reading.text,
            "start": reading.start.isoformat(),
            "end": reading.end.isoformat(),
            "grain": reading.grain.value,
            "weak": reading.weak,
        }
        for reading in draft.when
    ]


def _ambiguous(draft: Draft) -> list[Json]:
    return [
        {
            "start": one.start,
            "end": one.end,
            "choices": [planned_json(choice) for choice in one.choices],
            "chosen": one.chosen,
        }
        for one in draft.ambiguous
    ]


def _recurrence(draft: Draft) -> Json:
    if draft.recurrence is None:
        return None
    said = draft.recurrence
    return {"rule": said.rule, "from": said.counted_from.value, "text": said.text}


def _reminders(draft: Draft) -> list[Json]:
    return [
        {"before": one.before} if one.at is None else {"at": planned_json(one.at)}
        for one in draft.reminders
    ]


def _planned(planned: Planned | None) -> Json:
    return None if planned is None else planned_json(planned)


def _said(planned: Planned) -> str:
    if planned.at is None:
        return planned.day.isoformat()
    said = planned.at.isoformat(" ", "minutes")
    return f"{said} ({planned.tz})" if planned.tz else said


def _counted(noun: str, names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"{noun} {names[0]}"
    return f"{noun}s {', '.join(names[:-1])} and {names[-1]}"
