"""Completion for bash, zsh and fish: three small scripts that ask `atom` itself what may follow.

The scripts hold no list of commands, so they stay right after an update. `atom __complete WORD...`
prints one candidate a line for the last word, which may be empty; a tab divides it from a remark.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from atom_desktop.cli.line import GLOBAL_OPTIONS, Argument, Option, Verb

FILES: Final = "\x00files"
FOLDERS: Final = "\x00folders"

Known = Callable[[str], Iterable[tuple[str, str]]]
"""Asks the owner for the things of one kind (id, project, label, command, setting)."""

_FIXED: Final = {
    "shell": ("bash", "zsh", "fish"),
    "bench": (
        "edit",
        "open",
        "filter",
        "text",
        "import",
        "commands",
        "memory",
        "window",
    ),
    "dialect": ("todoist", "superproductivity", "todotxt"),
    "format": ("taskwarrior", "todotxt", "atom"),
    "kdf": ("calibrated", "floor"),
}
_FIELDS: Final = (
    "title", "notes", "project", "section", "labels", "priority", "status", "start", "due",
    "deadline", "duration", "estimate",
)  # fmt: skip

_NAMED: Final = {"project": "project", "section": "section", "labels": "label"}
_CHOICES: Final = {
    "priority": ("1", "2", "3", "4"),
    "status": ("open", "waiting", "done", "cancelled"),
    "due": ("today", "tomorrow"),
    "start": ("today", "tomorrow"),
    "deadline": ("today", "tomorrow"),
}

_BASH: Final = r"""
_atom() {
    local IFS=$'\n' line=${COMP_LINE:0:COMP_POINT} words=() place part
    # Bash takes words apart at = : and @, so they are put together again where no blank is between.
    for ((place = 0; place <= COMP_CWORD; place++)); do
        part=${COMP_WORDS[place]}
        if [[ $place == 0 || $line == [[:blank:]]* || -z $line ]]; then
            line=${line#"${line%%[![:blank:]]*}"}
            words+=("")
        fi
        [[ $line == "$part"* ]] || part=$line
        line=${line#"$part"}
        words[${#words[@]}-1]+=$part
    done
    local word=${words[${#words[@]}-1]} before="" quote=""
    case $word in
        [\"\']*) quote=${word:0:1} word=${word:1} ;;
        *[=:@]*) before=${word%"${word##*[=:@]}"} ;;
    esac
    [[ $quote ]] || { word=${word//\\/}; before=${before//\\/}; }
    words[${#words[@]}-1]=$word
    COMPREPLY=()
    while read -r line; do
        case $line in
            :files|:folders)
                compopt -o filenames 2>/dev/null
                [[ $line == :files ]] && part=-f || part=-d
                COMPREPLY=($(compgen "$part" -- "${word#"$before"}"))
                ;;
            *)
                line=${line%%$'\t'*}
                [[ $line == *= ]] && compopt -o nospace 2>/dev/null
                line=${line#"$before"}
                [[ $quote ]] || line=$(printf '%q' "$line")
                COMPREPLY+=("$line")
                ;;
        esac
    done < <(atom __complete "${words[@]:1}" 2>/dev/null)
}
complete -F _atom atom
"""
_ZSH: Final = r"""
#compdef atom
_atom() {
    local -a candidates said whole open
    local line word
    said=("${(@Q)words[2,CURRENT]}")
    said[-1]=${said[-1]#[\"\']}
    candidates=("${(@f)$(atom __complete "${said[@]}" 2>/dev/null)}")
    for line in $candidates; do
        case $line in
            :files) compset -P '--*='; _files; return ;;
            :folders) compset -P '--*='; _files -/; return ;;
            ?*)
                word=${line%%$'\t'*}
                line="${word//:/\\:}:${${line#$word}#$'\t'}"
                if [[ $word == *= ]]; then open+=("$line"); else whole+=("$line"); fi
                ;;
        esac
    done
    (( $#open )) && _describe -V 'atom' open -S ''
    (( $#whole )) && _describe -V 'atom' whole
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
if [ "$funcstack[1]" = "_atom" ]; then _atom "$@"; else compdef _atom atom; fi
"""
_FISH: Final = r"""
function __atom_complete
    set -l words (commandline -opc) (commandline -ct | string trim -l -c '"\'')
    for line in (atom __complete $words[2..-1] 2>/dev/null)
        switch $line
            case ':files' ':folders'
                set -l option (string match -r '^--[a-z-]+=' -- $words[-1])
                set -q option[1]; or set option ''
                set -l path (string replace -r '^--[a-z-]+=' '' -- $words[-1])
                if test $line = ':files'
                    printf '%s\n' $option(__fish_complete_path $path)
                else
                    printf '%s\n' $option(__fish_complete_directories $path)
                end
            case '*'
                echo $line
        end
    end
end
complete -c atom -f -a '(__atom_complete)'
"""
SCRIPTS: Final = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def candidates(words: Sequence[str], verbs: Sequence[Verb], known: Known) -> list[tuple[str, str]]:
    """Return what may stand in place of the last word, each with a remark."""
    *before, started = words or [""]
    verb, plain = _place(before, verbs)
    options = (*(verb.options if verb else ()), *GLOBAL_OPTIONS)
    waiting = _option_named(before[-1], options) if before else None
    name, equals, value = started.partition("=")
    assigned = _option_named(name, options) if equals else None
    if waiting is not None and waiting.value:
        found = _value(waiting.completes, started, known)
    elif assigned is not None:
        return _assigned(f"{name}=", value, _value(assigned.completes, value, known))
    elif started.startswith("-"):
        found = [(f"--{option.name}", option.help) for option in options]
    elif verb is None:
        found = _verbs(plain, verbs)
    else:
        found = _argument(verb, len(plain) - len(verb.words), started, known)
    special = {FILES, FOLDERS}
    return [pair for pair in found if pair[0] in special or pair[0].startswith(started)]


def printed(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return the lines that the scripts read."""
    special = {FILES: ":files", FOLDERS: ":folders"}
    return [special.get(word) or f"{word}\t{remark}".rstrip("\t") for word, remark in pairs]


def _place(before: Sequence[str], verbs: Sequence[Verb]) -> tuple[Verb | None, list[str]]:
    """Return the verb and the plain words so far, without options and their values."""
    plain: list[str] = []
    verb: Verb | None = None
    skip = False
    for word in before:
        options = (*(verb.options if verb else ()), *GLOBAL_OPTIONS)
        option = _option_named(word, options)
        if not skip and not word.startswith("-"):
            plain.append(word)
            verb = verb or next((verb for verb in verbs if list(verb.words) == plain), None)
        skip = option is not None and bool(option.value)
    return verb, plain


def _option_named(word: str, options: Iterable[Option]) -> Option | None:
    for option in options:
        if word == f"--{option.name}" or (option.letter and word == f"-{option.letter}"):
            return option
    return None


def _verbs(plain: Sequence[str], verbs: Sequence[Verb]) -> list[tuple[str, str]]:
    """Return the next words of the verbs that begin with the words so far."""
    place = len(plain)
    found: dict[str, str] = {}
    for verb in verbs:
        if len(verb.words) > place and list(verb.words[:place]) == list(plain):
            found.setdefault(verb.words[place], verb.help if len(verb.words) == place + 1 else "")
    return list(found.items())


def _argument(verb: Verb, place: int, started: str, known: Known) -> list[tuple[str, str]]:
    if not verb.arguments:
        return []
    argument: Argument = verb.arguments[min(place, len(verb.arguments) - 1)]
    if place >= len(verb.arguments) and not argument.many:
        return []
    if argument.completes == "edit":
        return _edit(place, started, known)
    return _value(argument.completes, started, known)


def _value(kind: str, started: str, known: Known) -> list[tuple[str, str]]:
    return _query(started, known) if kind == "query" else _kind(kind, known)


def _edit(place: int, started: str, known: Known) -> list[tuple[str, str]]:
    """Offer ids first, then fields, then what a field takes."""
    field, equals, value = started.partition("=")
    if equals:
        return _assigned(f"{field}=", value, _field_values(field.rstrip("+-"), known))
    fields = [(f"{name}=", "") for name in _FIELDS] + [("labels+=", ""), ("labels-=", "")]
    return fields if place and started else [*known("id"), *(fields if place else [])]


def _field_values(field: str, known: Known) -> list[tuple[str, str]]:
    if field in _NAMED:
        return list(known(_NAMED[field]))
    return [(word, "") for word in _CHOICES.get(field, ())]


def _assigned(start: str, value: str, found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what may stand behind `start`; file names are left to the shell."""
    return [
        pair if pair[0] in {FILES, FOLDERS} else (f"{start}{pair[0]}", pair[1])
        for pair in found
        if pair[0] in {FILES, FOLDERS} or pair[0].startswith(value)
    ]


def _query(started: str, known: Known) -> list[tuple[str, str]]:
    if started.startswith("#"):
        return [(f"#{name}", remark) for name, remark in known("project")]
    if started.startswith("@"):
        return [(f"@{name}", remark) for name, remark in known("label")]
    return []


def _kind(kind: str, known: Known) -> list[tuple[str, str]]:
    if kind in {"file", "folder"}:
        return [(FILES if kind == "file" else FOLDERS, "")]
    if kind in _FIXED:
        return [(word, "") for word in _FIXED[kind]]
    return list(known(kind)) if kind else []
