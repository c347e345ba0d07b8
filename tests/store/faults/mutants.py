"""Deliberate mistakes in the store: each must be seen by one of the harnesses."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from atom_desktop.model.change import Step
from atom_desktop.store import compaction, sealed, sealed_folder, snapshot, store
from atom_desktop.store.compaction import Compaction
from atom_desktop.store.disk import Disk
from atom_desktop.store.journal import Journal
from atom_desktop.store.log_reader import LogReader
from atom_desktop.store.sealed import FileKind, SealedReader, SealedWriter
from atom_desktop.store.sealed_folder import SealedFolder
from atom_desktop.store.snapshot import write_snapshot
from atom_desktop.store.store import Store
from tests.fakes.disk import Call
from tests.fakes.disk_crash import CrashDisk

Mutate = Callable[[pytest.MonkeyPatch], None]


def no_fsync(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SealedWriter, "sync", SealedWriter.flush)


def _no_sync_dir_after(patch: pytest.MonkeyPatch, call: Call) -> None:
    sync_dir = CrashDisk.sync_dir

    def forgetful(disk: CrashDisk, path: Path) -> None:
        if disk.log[-1] is not call:
            sync_dir(disk, path)

    patch.setattr(CrashDisk, "sync_dir", forgetful)


def no_folder_fsync_at_create(patch: pytest.MonkeyPatch) -> None:
    _no_sync_dir_after(patch, Call.SYNC)


def no_folder_fsync_at_rename(patch: pytest.MonkeyPatch) -> None:
    _no_sync_dir_after(patch, Call.RENAME)


def folders_made_without_fsync(patch: pytest.MonkeyPatch) -> None:
    def careless(disk: Disk, path: Path, _top: Path) -> None:
        disk.mkdir(path)

    for module in (store, compaction, sealed_folder):
        patch.setattr(module, "make_folder", careless)


def short_write_accepted(patch: pytest.MonkeyPatch) -> None:
    def careless(disk: Disk, handle: int, content: bytes) -> None:
        disk.append(handle, content)

    patch.setattr(sealed, "write_all", careless)


def log_sealed_late(patch: pytest.MonkeyPatch) -> None:
    capture, switch, seal = Compaction._capture, Compaction._switch, Journal.seal

    def without_sealing(run: Compaction) -> Any:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(Journal, "seal", lambda _journal: None)
            return capture(run)

    def then_seal(run: Compaction, *parts: Any) -> None:
        switch(run, *parts)
        with run.settled():
            seal(run.journal)

    patch.setattr(Compaction, "_capture", without_sealing)
    patch.setattr(Compaction, "_switch", then_seal)


def final_flag_ignored(patch: pytest.MonkeyPatch) -> None:
    def careless(folder: SealedFolder, path: Path) -> bytearray:
        reader = SealedReader.open(folder.disk, path, folder.kind, folder.key, folder.who.vault)
        return bytearray(b"".join(content for _, content in reader.blocks()))

    patch.setattr(SealedFolder, "_content", careless)


def nonce_reused(patch: pytest.MonkeyPatch) -> None:
    append = SealedWriter.append

    def careless(writer: SealedWriter, content: bytes, *, final: bool = False) -> Any:
        writer._random = bytes
        return append(writer, content, final=final)

    patch.setattr(SealedWriter, "append", careless)


class _Blind:
    """Packs what a block is bound to without one of its parts."""

    def __init__(self, kept: Callable[[int, int, bytes], tuple[int, int, bytes]]) -> None:
        self._kept, self._pack = kept, sealed.AAD_TAIL.pack

    def pack(self, sequence: int, flags: int, previous: bytes) -> bytes:
        return self._pack(*self._kept(sequence, flags, previous))


def aad_without_sequence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sealed, "AAD_TAIL", _Blind(lambda _, flags, tag: (0, flags, tag)))


def aad_without_final_flag(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sealed, "AAD_TAIL", _Blind(lambda number, _, tag: (number, 0, tag)))


def previous_tag_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sealed, "AAD_TAIL", _Blind(lambda number, flags, _: (number, flags, bytes(16))))


def aad_without_type(patch: pytest.MonkeyPatch) -> None:
    open_file, pack = SealedReader.open.__func__, sealed.Header.pack

    def careless(cls: type[SealedReader], *parts: Any) -> SealedReader:
        reader = open_file(cls, *parts)
        reader._packed = _without_type(reader._packed)
        return reader

    def packed(header: sealed.Header) -> bytes:
        return _without_type(pack(header))

    patch.setattr(SealedReader, "open", classmethod(careless))
    patch.setattr(sealed.Header, "pack", packed)


def _without_type(header: bytes) -> bytes:
    return header[:6] + bytes(2) + header[8:]


def snapshot_renamed_before_its_sync(patch: pytest.MonkeyPatch) -> None:
    def careless(disk: Disk, folder: Path, root: Any, key: bytes, who: Any) -> tuple[str, str]:
        name = f"snap-{root.generation:08d}-{who.random_bytes(16).hex()}.atom"
        unfinished = folder / f"{name}.new"
        writer = SealedWriter.create(disk, unfinished, FileKind.SNAPSHOT, key, who)
        tag = writer.append(snapshot._encode(root), final=True).tag
        writer.flush()
        disk.rename(unfinished, folder / name)
        disk.sync_dir(folder)
        writer.close()
        return name, tag.hex()

    patch.setattr(compaction, "write_snapshot", careless)


def cleaned_up_before_the_new_snapshot_lasts(patch: pytest.MonkeyPatch) -> None:
    def careless(disk: Disk, folder: Path, root: Any, key: bytes, who: Any) -> tuple[str, str]:
        for entry in root.covers:
            with suppress(OSError):
                disk.unlink(folder / entry.name)
        return write_snapshot(disk, folder, root, key, who)

    patch.setattr(compaction, "write_snapshot", careless)


def failed_fsync_retried(patch: pytest.MonkeyPatch) -> None:
    sync = SealedWriter.sync

    def careless(writer: SealedWriter) -> None:
        try:
            sync(writer)
        except OSError:
            writer.poisoned = False
            sync(writer)

    patch.setattr(SealedWriter, "sync", careless)


def unfinished_part_applied(patch: pytest.MonkeyPatch) -> None:
    def careless(log: LogReader, step: Step) -> Step:
        from msgspec.structs import replace

        return replace(step, device=log.device, part=0, last=True)

    patch.setattr(LogReader, "_completed", careless)


def refused_edit_left_in_place(patch: pytest.MonkeyPatch) -> None:
    def careless(vault: Store, refused: list[Any]) -> None:
        for commit in refused:
            vault._inverse.pop(id(commit))

    patch.setattr(Store, "_put_back", careless)


def refused_edit_left_in_the_log(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Journal, "_drop", Journal.seal)


def acknowledged_before_the_sync(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Journal, "_make_durable", lambda _journal, log: log.flush())


def older_document_preferred(patch: pytest.MonkeyPatch) -> None:
    files = SealedFolder._files
    patch.setattr(SealedFolder, "_files", lambda folder, name: files(folder, name)[::-1])


def damaged_files_not_copied(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(store, "set_aside", lambda _state: None)


def damage_not_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("atom_desktop.store.opening.State.report", lambda *_: None)


def nothing_rebuilt(patch: pytest.MonkeyPatch) -> None:
    """Damaged blocks are left out, and nobody looks into the journal."""
    patch.setattr("atom_desktop.store.healing._every_step", lambda _state: iter(()))


def blocks_not_checked(patch: pytest.MonkeyPatch) -> None:
    """Whatever a block holds is taken."""

    class Trusting:
        def __init__(self, key: bytes) -> None:
            self._aead = AESGCM(key)
            self.encrypt = self._aead.encrypt

        def decrypt(self, nonce: bytes, content: bytes, _place: bytes) -> bytes:
            return self._aead.encrypt(nonce, bytes(content[:-16]), None)[:-16]

    patch.setattr(sealed, "AESGCM", Trusting)


def named(mutants: list[Mutate]) -> list[Any]:
    """Return the mutants as parameters that are shown by their names."""
    return [pytest.param(mutate, id=mutate.__name__.replace("_", " ")) for mutate in mutants]
