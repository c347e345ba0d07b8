from atom_desktop.core.notices import Level


def test_notices_are_shown_from_where_the_reader_left_off(run, vault):
    vault.session.notices.tell(Level.INFO, "First")
    vault.session.notices.tell(Level.ERROR, "Second", "Do this.", "broken")
    first, second = run("notice.list")["notices"]
    assert second == {
        "number": 2,
        "level": "error",
        "message": "Second",
        "hint": "Do this.",
        "code": "broken",
    }
    assert run("notice.list", after=first["number"])["notices"] == [second]


def test_notices_can_be_read_while_the_vault_is_locked(run, vault):
    vault.session.notices.tell(Level.WARNING, "Look")
    vault.lock()
    assert len(run("notice.list")["notices"]) == 1
    vault.unlock()
