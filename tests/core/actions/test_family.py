from atom_desktop.core.actions.family import subtasks_below, tasks_above


def test_subtasks_are_found_at_any_depth_and_without_the_tasks_themselves(vault):
    top = vault.add(title="Top")
    middle = vault.add(title="Middle", parent=top.id)
    low = vault.add(title="Low", parent=middle.id)
    vault.add(title="Other")
    assert [one.id for one in subtasks_below(vault.session, [top.id])] == [middle.id, low.id]
    assert [one.id for one in subtasks_below(vault.session, [top.id, middle.id])] == [low.id]
    assert subtasks_below(vault.session, [low.id]) == []
    assert list(tasks_above(vault.session, low.id)) == [middle.id, top.id]
    assert list(tasks_above(vault.session, top.id)) == []


def test_tasks_that_two_devices_have_put_into_each_other_end_no_search(vault):
    one = vault.add(title="One")
    other = vault.add(title="Other", parent=one.id)
    vault.set(one, parent=other.id)
    assert [task.id for task in subtasks_below(vault.session, [one.id])] == [other.id]
    assert list(tasks_above(vault.session, one.id)) == [other.id]
