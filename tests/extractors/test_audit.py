"""The audit of a report: its order, its coverage, and the page: escaped, self-contained, every place marked exactly."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from eval.samples import write_samples
from extractors.audit import Audit, Shown, audit_file, audit_one, choose, source
from extractors.audit.choice import explain
from extractors.audit.frame import _file
from extractors.audit.page import page_of
from extractors.audit.places import Places
from extractors.audit.sarif import sarif
from extractors.audit.words import RANK, STATUS
from extractors.bulk import Found
from extractors.crosscheck import Status, catalogue, rules_between, tally
from extractors.errors import ReadError, UsageError

HOSTILE = "<img src=x onerror=alert(1)><script>alert('\"')</script>&amp;"
VOID = {"meta", "link", "input", "br"}


class Seen(HTMLParser):
    """What a browser would make of a page: its elements, its scripts, and the text of the source with its marks."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.lines: list[str] = []
        self.text = ""
        self.marked: dict[int, str] = defaultdict(str)
        self.exact: dict[int, list[str]] = defaultdict(list)
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tag, attrs = self.open[-1] if self.open else ("", {})
        if tag == "script":
            self.scripts.append(data)
        if not any(a.get("id") == "source" for _, a in self.open):
            return
        if attrs.get("class") == "n":
            self.lines.append(data)
            return
        self.text += data
        if tag == "mark":
            for number in (attrs["data-f"] or "").split():
                self.marked[int(number)] += data
            for number in (attrs.get("data-x") or "").split():
                self.exact[int(number)].append(data)


def bare(text: str) -> str:
    """Text without what only stands between cells and words."""
    return re.sub(r"[\s|\-:]", "", text)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder, 4)
    return folder


def _spoiled(samples: Path, folder: Path, *, hostile: bool = False) -> Path:
    """A sample with a wrong total in a table; with ``hostile`` markup in that row and in a paragraph."""
    total = re.compile(r"^(?:本年支出合计|合计)\t[\d,.]*\t?([\d,]+\.\d\d)", re.M)
    texts = (path.read_text(encoding="utf-8") for path in sorted(samples.iterdir()))
    text, match = next((text, match) for text in texts if (match := total.search(text)))
    text = f"{text[: match.start(1)]}98765.43{text[match.end(1) :]}"
    if hostile:
        end = text.index("\n", match.start(1))
        text = f"{text[:end]}\t{HOSTILE}{text[end:]}\n{HOSTILE}\n"
    made = folder / "spoiled.txt"
    made.write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def audit(samples: Path, tmp_path: Path) -> Audit:
    return audit_file(_spoiled(samples, tmp_path))


# the audit


def test_findings_come_by_severity_then_place(audit: Audit) -> None:
    order = [(-RANK[f.finding.severity], f.line) for f in audit.failures]
    assert order
    assert order == sorted(order)


def test_coverage_agrees_with_the_verdicts(audit: Audit) -> None:
    data = audit.to_json()
    coverage = data["coverage"]
    assert coverage["checks"] == len(audit.verdicts)
    assert coverage["status"] == {status.value: count for status, count in tally(audit.verdicts).items()}
    for status in Status:
        assert sum(family[status.value] for family in coverage["families"].values()) == coverage["status"][status.value]
    unread = coverage["status"]["insufficient_data"] + coverage["status"]["parse_conflict"]
    assert len(coverage["unchecked"]) == unread
    assert all(left["reason"] for left in coverage["unchecked"])
    failed = coverage["status"]["fail"] + coverage["status"]["rounding"]
    assert len(data["findings"]) == failed


def test_a_report_without_tables_says_which_were_not_read(tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text(
        "某某市虚构局\n2023年度部门决算\n第一部分 某某市虚构局概况\n一、主要职能\n无。\n"
    )
    data = audit_one(Found(tmp_path / "bare.txt"), page=True)
    assert data["tables_read"] == data["tables_empty"] == []
    assert data["tables_missing"] == [f"GK0{n}" for n in range(1, 10)]
    assert data["coverage"]["status"]["insufficient_data"] > 0
    assert "没有读到任何决算表" in data["html"]
    assert "没有发现不等于没有问题" in data["html"]


def test_a_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ReadError, match="不存在"):
        audit_one(Found(Path("gone"), "gone：文件不存在"))


