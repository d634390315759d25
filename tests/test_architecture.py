"""What may import what, where the wall clock is read, how long things get: read off the source."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("rubric", "storage", "bot", "sandbox", "migrations")
LONGEST_FUNCTION = 40
LONGEST_MODULE = 300

COMPOSITION = ("app", "bot.application", "bot.access")
# What every part of the bot may use; the rest of the ground floor is for the composition.
PLAIN = ("bot.clock", "bot.errors")
GROUND_FLOOR = (
    *PLAIN, "bot.logs", "bot.manifest", "bot.metrics", "bot.server", "bot.settings",
    "bot.socket_mode", "bot.vault", "bot.web",
)  # fmt: skip
SLACK = ("slack_sdk", "slack_bolt")


@dataclass(frozen=True)
class Module:
    """A Python file: its dotted name, its path, and what it says."""

    name: str
    path: Path

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, filename=str(self.path))

    @cached_property
    def imports(self) -> frozenset[str]:
        """Every name that is imported, also inside functions: `package.module.name`."""
        return frozenset(name for node in ast.walk(self.tree) for name in _imported(node))


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        # A relative import keeps its dots, which no rule allows.
        origin = "." * node.level + (node.module or "")
        yield from (f"{origin}.{alias.name}" for alias in node.names)


def _name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _modules() -> dict[str, Module]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {_name_of(path): Module(_name_of(path), path) for path in [ROOT / "app.py", *paths]}


MODULES = _modules()


def within(name: str, prefixes: Iterable[str]) -> bool:
    """Whether a dotted name is one of the prefixes, or lies inside one."""
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def modules_of(*prefixes: str, without: Iterable[str] = ()) -> list[Module]:
    """The modules of packages; never none, so that no rule is kept by looking at nothing."""
    found = [m for n, m in MODULES.items() if within(n, prefixes) and n not in without]
    assert found, f"nothing is called {prefixes}"
    return found


def strangers(modules: Iterable[Module], *allowed: str) -> list[str]:
    """Imports, beyond the standard library, that are not within `allowed`."""
    return [
        f"{module.name} imports {name}"
        for module in modules
        for name in sorted(module.imports)
        if name.split(".")[0] not in sys.stdlib_module_names and not within(name, allowed)
    ]


def intruders(modules: Iterable[Module], *forbidden: str) -> list[str]:
    """Imports that lie within `forbidden`."""
    return [
        f"{module.name} imports {name}"
        for module in modules
        for name in sorted(module.imports)
        if within(name, forbidden)
    ]


def test_the_rubric_knows_nothing_but_itself():
    assert strangers(modules_of("rubric"), "rubric", "pydantic", "pydantic_core", "yaml") == []


def test_storage_knows_the_rubric_and_sqlalchemy_but_neither_the_bot_nor_slack():
    allowed = ("storage", "rubric", "sqlalchemy", "alembic")
    assert strangers(modules_of("storage"), *allowed) == []


def test_migrations_know_only_the_tables():
    allowed = ("migrations", "storage.models", "storage.types", "sqlalchemy", "alembic")
    assert strangers(modules_of("migrations"), *allowed) == []


def test_the_ground_floor_of_the_bot_stands_on_nothing_above_it():
    libraries = ("pydantic", "pydantic_settings", "prometheus_client", "waitress", "cryptography")
    outside = (*libraries, *SLACK)
    assert strangers(modules_of(*GROUND_FLOOR), *GROUND_FLOOR, *outside) == []


def test_every_module_of_the_bot_has_its_place():
    parts = {name.split(".")[1] for name in MODULES if name.startswith("bot.")}
    floors = {
        "domain",
        "views",
        "services",
        "gateway",
        "listeners",
        "delivery",
        "application",
        "access",
    }
    assert parts == floors | {name.removeprefix("bot.") for name in GROUND_FLOOR}


def test_the_domain_is_pure():
    allowed = ("bot.domain", *PLAIN, "rubric", "pydantic")
    assert strangers(modules_of("bot.domain"), *allowed) == []


def test_views_know_no_database_no_services_and_only_slacks_building_blocks():
    allowed = ("bot.views", "bot.domain", "rubric", "slack_sdk.models")
    assert strangers(modules_of("bot.views"), *allowed) == []


def test_services_know_no_slack_no_views_and_no_sql():
    # A session is handed from `transaction()` to storage's functions; nothing is done with it.
    allowed = ("bot.services", "bot.domain", *PLAIN, "rubric", "storage")
    sealed = ("bot.vault.Vault", "bot.vault.Unopenable")
    assert strangers(modules_of("bot.services"), *allowed, *sealed, "sqlalchemy.orm.Session") == []


def test_the_gateway_to_slack_knows_no_product_beyond_its_plain_values():
    allowed = ("bot.gateway", "bot.domain", *PLAIN, "slack_sdk")
    assert strangers(modules_of("bot.gateway"), *allowed) == []


def test_listeners_know_services_and_views_but_no_database():
    allowed = ("bot.listeners", "bot.services", "bot.views", "bot.gateway", "bot.domain")
    modules = modules_of("bot.listeners", without=["bot.listeners"])
    assert strangers(modules, *allowed, *PLAIN, "rubric", *SLACK) == []
    # The table of contents hands the database on to the services.
    contents = [MODULES["bot.listeners"]]
    allowed_there = (*allowed, *PLAIN, "rubric", "storage.database.Database", *SLACK)
    assert strangers(contents, *allowed_there) == []


def test_delivery_knows_neither_listeners_nor_sql():
    allowed = ("bot.delivery", "bot.services", "bot.views", "bot.gateway", "bot.domain")
    outside = ("rubric", "storage", "slack_sdk", "apscheduler")
    meters = ("bot.metrics.Gauge",)
    assert strangers(modules_of("bot.delivery"), *allowed, *PLAIN, *meters, *outside) == []


def test_nothing_imports_the_composition_but_the_command_line_and_the_demo():
    modules = modules_of(*PACKAGES, without=["bot.application", "sandbox.demo.hosting"])
    assert intruders(modules, *COMPOSITION) == []


def test_the_product_imports_neither_the_stand_in_for_slack_nor_its_libraries():
    modules = modules_of("bot", "storage", "rubric", "migrations")
    assert intruders(modules, "sandbox", "starlette", "uvicorn", "websockets") == []


def test_the_stand_in_for_slack_knows_the_product_only_in_its_demo():
    modules = modules_of("sandbox", without=["sandbox.demo.hosting"])
    outside = ("starlette", "uvicorn", "websockets")
    assert strangers(modules, "sandbox", *outside) == []


def test_the_command_line_imports_the_stand_in_only_when_the_demo_is_asked_for():
    at_the_top = {name for node in MODULES["app"].tree.body for name in _imported(node)}
    assert not [name for name in at_the_top if within(name, ["sandbox"])]


def test_no_module_imports_itself_in_a_circle():
    graph = {name: _imported_modules(module) for name, module in MODULES.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def _imported_modules(module: Module) -> set[str]:
    """The modules of ours that a module imports, or imports a name from."""
    origins = {name if name in MODULES else name.rpartition(".")[0] for name in module.imports}
    return origins & MODULES.keys()


WALL_CLOCK = {
    "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime",
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
}  # fmt: skip


def test_the_wall_clock_is_read_in_one_place_only():
    modules = modules_of("app", "bot", "storage", "rubric")
    read = {module.name: found for module in modules if (found := clock_readings(module))}
    assert read == {"bot.clock": ["datetime.now"]}


def clock_readings(module: Module) -> list[str]:
    """Where the machine's time is read, or a function for it is handed on or imported."""
    dotted = [ast.unparse(n) for n in ast.walk(module.tree) if isinstance(n, ast.Attribute)]
    found = [".".join(name.split(".")[-2:]) for name in dotted]
    return [name for name in [*found, *module.imports] if name in WALL_CLOCK]


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{module.name}.{node.name}: {length} lines"
        for module in modules_of("app", "bot", "rubric", "storage", "sandbox")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_module_is_longer_than_it_can_be_read_at_once():
    long = [
        f"{module.name}: {length} lines"
        for module in modules_of("app", "bot", "rubric", "storage", "sandbox")
        if (length := len(module.source.splitlines())) > LONGEST_MODULE
    ]
    assert long == []


