"""The process that owns the vault answers the others: one accept thread and a few that work.

Each caller has a thread that reads its requests one after the other; the commands themselves run
on a small pool. A caller that is slow, silent or hostile costs its own thread and a bounded buffer,
and is hung up on when it takes too long or when its place is needed.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from atom_desktop.core.transport import (
    REQUEST_LIMIT,
    Channel,
    Listener,
    OversizedLineError,
    StrangerError,
)
from atom_desktop.core.wire import BEAT_SECONDS, PROTOCOL, error_to_wire
from atom_desktop.model.errors import AtomError, UserError
from atom_desktop.model.json import Json, JsonObject

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

WORKERS: Final = 8
MAX_CALLERS: Final = 32
IDLE_SECONDS: Final = 600.0
RETRY_SECONDS: Final = 0.1

_BYE: Final = b'{"bye":true}'


class Request(msgspec.Struct, frozen=True):
    """One line of a caller: which command to run with what."""

    command: str
    params: JsonObject
    id: int = 0

    @classmethod
    def read(cls, line: bytes) -> "Request":
        """Read a line; raises `ValueError` when it is no request."""
        found: Json = msgspec.json.decode(line)
        if isinstance(found, dict):
            command, params = found.get("command"), found.get("params", {})
            number = found.get("id", 0)
            if isinstance(command, str) and isinstance(params, dict) and isinstance(number, int):
                return cls(command, params, number)
        raise ValueError("a request has a command and params")


class Call:
    """What a running command sees of its caller: where progress goes, whether it still waits."""

    def __init__(self) -> None:
        """Begin with nothing reported."""
        self._told = threading.Condition()
        self._report: JsonObject | None = None
        self._over = False
        self._gone = threading.Event()

    def progress(self, report: JsonObject) -> None:
        """Leave the newest report for the caller; older ones it has not read yet are replaced."""
        with self._told:
            self._report = report
            self._told.notify()

    def cancelled(self) -> bool:
        """Tell whether the caller has hung up."""
        return self._gone.is_set()

    def cancel(self) -> None:
        """Note that the caller has hung up."""
        self._gone.set()

    def end(self, _: object = None) -> None:
        """Note that the command is over."""
        with self._told:
            self._over = True
            self._told.notify()

    def wait(self, seconds: float) -> tuple[bool, JsonObject | None]:
        """Wait for news; return whether the command is over, and the newest report."""
        with self._told:
            self._told.wait_for(lambda: self._over or self._report is not None, seconds)
            report, self._report = self._report, None
            return self._over, report


class Answers(Protocol):
    """What the owner does for its callers; called on the owner's threads."""

    def answer(self, request: Request, call: Call) -> Json:
        """Carry a request out."""

    def stranger(self) -> None:
        """Note that another user's process has called and was refused."""

    def bug(self, error: BaseException) -> None:
        """Note an error that nobody expected."""