# choosing and explaining rules


def test_rules_are_chosen_by_id_by_beginning_and_by_family() -> None:
    every = frozenset(catalogue() | rules_between())
    assert choose(None, None) is None
    assert choose("B-01", None) == {"B-01"}
    assert choose("a-gk01", None) == {rule for rule in every if rule.startswith("A-GK01-")}
    assert choose("A,B", "B-01") == {rule for rule in every if rule[:2] in ("A-", "B-")} - {"B-01"}
    assert choose(None, "A") == {rule for rule in every if not rule.startswith("A-")}


@pytest.mark.parametrize(("select", "ignore"), [("Z", None), ("A-GK", None), (",", None), ("B-01", "B"), (None, "")])
def test_a_choice_that_means_nothing_is_refused(select: str | None, ignore: str | None) -> None:
    with pytest.raises(UsageError):
        choose(select, ignore)


def test_only_chosen_rules_are_applied(samples: Path, tmp_path: Path) -> None:
    path = _spoiled(samples, tmp_path)
    assert {v.rule.family for v in audit_file(path, choose("B", None)).verdicts} == {"B"}


def test_every_rule_can_be_explained() -> None:
    for rule in catalogue().values():
        text = explain(rule)
        assert rule.title in text
        assert rule.explanation in text
        assert "容差" in text


# the page


def test_whatever_stands_in_the_report_cannot_become_markup(samples: Path, tmp_path: Path) -> None:
    audit = audit_file(_spoiled(samples, tmp_path, hostile=True))
    assert any("onerror" in place.quote for f in audit.failures for place in f.finding.evidence)
    page = Seen(page_of(audit))
    assert not page.open
    assert page.scripts == [_file("page.js")]
    assert not [tag for tag, _ in page.tags if tag in {"img", "iframe", "object", "form", "base"}]
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on") or name == "style"]
    assert page.text.count(HOSTILE) == 2


def test_the_policy_allows_our_script_alone(audit: Audit) -> None:
    import hashlib
    from base64 import b64encode

    html = page_of(audit)
    script = html.split("<script>")[1].split("</script>")[0]
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html
    assert "default-src 'none'" in html


def test_the_page_needs_nothing_from_elsewhere(audit: Audit) -> None:
    html = page_of(audit)
    assert not re.search(r"https?:|@import|url\(", html)
    for _, attrs in Seen(html).tags:
        assert "src" not in attrs
        assert re.match(r"#|data:,", attrs.get("href") or "#")


def _assert_marked(audit: Audit) -> None:
    """Each finding's marks hold the characters of its citations, no more and no less."""
    page, places, text = Seen(page_of(audit)), Places(audit), audit.report.source.text
    for number, failure in enumerate(audit.failures, 1):
        found = places.of(failure)
        assert [place.citation for place in found] == failure.finding.evidence
        cited: set[int] = set()
        for place in found:
            assert place.span, place.citation
            assert text[slice(*place.span)] == place.citation.quote
            cited |= set(range(*place.span))
            if place.figure:
                assert place.span[0] <= place.figure[0] < place.figure[1] <= place.span[1]
        assert bare(page.marked[number]) == bare("".join(text[i] for i in sorted(cited))), failure.finding.id


def _assert_whole(audit: Audit) -> None:
    """The page holds every line of the source with its number, and every character that is no separator."""
    page = Seen(page_of(audit))
    assert page.lines == [str(n) for n in range(1, len(audit.report.source.line_starts) + 1)]
    assert bare(page.text) == bare(audit.report.source.text)


def test_every_citation_is_marked_at_its_exact_characters(samples: Path, audit: Audit) -> None:
    _assert_marked(audit)
    for path in samples.iterdir():
        _assert_marked(audit_file(path))


def test_the_source_is_shown_whole(samples: Path, audit: Audit) -> None:
    _assert_whole(audit)
    for path in samples.iterdir():
        _assert_whole(audit_file(path))


def test_real_reports_are_shown_whole_and_marked_exactly(corpus: Path) -> None:
    for path in sorted(corpus.glob("*.txt")):
        audit = audit_file(path)
        _assert_marked(audit)
        _assert_whole(audit)