PAGE = sorted((ROOT / "sandbox" / "page").rglob("*.js"))
# What would turn a text into markup, a style or a program.
MAKES_MARKUP = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "createContextualFragment",
    "DOMParser", "eval(", "new Function", 'setAttribute("style"', "srcdoc",
)  # fmt: skip


def test_the_page_makes_elements_and_never_markup():
    assert PAGE
    found = [
        f"{path.name}: {word}"
        for path in PAGE
        for word in MAKES_MARKUP
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_no_module_of_the_page_is_longer_than_it_can_be_read_at_once():
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in PAGE}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


# Comments, texts and regular expressions; a division has a space behind its sign.
NO_CODE = re.compile(
    r"""
    /\*.*?\*/ | //[^\n]*
    | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | `(?:\\.|[^`\\])*`
    | (?<=[\s(\[!])/(?!\s) (?:\\.|\[(?:\\.|[^]\\])*]|[^/\\[\n])+ /
    """,
    re.DOTALL | re.VERBOSE,
)
CLASS_OR_TABLE = re.compile(r"(export )?(class |const \w+ = (new \w+\()?[\[{])")


def test_no_function_of_the_page_is_longer_than_a_screen():
    long = [
        f"{path.name}: {head.strip()} {length} lines"
        for path in PAGE
        for head, length in _bracketed(path.read_text(encoding="utf-8"))
        if length > LONGEST_FUNCTION and not CLASS_OR_TABLE.match(head)
    ]
    assert long == []


def _bracketed(script: str) -> Iterator[tuple[str, int]]:
    """Whatever stands in brackets, as every function does: its first line, and how many it has."""
    opened: list[tuple[int, str]] = []
    code = NO_CODE.sub(lambda found: "\n" * found[0].count("\n"), script)
    for number, line in enumerate(code.splitlines()):
        # A body belongs to the parameters that end where it begins.
        start = number, line
        for sign in re.findall(r"[][(){}]", line):
            if sign in "([{":
                opened.append(start)
                continue
            start = min(start, opened.pop())
            yield start[1], number - start[0] + 1
    assert opened == []


def test_the_page_asks_nobody_but_its_own_server():
    pages = [*PAGE, *(ROOT / "sandbox" / "page").rglob("*.css")]
    strangers = [
        f"{path.name}: {address}"
        for path in pages
        for address in re.findall(r"https?://[^\s\"'`)]+", path.read_text(encoding="utf-8"))
        if not re.match(r"https?://(www\.w3\.org|docs\.slack\.dev)/", address)
    ]
    assert strangers == []
