"""`atom import` and `atom export`: tasks from and to the files of other programs."""

from pathlib import Path

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.program import Call
from atom_desktop.cli.reports import print_report
from atom_desktop.model.json import JsonObject


def import_file(call: Call) -> Exit:
    """Import a file, or with --dry-run tell what that would do."""
    rehearsal = call.said.has("dry-run")
    report = call.ask_once("file.import", {**_file(call), "dry_run": rehearsal})
    done = Exit.FAILED if report.get("refused") else Exit.DONE
    if call.terminal.as_json:
        call.terminal.document(report)
        return done
    hidden = {"refused"} if rehearsal else {"refused", "preview", "step"}
    print_report(call.terminal, {key: report[key] for key in report if key not in hidden})
    if report.get("refused"):
        call.terminal.line("The import would refuse this file. Nothing was stored.")
    elif rehearsal:
        call.terminal.line("Nothing was stored: this was a dry run.")
    elif report.get("step"):
        call.terminal.line("Imported. `atom undo` takes it back.")
    else:
        call.terminal.line("There was nothing new.")
    return done


def export_file(call: Call) -> Exit:
    """Write every task to a file, and tell what it could not hold."""
    params: JsonObject = {**_file(call), "force": call.said.has("force")}
    report = call.ask_once("file.export", params)
    if call.terminal.as_json:
        call.terminal.document(report)
        return Exit.DONE
    print_report(call.terminal, report)
    call.terminal.line("Exported. The file is not encrypted.")
    return Exit.DONE


def _file(call: Call) -> JsonObject:
    path = Path(call.said.words[0]).absolute()
    return {"path": str(path), "format": call.said.one("format") or ""}
