"""Workflows, which do work by themselves, and their runs."""

from enum import StrEnum

import msgspec


class Workflow(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What starts it, and the steps that it takes; both are kept as they were written."""

    name: str
    notes: str = ""
    enabled: bool = False
    trigger: dict[str, object] = {}
    steps: tuple[dict[str, object], ...] = ()
    order: str = ""
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1


class RunState(StrEnum):
    """How far a run has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Run(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One time that a workflow ran: where it stands, and what each finished step returned."""

    workflow: str
    state: RunState = RunState.WAITING
    position: int = 0
    results: dict[str, object] = {}
    problem: str = ""
    started: str | None = None
    ended: str | None = None
    created: str | None = None
    version: int = 1
