"""The shape of the house, read from its own files: who may import whom, who touches the world, and sizes.

`IMPORTS` is the design's flow as a table; a room that is missing from it fails the first test.
"""

from __future__ import annotations

import ast
import re
import statistics
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.catalog.checks import CHECKS
from crawler.demo.sites import SITES as DEMO_SITES
from crawler.judge.signals import SIGNALS
from crawler.judge.verdict import TABLE
from crawler.judge.wall_marks import WALLS
from crawler.probe.doubt import LIKE_FROM
from crawler.probe.model import FailureKind
from crawler.probe.past import Status
from crawler.probe.sites import SITES
from crawler.suggest.suggestions import SUGGESTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent / "crawler"
KEBAB_CASE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

# The flow: a room imports itself and what stands here, a whole room or one of its modules.
IMPORTS: dict[str, set[str]] = {
    "errors": set(),
    "disk": set(),
    "catalog": {"errors"},
    "page": set(),
    "probe": {"catalog", "page"},
    "judge": {"catalog", "page", "probe"},
    "suggest": {"catalog", "page", "probe", "judge", "errors"},
    "report": {"catalog", "page", "probe", "judge", "suggest", "disk", "errors"},
    "net": {"probe.codings", "probe.model", "probe.retry", "probe.retry_after", "probe.validators", "errors"},
    "history": {"probe.past", "probe.validators", "errors"},
    "config_file": {"catalog", "disk", "errors"},
    "settings": {
        "catalog.ignoring", "catalog.layout", "probe.past", "suggest.codes", "config_file", "errors",
    },
    "schedule": {"errors"},
    "options": set(),
    "run": {"catalog", "probe", "judge", "suggest", "report", "net", "history", "settings"},
    # Shells: what a person or the demo starts.
    "console": {"catalog", "probe.past", "report", "history", "run", "demo"},
    "files": {"catalog", "disk", "errors"},
    "inputs": {"catalog", "report", "files", "disk", "errors"},
    "configuring": {"catalog", "report", "console", "files", "inputs", "settings", "errors"},
    "applying": {"report", "inputs", "disk", "declining"},
    "declining": {"catalog", "suggest", "report", "inputs", "errors"},
    "explaining": {"probe", "report", "history", "console", "errors"},
    "checking": {"catalog", "page", "report", "net", "history", "run", "settings", "declining", "errors"},
    "demo": {
        "catalog", "probe", "report", "net", "history", "run", "settings", "console", "checking", "errors",
    },
    "cli": {
        "catalog", "report", "history", "run", "settings", "console", "demo", "inputs", "checking",
        "explaining", "configuring", "applying", "declining", "schedule", "options", "errors",
    },
    "__main__": {"cli"},
    "__init__": set(),
}  # fmt: skip
# Who may touch network, disk, clock or randomness; run.py is given all of them through its `Ports`.
TOUCHES_THE_WORLD = (
    "net/", "history/", "demo/", "report/writer.py", "report/rewriting.py", "cli.py", "files.py",
    "configuring.py", "inputs.py", "checking.py", "declining.py", "schedule.py", "disk.py", "settings.py",
    "__main__.py",
)  # fmt: skip
WORLDLY = {
    "aiodns", "apscheduler", "asyncio", "glob", "http", "httpcore", "httpx", "io", "logging",
    "multiprocessing", "os", "pyreqwest", "random", "requests", "rich", "secrets", "shutil", "signal",
    "socket", "sqlalchemy", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time",
    "urllib.request", "uuid", "zoneinfo",
}  # fmt: skip
FILE_CALLS = {
    "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "touch", "iterdir", "rmdir",
    "exists", "is_file", "is_dir",
}  # fmt: skip
CLOCK_CALLS = {"now", "today", "utcnow"}
CLOCKS = {"datetime", "date", "dt"}