class Owner:
    """Listens for callers and serves them until it is closed."""

    def __init__(
        self, listener: Listener, answers: Answers, about: Callable[[], JsonObject]
    ) -> None:
        """Serve on `listener`; what `about` returns (version, kind, ...) greets each caller."""
        self._listener = listener
        self._answers = answers
        self._about = about
        self._pool: ThreadPoolExecutor | None = None
        self._callers: list[_Caller] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._accepting = threading.Thread(target=self._accept, name="owner-accept", daemon=True)
        self._accepting.start()

    def close(self, seconds: float = 10.0) -> None:
        """Stop listening, let running commands finish within `seconds`, and hang up on all."""
        self._closing.set()
        self._listener.close()
        self._accepting.join(seconds)
        with self._lock:
            callers = list(self._callers)
        for caller in callers:
            caller.leave()
        until = time.monotonic() + seconds
        for caller in callers:
            caller.thread.join(max(0.0, until - time.monotonic()))
        if self._pool is not None:
            self._pool.shutdown(wait=False)

    def _accept(self) -> None:
        while True:
            try:
                channel = self._listener.accept()
            except StrangerError:
                self._answers.stranger()
                continue
            except OSError as error:  # out of file descriptors, most likely
                self._answers.bug(error)
                self._closing.wait(RETRY_SECONDS)
                continue
            if channel is None:
                return
            self._welcome(channel)

    def _welcome(self, channel: Channel) -> None:
        caller = _Caller(channel, self._serve)
        with self._lock:
            full = len(self._callers) >= MAX_CALLERS
            waiting = [other for other in self._callers if other.waiting] if full else []
            self._callers.append(caller)
        if waiting:
            waiting[0].leave()
        if self._closing.is_set() or (full and not waiting):
            caller.leave()
        caller.thread.start()

    def _serve(self, caller: "_Caller") -> None:
        try:
            greeting = {"atom": PROTOCOL, "pid": os.getpid(), **self._about()}
            caller.greet(msgspec.json.encode(greeting))
            while line := caller.next_line():
                self._answer(caller, line)
                caller.ready()
        except StrangerError:
            self._answers.stranger()
        except OversizedLineError:
            size = REQUEST_LIMIT >> 20
            with contextlib.suppress(OSError):
                caller.send(_failure(0, UserError(f"A request is larger than {size} MiB.")))
        except OSError:  # TimeoutError among them: the caller has gone, or takes too long
            pass
        finally:
            caller.hang_up()
            with self._lock:
                self._callers.remove(caller)

    def _workers(self) -> "ThreadPoolExecutor":
        """Return the threads, made for the first request: a terminal command gets none."""
        with self._lock:
            if self._pool is None:
                from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- see above

                self._pool = ThreadPoolExecutor(WORKERS, "owner-work")
            return self._pool

    def _answer(self, caller: "_Caller", line: bytes) -> None:
        try:
            request = Request.read(line)
        except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors
            caller.send(_failure(0, UserError(f"That is not a request: {error}")))
            return
        call = Call()
        future: Future[bytes] = self._workers().submit(self._carry_out, request, call)
        future.add_done_callback(call.end)
        over = False
        while not over:
            over, report = call.wait(BEAT_SECONDS)
            if not over and not self._tell(caller, request.id, report):
                call.cancel()
        if not call.cancelled():
            caller.send(future.result())

    def _tell(self, caller: "_Caller", number: int, report: JsonObject | None) -> bool:
        """Send the newest report, or a beat; tell whether the caller is still there."""
        if not caller.alive():
            return False
        try:
            caller.send(msgspec.json.encode({"id": number, "progress": report or {}}))
        except OSError:
            return False
        return True

    def _carry_out(self, request: Request, call: Call) -> bytes:
        try:
            result = self._answers.answer(request, call)
            return msgspec.json.encode({"id": request.id, "result": result})
        except AtomError as error:
            return _failure(request.id, error)
        except Exception as error:  # noqa: BLE001 -- the request edge: a bug ends this request only
            self._answers.bug(error)
            return _failure(request.id, bug_error(error))


class _State(Enum):
    """Where a conversation stands."""

    NEW = auto()
    WAITING = auto()
    BUSY = auto()
    LEAVING = auto()
    """Busy, to be ended after the answer."""
    LEFT = auto()


class _Caller:
    """One connection; good-bye is said only when no request of it is being carried out.

    So a caller that hears it knows that its request, if it has sent one, was not begun.
    """

    def __init__(self, channel: Channel, serve: Callable[["_Caller"], None]) -> None:
        self._channel = channel
        self._lock = threading.Lock()
        self._state = _State.NEW
        self.thread = threading.Thread(target=serve, args=(self,), name="owner-caller", daemon=True)

    @property
    def waiting(self) -> bool:
        return self._state is _State.WAITING

    def greet(self, greeting: bytes) -> None:
        with self._lock:
            if self._state is _State.NEW:
                self._channel.send(greeting)
                self._state = _State.WAITING

    def next_line(self) -> bytes:
        """Return the next request, or b"" when there will be none."""
        line = self._channel.receive(IDLE_SECONDS) if self.waiting else b""
        with self._lock:
            if self._state is not _State.WAITING:
                return b""
            self._state = _State.BUSY
            return line

    def send(self, line: bytes) -> None:
        self._channel.send(line)

    def alive(self) -> bool:
        return self._channel.alive()

    def ready(self) -> None:
        """Note that the request has been answered."""
        with self._lock:
            if self._state is _State.LEAVING:
                self._channel.send(_BYE)
            self._state = _State.WAITING if self._state is _State.BUSY else _State.LEFT

    def leave(self) -> None:
        """Say good-bye now, or after the request that is being carried out."""
        with self._lock, contextlib.suppress(OSError, StrangerError):
            if self._state is _State.BUSY:
                self._state = _State.LEAVING
            elif self._state in {_State.NEW, _State.WAITING}:
                self._state = _State.LEFT
                self._channel.send(_BYE)
                self._channel.close()

    def hang_up(self) -> None:
        with self._lock:
            self._state = _State.LEFT
            self._channel.close()


def bug_error(error: BaseException) -> AtomError:
    """Return what a face shows of an error that nobody expected; it quotes nothing."""
    return AtomError(
        f"ATOM made a mistake ({type(error).__name__}).",
        "Nothing that was saved is lost. `atom doctor` names the log, which tells where it was.",
        "bug",
    )


def _failure(number: int, error: AtomError) -> bytes:
    return msgspec.json.encode({"id": number, "error": error_to_wire(error)})
