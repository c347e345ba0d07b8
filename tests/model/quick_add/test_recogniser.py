import msgspec
import pytest

from atom_desktop.model.errors import UserError
from atom_desktop.model.quick_add.draft import SpanKind
from atom_desktop.model.quick_add.parse import TODOIST, dialect_named, parse_line
from atom_desktop.model.quick_add.recogniser import Context, Dialect, Found
from tests.model.quick_add.lines import context


def star(text, place, _context):
    """A token of another dialect: ``*`` makes a task urgent."""
    if text[place] != "*":
        return None
    return Found(
        start=place,
        end=place + 1,
        kind=SpanKind.PRIORITY,
        fill=lambda draft: msgspec.structs.replace(draft, priority=1),
    )


def longer(text, place, _context):
    found = star(text, place, _context)
    return found and msgspec.structs.replace(
        found, end=place + 2, fill=lambda draft: msgspec.structs.replace(draft, priority=2)
    )


def read(text, *recognisers):
    return parse_line(text, context(), Dialect(name="test", recognisers=recognisers))


def test_another_token_is_another_recogniser_and_nothing_else():
    assert read("Call * #Home", star).priority == 1
    assert read("Call * #Home", star).title == "Call #Home"


def test_the_longest_find_wins_whatever_the_order():
    for order in ((star, longer), (longer, star)):
        read_draft = read("Call **", *order)
        assert read_draft.priority == 2
        assert read_draft.spans[0].text == "**"


def test_of_two_finds_of_equal_length_the_first_in_the_dialect_wins():
    def other(text, place, around):
        found = star(text, place, around)
        return found and msgspec.structs.replace(
            found, fill=lambda draft: msgspec.structs.replace(draft, priority=3)
        )

    assert read("Call *", star, other).priority == 1
    assert read("Call *", other, star).priority == 3


def test_a_dialect_without_recognisers_finds_nothing():
    found = read("Call #Home p1 tomorrow")
    assert found.title == "Call #Home p1 tomorrow"
    assert found.spans == ()


def test_recognisers_are_asked_once_at_the_beginning_of_each_word():
    asked = []

    def note(_text, place, _context):
        asked.append(place)

    read("ab  cd,e f", note)
    assert asked == [0, 4, 9]


def test_new_names_may_be_made_unless_it_is_forbidden():
    assert context().create
    with pytest.raises(TypeError):
        Context()


def test_a_find_is_sure_old_and_may_stand_anywhere_unless_it_says_so():
    found = star("*", 0, context())
    assert (found.phase, found.new, found.trailing, found.absorbed) == (0, False, False, False)


def test_the_usual_dialect_has_its_name():
    assert TODOIST.name == "todoist"
    assert dialect_named("todoist") is TODOIST


def test_a_dialect_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(UserError, match="klingon") as caught:
        dialect_named("klingon")
    assert caught.value.hint == "There is: todoist."
