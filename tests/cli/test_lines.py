import io

from atom_desktop.cli import lines
from atom_desktop.cli.lines import read_batches, read_lines
from atom_desktop.model.errors import UserError


def read(content: bytes) -> list[str | UserError]:
    return list(read_lines(io.TextIOWrapper(io.BytesIO(content))))


def shown(content: bytes) -> list[str]:
    return [line.code if isinstance(line, UserError) else line for line in read(content)]


def test_lines_come_one_by_one_without_their_ends() -> None:
    assert shown(b"one\r\ntwo\n\nlast") == ["one", "two", "", "last"]


def test_a_byte_order_mark_is_no_text() -> None:
    assert shown("\ufeffone\n".encode()) == ["one"]


def test_a_line_in_another_encoding_is_bad_and_the_rest_goes_on() -> None:
    assert shown(b"\xff\nnext\n") == ["encoding", "next"]


class Pipe(io.BytesIO):
    """Gives what was written at once in one piece, as a pipe does; notes how much was asked."""

    def __init__(self, *pieces: bytes) -> None:
        super().__init__()
        self.pieces = list(pieces)
        self.most = 0

    def read1(self, size: int | None = -1, /) -> bytes:
        self.most = max(self.most, size or 0)
        return self.pieces.pop(0) if self.pieces else b""


def batches(*pieces: bytes) -> list[list[str | UserError]]:
    return list(read_batches(io.TextIOWrapper(Pipe(*pieces))))


def test_lines_that_arrive_together_come_together() -> None:
    assert batches(b"one\ntwo\n", b"three\n") == [["one", "two"], ["three"]]


def test_a_line_in_pieces_comes_when_it_is_whole() -> None:
    assert batches(b"o", b"n", b"e\ntw", b"o") == [["one"], ["two"]]


def test_a_letter_in_two_pieces_is_one_letter() -> None:
    assert batches(b"gr\xc3", b"\xbcn\n") == [["grün"]]


def test_an_endless_line_is_bad_and_bounded(monkeypatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 10)
    pieces = [b"xxxxxxxx"] * 100
    (first,) = batches(*pieces, b"x\nnext\n")
    assert [getattr(line, "code", line) for line in first] == ["line-too-long", "next"]


def test_a_line_too_long_that_is_whole_at_once_is_bad_as_well(monkeypatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 10)
    assert shown(b"x" * 11 + b"\nnext\n") == ["line-too-long", "next"]


def test_an_endless_last_line_ends(monkeypatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 10)
    assert shown(b"x" * 25) == ["line-too-long"]


def test_a_line_of_the_longest_length_is_fine(monkeypatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 10)
    assert shown(b"x" * 10 + b"\n") == ["x" * 10]


def test_a_stream_of_text_works_as_well() -> None:
    assert list(read_lines(io.StringIO("one\ntwo\n"))) == ["one", "two"]
