"""The benchmark as a folder of its own: reports, questions, key, scorer and a page that explains them."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from eval.benchmark.worlds import VERSION, World, build
from eval.cases import Case
from extractors.errors import UsageError


def export(folder: Path, groups: int, seed: int = 0) -> list[Path]:
    """Write the set of a seed into a folder that is missing or empty; the same bytes every time.

    Raises UsageError where the folder holds something else.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} 已有内容；请换一个空文件夹")
    world = build(groups, seed)
    (folder / "reports").mkdir(parents=True, exist_ok=True)
    written = {f"reports/{name}": text for name, text in world.files.items()}
    written["questions.jsonl"] = _lines(_question(case) for case in world.cases)
    written["key.jsonl"] = _lines(key(case) for case in world.cases)
    written["score.py"] = (files("eval.benchmark") / "score.py").read_text(encoding="utf-8")
    written["README.md"] = _readme(world)
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in written]


def key(case: Case) -> dict[str, Any]:
    """A case with its answer, as the scorer reads it; what is default is left out."""
    return case.model_dump(mode="json", exclude_defaults=True) | {"type": case.kind}


def _question(case: Case) -> dict[str, Any]:
    """A case as a system is asked it: a line for ``ask --batch``."""
    return {"id": case.id, **({"turns": list(case.turns)} if case.turns else {"question": case.question})}


def _lines(entries: Any) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def _readme(world: World) -> str:
    """The page of the folder: what it was made from, and the format (docs/benchmark.md has the same)."""
    page = Template((files("eval.benchmark") / "readme.md").read_text(encoding="utf-8"))
    return page.substitute(
        version=VERSION,
        seed=world.seed,
        groups=len(world.samples) // 3,
        reports=len(world.samples),
        cases=len(world.cases),
    )
