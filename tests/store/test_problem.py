from atom_desktop.store.problem import Gravity, Problem


def test_a_problem_is_a_value() -> None:
    made = Problem(gravity=Gravity.DAMAGED, file="log", message="m", hint="h")
    assert made == Problem(gravity=Gravity.DAMAGED, file="log", message="m", hint="h", lost=0)
    assert [str(gravity) for gravity in Gravity] == ["unfinished", "damaged", "missing"]
