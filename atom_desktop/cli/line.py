"""How a command line is read: verbs with their arguments, and options in any place."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from atom_desktop.model.errors import UserError


class Argument(NamedTuple):
    """A word that a verb takes; `completes` names what the shell offers for it."""

    name: str
    help: str
    many: bool = False
    optional: bool = False
    completes: str = ""


class Option(NamedTuple):
    """Something that may be said with `--name`; `value` names what follows it, "" for a switch."""

    name: str
    help: str
    value: str = ""
    letter: str = ""
    many: bool = False
    completes: str = ""


class Verb(NamedTuple):
    """One thing that the command line does, as one or two words."""

    words: tuple[str, ...]
    help: str
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    details: str = ""

    @property
    def name(self) -> str:
        """The words as they are typed."""
        return " ".join(self.words)


class Said(NamedTuple):
    """What somebody typed: the verb (None for `atom` alone), its words and all options."""

    verb: Verb | None
    words: tuple[str, ...]
    options: dict[str, list[str]]
    rest: tuple[str, ...] = ()
    """Words that came before a verb that is not there."""

    def has(self, option: str) -> bool:
        """Tell whether a switch was given."""
        return option in self.options

    def one(self, option: str) -> str | None:
        """Return the value of an option, the last one if it was said twice."""
        found = self.options.get(option)
        return found[-1] if found else None

    def all(self, option: str) -> list[str]:
        """Return every value of an option."""
        return self.options.get(option, [])


GLOBAL_OPTIONS: Final = (
    Option("data", "the folder of the vault (or ATOM_DATA_DIR)", "DIR", completes="folder"),
    Option(
        "passphrase-file",
        "read the passphrase from the first line of a file (or ATOM_PASSPHRASE_FILE)",
        "FILE",
        completes="file",
    ),
    Option("json", "print JSON"),
    Option("headless", "no window: store and local socket in the foreground"),
    Option("demo", "a throw-away vault with sample tasks"),
    Option("help", "show this help", letter="h"),
    Option("version", "show the version"),
)


WORD: Final = "__complete"
"""What the completion scripts say; the words behind it are somebody's unfinished line."""
_COMPLETE: Final = Verb((WORD,), "offer what may stand in place of the last word")


def read_line(words: Sequence[str], verbs: Sequence[Verb]) -> Said:
    """Read the words after `atom`; raises `UserError` for what cannot be understood."""
    if words[:1] in ((WORD,), [WORD]):
        return Said(_COMPLETE, tuple(words[1:]), {})
    verb = _verb(words, verbs)
    known = GLOBAL_OPTIONS if verb is None else (*verb.options, *GLOBAL_OPTIONS)
    options: dict[str, list[str]] = {}
    plain: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            plain += left
        elif _is_option(word):
            name, value = _option(word, left, known, verb)
            options.setdefault(name, []).append(value)
        else:
            plain.append(word)
    if verb is None:
        return Said(None, (), options, tuple(plain))
    return Said(verb, tuple(plain[len(verb.words) :]), options)


def checked(said: Said) -> Said:
    """Return what was said, or refuse it when words are missing or left over."""
    verb = said.verb
    if verb is None or verb is _COMPLETE:
        return said
    least = sum(1 for argument in verb.arguments if not argument.optional)
    if len(said.words) < least:
        missing = verb.arguments[len(said.words)]
        raise UserError(f"`atom {verb.name}` needs {missing.name}: {missing.help}.", _see(verb))
    most = None if any(argument.many for argument in verb.arguments) else len(verb.arguments)
    if most is not None and len(said.words) > most:
        extra = said.words[most][:60]
        raise UserError(f"`atom {verb.name}` does not take “{extra}”.", _see(verb))
    return said


def _verb(words: Sequence[str], verbs: Sequence[Verb]) -> Verb | None:
    """Return the verb that the first plain words name, the longest one."""
    plain = list(_plain_start(words))
    for length in (2, 1):
        for verb in verbs:
            if len(verb.words) == length and list(verb.words) == plain[:length]:
                return verb
    return None


def _plain_start(words: Sequence[str]) -> Iterator[str]:
    """Yield the words that are neither global options nor their values."""
    valued = {f"--{option.name}" for option in GLOBAL_OPTIONS if option.value}
    skip = False
    for word in words:
        if word == "--":
            return
        if not skip and not _is_option(word):
            yield word
        skip = word in valued and not skip


def _is_option(word: str) -> bool:
    return len(word) > 1 and word[0] == "-" and not word[1].isdigit()


def _option(
    word: str, left: Iterator[str], known: Sequence[Option], verb: Verb | None
) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    for option in known:
        if name == f"--{option.name}" or (option.letter and name == f"-{option.letter}"):
            break
    else:
        raise UserError(f"There is no option {name[:60]}.", _near_option(name, known, verb))
    if not option.value:
        if equals:
            raise UserError(f"{name} takes no value.", _see(verb))
        return option.name, ""
    if equals:
        return option.name, value
    try:
        return option.name, next(left)
    except StopIteration:
        raise UserError(f"{name} needs {option.value}: {option.help}.", _see(verb)) from None


def _near_option(name: str, known: Sequence[Option], verb: Verb | None) -> str:
    import difflib  # noqa: PLC0415 -- only after a slip

    near = difflib.get_close_matches(name, [f"--{option.name}" for option in known], 1)
    if near:
        return f"Did you mean {near[0]}?"
    return f"{_see(verb)} Text that begins with a dash goes behind `--`."


def _see(verb: Verb | None) -> str:
    return f"See `atom {verb.name} --help`." if verb else "See `atom --help`."