def test_the_very_figure_is_marked(audit: Audit) -> None:
    page = Seen(page_of(audit))
    wrong = [n for n, f in enumerate(audit.failures, 1) if "98765.43" in f.finding.values]
    assert wrong
    for number in wrong:
        assert "98765.43" in page.exact[number]


def test_both_sides_of_a_finding_stand_next_to_each_other(audit: Audit) -> None:
    html = page_of(audit)
    number, failure = next((n, f) for n, f in enumerate(audit.failures, 1) if f.verdict.left and f.verdict.right)
    card = html.split(f'id="F{number}"')[1].split("</article>")[0]
    left, right = card.split('class="facing"')[1].split("</section>")[:2]
    amounts = failure.verdict.amounts
    assert amounts
    for side, amount in zip((left, right), amounts, strict=True):
        assert f"{amount:f}" in side
        assert re.search(r'href="#L\d+"', side)
        assert "<q>" in side


def test_the_page_counts_as_the_verdicts_do(audit: Audit) -> None:
    html = page_of(audit)
    for status, count in tally(audit.verdicts).items():
        assert f"{STATUS[status]} <b>{count}</b>" in html
    for severity, count in audit.counts().items():
        assert re.search(rf'data-sev="{severity}"[^>]*><b>{count}</b>', html)
    assert html.count("<article") == len(audit.failures)
    for verdict in audit.verdicts:
        if verdict.status is Status.INSUFFICIENT_DATA:
            assert escape(verdict.ground) in html


def test_of_a_very_long_source_the_marked_places_are_shown(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_SHOWN", 100)
    page = Seen(page_of(audit))
    assert len(page.lines) < len(audit.report.source.line_starts)
    assert "原文过长" in page.text
    for failure in audit.failures:
        assert not failure.line or str(failure.line) in page.lines


def test_a_page_does_not_grow_without_bounds(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = len(page_of(audit))
    monkeypatch.setattr(source, "_PAGE", 5000)
    assert len(page_of(audit)) < whole
    assert "其余部分从略" in page_of(audit)


# several reports


def _shown(folder: Path | None, form: str = "json") -> tuple[Shown, list[str]]:
    said: list[str] = []
    return Shown(said.append, form, folder, "0"), said


def test_several_reports_get_a_list_and_pages_of_their_own(samples: Path, tmp_path: Path) -> None:
    path = _spoiled(samples, tmp_path)
    shown, said = _shown(tmp_path / "pages")
    for _ in range(2):
        shown.add("a.txt", audit_one(Found(path), page=True), None)
    shown.add(f"{HOSTILE}.txt", None, f"{HOSTILE}.txt：读不了")
    index = shown.close()
    assert index
    page = Seen(index.read_text(encoding="utf-8"))
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert len(set(links)) == 2
    assert all((index.parent / str(link)).is_file() for link in links)
    assert "img" not in {tag for tag, _ in page.tags}
    lines = [json.loads(line) for line in said]
    assert [set(line) & {"page", "error"} for line in lines] == [{"page"}, {"page"}, {"error"}]
    assert "html" not in lines[0]
    assert shown.failed == 1
    assert shown.reaches("error")
    assert not shown.reaches("never")


def test_one_report_needs_no_list(samples: Path, tmp_path: Path) -> None:
    shown, _ = _shown(tmp_path / "pages")
    shown.add("a.txt", audit_one(Found(_spoiled(samples, tmp_path)), page=True), None)
    assert shown.close() is None
    assert len(list((tmp_path / "pages").iterdir())) == 1


def test_pages_are_not_written_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "pages").touch()
    with pytest.raises(UsageError, match="不是文件夹"):
        _shown(tmp_path / "pages")


def test_a_sarif_log_has_rules_results_and_what_failed(audit: Audit) -> None:
    data: dict[str, Any] = audit.to_json()
    log = sarif([("报告 1.txt", data), ("gone.txt", {"error": "不存在"})], "0")
    [run] = log["runs"]
    assert len(run["results"]) == len(data["findings"])
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result, finding in zip(run["results"], data["findings"], strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == finding["rule"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].endswith("%201.txt")
        assert place["region"]["startLine"] == finding["evidence"][0]["line"]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert "coverage" in run["artifacts"][0]["properties"]