MODULE_LINES_MAX = 350
FUNCTION_LINES_MAX = 60
FUNCTION_LINES_P90 = 30
FUNCTION_LINES_MEDIAN = 12
POSITIONAL_MAX = 4
# Signatures that another library dictates.
DICTATED = {("net/second.py", "connect_tcp")}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "tools", "handlers"}


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(PACKAGE).as_posix()

    @property
    def room(self) -> str:
        parts = self.path.relative_to(PACKAGE).parts
        return parts[0] if len(parts) > 1 else parts[0].removesuffix(".py")

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def imports(self) -> Iterator[str]:
        """Full names of what is imported anywhere in the file, inside functions and for types as well."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


MODULES = [Module(path) for path in sorted(PACKAGE.rglob("*.py"))]
BY_NAME = {module.name: module for module in MODULES}
each_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)


def _rooms(module: Module) -> set[str]:
    """What a module knows of the package: `room` or `room.module`."""
    known = set()
    for name in module.imports():
        parts = name.split(".")
        if parts[0] == "crawler" and len(parts) > 1 and parts[1] in IMPORTS:
            known.add(".".join(parts[1:3]))
    return known


def _is_allowed(room: str, name: str) -> bool:
    target = name.partition(".")[0]
    return target == room or bool({target, name} & IMPORTS[room])


@each_module
def test_imports_follow_the_flow(module: Module) -> None:
    """A room knows only the rooms before it in the flow."""
    assert module.room in IMPORTS, "a new room stands in IMPORTS first"

    assert [] == sorted(name for name in _known(module) if not _is_allowed(module.room, name))


def _known(module: Module) -> set[str]:
    """The modules that a module imports, and the rooms of which it takes what they export."""
    named = _rooms(module)
    # `from crawler.probe import urls` names the room and its module: the module decides where one is listed.
    whole = {name for name in named if any(other.startswith(f"{name}.") for other in named)}
    return set(map(_module_of, named - whole))


def _module_of(name: str) -> str:
    """`probe.Answer`, a name that the room itself exports, is the room's; `probe.model` is a module's."""
    room, _, rest = name.partition(".")
    is_module = f"{room}/{rest}.py" in BY_NAME or f"{room}/{rest}/__init__.py" in BY_NAME
    return name if is_module else room


def test_table_of_imports_holds_no_more_than_is() -> None:
    """The table names no room that is gone or unused, and the pure rooms stand in a row."""
    known: dict[str, set[str]] = {module.room: set() for module in MODULES}
    for module in MODULES:
        known[module.room] |= {part for name in _known(module) for part in (name, name.partition(".")[0])}
    flow = ["catalog", "page", "probe", "judge", "suggest", "report"]

    assert IMPORTS.keys() == known.keys()
    assert {} == {room: unused for room, listed in IMPORTS.items() if (unused := listed - known[room])}
    for number, room in enumerate(flow):
        assert IMPORTS[room] - {"errors", "disk"} <= set(flow[:number])


def test_only_the_run_knows_both_net_and_judge() -> None:
    """Asking and judging meet in one place."""
    both = [
        module.name
        for module in MODULES
        if {"net", "judge"} <= {name.split(".")[0] for name in _rooms(module)}
    ]

    assert ["run.py"] == both


def test_who_touches_the_world() -> None:
    """Network, disk, clock and randomness are for the few that are named; everything else is given them."""
    touching = {module.name for module in MODULES if _worldly(module)}

    assert [] == sorted(name for name in touching if not name.startswith(TOUCHES_THE_WORLD))
    assert [] == [few for few in TOUCHES_THE_WORLD if not any(name.startswith(few) for name in touching)]


def _worldly(module: Module) -> list[str]:
    """What a module imports or calls of the world."""
    imported = [name for name in module.imports() if name in WORLDLY or name.split(".")[0] in WORLDLY]
    return imported + [ast.unparse(call.func) for call in module.calls() if _touches(call.func)]


def _touches(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id in {"open", "print", "input", "exec", "eval", "__import__"}
    if not isinstance(called, ast.Attribute):
        return False
    owner = called.value.id if isinstance(called.value, ast.Name) else ""
    is_clock = called.attr in CLOCK_CALLS and owner in CLOCKS
    return is_clock or called.attr in FILE_CALLS or (called.attr == "open" and owner == "Path")


def test_run_is_given_its_world() -> None:
    """The run's clock, randomness, network and memory come through `Ports`."""
    ports = next(
        node
        for node in ast.walk(BY_NAME["run.py"].tree)
        if isinstance(node, ast.ClassDef) and node.name == "Ports"
    )
    fields = {
        node.target.id
        for node in ports.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }

    assert {"now", "token", "net", "history"} <= fields


