"""An owner in this process, with commands made for tests, and calls to it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from atom_desktop.core.owner import Call, Owner, Request
from atom_desktop.core.owner_client import OwnerClient
from atom_desktop.core.owner_line import address_in, listen
from atom_desktop.model.errors import Conflict
from atom_desktop.model.json import Json, JsonObject
from tests.fakes.beside import PATIENCE


class Answering:
    """Commands made for these tests, and a note of what went wrong."""

    def __init__(self) -> None:
        self.bugs: list[BaseException] = []
        self.strangers = 0
        self.done: list[str] = []
        self.begun = threading.Event()
        self.may_end = threading.Event()
        self.cancelled = threading.Event()

    def answer(self, request: Request, call: Call) -> Json:
        command: Callable[[JsonObject, Call], Json] = getattr(self, f"on_{request.command}")
        return command(request.params, call)

    def stranger(self) -> None:
        self.strangers += 1

    def bug(self, error: BaseException) -> None:
        self.bugs.append(error)

    def on_echo(self, params: JsonObject, call: Call) -> Json:
        self.done.append(str(params.get("text")))
        return params

    def on_conflict(self, params: JsonObject, call: Call) -> Json:
        raise Conflict("Two match.", "Say which.", "ambiguous")

    def on_break(self, params: JsonObject, call: Call) -> Json:
        raise ZeroDivisionError("secret title")

    def on_wait(self, params: JsonObject, call: Call) -> Json:
        self.begun.set()
        assert self.may_end.wait(PATIENCE)
        self.done.append("waited")
        return "waited"

    def on_count(self, params: JsonObject, call: Call) -> Json:
        call.progress({"done": 1, "total": 3})
        self.begun.set()
        assert self.may_end.wait(PATIENCE)
        return "counted"

    def on_until_cancelled(self, params: JsonObject, call: Call) -> Json:
        self.begun.set()
        until = time.monotonic() + PATIENCE
        while not call.cancelled() and time.monotonic() < until:
            self.may_end.wait(0.01)
        self.cancelled.set()
        return None

    def on_large(self, params: JsonObject, call: Call) -> Json:
        self.begun.set()
        return "x" * (32 << 20)


class House:
    """An owner in this process, and calls to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = address_in(folder, "test")
        self.answers = Answering()
        self.owner = self.opened()

    def opened(self) -> Owner:
        listener = listen(self.address, self.folder)
        return Owner(listener, self.answers, lambda: {"version": "1", "kind": "test"})

    def client(self) -> OwnerClient:
        return OwnerClient.call_at(self.address, self.folder)

    def run(self, command: str, **params: Json) -> Json:
        client = self.client()
        try:
            return client.run(command, params)
        finally:
            client.close()

    def raw(self) -> socket.socket:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.settimeout(PATIENCE)
        sock.connect(self.address)
        return sock


def lines_of(sock: socket.socket) -> Iterator[JsonObject]:
    with sock.makefile("rb") as file:
        for line in file:
            yield msgspec.json.decode(line)
