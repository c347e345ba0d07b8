"""Reads a query as it was typed: conditions joined by ``and``, ``or`` and ``not``, then the order.

::

    query      = [either] {"sort by" key ["desc"] {"," key ["desc"]} | "group by" key | "limit" n}
    either     = all {"or" all}
    all        = one {["and"] one}
    one        = {"not" | "-"} ("(" either ")" | condition)
"""

import re
from typing import Final

from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.names import Names
from atom_desktop.model.query.conditions import Surroundings, read_condition
from atom_desktop.model.query.nodes import (
    And,
    DateField,
    Everything,
    Flag,
    FlagName,
    GroupKey,
    Node,
    Not,
    Or,
    Query,
    Sort,
    SortKey,
    StatusIs,
    Text,
    When,
)
from atom_desktop.model.query.problem import QueryError
from atom_desktop.model.query.scanner import Scanner
from atom_desktop.model.task import Status

LONGEST_QUERY: Final = 10_000
DEEPEST_NESTING: Final = 50
_TAIL: Final = re.compile(r"(?:sort|group)\s+by\b|limit\s+\d", re.IGNORECASE | re.ASCII)
_MINUS: Final = re.compile(r"-(?=[^\s-])")


def parse_query(
    text: str, moment: Moment, *, projects: Names | None = None, labels: Names | None = None
) -> Query:
    """Read a query at that moment; existing names may then be written with spaces and unquoted.

    Raises `QueryError`, which names the place of the problem.
    """
    if len(text) > LONGEST_QUERY:
        raise QueryError("This query is too long.", LONGEST_QUERY, len(text))
    around = Surroundings(moment=moment, projects=projects or Names(), labels=labels or Names())
    return _Parser(Scanner(text), around).query()


class _Parser:
    """Reads one query; `_asked` collects what it says about states that are otherwise left out."""

    def __init__(self, scanner: Scanner, around: Surroundings) -> None:
        self._scanner = scanner
        self._around = around
        self._asked: set[str] = set()
        self._depth = 0

    def query(self) -> Query:
        scanner = self._scanner
        said: Node = Everything() if self._at_tail() or scanner.at_end else self._either()
        sort: tuple[Sort, ...] = ()
        group, limit = None, None
        while not scanner.at_end:
            if not self._at_tail():
                raise scanner.problem("This cannot be read here.")
            match scanner.take_keyword("sort", "group", "limit"):
                case "sort":
                    sort = self._sort()
                case "group":
                    group = self._group()
                case _:
                    limit = self._limit()
        where = self._scoped(said)
        return Query(where=where, sort=sort, group=group, limit=limit, text=scanner.text)

    def _at_tail(self) -> bool:
        return _TAIL.match(self._scanner.text, self._scanner.place) is not None

    def _either(self) -> Node:
        parts = [self._all()]
        while self._scanner.take_keyword("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Node:
        parts = [self._one()]
        while True:
            joined = self._scanner.take_keyword("and")
            if not joined and self._ends():
                return _joined(parts)
            parts.append(self._one())

    def _ends(self) -> bool:
        scanner = self._scanner
        return (
            scanner.at_end or scanner.symbol == ")" or scanner.keyword() == "or" or self._at_tail()
        )

    def _one(self) -> Node:
        scanner = self._scanner
        negated = False
        while scanner.take_keyword("not") or self._take_minus():
            negated = not negated
        if scanner.symbol == "(":
            node = self._nested()
        elif self._ends() or scanner.keyword() == "and":
            raise scanner.problem("A condition is missing here.")
        else:
            node = read_condition(scanner, self._around)
            self._note(node)
        return Not(node) if negated else node

    def _take_minus(self) -> bool:
        found = _MINUS.match(self._scanner.text, self._scanner.place)
        if found is not None:
            self._scanner.jump(found.end())
        return found is not None

    def _nested(self) -> Node:
        scanner = self._scanner
        opened = scanner.place
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise scanner.problem("There are too many brackets inside each other here.")
        scanner.take_symbol("(")
        node = self._either()
        if not scanner.take_symbol(")"):
            raise QueryError("This bracket is never closed.", opened, opened + 1)
        self._depth -= 1
        return node

    def _note(self, node: Node) -> None:
        """Remember which of the states that are otherwise left out were asked about."""
        match node:
            case Not(part):
                self._note(part)
            case StatusIs() | Everything() | When(field=DateField.DONE):
                self._asked.add("status")
            case Flag(name=FlagName.TRASHED | FlagName.ARCHIVED as name):
                self._asked |= {"status", name}
            case _:
                pass

    def _scoped(self, said: Node) -> Node:
        """Add what is implied: open, not trashed, not archived."""
        parts: list[Node] = [said]
        if "status" not in self._asked:
            parts.append(StatusIs(Status.OPEN))
        hidden = (FlagName.TRASHED, FlagName.ARCHIVED)
        parts.extend(Not(Flag(flag)) for flag in hidden if flag not in self._asked)
        return _joined(parts)

    def _sort(self) -> tuple[Sort, ...]:
        scanner = self._scanner
        scanner.take_keyword("by")
        keys = []
        while True:
            key = scanner.take_keyword(*SortKey)
            if not key:
                raise scanner.problem("A list cannot be sorted by this.", _choices(SortKey))
            direction = scanner.take_keyword("desc", "descending", "asc", "ascending")
            keys.append(Sort(SortKey(key), direction.startswith("desc")))
            if not scanner.take_symbol(","):
                return tuple(keys)

    def _group(self) -> GroupKey:
        self._scanner.take_keyword("by")
        key = self._scanner.take_keyword(*GroupKey)
        if not key:
            raise self._scanner.problem("A list cannot be grouped by this.", _choices(GroupKey))
        return GroupKey(key)

    def _limit(self) -> int:
        scanner = self._scanner
        start = scanner.place
        word = scanner.take_word()
        if not (word.isascii() and word.isdigit() and len(word) <= 9 and int(word)):
            scanner.place = start
            raise scanner.problem("A limit is a number from 1 to 999999999.")
        return int(word)


def _joined(parts: list[Node]) -> Node:
    """Join conditions by "and", neighbouring words into one search, nested ones into one level."""
    flat: list[Node] = []
    for part in (part for part in parts if not isinstance(part, Everything)):
        last = flat[-1] if flat else None
        if isinstance(part, And):
            flat.extend(part.parts)
        elif isinstance(part, Text) and isinstance(last, Text) and part.field is last.field:
            flat[-1] = Text(last.words + part.words, part.field)
        else:
            flat.append(part)
    if len(flat) < 2:
        return flat[0] if flat else Everything()
    return And(tuple(flat))


def _choices(kind: type[SortKey | GroupKey]) -> str:
    return f"Choose from {', '.join(kind)}."
