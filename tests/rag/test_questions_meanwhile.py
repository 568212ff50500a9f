"""Questions while another process takes reports in: each answer is right by the reports of one moment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from rag.library import Library
from rag.settings import Settings
from tests.rag.small_report import DEPARTMENT, write

OFFLINE = Settings(_env_file=None)
#: takes a changing report in again and again, and others that come and go
_WRITER = """
import sys
from pathlib import Path
from rag.library import Library
from rag.settings import Settings
from tests.rag.small_report import write
root, files = map(Path, sys.argv[1:])
with Library.open(root, Settings(_env_file=None)) as library:
    library.index.synchronise = lambda: 0
    for number in range(12):
        changed = write(files, "changed.txt", spent=f"{300 + number}.50")
        other = write(files, "other.txt", year=2020, department="云岭市青川区教育局", spent="11.00")
        for outcome in library.ingest([changed, other], workers=1):
            assert outcome.status in {"ok", "replaced", "unchanged"}, outcome
        for info in library.reports():
            if info.file == "other.txt":
                library.delete(info.doc_id)
        print(number, flush=True)
"""


def test_a_question_asked_during_an_ingest_gets_the_right_answer(tmp_path: Path) -> None:
    files, root = tmp_path / "files", tmp_path / "library"
    with Library.open(root, OFFLINE) as library:
        library.ingest([write(files, "steady.txt", year=2022), write(files, "changed.txt", spent="299.50")])
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(root), str(files)], cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        seen: set[str] = set()
        while writer.poll() is None:
            answer = library.ask(f"{DEPARTMENT}2023年支出合计是多少")
            assert answer.status == "answered", answer
            value = answer.values[0].value
            assert value is not None and answer.citations
            assert all(f"{value}" in c.quote for c in answer.citations), answer
            seen.add(value)
            steady = library.ask(f"{DEPARTMENT}2022年支出合计是多少")
            assert [v.value for v in steady.values] == ["386.78"], steady
            why = library.ask(f"{DEPARTMENT}2023年收支增加的主要原因是什么")
            assert "新建泵站" in why.answer, why
        assert writer.returncode == 0, writer.communicate()[1]
        assert library.ask(f"{DEPARTMENT}2023年支出合计是多少").values[0].value == "311.50"
        assert len(seen) > 1
