"""A template file for a format never seen before, drafted by a model and tried out before a person sees it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from extractors.drafting.unnamed import Unnamed, unnamed
from extractors.extract import read_facts, read_report
from extractors.llm import prompt
from extractors.report import Report
from extractors.text import name_key
from extractors.vocabulary import TableForm, table_forms
from extractors.vocabulary.own import FAMILIES

if TYPE_CHECKING:
    from extractors.llm.client import Client

#: so many tables are asked about at a time
_AT_ONCE = 6
_NOTE = """\
# 由语言模型起草、经试读检验的模板，供人审阅。请逐条核对标题和栏名，改正或删去不对的，
# 再把文件放进 JUESUAN_FAMILIES 所指的文件夹；此后按规则读取这种格式，不再需要模型。
"""


class _Word(BaseModel):
    model_config = ConfigDict(extra="ignore")

    printed: str = Field(max_length=80, description="表头词，照抄")
    column: str | None = Field(default=None, max_length=40, description="规范栏名；不对应任何栏则为 null")


class _Named(BaseModel):
    model_config = ConfigDict(extra="ignore")

    number: int = Field(description="表的编号")
    table: str | None = Field(default=None, max_length=20, description="法定表编号，如 GK03；不是法定表则为 null")
    title: str | None = Field(default=None, max_length=80, description="表前各行中是标题的那一行，照抄")
    columns: list[_Word] = Field(default_factory=list)


class _Draft(BaseModel):
    """What a model makes of some tables."""

    model_config = ConfigDict(extra="ignore")

    tables: list[_Named] = Field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """A table of the draft: which one it is, its title, what its columns are called; what the trial reading gave."""

    of: Unnamed
    table: str
    title: str | None
    columns: dict[str, list[str]]
    figures: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the table is read by it, and what is read adds up."""
        return self.figures > 0 and not self.faults

    def to_yaml(self) -> dict[str, Any]:
        told: dict[str, Any] = {"table": self.table}
        if self.title:
            told["titles"] = [self.title]
        return told | ({"columns": self.columns} if self.columns else {})


@dataclass(slots=True)
class Proposal:
    """A draft: the entries that stood the trial, those that did not, and what was left aside, with the reason."""

    name: str
    kind: str
    entries: list[Entry]
    left: list[str]

    @property
    def good(self) -> list[Entry]:
        return [e for e in self.entries if e.ok]

    def text(self) -> str:
        """The template file; what did not stand the trial is told in comments."""
        told = {"name": self.name, "kind": self.kind, "tables": [e.to_yaml() for e in self.good]}
        lines = [_NOTE, yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=100)]
        lines += [f"# {e.table}（{e.of.place}）：试读 {e.figures} 个数，核对相符" for e in self.good]
        for entry in self.entries:
            if not entry.ok:
                why = "；".join(entry.faults[:2]) or "试读没有读出数"
                lines.append(f"# 未采用 {entry.table}（{entry.of.place}，{entry.title or '无标题'}）：{why}")
        return "\n".join([*lines, *(f"# {line}" for line in self.left)]).replace("\n\n#", "\n#") + "\n"


def propose(path: Path, client: Client, name: str | None = None) -> Proposal:
    """A draft of a template for the tables of a file that the rules do not know.

    What the model names must be printed there and be known to the vocabulary; then the file is read with it in a
    process of its own, and only what is read and adds up is proposed. Raises ReadError for an unreadable file, LlmError
    where the endpoint does not answer.
    """
    report = read_report(path)
    facts, _ = read_facts(report)
    missing = unnamed(report, facts)
    identity = report.identity
    proposal = Proposal(name or f"{identity.region or ''}{identity.year}年度自定模板", identity.kind, [], [])
    for first in range(0, len(missing), _AT_ONCE):
        part = missing[first : first + _AT_ONCE]
        _take(_asked(part, report, client), part, report, proposal)
    for entry in proposal.entries:
        _try(entry, path, proposal)
    return proposal


