import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.json import Json, JsonObject

documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


class Holder(msgspec.Struct):
    value: Json
    fields: JsonObject


@given(value=documents, fields=st.dictionaries(st.text(max_size=4), documents, max_size=3))
def test_a_field_of_that_type_takes_any_document_and_gives_it_back(value, fields):
    written = msgspec.json.encode(Holder(value, fields))
    read = msgspec.json.decode(written, type=Holder)
    assert (read.value, read.fields) == (value, fields)
    assert json.loads(written) == {"value": value, "fields": fields}


@pytest.mark.parametrize("other", [[], "text", 1, None])
def test_an_object_is_nothing_else(other):
    with pytest.raises(msgspec.ValidationError, match=r"Expected `object`"):
        msgspec.json.decode(json.dumps(other), type=JsonObject)
