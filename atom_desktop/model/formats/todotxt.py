"""Reads todo.txt: one task a line (https://github.com/todotxt/todo.txt, read 2026-11).

Words like ``+project``, ``@label`` and ``due:2026-12-01`` at either end of a line are taken out of
the title; inside it they count as well, and the bare word stays, so that the sentence can be read.
``key:value`` words that mean nothing here stay in the title as they are.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Final

from atom_desktop.model.formats.base import (
    Chunks,
    ImportedTask,
    LossKind,
    Reading,
    clean_line,
)
from atom_desktop.model.formats.recurring import WORKING_DAYS, rule_from_words
from atom_desktop.model.formats.stream import read_lines
from atom_desktop.model.formats.zones import Wall
from atom_desktop.model.json import JsonObject

NAME: Final = "todotxt"
_HEAD: Final = re.compile(
    r"(x )?(?:\(([A-Z])\) )?(?:(\d{4}-\d\d-\d\d) )?(?:(\d{4}-\d\d-\d\d) )?",
    re.ASCII,
)
_KEY: Final = re.compile(r"([A-Za-z][\w-]*):(?!//)(\S+)", re.ASCII)
_SYMBOLS: Final = "+@"
_LETTERS: Final = {"A": 1, "B": 2, "C": 3, "D": 4}
_BUSINESS_DAY: Final = frozenset({"b", "1b"})
_PRIORITY_WORD: Final = re.compile(r"\s*\bpri:[A-Z]\b")


def read(chunks: Chunks, reading: Reading) -> Iterator[ImportedTask]:
    """Yield the task of each line that is not empty; raises `FormatError` for broken text."""
    reader = _Reader(reading)
    for _, line in read_lines(chunks):
        cleaned = clean_line(line, reading.losses, "line")
        if cleaned:
            yield reader.task(cleaned)


class _Words:
    """What the words of one line say besides the title."""

    parent: str | None = None
    id: str = ""
    depends: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.title: list[str] = []
        self.fields: JsonObject = {}
        self.kept: JsonObject = {}
        self.projects: list[str] = []
        self.labels: list[str] = []


class _Reader:
    """Turns one line after the other into a task; what it cannot carry is counted."""

    def __init__(self, reading: Reading) -> None:
        self._losses = reading.losses
        self._wall = Wall(reading.tz)
        self._seen: dict[bytes, int] = {}
        self._keys: dict[str, Callable[[_Words, str], bool]] = {
            "due": lambda words, value: self._day(words, "due", value),
            "t": lambda words, value: self._day(words, "start", value),
            "deadline": lambda words, value: self._day(words, "deadline", value),
            "rec": self._recurrence,
            "pri": self._priority,
            "id": self._id,
            "p": self._parent,
            "dep": self._dependency,
            "h": self._hidden,
        }

    def task(self, line: str) -> ImportedTask:
        head = _HEAD.match(line)
        words = _Words()
        body = line
        if head is not None and head.end() < len(line):
            body = line[head.end() :].lstrip()
            self._head(words, head)
        self._body(words, body)
        return self._finished(words, body)

    def _head(self, words: _Words, head: re.Match[str]) -> None:
        done, letter, first, second = head.groups()
        fields = words.fields
        if letter:
            self._priority(words, letter)
        if done:
            fields["status"] = "done"
            if first and (at := self._start(words, first)):
                fields["done"] = at
            first, second = second, None
        if first and (at := self._start(words, first)):
            fields["created"] = at
        if second:
            words.title.append(second)

    def _start(self, words: _Words, day: str) -> str | None:
        """Return the instant at which a day starts; what is no day goes back into the title."""
        at = self._wall.start_of_day(day)
        if at is None:
            words.title.append(day)
            self._losses.add(LossKind.KEPT, "date", day)
        return at

    def _body(self, words: _Words, body: str) -> None:
        if not _may_hold_words(body):
            words.title.append(body)
            return
        parts = body.split()
        first, last = 0, len(parts)
        while first < last and self._may_say(parts[first]):
            first += 1
            if not self._said(words, parts[first - 1]):
                words.title.append(parts[first - 1])
                break
        while last > first and self._may_say(parts[last - 1]):
            last -= 1
        sentence = parts[first:last]
        if _may_hold_words(" ".join(sentence)):
            self._sentence(words, sentence)
        else:
            words.title += sentence
        words.title += [part for part in parts[last:] if not self._said(words, part)]

    def _sentence(self, words: _Words, sentence: list[str]) -> None:
        """Read the middle of a line, where bare words stay in the title."""
        for part in sentence:
            if part[0] in _SYMBOLS and self._said(words, part):
                words.title.append(part[1:])
            elif ":" not in part or not self._said(words, part):
                words.title.append(part)

    def _may_say(self, part: str) -> bool:
        """Tell whether a word is a project, a label or one of the known keys."""
        if part[0] in _SYMBOLS:
            return len(part) > 1
        return ":" in part and part.partition(":")[0] in self._keys

    def _said(self, words: _Words, part: str) -> bool:
        """Take in a word that says something; False leaves it to the title."""
        symbol = part[0]
        if symbol in _SYMBOLS:
            if len(part) > 1:
                (words.projects if symbol == "+" else words.labels).append(part[1:])
            return len(part) > 1
        found = _KEY.fullmatch(part)
        known = self._keys.get(found[1]) if found else None
        if found is None or known is None:
            return False
        if known(words, found[2]):
            return True
        self._losses.add(LossKind.KEPT, found[1], found[2])
        return False

    def _day(self, words: _Words, field: str, value: str) -> bool:
        if self._wall.start_of_day(value) is None or len(value) != 10:
            return False
        words.fields[field] = {"date": value}
        return True

    def _recurrence(self, words: _Words, value: str) -> bool:
        """Read ``rec:1w`` (from completion) and ``rec:+1w`` (from the day it was due)."""
        counted = value.removeprefix("+")
        rule = WORKING_DAYS if counted in _BUSINESS_DAY else rule_from_words(counted)
        if rule is None:
            return False
        base = "due" if value.startswith("+") else "completion"
        words.fields["recurrence"] = {"rule": rule, "from": base, "text": value}
        return True

    def _priority(self, words: _Words, letter: str) -> bool:
        if len(letter) != 1 or not "A" <= letter <= "Z":
            return False
        level = _LETTERS.get(letter, 4)
        if level < 4:
            words.fields["priority"] = level
        if letter not in _LETTERS:
            words.kept["priority"] = letter
            self._losses.add(LossKind.KEPT, "priority", letter)
        return True

    def _id(self, words: _Words, value: str) -> bool:
        words.id = value
        return True

    def _parent(self, words: _Words, value: str) -> bool:
        words.parent = value
        return True

    def _dependency(self, words: _Words, value: str) -> bool:
        words.depends = (*words.depends, value)
        return True

    def _hidden(self, words: _Words, value: str) -> bool:
        words.kept["h"] = value
        self._losses.add(LossKind.KEPT, "h", value)
        return True

    def _finished(self, words: _Words, body: str) -> ImportedTask:
        fields = words.fields
        fields["title"] = " ".join(words.title) or body
        source_id = words.id or self._made_id(f"{fields.get('created')} {_unfinished(body)}")
        fields["source"] = f"{NAME}:{source_id}"
        if len(words.projects) > 1:
            words.kept["projects"] = list(words.projects)
            self._losses.add(LossKind.KEPT, "project", words.projects[1])
        if words.kept:
            fields["imported"] = words.kept
        return ImportedTask(
            source_id=source_id,
            fields=fields,
            project=words.projects[0] if words.projects else None,
            labels=tuple(words.labels),
            parent=words.parent,
            depends_on=words.depends,
        )

    def _made_id(self, said: str) -> str:
        """Name a line by what it says, and by how often it was there before."""
        digest = hashlib.blake2b(said.encode(), digest_size=12).digest()
        count = self._seen.get(digest, 0)
        self._seen[digest] = count + 1
        return f"{digest.hex()}-{count}" if count else digest.hex()


def _may_hold_words(text: str) -> bool:
    """Tell whether any of the characters is there that a special word needs."""
    return "+" in text or "@" in text or ":" in text


def _unfinished(body: str) -> str:
    """Return the body without ``pri:A``, which programs add when they complete a line."""
    return _PRIORITY_WORD.sub("", body) if "pri:" in body else body