def _asked(part: Sequence[Unnamed], report: Report, client: Client) -> _Draft:
    from extractors.llm.wire import Message

    forms = "\n".join(f"{f.key} {f.name}：{'、'.join(_columns(f))}" for f in _forms(report))
    task = "\n\n".join([f"法定表及其规范栏：\n{forms}", *(t.told for t in part)])
    return client.structured([Message("system", prompt("propose").text), Message("user", task)], _Draft)


def _forms(report: Report) -> list[TableForm]:
    """The statutory tables of this kind of report."""
    begin = "YS" if report.identity.kind == "budget" else "GK"
    return [form for key, form in table_forms().items() if key.startswith(begin)]


def _columns(form: TableForm) -> list[str]:
    return list(dict.fromkeys(form.column_names))


def _take(draft: _Draft, part: Sequence[Unnamed], report: Report, proposal: Proposal) -> None:
    """What of a draft can be: printed words, known tables and columns, each once."""
    forms = {form.key: form for form in _forms(report)}
    by_number = {t.number: t for t in part}
    for named in draft.tables:
        of = by_number.pop(named.number, None)
        if of is None or named.table is None:
            continue
        if named.table not in forms:
            proposal.left.append(f"{of.place}的表：没有编号为“{named.table[:20]}”的法定表")
            continue
        title = next((line for line in of.lines if named.title and name_key(line) == name_key(named.title)), None)
        if named.title and title is None:
            proposal.left.append(f"{of.place}的表：标题“{named.title[:30]}”不在表前各行中")
        columns = dict(_worded(named, of, _columns(forms[named.table]), proposal))
        if title is None and not columns:
            continue
        proposal.entries.append(Entry(of, named.table, title, columns))
    proposal.left += [f"{of.place}的表：没有认出是哪一张法定表" for of in by_number.values()]


def _worded(named: _Named, of: Unnamed, columns: Sequence[str], proposal: Proposal) -> Iterator[tuple[str, list[str]]]:
    """What the columns are called; a word for two columns, or two words for one, is none."""
    printed = {name_key(word): word for word in of.words}
    pairs: dict[str, str] = {}
    for word in named.columns:
        key = name_key(word.printed)
        if word.column is None or key == name_key(word.column):
            continue
        if key not in printed or word.column not in columns:
            proposal.left.append(f"{of.place}的表：“{word.printed[:20]}→{word.column[:20]}”不在所给词中")
        elif word.column in pairs or printed[key] in pairs.values():
            proposal.left.append(f"{of.place}的表：“{word.printed[:20]}→{word.column[:20]}”与另一栏重复")
        else:
            pairs[word.column] = printed[key]
    yield from ((column, [word]) for column, word in pairs.items())


# ---------------------------------------------------------------- the trial


def _try(entry: Entry, path: Path, proposal: Proposal) -> None:
    """Read the file with one entry of the draft added to the templates in use, in a process of its own."""
    told = {"name": proposal.name, "kind": proposal.kind, "tables": [entry.to_yaml()]}
    with tempfile.TemporaryDirectory(prefix="juesuan-propose-") as folder:
        for own in Path(os.environ[FAMILIES]).glob("*.y*ml") if os.environ.get(FAMILIES) else ():
            (Path(folder) / own.name).write_bytes(own.read_bytes())
        draft = Path(folder) / "~draft.yaml"
        draft.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin, initargs=(folder,)) as pool:
            entry.figures, entry.faults = pool.submit(_read_with, path, entry).result()


def _begin(folder: str) -> None:
    """The templates of a process, named before anything asks for them."""
    os.environ[FAMILIES] = folder


def _read_with(path: Path, entry: Entry) -> tuple[int, list[str]]:
    """How many figures of the table are read, and what the cross-checks within tables have against it."""
    from extractors.extract import findings_of

    report = read_report(path)
    facts, problems = read_facts(report)
    here = [f for f in facts if f.table == entry.table and entry.of.start <= (f.at or -1) < entry.of.end]
    own = [p.text for p in problems if p.table == entry.table and entry.of.start <= p.place.start < entry.of.end]
    findings = findings_of(facts, report, problems)
    wrong = [f for f in findings if f.severity == "error" and f.rule.startswith(("A-", "B-"))]
    said = [f.message for f in wrong if any(c.table == entry.table for c in f.evidence)]
    return len(here), [*said, *own]
