from atom_desktop.core.transfer.source_ids import SourceIds
from tests.fakes.vault import KEYS


def test_the_same_name_gives_the_same_id_in_every_run():
    first, second = SourceIds(KEYS, "todotxt"), SourceIds(KEYS, "todotxt")
    assert first.new("7") == second.new("7") == second.of("7")
    assert first.of("8") == second.of("8")


def test_names_of_different_formats_and_kinds_have_different_ids():
    one, other = SourceIds(KEYS, "todotxt"), SourceIds(KEYS, "taskwarrior")
    ids = [one.of("7"), other.of("7"), one.of_name("project", "7"), one.of_name("label", "7"),
           one.of_link("project", "7")]  # fmt: skip
    assert len(set(ids)) == 5


def test_a_name_that_is_used_again_gets_further_ids():
    ids = SourceIds(KEYS, "todotxt")
    first = ids.new("7")
    assert ids.new("7") is None
    more = [ids.again("7") for _ in range(1000)]
    assert len({first, *more}) == 1001


def test_further_ids_do_not_meet_names_that_look_like_them():
    ids = SourceIds(KEYS, "todotxt")
    taken = ids.new("7#2")
    ids.new("7")
    assert ids.again("7") not in {taken, ids.of("7")}
