"""The core speaks only our language: it imports the standard library and itself."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = sorted((ROOT / "core").rglob("*.py"))


def imported(source: str) -> Iterator[str]:
    """Yield the first part of every module name the source imports, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "core" if node.level else (node.module or "").partition(".")[0]


def strangers(source: str) -> set[str]:
    """Name what the source imports and the core may not."""
    return set(imported(source)) - sys.stdlib_module_names - {"core"}


def test_the_core_is_where_this_test_looks() -> None:
    assert ROOT / "core" / "__init__.py" in CORE


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_imports_the_standard_library_only(path: Path) -> None:
    assert strangers(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import json, core.post", set()),
        ("from httpx import Client", {"httpx"}),
        ("def later():\n    import adapters.store.tables", {"adapters"}),
        ("from . import post", set()),
    ],
)
def test_a_stranger_is_found_wherever_it_is_imported(source: str, found: set[str]) -> None:
    assert strangers(source) == found
