"""The rules of the design that no linter knows: who imports whom, where words stand, what a module has."""

from __future__ import annotations

import ast
import functools
import gc
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import errors
from kb.strings_da import WARNINGS
from kb.strings_da.problems import PROBLEMS
from tests.conftest import LONGEST

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
ROOT = Path(__file__).resolve().parents[1]
LONGEST_MODULE = 350
TABLES = ("kb.strings_da", "kb.datatypes")  # words and records: long, and read by looking up

# From the ground up; a part imports from its own layer and from those below.
LAYERS = (
    {"bootstrap"},  # imports nothing of kb: it runs before anything is installed
    {
        "datatypes",
        "case_ids",
        "errors",
        "roles",
        "settings",
        "strings_da",
        "danish",
        "disk",
        "filters",
        "access",
        "limits",
    },
    {
        "index",
        "postgresql",
        "embedding",
        "cases",
        "readers",
        "chunking",
        "privacy",
        "masking",
        "wordprints",
        "audit",
        "containers",
        "wall",
        "sources",
        "state",
        "originals",
        "inner_files",
    },
    {
        "bulk",
        "progress",
        "previous",
        "intake",
        "filling",
        "ingest",
        "editions",
        "retrieval",
        "answers",
        "generation",
    },
    {"exploring"},
    {"register", "knowledge", "library"},
    {"evaluation", ""},  # judges through the facade; "" is the package itself, which hands the facade out
    {
        "building",
        "following",
        "cli_follow",
        "cli_meetings",
        "forgetting",
        "traces",
        "proof",
        "cli_ask",
        "cli_forget",
        "cli_index",
        "cli_sample",
        "sample",
        "cli_audit",
        "cli_backup",
        "backup",
        "restoring",
        "remains",
        "inspecting",
        "uploads",
        "web",
        "cli_fetch",
        "jobs",
        "watch",
        "cli",
        "cli_servers",
        "contract",
        "cli_feedback",
        "cli_watch",
        "output",
        "api",
        "mcp_server",
        "ui",
        "serve",
        "doctor",
        "show",
        "show_registers",
        "jsonable",
        "flags",
        "tables",
        "export",
        "app",
    },
)
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}

# Words for people stand in strings_da; Danish letters elsewhere are patterns over documents and questions,
# values of an enumeration (datatypes) or what must be said before strings_da can be imported.
SPEAKS_DANISH = (
    "kb.datatypes",
    "kb.strings_da",
    "kb.bootstrap",
    "kb.roles",
    "kb.settings",
    "kb.privacy",
    "kb.wordprints",
    "kb.danish",
    "kb.cases",
    "kb.readers",
    "kb.answers",
    "kb.generation",
    "kb.exploring",
)


def module_name(path: Path) -> str:
    """The dotted name of a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def modules() -> dict[str, ast.Module]:
    """The syntax tree of every module of the package, and of app.py, by its name."""
    paths = [*sorted((ROOT / "kb").rglob("*.py")), *ROOT.glob("app.py")]
    # Playwright's greenlets that are collected meanwhile change a depth that Python 3.11 counts as it parses.
    gc.disable()
    try:
        return {module_name(path): ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in paths}
    finally:
        gc.enable()


def part_of(module: str) -> str:
    """The part of the design that a module belongs to: the name after ``kb.``."""
    return module if module == "app" else module.partition(".")[2].split(".")[0]


def imported(name: str, tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The modules of the project that a module imports anywhere, each with its line."""
    package = name if f"{name}.__init__" in packages() else name.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1])
            source = ".".join(filter(None, [base if node.level else "", node.module or ""]))
            inner = [f"{source}.{alias.name}" for alias in node.names]
            found = [one if one in modules() else source for one in inner]
        else:
            continue
        yield from ((one, node.lineno) for one in found if one.split(".")[0] == "kb")


@functools.cache
def packages() -> frozenset[str]:
    """The names of the packages, as ``kb.index.__init__``."""
    return frozenset(f"{module_name(path)}.__init__" for path in sorted((ROOT / "kb").rglob("__init__.py")))


def literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """The string literals of a module that are not docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bare = {
        id(node.value)
        for owner in ast.walk(tree)
        for node in (owner.body if isinstance(owner, documented) else [])
        if isinstance(node, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node


def test_every_part_has_its_place() -> None:
    unplaced = {part_of(name) for name in modules()} - set(LEVEL)
    assert not unplaced, f"say in LAYERS which layer these belong to: {sorted(unplaced)}"


def test_imports_point_one_way() -> None:
    upward = [
        f"{name}:{line} imports {target}"
        for name, tree in modules().items()
        for target, line in imported(name, tree)
        if LEVEL.get(part_of(target), -1) > LEVEL.get(part_of(name), len(LAYERS))
    ]
    assert not upward, "\n".join(upward)


def test_bootstrap_imports_nothing_of_the_project() -> None:
    assert not list(imported("kb.bootstrap", modules()["kb.bootstrap"]))
    names = {node.module for node in ast.walk(modules()["kb.bootstrap"]) if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {name: {target for target, _ in imported(name, tree)} for name, tree in modules().items()}
    finished: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, "circle: " + " -> ".join([*path[path.index(name) :], name])
        if name not in finished:
            for target in sorted(graph.get(name, ())):
                visit(target, (*path, name))
            finished.add(name)

    for name in graph:
        visit(name, ())


def test_no_module_hides_one_of_the_standard_library() -> None:
    """``python kb/bootstrap.py`` puts kb/ first on the path: a kb/time.py would be taken for time."""
    names = {path.stem for path in (ROOT / "kb").iterdir()}
    assert not names & sys.stdlib_module_names


@pytest.mark.parametrize("module", ["kb", "kb.cli", "kb.settings", "kb.errors", "kb.following.telling"])
def test_starting_loads_neither_torch_nor_streamlit(module: str) -> None:
    heavy = {
        "torch",
        "streamlit",
        "transformers",
        "faiss",
        "fastapi",
        "uvicorn",
        "mcp",
        "openai",
        "prometheus_client",
    }
    code = f"import sys, {module}; print(*({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def error_classes() -> set[str]:
    """The names of the error classes that take a code."""
    return {
        name
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, errors.KBError)
    }


def codes(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The literal codes that a module makes errors with, each with its line."""
    names = error_classes()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute) and node.args:
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            code = node.args[0]
            if called in names and isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield code.value, node.lineno


