"""A small vault for benchmarks: what is tested is that they measure, not how fast this is."""

import pytest

from atom_desktop.cli.bench.place import bench_place


@pytest.fixture
def place():
    with bench_place(400) as made:
        yield made
