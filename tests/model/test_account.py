from typing import ClassVar

import pytest

from atom_desktop.model.account import Account, AccountState
from atom_desktop.model.collections import Collection
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestAccount(KindSuite):
    collection = Collection.ACCOUNT
    least: ClassVar[Fields] = {"name": "Work mail"}
    full: ClassVar[Fields] = {
        "name": "Work mail",
        "connector": "imap",
        "address": "ann@example.org",
        "secret": "01SECRET",
        "state": "needs-sign-in",
        "scopes": ["mail", "calendar"],
        "options": {"folder": "INBOX", "days": 30},
        "cursors": {"INBOX": "417"},
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (
        ("name", 7),
        ("state", "tired"),
        ("scopes", "mail"),
        ("cursors", {"INBOX": 417}),
        ("version", "2"),
    )


def test_a_new_account_is_active():
    assert Account(name="Work mail").state is AccountState.ACTIVE


@pytest.mark.parametrize("state", AccountState)
def test_each_state_is_read_from_the_word_it_is_stored_as(state):
    assert TestAccount().read(state=state.value).state is state


def test_the_secret_itself_is_no_field_of_an_account():
    assert not {"password", "token", "key"} & set(Account.__struct_fields__)
