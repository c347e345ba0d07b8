import msgspec
import pytest

from atom_desktop.model.quick_add.draft import Ambiguity, Draft, Span, SpanKind
from atom_desktop.model.task import LOWEST_PRIORITY, Task


def test_a_draft_says_nothing_that_was_not_said():
    draft = Draft(text="x")
    assert draft.priority == LOWEST_PRIORITY
    empty = (draft.labels, draft.spans, draft.when, draft.ambiguous, draft.next, draft.reminders)
    assert set(empty) == {()}
    assert {draft.due, draft.start, draft.deadline, draft.project, draft.section} == {None}


def test_what_a_draft_holds_of_a_task_is_called_as_in_the_task():
    own = {"text", "spans", "when", "ambiguous", "next"}
    assert set(Draft.__struct_fields__) - own <= set(Task.__struct_fields__)


def test_the_first_choice_is_taken_unless_it_is_said():
    assert Ambiguity(start=0, end=1, choices=()).chosen == 0


def test_an_existing_name_is_not_marked_as_new():
    span = Span(start=0, end=5, kind=SpanKind.PROJECT, text="#Home")
    assert not span.new
    assert b"new" not in msgspec.json.encode(span)


def test_a_draft_cannot_be_changed_in_place():
    with pytest.raises(AttributeError, match="immutable"):
        Draft(text="x").title = "y"


def test_every_kind_of_span_has_its_word():
    assert all(kind.value == kind.name.lower() for kind in SpanKind)
