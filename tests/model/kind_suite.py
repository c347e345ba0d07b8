"""What is promised for every kind of record: each kind has a subclass with its own examples."""

from typing import Any, ClassVar

import msgspec
import pytest

from atom_desktop.model.change import Change, Op
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import Damaged
from atom_desktop.model.kinds import KINDS, read_as
from atom_desktop.model.record import SET_FIELDS, Record, apply

Fields = dict[str, Any]
Wrong = tuple[tuple[str, Any], ...]
CREATED = "2026-11-23T08:00:00Z"
LATER = "2026-11-24T17:30:00Z"


def kept(collection: Collection, fields: Fields) -> Record:
    """Return the record as it comes back from a disk."""
    create = Change(collection, "01ABCDEFGHJKMNPQRSTVWXYZ00", Op.CREATE, after=fields)
    record = apply(None, create, "0000000000000001.d")
    return msgspec.json.decode(msgspec.json.encode(record), type=Record)


def written(view: msgspec.Struct) -> Fields:
    """Return what would be stored of it."""
    return msgspec.json.decode(msgspec.json.encode(view))


class KindSuite:
    """`least` is what makes one at all, `full` a value for each field, `wrong` what none has."""

    collection: ClassVar[Collection]
    least: ClassVar[Fields] = {}
    full: ClassVar[Fields]
    wrong: ClassVar[Wrong]

    @property
    def kind(self):
        return KINDS[self.collection]

    def read(self, **fields):
        return read_as(kept(self.collection, {**self.least, **fields}), self.kind)

    def test_the_example_fills_every_field_with_something_unusual(self):
        fields = {field.encode_name: field for field in msgspec.structs.fields(self.kind)}
        assert self.full.keys() == fields.keys()
        usual = {name: field.default for name, field in fields.items()}
        assert not [name for name, value in self.full.items() if value == usual[name]]

    def test_every_field_survives_the_disk(self):
        read = read_as(kept(self.collection, self.full), self.kind)
        assert written(read) == self.full

    def test_the_least_is_enough_and_the_usual_is_not_written(self):
        assert written(self.read()) == self.least

    def test_unknown_fields_do_not_disturb_and_stay_in_the_record(self):
        record = kept(self.collection, {**self.full, "of_tomorrow": {"deep": [1, None]}})
        assert written(read_as(record, self.kind)) == self.full
        assert record.fields["of_tomorrow"] == {"deep": [1, None]}

    def test_a_value_that_no_such_record_has_is_refused_by_name(self):
        for field, value in self.wrong:
            with pytest.raises(Damaged, match=rf"^The {self.collection} 01ABC.* `\$\.{field}"):
                self.read(**{field: value})

    def test_without_what_makes_one_it_is_refused(self):
        for field in self.least:
            left = {name: value for name, value in self.least.items() if name != field}
            with pytest.raises(Damaged, match=f"missing required field `{field}`"):
                read_as(kept(self.collection, left), self.kind)

    def test_what_is_null_on_disk_is_as_if_it_were_not_there(self):
        nothing = dict.fromkeys(self.full.keys() - self.least.keys())
        assert self.read(**nothing) == self.read()

    def test_a_value_cannot_be_changed_in_place(self):
        name = msgspec.structs.fields(self.kind)[0].name
        with pytest.raises(AttributeError, match="immutable"):
            setattr(self.read(), name, "changed")

    def test_one_value_shares_nothing_with_the_next(self):
        for field in msgspec.structs.fields(self.kind):
            if isinstance(one := getattr(self.read(), field.name), dict):
                assert one is not getattr(self.read(), field.name)

    def test_sets_are_declared_as_several_things(self):
        for name in SET_FIELDS & self.full.keys():
            assert isinstance(self.full[name], list)
            assert self.full[name]
