"""Each measurement of records gives figures with a baseline and a goal."""

import pytest

from atom_desktop.cli.bench import records


@pytest.mark.parametrize(
    ("bench", "names"),
    [
        (records.edit, ["durable edit", "durable edit, CPU"]),
        (
            records.opening,
            ["open, first page and all columns, CPU", "replay after a kill, a step, CPU"],
        ),
        (records.filtering, ["filter and sort, CPU"]),
        (records.text, ["full text, few hits, CPU", "full text, any word, CPU"]),
    ],
)
def test_each_figure_is_measured(place, bench, names: list[str], monkeypatch) -> None:
    monkeypatch.setattr(records, "EDITS", 5)
    monkeypatch.setattr(records, "REPEATS", 2)
    monkeypatch.setattr(records, "REPLAYED", 20)
    figures = bench(place)
    assert [figure.name for figure in figures] == names
    assert all(figure.value >= 0 and figure.limit > 0 for figure in figures)
    assert all(figure.baseline_name for figure in figures)


def test_a_word_in_every_task_is_found_in_every_task(place, monkeypatch) -> None:
    monkeypatch.setattr(records, "REPEATS", 1)
    _, any_word = records.text(place)
    assert any_word.detail.endswith("hits")
    assert int(any_word.detail.split()[0].replace(",", "")) >= 400


def test_steps_that_no_cache_holds_are_replayed_at_each_opening(place) -> None:
    records._edit_many(place, 7)
    vault = place.open()
    touched = {key for _, _, key in vault.store._state.touched}
    title = vault.index.columns.title(vault.index.columns.row_of(min(touched).partition("/")[2]))
    vault.close()
    assert len(touched) == 7
    assert title.startswith("Replayed")
    place.tidy()
    vault = place.open()
    assert vault.store._state.touched == []
    vault.close()


def test_the_kept_columns_are_what_the_baseline_reads(place) -> None:
    assert records._cache_bytes(place) > 1000


def test_more_tasks_have_other_goals(place, monkeypatch) -> None:
    monkeypatch.setattr(records, "REPEATS", 1)
    (few,) = records.filtering(place)
    monkeypatch.setattr(records, "BIG", 1)
    (many,) = records.filtering(place)
    assert (few.limit, many.limit) == (3.0, 60.0)
