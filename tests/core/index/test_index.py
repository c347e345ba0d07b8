"""Whatever was done to the tasks, and however the index came to be, it answers as they are."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atom_desktop.core.index.index import FIRST_ROWS, USUAL, Index
from atom_desktop.model.change import Change, Op
from atom_desktop.model.query.nodes import (
    And,
    Flag,
    FlagName,
    Has,
    MayHave,
    Node,
    Not,
    Or,
    Query,
    Text,
)
from tests.fakes.disks import QuickDisk
from tests.fakes.task_world import (
    NAMED,
    TASKS,
    World,
    carry_out,
    changes,
    fixed_id,
    furnish,
    nodes,
    queries,
    tasks,
)
from tests.fakes.vault import VaultInUse, open_vault


@contextmanager
def furnished() -> Iterator[VaultInUse]:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_vault(Path(folder), disk=QuickDisk()) as vault,
    ):
        furnish(vault)
        yield vault


def enter_all(index: Index) -> None:
    index.enter_texts(lambda: False, lambda _: None)


def ages(index: Index) -> dict[str, int]:
    return {task: index.columns.row_of(task) for task in TASKS}


def ids(index: Index, rows: "list[int]") -> list[str]:
    return [index.columns.id_of(int(row)) for row in rows]


def check(vault: VaultInUse, query: Query) -> None:
    """Compare every way to ask with the plain meaning of the query."""
    index, world = vault.index, World.of(vault)
    wanted = world.answer(query, ages(index))
    assert ids(index, index.view(query).rows) == wanted
    assert ids(index, index.plain_rows(query)) == wanted
    whole = world.answer(Query(where=query.where, sort=query.sort), ages(index))
    assert index.count(query) == len(whole)
    page = index.page(query, limit=2, offset=1)
    assert (ids(index, page.rows), page.total) == (wanted[1:3], len(whole))


@settings(max_examples=60)
@given(changes, st.lists(queries, min_size=1, max_size=4), changes)
def test_every_way_to_ask_agrees_with_what_the_query_means(first, asked, second) -> None:
    with furnished() as vault:
        carry_out(vault, first)
        for query in asked:
            check(vault, query)
        enter_all(vault.index)
        for query in asked:
            check(vault, query)
        carry_out(vault, second)
        for query in asked:
            check(vault, query)


def by_itself(node: Node) -> bool:
    """Tell whether a condition looks at nothing but the task itself."""
    words = repr(node)
    return not any(one in words for one in ("BLOCKED", "BLOCKING", "SUBTASKS"))


@settings(max_examples=40)
@given(
    changes, queries.filter(lambda query: query.limit is None and by_itself(query.where)), changes
)
def test_a_list_that_follows_changes_ends_as_a_new_one_would(first, query, second) -> None:
    with furnished() as vault:
        carry_out(vault, first)
        view = vault.index.view(query)
        touched = carry_out(vault, second)
        for step in view.steps(vault.index.rows_of({("task", one) for one in touched})):
            view.do(step)
        assert view.rows.tolist() == vault.index.view(query).rows.tolist()


def first_page(index: Index) -> tuple[list[str], int]:
    return ids(index, index.first), index.first_total


@settings(max_examples=30)
@given(changes, changes, changes, st.lists(queries, min_size=1, max_size=2))
def test_an_index_that_was_kept_answers_as_one_that_is_built_anew(
    first, second, third, asked
) -> None:
    with furnished() as vault:
        carry_out(vault, first)
        enter_all(vault.index)
        assert vault.index.save(text=True)
        carry_out(vault, second)
        vault.reopen()
        assert vault.index.load_text()
        for query in asked:
            check(vault, query)
        usual = World.of(vault).answer(USUAL, ages(vault.index))
        assert first_page(vault.index) == (usual, len(usual))
        carry_out(vault, third)
        for query in asked:
            check(vault, query)
        assert vault.index.save(text=True)
        vault.reopen()
        vault.index.load_text()
        for query in asked:
            check(vault, query)


@settings(max_examples=25)
@given(st.data())
def test_the_first_page_is_the_beginning_of_the_list_also_after_changes(data) -> None:
    with pytest.MonkeyPatch.context() as patch, furnished() as vault:
        patch.setattr("atom_desktop.core.index.index.FIRST_ROWS", 3)
        carry_out(vault, data.draw(changes))
        vault.index.save(text=False)
        carry_out(vault, data.draw(changes))
        vault.reopen()
        usual = World.of(vault).answer(USUAL, ages(vault.index))
        found, total = first_page(vault.index)
        assert total == len(usual)
        assert found == usual[: len(found)]
        assert len(found) <= 3


def test_a_new_vault_has_no_first_page(vault: VaultInUse) -> None:
    assert first_page(vault.index) == ([], 0)
    assert FIRST_ROWS >= 200


def test_names_are_found_again_after_a_restart(vault: VaultInUse) -> None:
    furnish(vault)
    vault.index.save(text=False)
    before = vault.index.names.held
    vault.reopen()
    assert vault.index.names.held == before
    vault.run(Change("label", fixed_id(4, 1), Op.SET, "name", "shop", "market"))
    vault.reopen()
    assert [one.name for one in vault.index.names.listed("label")] == [
        "deep",
        "market",
        "shop/food",
    ]
    assert set(NAMED["label"]) == set(vault.index.names.held["label"])


def test_what_was_kept_in_another_zone_is_not_used(vault: VaultInUse, monkeypatch) -> None:
    vault.add(due={"at": "2026-11-24T09:00:00", "tz": "Europe/Berlin"})
    enter_all(vault.index)
    vault.index.save(text=True)
    monkeypatch.setattr(
        "tests.fakes.vault.BERLIN", __import__("zoneinfo").ZoneInfo("America/New_York")
    )
    vault.reopen()
    assert vault.index.first == []
    assert vault.index.columns.count == 1


def test_full_text_of_another_numbering_is_not_used(vault: VaultInUse) -> None:
    """Rows are numbered anew when the columns are lost; the kept words are of the old rows."""
    made = vault.add_many([{"title": "milk"}, {"title": "bread"}])
    enter_all(vault.index)
    vault.index.save(text=True)
    vault.store.caches.remove("columns")
    vault.reopen()
    assert not vault.index.load_text()
    query = Query(where=Text(("bread",)))
    assert ids(vault.index, vault.index.view(query).rows) == [made[1]]


def test_loading_the_full_text_twice_does_nothing(vault: VaultInUse) -> None:
    vault.add(title="milk")
    assert not vault.index.load_text()
    assert not vault.index.load_text()
    enter_all(vault.index)
    assert vault.index.load_text()
    vault.index.close()


def test_how_far_the_full_text_is_can_be_asked(vault: VaultInUse) -> None:
    vault.add_many([{"title": str(number)} for number in range(300)])
    assert (vault.index.indexing().done, vault.index.indexing().total) == (0, 300)
    assert not vault.index.indexing().ready
    reports: list[int] = []
    vault.index.enter_texts(lambda: False, lambda report: reports.append(report.done))
    assert reports == [200, 300]
    assert vault.index.indexing().ready


def test_entering_stops_when_asked_to_and_goes_on_later(vault: VaultInUse) -> None:
    vault.add_many([{"title": str(number)} for number in range(500)])
    vault.index.enter_texts(lambda: True, lambda _: None)
    assert vault.index.indexing().done == 200
    enter_all(vault.index)
    assert vault.index.indexing().ready


def test_a_progress_of_half_the_full_text_is_kept(vault: VaultInUse) -> None:
    vault.add_many([{"title": f"word{number}"} for number in range(500)])
    vault.index.enter_texts(lambda: True, lambda _: None)
    vault.index.save(text=True)
    vault.reopen()
    assert vault.index.load_text()
    assert vault.index.indexing().done == 200
    assert vault.index.count(Query(where=Text(("word499",)))) == 1


def test_a_full_text_with_too_much_out_of_date_is_built_anew(
    vault: VaultInUse, monkeypatch
) -> None:
    monkeypatch.setattr("atom_desktop.core.index.text_index.FEW_STALE", 3)
    task = vault.add(title="v0")
    for number in range(1, 8):
        task = vault.set(task, title=f"v{number}")
        enter_all(vault.index)
        assert vault.index.count(Query(where=Text((f"v{number}",)))) == 1
    assert vault.index.text.documents <= 4
    assert vault.index.count(Query(where=Text(("v0",)))) == 0


def test_a_new_full_text_that_is_given_up_leaves_the_old_one(
    vault: VaultInUse, monkeypatch
) -> None:
    monkeypatch.setattr("atom_desktop.core.index.text_index.FEW_STALE", 3)
    task = vault.add(title="v0")
    for number in range(1, 6):
        task = vault.set(task, title=f"v{number}")
        vault.index.text.enter([0], vault.index.text_of)
    before = vault.index.text
    vault.index.load_text()
    vault.index.text = before
    vault.index._renew_text(lambda: True)
    assert vault.index.text is before


def test_what_changes_while_the_full_text_is_built_anew_is_found(vault: VaultInUse) -> None:
    task = vault.add(title="before")
    enter_all(vault.index)

    def change_meanwhile() -> bool:
        if vault.record("task", task.id).fields["title"] == "before":
            vault.set(task, title="after")
        return False

    vault.index._renew_text(change_meanwhile)
    assert vault.index.count(Query(where=Text(("after",)))) == 1
    assert vault.index.count(Query(where=Text(("before",)))) == 0
    enter_all(vault.index)
    assert vault.index.count(Query(where=Text(("after",)))) == 1


def test_tasks_that_have_gone_are_not_waited_for(vault: VaultInUse) -> None:
    enter_all(vault.index)
    gone = vault.add(title="gone")
    vault.add(title="kept")
    vault.run(Change("task", gone.id, Op.ERASE))
    enter_all(vault.index)
    assert vault.index.indexing().ready
    assert vault.index.count(Query(where=Text(("gone",)))) == 0


def test_the_last_that_is_told_of_a_full_text_built_anew_is_how_far_it_is(
    vault: VaultInUse, monkeypatch
) -> None:
    monkeypatch.setattr("atom_desktop.core.index.text_index.FEW_STALE", 0)
    tasks = [vault.add(title="before"), vault.add(title="other")]
    enter_all(vault.index)
    vault.set(tasks[0], title="after")
    told = []

    def change_the_other(indexing) -> None:
        told.append(indexing)
        if len(told) == 1:
            vault.set(tasks[1], title="meanwhile")

    vault.index.enter_texts(lambda: False, change_the_other)
    assert [one.ready for one in told] == [True, True]
    assert told[-1] == vault.index.indexing()


def test_a_vault_whose_tasks_are_mostly_gone_is_numbered_anew(
    vault: VaultInUse, monkeypatch
) -> None:
    monkeypatch.setattr("atom_desktop.core.index.cache.FEW_GONE", 2)
    made = vault.add_many([{"title": str(number)} for number in range(6)])
    for one in made[:4]:
        vault.run(Change("task", one, Op.ERASE))
    vault.index.save(text=False)
    vault.reopen()
    assert vault.index.columns.count == 2


def test_subtasks_and_what_blocks_are_seen_at_once(vault: VaultInUse) -> None:
    parent = vault.add(title="parent")
    vault.add(title="child", parent=parent.id, depends_on=[parent.id])
    assert vault.index.count(Query(where=Has(MayHave.SUBTASKS))) == 1
    assert vault.index.count(Query(where=Flag(FlagName.BLOCKED))) == 1
    vault.set(parent, status="done")
    assert vault.index.count(Query(where=Flag(FlagName.BLOCKED))) == 0


@settings(max_examples=30)
@given(nodes, tasks)
def test_a_condition_is_read_without_a_task_as_well(node, fields) -> None:
    with furnished() as vault:
        check(vault, Query(where=node))
        carry_out(vault, [(TASKS[0], fields, False), (TASKS[0], None, False)])
        check(vault, Query(where=node))


def test_texts_of_many_tasks_are_read_in_one_go_where_there_is_no_index(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atom_desktop.core.index.index.MANY", 2)
    made = vault.add_many([{"title": "milk"}, {"title": "bread", "notes": "milk"}, {}])
    gone = vault.add(title="milk")
    vault.run(Change("task", gone.id, Op.ERASE))
    query = Query(where=Not(Text(("milk",))))
    assert ids(vault.index, vault.index.plain_rows(query)) == [made[2]]
    both = Query(where=Or((Text(("bread",)), And((Text(("milk",)), Text(("milk",)))))))
    assert ids(vault.index, vault.index.plain_rows(both)) == made[:2]


def test_what_hangs_on_a_task_is_counted(vault: VaultInUse) -> None:
    task = vault.add()
    vault.create("comment", {"record": task.id, "text": "hm"})
    assert vault.index.tally(task.id).comments == 1
    vault.create("comment", {"record": task.id, "text": "ah"})
    assert vault.index.tally(task.id).comments == 2


def test_tasks_have_short_ids(vault: VaultInUse) -> None:
    task = vault.add()
    vault.index.save(text=False)
    vault.reopen()
    other = vault.add()
    short = vault.index.short_ids([task.id, other.id])
    assert all(one.startswith(prefix) and len(prefix) >= 4 for one, prefix in short.items())


def test_a_page_without_numpy_is_the_same_page(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.add_many([{"title": str(number), "priority": 1 + number % 4} for number in range(9)])
    query = Query(where=USUAL.where, limit=7)
    with_numpy = vault.index.page(query, limit=3, offset=2)
    monkeypatch.delitem(sys.modules, "numpy")
    assert vault.index.page(query, limit=3, offset=2) == with_numpy
    assert vault.index.page(query).rows == vault.index.plain_rows(query)
    assert with_numpy.total == 9
