import pytest

from atom_desktop.model.errors import UserError
from atom_desktop.model.formats.base import (
    FormatError,
    Losses,
    LossKind,
    MalformedError,
    Reading,
    Writing,
    clean_line,
    clean_text,
    drop_others,
    object_in,
    storable,
    text_in,
)


def test_an_error_names_the_line_and_says_that_nothing_was_imported():
    error = FormatError("this is not JSON.", 7)
    assert error.message == "Line 7: this is not JSON."
    assert error.line == 7
    assert error.hint == "Nothing was imported."
    assert error.code == "format"


def test_losses_are_counted_by_kind_and_field_in_the_order_of_the_first():
    losses = Losses()
    losses.add(LossKind.KEPT, "mask", "first")
    losses.add(LossKind.DROPPED, "mask", "other")
    losses.add(LossKind.KEPT, "mask", "second")
    seen = [(one.kind, one.field, one.count, one.examples) for one in losses.report()]
    assert seen == [("kept", "mask", 2, ("first", "second")), ("dropped", "mask", 1, ("other",))]


def test_three_examples_of_a_loss_are_kept():
    losses = Losses()
    for number in range(10):
        losses.add(LossKind.KEPT, "mask", number)
    assert losses.report()[0].count == 10
    assert losses.report()[0].examples == ("0", "1", "2")


def test_an_example_of_a_loss_is_cut_short():
    losses = Losses()
    losses.add(LossKind.KEPT, "notes", "x" * 10_000)
    assert len(losses.report()[0].examples[0]) == 80


def test_reading_refuses_a_zone_that_does_not_exist():
    with pytest.raises(UserError, match="Mars/Olympus"):
        Reading(tz="Mars/Olympus", losses=Losses())


def test_writing_knows_no_sources_unless_told():
    assert Writing(tz="UTC", losses=Losses()).source_of("any") is None


def test_fields_of_another_type_read_as_absent():
    fields = {"title": 3, "due": "tomorrow"}
    assert not text_in(fields, "title")
    assert object_in(fields, "due") == {}
    assert text_in({"title": "a"}, "title") == "a"
    assert object_in({"due": {"date": "x"}}, "due") == {"date": "x"}


def test_fields_without_a_place_are_counted_when_they_have_a_value():
    losses = Losses()
    drop_others({"title": "a", "estimate": 30, "someday": False}, {"title"}, losses)
    assert [(one.kind, one.field, one.examples) for one in losses.report()] == [
        ("dropped", "estimate", ("30",))
    ]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("tab\tstays", "tab\tstays"),
        ("plain", "plain"),
        ("東京\nnaïve", "東京\nnaïve"),
    ],
)
def test_long_text_keeps_its_lines_with_plain_ends(text, cleaned):
    losses = Losses()
    assert clean_text(text, losses, "notes") == cleaned
    assert not losses.report()


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[31mb", "a\x7fb", "a\x9bb"])
def test_control_characters_are_taken_out_and_counted(text):
    losses = Losses()
    assert "\x1b" not in clean_text(text, losses, "notes")
    assert [(one.kind, one.count) for one in losses.report()] == [("cleaned", 1)]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [("  a  ", "a"), ("a\nb", "a b"), ("a\t b", "a b"), ("\x00a ", "a"), ("\u202ea ", "\u202ea")],
)
def test_a_title_is_one_line(text, cleaned):
    assert clean_line(text, Losses(), "title") == cleaned


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (1 << 70, str(1 << 70)),
        (-(1 << 70), str(-(1 << 70))),
        (3, 3),
        (True, True),
        (None, None),
        ([1.5, {"a": [1 << 70]}], [1.5, {"a": [str(1 << 70)]}]),
        ({3: "x"}, {"3": "x"}),
        (b"raw", "b'raw'"),
    ],
)
def test_what_another_program_said_can_be_written_as_json_again(value, kept):
    assert storable(value) == kept


def test_what_is_nested_too_deeply_to_be_read_again_is_refused():
    deep: list[object] = []
    for _ in range(200):
        deep = [deep]
    with pytest.raises(MalformedError, match="nested too deeply"):
        storable(deep)
