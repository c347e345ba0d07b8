"""An account at a service that ATOM works with."""

from enum import StrEnum

import msgspec


class AccountState(StrEnum):
    """Whether an account can be used now."""

    ACTIVE = "active"
    PAUSED = "paused"
    NEEDS_SIGN_IN = "needs-sign-in"


class Account(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Who somebody is at a service; the secret itself lies elsewhere, under the id `secret`."""

    name: str
    connector: str = ""
    address: str = ""
    secret: str | None = None
    state: AccountState = AccountState.ACTIVE
    scopes: tuple[str, ...] = ()
    options: dict[str, object] = {}
    cursors: dict[str, str] = {}
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1
