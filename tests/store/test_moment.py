from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.record import Record
from atom_desktop.store.moment import Moment
from atom_desktop.store.segment import line_of, record_of
from tests.fakes.backed_up import filled, records_of
from tests.fakes.vault import open_vault


class Lines:
    """A segment as far as `Moment.lines` needs one."""

    def __init__(self, keys):
        self.keys = sorted(keys)

    def lines(self, start="", stop=""):
        return ((key, line_of(Record(collection="task", id=key[5:]))) for key in self.keys)


KEYS = st.sets(st.sampled_from([f"task/{letter}" for letter in "abcdefgh"]))


@given(st.lists(KEYS, max_size=3), KEYS)
def test_every_record_comes_once_in_order_and_the_changed_one_wins(segments, changed):
    overlay = {
        key: Record(collection="task", id=key[5:], fields={"title": "new"}) for key in changed
    }
    fields = dict.fromkeys(Moment.__struct_fields__)
    moment = Moment(**{**fields, "segments": tuple(map(Lines, segments)), "overlay": overlay})
    found = [(key, record_of(line)) for key, line in moment.lines()]
    assert [key for key, _ in found] == sorted(set().union(*segments, changed))
    assert {key for key, record in found if record.fields} == changed


def test_a_moment_holds_the_records_that_a_scan_shows(tmp_path):
    with filled(tmp_path) as vault:
        found = [record_of(line) for _, line in vault.store.moment().lines()]
        assert {(one.collection, one.id): one for one in found} == records_of(vault.store)


def test_later_steps_do_not_show_in_a_moment(tmp_path):
    with filled(tmp_path) as vault:
        moment = vault.store.moment()
        before = list(moment.lines())
        logs, undo = moment.logs, {who: list(one.done) for who, one in moment.undo.items()}
        vault.add(title="After")
        vault.store.compact()
        assert list(moment.lines()) == before
        assert moment.logs == logs
        assert {who: list(one.done) for who, one in moment.undo.items()} == undo


def test_a_moment_says_when_it_was_and_how_far_its_logs_reach(tmp_path):
    with open_vault(tmp_path) as vault:
        vault.add()
        vault.add()
        moment = vault.store.moment()
        assert moment.now_ms == vault.clock.now_ms()
        assert [log.count for log in moment.logs] == [2]
        assert moment.hlc == vault.store.last_hlc
