"""What a door needs when it is loaded: imports at the top of modules, followed through our own packages."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOMES = {"functions": ROOT, "brigade": ROOT / "layers/brigade/python", "brigade_io": ROOT / "layers/brigade_io/python"}


def needed_by(door: str) -> frozenset[str]:
    """Modules of ours in full, those of others by their package."""
    start = "app" if (ROOT / "functions" / door / "app.py").is_file() else "handler"
    seen: set[str] = set()
    waiting = [f"functions.{door}.{start}"]
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting.extend(imports_of(module))
    return frozenset(seen)


@cache
def imports_of(module: str) -> tuple[str, ...]:
    file = _file_of(module)
    return tuple(_named_in(ast.parse(file.read_text()))) if file else ()


def _named_in(tree: ast.Module) -> Iterator[str]:
    """`if TYPE_CHECKING` and the bodies of functions are passed over: they cost nothing when the door is loaded."""
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            yield from (_resolved(alias.name) for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            yield _resolved(statement.module)
            yield from (_resolved(f"{statement.module}.{alias.name}") for alias in statement.names)


def _resolved(name: str) -> str:
    package = name.partition(".")[0]
    return name if package in HOMES else package


def _file_of(module: str) -> Path | None:
    home = HOMES.get(module.partition(".")[0])
    if home is None:
        return None
    path = home.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)
