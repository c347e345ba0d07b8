import io

from atom_desktop.cli import lines
from atom_desktop.cli.lines import read_lines
from atom_desktop.model.errors import UserError


class Bytes(io.BytesIO):
    """Notes the longest piece that was read at once."""

    longest = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        found = super().readline(size)
        self.longest = max(self.longest, len(found))
        return found


def read(content: bytes) -> list[str | UserError]:
    return list(read_lines(io.TextIOWrapper(Bytes(content))))


def shown(content: bytes) -> list[str]:
    return [line.code if isinstance(line, UserError) else line for line in read(content)]


def test_lines_come_one_by_one_without_their_ends() -> None:
    assert shown(b"one\r\ntwo\n\nlast") == ["one", "two", "", "last"]


def test_a_byte_order_mark_is_no_text() -> None:
    assert shown("\ufeffone\n".encode()) == ["one"]


def test_a_line_in_another_encoding_is_bad_and_the_rest_goes_on() -> None:
    assert shown(b"caf\xe9\nnext\n") == ["encoding", "next"]


def test_an_endless_line_is_bad_and_bounded(monkeypatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 10)
    raw = Bytes(b"x" * 1000 + b"\nnext\n")
    found = list(read_lines(io.TextIOWrapper(raw)))
    assert [getattr(line, "code", line) for line in found] == ["line-too-long", "next"]
    assert raw.longest <= 11


def test_an_endless_last_line_ends(monkeypatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 10)
    assert shown(b"x" * 25) == ["line-too-long"]


def test_a_line_of_the_longest_length_is_fine(monkeypatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 10)
    assert shown(b"x" * 9 + b"\n") == ["x" * 9]


def test_a_stream_of_text_works_as_well() -> None:
    assert list(read_lines(io.StringIO("one\ntwo\n"))) == ["one", "two"]
