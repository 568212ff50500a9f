"""What import-linter cannot see: what is loaded when, and the faces, which are modules and not packages."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("llama_index", "chromadb", "streamlit", "pandas", "openai", "pyarrow", "onnxruntime")
PACKAGES = ("extractors", "rag", "eval", "page")


def loaded_after(code: str) -> set[str]:
    """The heavy libraries that are loaded in a fresh interpreter after it ran this code."""
    probe = f"{code}\nimport sys\nprint('LOADED', *sorted({{name.partition('.')[0] for name in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    names = run.stdout.rpartition("LOADED")[2].split()
    return set(names) & set(HEAVY)


def imports_of(path: Path) -> set[str]:
    """The top-level names that a file imports, at whatever depth of its code."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("module", ["cli", "extractors.extract", "rag.answer"])
def test_importing_loads_no_heavy_library(module: str) -> None:
    assert loaded_after(f"import {module}") == set()


def test_help_loads_no_heavy_library() -> None:
    call = "import cli\ntry:\n    cli.main(['--help'])\nexcept SystemExit as exit:\n    assert not exit.code, exit.code"
    assert loaded_after(call) == set()


def test_the_probe_sees_what_is_loaded() -> None:
    assert loaded_after("import pyarrow") == {"pyarrow"}


def test_the_page_knows_neither_the_command_nor_the_evaluation() -> None:
    assert imports_of(ROOT / "app.py") & {"cli", "eval"} == set()


def test_the_command_does_not_import_the_page() -> None:
    assert "app" not in imports_of(ROOT / "cli.py")


@pytest.mark.parametrize("package", PACKAGES)
def test_no_code_of_ours_imports_the_tests(package: str) -> None:
    assert not [path for path in (ROOT / package).rglob("*.py") if "tests" in imports_of(path)]
