"""Showing an evaluation: a table for the terminal, and a page for the browser."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import Protocol

from eval.benchmark.running import MEASURES as MARKS
from eval.benchmark.running import BenchmarkResult
from eval.checks import ChecksResult, check_floor
from eval.paraphrase import KINDS as PARAPHRASES
from eval.planting import KINDS
from eval.results import MEASURES, SuiteResult, TurnResult, floors
from eval.robustness import RobustnessResult, loss_ceiling

_FAULTS = 40
_CUT = 60


class Results(Protocol):
    """What is shown of an evaluation."""

    suites: list[SuiteResult]
    notes: list[str]
    checks: ChecksResult | None
    robustness: list[RobustnessResult]
    benchmark: BenchmarkResult | None

    @property
    def shortfalls(self) -> list[str]: ...


def table(results: Results) -> str:
    """Shares, results by kind, the first faults, and the verdict."""
    lines = [line for suite in results.suites for line in _suite_lines(suite)]
    lines += [line for result in results.robustness for line in _robustness_lines(result)]
    lines += [] if results.benchmark is None else _benchmark_lines(results.benchmark)
    lines += [] if results.checks is None else _check_lines(results.checks)
    lines += [f"注：{note}" for note in results.notes]
    lines += [f"✗ {m}" for m in results.shortfalls] or ["✓ 全部达到门槛"]
    return "\n".join(lines)


def _suite_lines(suite: SuiteResult) -> Iterator[str]:
    yield f"{suite.title}：{suite.reports} 份报告，{len(suite.turns)} 个问题"
    floor = floors()[suite.name]
    for name, value in suite.shares.items():
        least = getattr(floor, name)
        yield f"  {_pad(MEASURES[name], 18)}{value:7.2%}{'' if least is None else f'   门槛 {least:.2%}'}"
    for kind, (right, total) in suite.kinds.items():
        yield f"    {_pad(kind, 16)}{right:5d} / {total:<5d}{right / total:7.2%}"
    yield f"  入库 {suite.ingest_seconds:.1f} 秒，回答时间中位数 {suite.typical_milliseconds:.0f} 毫秒"
    yield from _fault_lines(suite)
    yield ""


def _fault_lines(suite: SuiteResult) -> Iterator[str]:
    faulty = [t for t in suite.turns if t.faults]
    for turn in faulty[:_FAULTS]:
        yield f"  ✗ {turn.case} [{turn.kind}] {turn.question}"
        yield f"      {'；'.join(turn.faults)}"
        yield f"      → {_cut(turn.answer)}"
    if len(faulty) > _FAULTS:
        yield f"  … 另有 {len(faulty) - _FAULTS} 个有问题的回答，见 --json 或 --report"
    wrong = [(s.file, s.wrong) for s in suite.cells] + [(s.file, s.wrong) for s in suite.figures]
    for file, lines in wrong:
        yield from (f"  ✗ {file} {line}" for line in lines[:3])


def _robustness_lines(result: RobustnessResult) -> Iterator[str]:
    """What is lost by kind of paraphrase, and the questions that were only answered in their first words."""
    yield f"{result.title}换个说法：{len(result.pairs)} 个问题"
    yield f"  {_pad('少答对', 18)}{result.loss:7.2f} 个百分点   应低于 {loss_ceiling().loss:.2f}"
    for kind, (loss, asked) in result.losses().items():
        yield f"    {_pad(PARAPHRASES[kind], 16)}{asked:5d} 个{loss:9.2f}"
    for pair in result.lost[:_FAULTS]:
        yield f"  ✗ {pair.after.case} [{PARAPHRASES[pair.kind]}] {pair.after.question}"
        yield f"      原问：{pair.before.question}；{pair.after.correct.reason}"
        yield f"      → {_cut(pair.after.answer)}"
    if len(result.lost) > _FAULTS:
        yield f"  … 另有 {len(result.lost) - _FAULTS} 个，见 --json"
    yield ""


def _benchmark_lines(result: BenchmarkResult) -> Iterator[str]:
    """A line a class, and the first faults."""
    drawn = "" if result.seed is None else f"（种子 {result.seed}），用时 {result.seconds:.0f} 秒"
    yield f"基准：{result.reports} 份报告，{result.whole.asked} 个问题{drawn}"
    titles = [*MARKS.values(), "无出处数字"]
    yield f"  {_pad('', 18)}{_pad('问题', 8)}{''.join(_pad(t, 14) for t in titles)}"
    for kind, tally in result.tallies.items():
        shares = tally.shares()
        cells = [f"{shares[name]:.2%}" if name in shares else "—" for name in MARKS]
        cells.append(str(tally.invented))
        yield f"  {_pad(kind, 18)}{_pad(str(tally.asked), 8)}{''.join(_pad(c, 14) for c in cells)}"
    for fault in result.faults[:_FAULTS]:
        yield f"  ✗ {fault['id']} {fault['question']}"
        yield f"      {'; '.join(fault['faults'])}"
        yield f"      → {_cut(str(fault['answer']))}"
    if len(result.faults) > _FAULTS:
        yield f"  … 另有 {len(result.faults) - _FAULTS} 个，见 --json"
    yield ""


def _check_lines(checks: ChecksResult) -> Iterator[str]:
    """The cross-checks: false alarms, planted errors by kind, and how to plant again what was missed."""
    floor, recall = check_floor(), checks.recall
    yield f"勾稽检查：{checks.reports} 份无错报告，植入 {len(checks.trials)} 处错误，用时 {checks.seconds:.0f} 秒"
    if recall is not None:
        yield f"  {_pad('植入的错误查出', 18)}{recall:7.2%}   门槛 {floor.planted:.2%}"
    yield f"  {_pad('误报', 18)}{len(checks.alarms):7d}   门槛 {floor.false_alarms}"
    yield f"  {_pad('尾差当作错误', 18)}{checks.tails_alarmed:7d}   （{checks.rounded} 份报告有尾差）"
    for rule, count in checks.alarms_per_thousand.items():
        yield f"    {_pad(rule, 16)}每千份 {count}"
    for kind, (found, total) in checks.kinds.items():
        yield f"    {_pad(KINDS[kind].title, 38)}{found:5d} / {total:<5d}{found / total:7.2%}"
    yield from (f"  ✗ 误报：种子 {a.seed} {a.rule} {a.message}" for a in checks.alarms[:_FAULTS])
    yield from (f"  ✗ 未查出：{t.shown}" for t in checks.missed[:_FAULTS])
    if len(checks.missed) > _FAULTS:
        yield f"  … 另有 {len(checks.missed) - _FAULTS} 处未查出，见 --json 或 --report"
    yield ""


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _CUT else flat[:_CUT] + "…"


def _pad(text: str, width: int) -> str:
    """Padded by the columns a terminal gives the text: a Chinese character takes two."""
    shown = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * max(1, width - shown)


def html(results: Results) -> str:
    """A self-contained page."""
    missed = results.shortfalls
    verdict = "全部达到门槛" if not missed else "；".join(missed)
    page = Template((files("eval") / "report.html").read_text(encoding="utf-8"))
    return page.substitute(
        state="bad" if missed else "good",
        verdict=escape(verdict),
        notes="".join(f"<p>{escape(note)}</p>" for note in results.notes),
        suites="".join(_suite_html(suite) for suite in results.suites)
        + "".join(_robustness_html(result) for result in results.robustness)
        + ("" if results.benchmark is None else _benchmark_html(results.benchmark))
        + ("" if results.checks is None else _checks_html(results.checks)),
    )


def _suite_html(suite: SuiteResult) -> str:
    floor = floors()[suite.name]
    measures = "".join(
        _row(MEASURES[name], f"{value:.2%}", "" if getattr(floor, name) is None else f"{getattr(floor, name):.2%}")
        for name, value in suite.shares.items()
    )
    kinds = "".join(
        _row(kind, f"{right} / {total}", f"{right / total:.2%}") for kind, (right, total) in suite.kinds.items()
    )
    return (
        f"<h2>{escape(suite.title)}</h2><p>{suite.reports} 份报告，{len(suite.turns)} 个问题</p>"
        f"<table><tr><th>指标</th><th>结果</th><th>门槛</th></tr>{measures}</table>"
        f"<table><tr><th>题型</th><th>答对</th><th>比例</th></tr>{kinds}</table>"
        f"<table><tr><th>题目</th><th>回答</th><th>问题</th></tr>{''.join(map(_turn_html, suite.turns))}</table>"
    )


def _robustness_html(result: RobustnessResult) -> str:
    kinds = [(PARAPHRASES[k], str(asked), f"{loss:.2f}") for k, (loss, asked) in result.losses().items()]
    lost = [(p.before.question, p.after.question, p.after.correct.reason) for p in result.lost]
    return (
        f"<h2>{escape(result.title)}换个说法</h2>"
        f"<p>{len(result.pairs)} 个问题，少答对 {result.loss:.2f} 个百分点，应低于 {loss_ceiling().loss:.2f}</p>"
        + _table(("说法", "问题", "少答对（百分点）"), kinds)
        + _table(("原来的问题", "换了说法", "问题"), lost)
    )


def _benchmark_html(result: BenchmarkResult) -> str:
    rows = []
    for kind, tally in result.tallies.items():
        shares = tally.shares()
        cells = [f"{shares[name]:.2%}" if name in shares else "—" for name in MARKS]
        rows.append((kind, str(tally.asked), *cells, str(tally.invented)))
    faults = [(f["question"], str(f["answer"]), "; ".join(f["faults"])) for f in result.faults]
    return (
        f"<h2>基准</h2><p>{result.reports} 份报告，{result.whole.asked} 个问题</p>"
        + _table(("类别", "问题", *MARKS.values(), "无出处数字"), rows)
        + _table(("题目", "回答", "问题"), faults)
    )


def _checks_html(checks: ChecksResult) -> str:
    floor, recall = check_floor(), checks.recall
    measures = [
        ("植入的错误查出", "—" if recall is None else f"{recall:.2%}", f"{floor.planted:.2%}"),
        ("误报", str(len(checks.alarms)), str(floor.false_alarms)),
        ("尾差当作错误", str(checks.tails_alarmed), f"{checks.rounded} 份报告有尾差"),
    ]
    rules = [(rule, str(count)) for rule, count in checks.alarms_per_thousand.items()]
    kinds = [(KINDS[k].title, f"{found} / {many}", f"{found / many:.2%}") for k, (found, many) in checks.kinds.items()]
    missed = [(KINDS[t.kind].title, t.shown) for t in checks.missed]
    alarms = [(f"种子 {a.seed} {a.rule}", a.message) for a in checks.alarms]
    return (
        f"<h2>勾稽检查</h2><p>{checks.reports} 份无错报告，植入 {len(checks.trials)} 处错误</p>"
        + _table(("指标", "结果", "门槛"), measures)
        + _table(("误报规则", "每千份报告"), rules)
        + _table(("错误类型", "查出", "比例"), kinds)
        + _table(("未查出", "植入的错误"), missed)
        + _table(("误报", "内容"), alarms)
    )


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table with a head; nothing where it would have no rows."""
    titles = "".join(f"<th>{escape(title)}</th>" for title in head)
    return f"<table><tr>{titles}</tr>{''.join(_row(*row) for row in rows)}</table>" if rows else ""


def _turn_html(turn: TurnResult) -> str:
    state = "bad" if turn.faults else "good"
    asked = f"<small>{escape(turn.case)} · {escape(turn.kind)}</small><br>{escape(turn.question)}"
    cells = (asked, escape(turn.answer), escape("；".join(turn.faults)))
    return f"<tr class='{state}'>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{escape(c)}</td>" for c in cells) + "</tr>"
