"""README.md and README.zh.md: what they say the program prints, it prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cli

ROOT = Path(cli.__file__).parent
#: stands for what is left out: lines, or the rest of one
GAP = "…"
#: minutes long; its numbers are held to their thresholds by `juesuan eval` itself
NOT_RUN = {"juesuan eval"}


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_output_shown_is_the_output_printed(readme: str, tmp_path: Path) -> None:
    shown = _shown(readme)
    assert len(shown) > len(NOT_RUN)
    juesuan = tmp_path / "bin" / "juesuan"
    juesuan.parent.mkdir()
    juesuan.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{cli.__file__}" "$@"\n', encoding="utf-8")
    juesuan.chmod(0o755)
    paths = os.pathsep.join([str(juesuan.parent), os.environ["PATH"]])
    for command, expected in shown:
        if command in NOT_RUN:
            continue
        done = subprocess.run(
            command, shell=True, cwd=tmp_path, env=os.environ | {"PATH": paths}, capture_output=True, encoding="utf-8"
        )
        printed = [line.rstrip() for line in done.stdout.splitlines() if line.strip()]
        assert _agree(expected, printed), f"{command}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize(
    ("expected", "agree"),
    [
        (["甲1", "乙2", "丙3"], True),
        (["甲1", GAP, "丙3"], True),
        (["甲1", GAP], True),
        (["甲1", "乙…", "丙3"], True),
        (["甲1", GAP, "丁3"], False),
        (["甲2", GAP], False),
        (["甲1", "乙2"], False),
    ],
)
def test_only_a_gap_takes_what_is_not_shown(expected: list[str], agree: bool) -> None:
    assert _agree(expected, ["甲1", "乙2", "丙3"]) is agree


def _shown(readme: str) -> list[tuple[str, list[str]]]:
    """The commands of the console blocks, each with the lines shown below it."""
    shown: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), flags=re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                shown.append((line[2:], []))
            elif line.strip():
                shown[-1][1].append(line.rstrip())
    return shown


def _agree(expected: list[str], printed: list[str]) -> bool:
    """Whether these are the lines expected, in their order; how long an answer took differs each time."""
    pattern = re.escape("\n".join(expected)).replace(GAP, ".*")
    pattern = re.sub(r'("elapsed_ms":\\ )\d+', r"\1\\d+", pattern)
    return re.fullmatch(pattern, "\n".join(printed), flags=re.DOTALL) is not None