def test_only_the_command_line_prints() -> None:
    """`print` stands nowhere, and nobody else writes to the standard streams."""
    printing = [
        module.name
        for module in MODULES
        if any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in module.calls())
        or ("sys.stdout" in module.text and module.name not in {"cli.py", "__main__.py"})
    ]

    assert [] == printing


@each_module
def test_module_is_of_a_readable_size(module: Module) -> None:
    """A module has at most 350 lines."""
    assert len(module.text.splitlines()) <= MODULE_LINES_MAX


@each_module
def test_functions_are_short(module: Module) -> None:
    """No function has more than 60 lines or more than four positional parameters."""
    long = [one.name for one in module.functions() if _lines(one) > FUNCTION_LINES_MAX]
    wide = [
        one.name
        for one in module.functions()
        if _positional(one) > POSITIONAL_MAX and (module.name, one.name) not in DICTATED
    ]

    assert ([], []) == (long, wide)


def _positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    arguments = function.args.posonlyargs + function.args.args
    return sum(argument.arg not in {"self", "cls"} for argument in arguments)


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_most_functions_are_very_short() -> None:
    """The median function has under 12 lines, nine in ten under 30."""
    sizes = sorted(_lines(one) for module in MODULES for one in module.functions())

    assert statistics.median(sizes) < FUNCTION_LINES_MEDIAN
    assert sizes[len(sizes) * 9 // 10] < FUNCTION_LINES_P90


@each_module
def test_names_say_what_is_inside(module: Module) -> None:
    """No file is a drawer for what has no place."""
    assert not FORBIDDEN_NAMES & set(re.split(r"[/_.]", module.name))


@each_module
def test_module_opens_with_its_purpose(module: Module) -> None:
    """Every module begins with a docstring that ends its first sentence, and postpones annotations."""
    said = ast.get_docstring(module.tree) or ""
    first = said.split("\n\n")[0]

    assert first.strip()
    assert re.search(r"[.:!?]$|[.:;] ", first.strip()), first
    has_code = any(not isinstance(node, ast.Expr | ast.Assign) for node in module.tree.body)
    assert not has_code or "from __future__ import annotations" in module.text


def test_status_is_the_designs() -> None:
    """The eight statuses of the design, and no other."""
    expected = {"alive", "moved", "changed", "dead", "unreachable", "insecure", "blocked", "skipped"}
    assert expected == {status.value for status in Status}


def test_codes_are_kebab_case_and_unique() -> None:
    """A registry's codes are stable names: kebab-case, each once."""
    registries = {
        "failures": [kind.value for kind in FailureKind],
        "checks": [check.code for check in CHECKS],
        "sites": [site.name for site in SITES],
        "suggesters": [suggester.__name__.replace("_", "-") for suggester in SUGGESTERS],
        "demo sites": [site.id for site in DEMO_SITES],
    }
    for name, codes in registries.items():
        assert [] == [code for code in codes if not KEBAB_CASE.fullmatch(code)], name
        assert len(set(codes)) == len(codes), name
    assert [] == [row.reason for row in TABLE if not KEBAB_CASE.fullmatch(row.reason)]
    assert all(wall.vendor.strip() for wall in WALLS)


@each_module
def test_codes_in_the_text_are_kebab_case(module: Module) -> None:
    """Every literal code of a signal, problem, skip or suggestion is in kebab-case."""
    codes = [
        keyword.value.value
        for call in module.calls()
        for keyword in call.keywords
        if keyword.arg == "code"
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    ]

    assert [] == [code for code in codes if not KEBAB_CASE.fullmatch(code)]


def test_registries_are_documented() -> None:
    """Each observer, check and suggester says in one sentence what it sees."""
    undocumented = [
        function.__name__
        for function in (*SIGNALS, *SUGGESTERS)
        if not function.__doc__ and function.__name__ != "observe"
    ]

    assert [] == undocumented


def test_thresholds_are_one() -> None:
    """The measured pairs of titles use the threshold that the conversation and the judge use."""
    measured = (Path(__file__).parent / "page" / "test_likeness.py").read_text(encoding="utf-8")

    assert f"LIKE_FROM = {LIKE_FROM}" in measured
