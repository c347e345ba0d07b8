"""Makes the parts of a process, and hands them to each other."""

import os
import threading
import time
from collections.abc import Mapping

import msgspec

import atom_desktop
from atom_desktop.core.actions.registry import all_commands
from atom_desktop.core.bus import Bus, Report
from atom_desktop.core.clock import SystemClock, home_zone
from atom_desktop.core.commands import Commands
from atom_desktop.core.jobs import Jobs
from atom_desktop.core.logs import Log
from atom_desktop.core.notices import Level, Notice, Notices
from atom_desktop.core.opening import Opener
from atom_desktop.core.owner import bug_error
from atom_desktop.core.ownership import Kind, Ownership
from atom_desktop.core.patience import Patience
from atom_desktop.core.serving import Serving
from atom_desktop.core.session import Session, VaultState
from atom_desktop.core.staying import Activity, sleeping_clock
from atom_desktop.model.ids import id_maker
from atom_desktop.store.device import machine_mark
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.keyring import SystemKeyring
from atom_desktop.store.place import Folders
from atom_desktop.store.store import Surroundings


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """A process of ATOM, built and not yet started. `stop` is set when it is to end."""

    session: Session
    ownership: Ownership
    commands: Commands
    serving: Serving
    log: Log
    report: Report
    stop: threading.Event


def build(folders: Folders, kind: Kind, environ: Mapping[str, str]) -> Parts:
    """Make the parts of a process that may own the vault in these folders."""
    clock = SystemClock(home_zone(environ))
    log = Log(folders.state / "logs", clock.now_ms)
    notices = Notices(Bus[Notice](log.bug))
    report = _reporter(log, notices)
    session = Session(
        folders=folders,
        around=_surroundings(clock),
        clock=clock,
        jobs=Jobs(report),
        notices=notices,
        new_id=id_maker(os.urandom),
        bus=Bus[VaultState](report),
    )
    commands, stop = all_commands(), threading.Event()
    activity = Activity(sleeping_clock)
    serving = Serving(session=session, commands=commands, activity=activity, log=log)
    ownership = Ownership(
        session=session,
        kind=kind,
        answers=serving,
        opener=_opener(session, report, kind),
        keyring=SystemKeyring(),
        patience=Patience(time.monotonic),
        version=atom_desktop.__version__,
        quit=stop.set,
    )
    session.control = ownership
    return Parts(
        session=session,
        ownership=ownership,
        commands=commands,
        serving=serving,
        log=log,
        report=report,
        stop=stop,
    )


def _reporter(log: Log, notices: Notices) -> Report:
    """Return where errors go that nobody expected: to the log, and to the person."""

    def report(error: BaseException) -> None:
        log.bug(error)
        told = bug_error(error)
        notices.tell(Level.ERROR, told.message, told.hint, told.code)

    return report


def _surroundings(clock: SystemClock) -> Surroundings:
    return Surroundings(
        disk=RealDisk(),
        now_ms=clock.now_ms,
        monotonic=sleeping_clock,
        random_bytes=os.urandom,
        machine="",
    )


def _opener(session: Session, report: Report, kind: Kind) -> Opener:
    return Opener(
        folders=session.folders,
        around=session.around,
        clock=session.clock,
        notices=session.notices,
        new_id=session.new_id,
        report=report,
        machine_mark=machine_mark,
        lasting=kind is not Kind.COMMAND,
    )
