"""The rules of the house that no linter knows."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "atom_desktop"
TESTS = ROOT / "tests"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LIMITS = SETTINGS["tool"]["atom"]["gates"]

# Put together here, so that this file does not hold what it looks for.
REGISTRY_HOSTS = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb" + ".debian.org",
    "crates" + ".io",
    "proxy.golang" + ".org",
)
OTHER_WORDS = (r"(?<![\w.#-])/wo" + r"rk/", r"sub" + r"agent", r"/t" + r"mp/atom\b")
FORBIDDEN = re.compile("|".join([*map(re.escape, REGISTRY_HOSTS), *OTHER_WORDS]), re.IGNORECASE)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def kept_files() -> list[Path]:
    """Return what belongs to the project: what git knows, or will when it is added."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "-c", "-o", "--exclude-standard"]
    if (ROOT / ".git").exists():
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
        names = [name for name in listed.decode().split("\0") if name]
        return [path for path in (ROOT / name for name in names) if path.is_file()]
    # An unpacked archive: everything that neither the set-up nor the tests left behind.
    made = re.compile(r"/(?:\.[\w-]+_cache|\.venv|\.hypothesis|__pycache__)/")
    return [path for path in ROOT.rglob("*") if path.is_file() and not made.search(str(path))]


def functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def modules() -> list[Path]:
    return [path for path in python_files("atom_desktop") if path.name != "__init__.py"]


def twin(module: Path) -> Path:
    """Return where the tests of a module are."""
    inside = module.relative_to(PACKAGE)
    return TESTS / inside.parent / f"test_{inside.stem.strip('_')}.py"


def test_no_file_is_too_long() -> None:
    too_long = {
        relative(path): lines
        for path in python_files("atom_desktop", "packaging", "tests")
        if (lines := len(path.read_text("utf-8").splitlines())) > LIMITS["file_lines"]
    }
    assert not too_long


def test_no_function_is_too_long() -> None:
    too_long = {
        f"{relative(path)}:{function.lineno} {function.name}": length
        for path in python_files("atom_desktop", "packaging", "tests")
        for function in functions(ast.parse(path.read_text("utf-8")))
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LIMITS["function_lines"]
    }
    assert not too_long


def test_every_module_says_what_it_holds() -> None:
    silent = [
        relative(path)
        for path in python_files("atom_desktop", "packaging")
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent


@pytest.mark.parametrize("module", modules(), ids=relative)
def test_a_module_has_its_twin_under_tests(module: Path) -> None:
    assert twin(module).is_file(), f"{relative(module)} has no {relative(twin(module))}"


def test_packages_hold_nothing_but_a_sentence() -> None:
    """What stands in an __init__ has no twin, so nothing that could break may stand there."""
    allowed = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
    busy = [
        relative(path)
        for path in python_files("atom_desktop")
        if path.name == "__init__.py"
        and not all(isinstance(node, allowed) for node in ast.parse(path.read_text("utf-8")).body)
    ]
    assert not busy


def test_no_file_names_a_package_index_or_a_place_of_ours() -> None:
    found: list[str] = []
    for path in kept_files():
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{relative(path)}: {match.group()}" for match in FORBIDDEN.finditer(text)]
    assert not found


def test_only_tests_know_of_a_folder_beside_the_project() -> None:
    beside = ".." + "/shared"
    found = [
        relative(path)
        for path in kept_files()
        if beside.encode() in path.read_bytes() and not path.is_relative_to(TESTS)
    ]
    assert not found


@pytest.mark.parametrize("word", ["sub" + "agent", "see /wo" + "rk/x", "https://pypi" + ".org/p"])
def test_the_search_for_such_names_finds_them(word: str) -> None:
    assert FORBIDDEN.search(word)


def test_at_least_as_many_lines_test_as_there_are() -> None:
    def lines(*folders: str) -> int:
        return sum(len(path.read_text("utf-8").splitlines()) for path in python_files(*folders))

    assert lines("tests") >= lines("atom_desktop")


def test_nothing_in_the_package_prints_but_the_command_line() -> None:
    printing = [
        relative(path)
        for path in python_files("atom_desktop")
        if path.parent.name != "cli" and path.name != "__main__.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
    ]
    assert not printing


def test_an_ignored_finding_says_which_and_why() -> None:
    """`noqa: X -- reason` and `type: ignore[x]  # reason`, never bare."""
    bare = re.compile(
        r"#\s*noqa(?!: [A-Z]+\d+(?:, ?[A-Z]+\d+)* -- \S)|#\s*type:\s*ignore(?!\[[\w, -]+\]\s+# \S)"
    )
    found = [
        f"{relative(path)}:{number}"
        for path in python_files("atom_desktop", "packaging", "tests")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bare.search(line) and path != Path(__file__)
    ]
    assert not found
