from array import array

from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index.keeping import sorted_ids

ids = st.lists(st.binary(min_size=16, max_size=16), max_size=20)


@given(ids)
def test_ids_are_sorted_with_their_rows(found: list[bytes]) -> None:
    kept = sorted_ids(b"".join(found))
    heads, rows = array("Q", kept["sorted_ids"]), array("I", kept["sorted_rows"])
    assert list(heads) == sorted(int.from_bytes(one[:8], "big") for one in found)
    assert [int.from_bytes(found[row][:8], "big") for row in rows] == list(heads)
    assert sorted(rows) == list(range(len(found)))
