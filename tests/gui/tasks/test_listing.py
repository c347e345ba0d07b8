import pytest

from atom_desktop.gui.tasks.listing import NOTHING, UNREAD, FirstPage, same_start


def test_a_first_page_is_as_long_as_the_list_will_be():
    page = FirstPage([7, 3], 5)
    assert len(page) == 5
    assert [page.row(position) for position in range(5)] == [7, 3, UNREAD, UNREAD, UNREAD]
    assert (page.position(3), page.position(9)) == (1, -1)


def test_a_first_page_is_never_shorter_than_what_is_known():
    assert len(FirstPage([1, 2, 3], 1)) == 3
    assert len(NOTHING) == 0


@pytest.mark.parametrize(
    ("page", "rows", "same"),
    [
        ([0, 1], [0, 1, 2], True),
        ([0, 1, 2], [0, 1], True),
        ([], [0, 1], True),
        ([1, 0], [0, 1, 2], False),
        ([0, 2], [0, 1, 2], False),
    ],
)
def test_a_page_and_a_whole_list_are_compared_by_what_is_known(index, page, rows, same):
    for number in range(3):
        index.put(number)
    view = index.view(*rows)
    assert same_start(FirstPage(page, 3), view) is same
    assert same_start(view, FirstPage(page, 3)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [([0, 1], [0, 1], True), ([0, 1], [0, 1, 2], True), ([0, 2], [0, 1, 2], False)],
)
def test_two_whole_lists_are_compared_as_far_as_both_go(index, one, other, same):
    for number in range(3):
        index.put(number)
    assert same_start(index.view(*one), index.view(*other)) is same
