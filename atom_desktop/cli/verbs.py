"""Every verb of the command line: what it takes, and what it is for."""

from typing import Final

from atom_desktop.cli.line import Argument, Option, Verb

_IDS: Final = Argument(
    "ID...",
    "ids, or the first letters of ids (at least 4)",
    many=True,
    optional=True,
    completes="id",
)
_QUERY: Final = Option("query", "act on every task that matches", "Q", "q", completes="query")
_YES: Final = Option("yes", "do not ask", letter="y")
_FORMAT: Final = Option("format", "say what the file is", "F", completes="format")
_LIMIT: Final = Option("limit", "at most this many", "N", letter="n")
_FILE: Final = Argument("FILE", "the file", completes="file")
_DIALECT: Final = Option(
    "dialect", "todoist, superproductivity or todotxt", "D", completes="dialect"
)
_FORCE: Final = Option("force", "replace a file that is there")
_RECOVERY: Final = Option("recovery", "ask for the recovery code instead of the passphrase")

VERBS: Final = (
    Verb(
        ("add",),
        "add a task, as quick-add text",
        (Argument("TEXT...", "what is to be done; - reads lines", many=True, completes="query"),),
        (_DIALECT,),
        (
            "Buy milk tomorrow #Home @errand p1\n"
            "Returns when the task is on the disk. `atom add -` takes a task a line; a line that\n"
            "cannot be added is reported, the rest goes on."
        ),
    ),
    Verb(
        ("list",),
        "list tasks, open ones unless the query says otherwise",
        (Argument("QUERY", "what to look for", many=True, optional=True, completes="query"),),
        (_LIMIT,),
        'atom list "due before fri and @errand"\nA terminal shows 50 unless --limit says more.',
    ),
    Verb(("show",), "show one task", (Argument("ID", "its id", completes="id"),)),
    Verb(
        ("count",),
        "count tasks",
        (Argument("QUERY", "what to look for", many=True, optional=True, completes="query"),),
    ),
    Verb(("done",), "mark tasks as done", (_IDS,), (_QUERY, _YES)),
    Verb(("reopen",), "open tasks again that were done or cancelled", (_IDS,), (_QUERY, _YES)),
    Verb(("cancel",), "mark tasks as not to be done", (_IDS,), (_QUERY, _YES)),
    Verb(
        ("edit",),
        "change fields of tasks",
        (_IDS._replace(name="ID... FIELD=VALUE...", completes="edit"),),
        (_QUERY, _YES),
        'atom edit 7k2f due=tomorrow priority=1 title="Call Ann"\n'
        "FIELD= clears a field; labels+=NAME and labels-=NAME add and remove.",
    ),
    Verb(("delete",), "move tasks to the trash", (_IDS,), (_QUERY, _YES)),
    Verb(("restore",), "take tasks out of the trash", (_IDS,), (_QUERY, _YES)),
    Verb(
        ("move",),
        "move tasks to another project, section, parent or place",
        (_IDS,),
        (
            Option(
                "to",
                "the project, or PROJECT/SECTION; - is the inbox",
                "PROJECT",
                "t",
                completes="project",
            ),
            Option("parent", "make them subtasks of this task; - of none", "ID", completes="id"),
            Option("before", "place them before this task", "ID", completes="id"),
            Option("after", "place them after this task", "ID", completes="id"),
            _QUERY,
            _YES,
        ),
    ),
    Verb(("undo",), "take the last change back"),
    Verb(("redo",), "repeat what was taken back"),
    Verb(
        ("history",),
        "show what was changed, newest first",
        (Argument("ID", "of one task only", optional=True, completes="id"),),
        (_LIMIT,),
    ),
    Verb(
        ("parse",),
        "show what quick-add understands in each line of stdin; stores nothing",
        (),
        (
            Option("now", "the moment it is said", "ISO"),
            Option("tz", "the time zone it is said in", "ZONE"),
            _DIALECT,
            Option("lang", "languages, such as en,de", "L"),
        ),
    ),
    Verb(
        ("import",),
        "import tasks, with a report of what could not be carried",
        (_FILE,),
        (_FORMAT, Option("dry-run", "only show what would happen")),
        "Formats: taskwarrior, todotxt, atom. Importing the same file again changes nothing.",
    ),
    Verb(
        ("export",),
        "write all tasks to a file",
        (_FILE,),
        (_FORMAT, _FORCE),
    ),
    Verb(
        ("vault", "init"),
        "make a vault; prints a recovery code once",
        (),
        (
            Option("keyring", "let the system's keyring open it"),
            Option(
                "kdf",
                "calibrated (default), or floor: less work for a key",
                "COST",
                completes="kdf",
            ),
            Option("recovery-file", "write the recovery code to a file", "FILE", completes="file"),
        ),
    ),
    Verb(("vault", "status"), "tell whether there is a vault, and whether it is open"),
    Verb(
        ("vault", "unlock"),
        "keep the vault open in the background until it locks itself",
        (),
        (_RECOVERY, Option("minutes", "lock after this long without use", "N")),
    ),
    Verb(("vault", "lock"), "lock the vault at once"),
    Verb(
        ("vault", "rekey"),
        "change the passphrase, or make a new recovery code",
        (),
        (
            Option(
                "new-passphrase-file",
                "read the new passphrase from a file",
                "FILE",
                completes="file",
            ),
            Option("keyring", "let the system's keyring open it too"),
            Option("new-recovery", "make a new recovery code; the old one stops working"),
            Option("recovery-file", "write the recovery code to a file", "FILE", completes="file"),
            Option("kdf", "calibrated (default), or floor", "COST", completes="kdf"),
            _RECOVERY,
        ),
    ),
    Verb(("vault", "verify"), "read and check every byte of the vault"),
    Verb(("backup", "create"), "write one encrypted file with everything", (_FILE,), (_FORCE,)),
    Verb(("backup", "verify"), "check a backup; writes nothing", (_FILE,), (_RECOVERY,)),
    Verb(
        ("backup", "restore"),
        "put a backup in the place of the vault; what was there is kept beside it",
        (_FILE,),
        (_RECOVERY, _YES),
    ),
    Verb(
        ("run",),
        "run any command of `atom commands`",
        (Argument("COMMAND", "its id", completes="command"),),
        (
            Option(
                "param",
                "what it takes; a value that is JSON is read as JSON",
                "KEY=VALUE",
                "p",
                many=True,
            ),
        ),
    ),
    Verb(("commands",), "list every command"),
    Verb(
        ("settings",),
        "show or change settings",
        (
            Argument("KEY", "the setting", optional=True, completes="setting"),
            Argument("VALUE", "its new value", optional=True),
        ),
        (Option("reset", "go back to the default"),),
    ),
    Verb(("doctor",), "tell what works on this computer, and why not"),
    Verb(
        ("bench",),
        "measure speed, as ratios to a baseline of the same run",
        (Argument("NAME", "one benchmark", optional=True, completes="bench"),),
        (Option("tasks", "how many tasks the vault has that is measured (100000)", "N"),),
        "Takes minutes. Exits with 1 if a goal is not reached.",
    ),
    Verb(
        ("completion",),
        "print the completion script for a shell",
        (Argument("SHELL", "bash, zsh or fish", completes="shell"),),
    ),
)
