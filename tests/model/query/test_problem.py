from atom_desktop.model.errors import UserError
from atom_desktop.model.query.problem import QueryError


def test_a_problem_of_a_query_keeps_its_place_and_its_code():
    error = QueryError("This cannot be read here.", 3, 7, "Write it otherwise.")
    assert (error.start, error.end) == (3, 7)
    assert (error.message, error.hint, error.code) == (
        "This cannot be read here.",
        "Write it otherwise.",
        "query",
    )


def test_without_a_hint_the_help_is_named():
    assert "atom help query" in QueryError("No.", 0, 1).hint


def test_it_is_the_fault_of_what_was_typed_and_not_of_the_program():
    assert issubclass(QueryError, UserError)