def test_every_error_has_its_words() -> None:
    wordless = [
        f"{name}:{line} {code}"
        for name, tree in modules().items()
        for code, line in codes(tree)
        if code not in PROBLEMS
    ]
    assert not wordless, f"add to kb.strings_da.problems.PROBLEMS: {wordless}"


def test_all_words_for_problems_are_used() -> None:
    """A code is used where it stands as a literal outside the table: some are picked before the raise."""
    written = {
        str(node.value)
        for name, tree in modules().items()
        if not name.startswith("kb.strings_da")
        for node in literals(tree)
    }
    unused = sorted((PROBLEMS.keys() | WARNINGS.keys()) - written)
    assert not unused, f"nothing raises these: {unused}"


def test_every_problem_says_what_and_what_to_do() -> None:
    for code, (message, remedy) in PROBLEMS.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", code)
        assert message.strip(), code
        assert remedy.endswith((".", "?", "»", "«", ")")), code


def test_only_settings_reads_the_environment() -> None:
    """Few more touch it: bootstrap runs before settings can be imported, others hand it to a child."""
    allowed = {"kb.settings", "kb.bootstrap", "kb.serve", "kb.ui.server", "kb.readers.sandbox"}
    readers = [
        f"{name}:{line_of(node)}"
        for name, tree in modules().items()
        if name not in allowed
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"))
        or (isinstance(node, ast.alias) and node.name in ("environ", "getenv"))
    ]
    assert not readers, readers


def test_nothing_prints_or_swallows_errors() -> None:
    faults = []
    for name, tree in modules().items():
        for node in ast.walk(tree):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id == "print" and name != "kb.bootstrap":
                faults.append(f"{name}:{line_of(node)} print")
            if isinstance(node, ast.ExceptHandler):
                caught = "" if node.type is None else ast.unparse(node.type)
                if caught in ("", "BaseException") or (caught == "Exception" and not reraises(node)):
                    faults.append(f"{name}:{node.lineno} except {caught}")
    assert not faults, faults


def reraises(handler: ast.ExceptHandler) -> bool:
    """Whether a broad handler passes the error on, as itself or as one of ours."""
    return any(isinstance(node, ast.Raise) for node in ast.walk(handler))


def test_everything_public_has_a_docstring() -> None:
    bare = []
    for name, tree in modules().items():
        nodes: list[ast.Module | Definition] = [tree, *definitions(tree)]
        for owner in definitions(tree):
            nodes += definitions(owner) if isinstance(owner, ast.ClassDef) else []
        bare += [
            f"{name}:{line_of(node)} {getattr(node, 'name', '')}"
            for node in nodes
            if not ast.get_docstring(node)
        ]
    assert not bare, bare


def definitions(owner: ast.Module | ast.ClassDef) -> list[Definition]:
    """The functions and classes of a module or class that others may use."""
    return [
        node
        for node in owner.body
        if isinstance(node, Definition) and not node.name.startswith("_") and not is_overload(node)
    ]


def is_overload(node: Definition) -> bool:
    """Whether a definition is only a typed signature of a function."""
    return any("overload" in ast.unparse(one) for one in node.decorator_list)


def line_of(node: ast.AST) -> int:
    """The line that a node begins on."""
    return getattr(node, "lineno", 1)


def test_names_are_english_and_words_for_people_stand_in_one_place() -> None:
    letters = re.compile("[æøåÆØÅ]")
    faults = []
    for name, tree in modules().items():
        for node in ast.walk(tree):
            named = getattr(node, "id", None) or getattr(node, "arg", None) or getattr(node, "name", None)
            if isinstance(named, str) and letters.search(named):
                faults.append(f"{name}:{line_of(node)} {named}")
        if not name.startswith(SPEAKS_DANISH):
            faults += [
                f"{name}:{node.lineno} {node.value!r}"
                for node in literals(tree)
                if letters.search(str(node.value))
            ]
    assert not faults, "\n".join(faults)


def test_modules_are_short_enough_to_read() -> None:
    long = {
        name: length
        for name, tree in modules().items()
        if not name.startswith(TABLES) and (length := tree.body[-1].end_lineno or 0) > LONGEST_MODULE
    }
    assert not long, long


def test_the_files_of_tests_that_come_first_are_there() -> None:
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []
