import pytest

from atom_desktop.model.errors import Conflict, Denied, Unavailable, UserError


def test_the_process_is_asked_for_its_status(run_keyed):
    assert run_keyed("vault.status") == {"open": True, "asked": []}


def test_unlocking_locking_and_quitting_are_handed_to_the_process(run_keyed, keyed):
    run_keyed("vault.unlock", passphrase="secret")
    assert run_keyed("vault.lock") == {"locked": True}
    run_keyed("app.quit")
    assert keyed.session.control.asked == [("unlock", "secret", ""), "lock", "quit"]


def test_a_process_without_a_vault_says_so(run, vault):
    vault.lock()
    for command in ("vault.status", "vault.lock", "vault.unlock", "app.quit"):
        with pytest.raises(Unavailable):
            run(command)
    vault.unlock()


def test_a_locked_vault_is_not_verified(run, vault):
    vault.lock()
    with pytest.raises(Denied):
        run("vault.verify")
    vault.unlock()


def test_a_whole_vault_is_verified_with_a_count_of_what_it_holds(run_keyed, keyed):
    keyed.add(title="Buy milk")
    report = run_keyed("vault.verify")
    assert not report["problems"]
    assert report["records"]["task"] == 1


def test_a_clock_that_has_jumped_back_can_be_accepted(run, vault):
    run("task.add", text="Before")
    vault.clock.forward(-3 * 86_400)
    vault.reopen()
    with pytest.raises(Conflict) as caught:
        run("task.add", text="Earlier")
    assert caught.value.code == "clock-jump"
    run("vault.accept-clock")
    assert run("task.add", text="Earlier")["task"]["title"] == "Earlier"


def test_the_audit_tells_who_had_what_done(run, vault):
    run("task.add", text="Buy milk")
    answer = run("vault.audit", limit=5)
    assert [(one["actor"], one["command"]) for one in answer["entries"]] == [("user", "task.add")]
    assert answer["problems"] == []


def test_the_audit_shows_at_least_one_entry_or_refuses(run, vault):
    with pytest.raises(UserError):
        run("vault.audit", limit=0)
