"""Views: the marked place of every source, questions worth asking, lists and a talk; no markup from a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.samples import sample_set, write_samples
from extractors.citation import Citation
from extractors.facts import Fact
from extractors.report import Source
from extractors.text import squeeze
from page.views import places
from page.views.document import Mark, part_html, parts_of
from page.views.examples import Offered
from page.views.lists import choices, choose, identity_html, template_html
from page.views.sheets import sheets
from page.views.talk import Talk
from page.views.versions import listed_html, revision_html
from page.views.words import answer_html, plain, source_label, source_place
from rag.answer import Answer, Value
from rag.library import Library
from rag.settings import Settings
from rag.storage.revision import Revision
from rag.understood import understood
from tests.rag.small_report import DEPARTMENT, text_of, write

OFFLINE = Settings(_env_file=None)
EVIL = '<script>alert(1)</script> <b onclick="x">**粗**</b> $x$ [链](http://a.b) :red[红]'


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("views")
    with Library.open(folder / "library", OFFLINE) as library:
        library.ingest(write_samples(folder / "samples"), workers=1)
        yield library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", OFFLINE) as library:
        yield library


def _cell(library: Library, **wanted: str) -> tuple[Fact, Citation]:
    """A table fact and the citation of it."""
    for info in library.reports():
        for fact in library.facts(info.doc_id):
            if fact.origin == "table" and all(getattr(fact, name) == value for name, value in wanted.items()):
                return fact, Citation.of(fact, info.file)
    raise AssertionError(f"no fact {wanted}")


# the place of a source


def test_the_cited_cell_is_marked_in_every_statutory_table(samples: Library) -> None:
    marked = total = 0
    for info in samples.reports():
        for fact in samples.facts(info.doc_id)[::7]:
            if fact.origin != "table" or fact.value is None:
                continue
            view = places.place_of(Citation.of(fact, info.file), samples)
            assert isinstance(view, places.TableView)
            rows = [row for row in view.rows if row.cited]
            assert [row.line for row in rows] == [fact.line]
            total += 1
            for index in rows[0].marked:
                assert rows[0].cells[index] == fact.raw
                marked += 1
    assert total > 300 and marked > 0.97 * total


def test_of_equal_numbers_in_one_row_the_cited_one_is_marked(samples: Library) -> None:
    marked = set()
    for column in ("上缴上级支出", "经营支出", "对附属单位补助支出"):
        _, citation = _cell(samples, table="GK03", row_name="合计", column=column, raw="0.00")
        view = places.place_of(citation, samples)
        assert isinstance(view, places.TableView)
        (row,) = [row for row in view.rows if row.cited]
        (index,) = row.marked
        assert view.head[0][index] == column
        marked.add(index)
    assert len(marked) == 3


def test_a_table_is_cut_to_the_rows_around_and_says_how_many_are_left_out(samples: Library) -> None:
    _, citation = _cell(samples, table="GK01", row_name="其他收入", column="收入金额")
    view = places.place_of(citation, samples)
    assert isinstance(view, places.TableView)
    report = samples.report(citation.doc_id)
    table = next(t for _, t in report.tables if t.key == "GK01")
    assert view.above + view.below + len(view.rows) + len(view.head) == len(table.rows)
    assert len(view.rows) <= 9 and view.above > 0
    assert f"上方省略 {view.above} 行" in view.html()
    assert view.title == "收入支出决算总表" and "单位：万元" in view.caption


def test_every_source_of_an_answer_shows_its_own_words(samples: Library) -> None:
    shown = 0
    for slot in sample_set(3):
        for case in slot.sample.questions:
            if not case.question:
                continue
            for citation in samples.ask(case.question).citations:
                view = places.place_of(citation, samples)
                if isinstance(view, places.PassageView):
                    marked = squeeze("".join(p.cited for p in view.passages))
                    assert marked == squeeze(citation.quote)
                else:
                    assert any(row.cited for row in view.rows)
                assert "<mark>" in view.html() or 'class="jz-cited"' in view.html()
                shown += 1
    assert shown > 50


def test_of_two_places_with_the_same_words_the_cited_line_decides() -> None:
    source = Source("甲 1.00\n乙\n甲 1.00\n丙\n")
    assert places.find_quote(source, "甲 1.00", 1) == (0, 6)
    assert places.find_quote(source, "甲 1.00", 3) == (9, 15)
    assert places.find_quote(source, "丁", 3) is None
    assert places.find_quote(source, "", 3) is None


def test_a_source_whose_report_is_gone_shows_its_quote(library: Library, tmp_path: Path) -> None:
    library.ingest([write(tmp_path / "files")])
    citation = library.ask(f"{DEPARTMENT}2023年支出合计是多少？").citations[0]
    library.delete(citation.doc_id)
    view = places.place_of(citation, library)
    assert isinstance(view, places.PassageView)
    assert view.passages == (places.Passage("", citation.quote),)


def test_a_quote_that_is_no_longer_in_the_text_is_shown_alone(samples: Library) -> None:
    info = samples.reports()[0]
    citation = Citation(doc_id=info.doc_id, file=info.file, section="一、说明", line=3, quote="报告里没有这句话")
    view = places.place_of(citation, samples)
    assert isinstance(view, places.PassageView) and view.heading == "一、说明"


# escaping


def test_nothing_from_a_report_becomes_markup(library: Library, tmp_path: Path) -> None:
    text = text_of(reason=EVIL).replace("三、国", EVIL).replace("一、一般公共服务支出", f"一、{EVIL}")
    path = tmp_path / "shuiwu.txt"
    path.write_text(text, encoding="utf-8")
    (outcome,) = library.ingest([path])
    assert outcome.doc_id
    report, facts = library.report(outcome.doc_id), library.facts(outcome.doc_id)
    info = library.reports()[0]
    pieces = [identity_html(info, len(facts), [])]
    pieces += [part_html(part, facts, Mark.of(facts[-1])) for part in parts_of(report)]
    pieces += [revision_html(Revision(added=facts, removed=facts), EVIL, EVIL), listed_html([info, info], info)]
    pieces += [template_html(library.template(outcome.doc_id), [EVIL])]
    pieces += [places.place_of(Citation.of(fact, info.file), library).html() for fact in facts]
    answer = Answer(
        question="", answer=EVIL, status="conflict", query={"departments": [EVIL], "subjects": [EVIL]},
        values=[Value(value="1.00", unit=EVIL, label=EVIL, department=EVIL, origin="prose", formula=f"{EVIL}1")] * 3,
    )  # fmt: skip
    html = "".join([*pieces, answer_html(answer)])
    assert "&lt;script&gt;" in html
    assert "<script" not in html and "<b onclick" not in html


def test_text_is_harmless_where_markdown_is_read() -> None:
    shown = plain(f"{EVIL}\n# 题 `码` ~删~ <i> | -")
    assert not re.search(r"(?<!\\)[*_`\[\]()<>#$|~]", shown)
    assert ":" not in shown and "\n" not in shown


# questions worth asking


def test_examples_are_answered_with_a_source_by_the_reports_at_hand(samples: Library) -> None:
    questions = Offered().of(samples)
    assert len(questions) == len(set(questions)) == 6
    for question in questions:
        answer = samples.ask(question)
        assert answer.status in {"answered", "computed"} and answer.citations, question
    departments = {info.department for info in samples.reports() if any(str(info.department) in q for q in questions)}
    assert len(departments) >= 3


def test_while_reports_keep_coming_questions_are_not_tried_on_each(library: Library, tmp_path: Path) -> None:
    offered = Offered()
    assert offered.of(library) == []
    library.ingest([write(tmp_path / "one")], workers=1)
    first = offered.of(library)
    assert first
    library.ingest([write(tmp_path / "two", department="云岭市白石区教育局")], workers=1)
    assert offered.of(library) is first
    for info in library.reports():
        if info.department == DEPARTMENT:
            library.delete(info.doc_id)
    assert all(DEPARTMENT not in question for question in offered.of(library))


def test_an_empty_library_has_no_examples(library: Library) -> None:
    assert Offered().of(library) == []


# an answer in words


def test_an_answer_that_is_no_plain_answer_says_so_and_shows_its_formula() -> None:
    value = Value(value="3", unit="万元", label="差", origin="computed", formula="5 - 2")
    computed = Answer(question="", answer="差为3万元。", status="computed", values=[value])
    html = answer_html(computed)
    assert "推算" in html and "差：5 - 2 = 3万元" in html and "<strong>3万元</strong>" in html
    told = computed.model_copy(update={"answer": "差为3万元（5 - 2）。"})
    assert "差：5 - 2" not in answer_html(told)
    for status, word in {
        "conflict": "有冲突",
        "clarify": "请明确",
        "not_found": "未找到",
        "refused": "不予回答",
    }.items():
        assert word in answer_html(Answer(question="", answer="…", status=status))
    assert "jz-status" not in answer_html(Answer(question="", answer="…", status="answered"))


def test_figures_are_set_off_whole_and_several_stand_in_a_table() -> None:
    values = [
        Value(value=v, unit="万元", label="支出", department="甲局", year=2023, origin="prose")
        for v in ("9.5", "19.5", "1")
    ]
    html = answer_html(Answer(question="", answer="19.5万元、9.5万元", status="answered", values=values))
    assert "<strong>19.5万元</strong>、<strong>9.5万元</strong>" in html
    assert html.count('<td class="jz-number">') == 3


def test_what_was_understood_names_departments_years_measures_and_tables(samples: Library) -> None:
    fact, _ = _cell(samples, table="GK03", column="项目支出", row_code="205")
    answer = samples.ask(f"{fact.department}{fact.year}年支出决算表中{fact.row_name}的项目支出是多少？")
    told = understood(answer)
    assert told.startswith(f"{fact.department} · {fact.year}年度") and "《支出决算表》" in told
    label = source_label(1, answer.citations[0])
    assert label.startswith("来源 1 · ") and "《支出决算表》" in label and f"第{fact.line}行" in label
    assert source_place(answer.citations[0]).startswith(answer.citations[0].file)


# a talk


def test_a_question_that_is_too_long_is_told_so_and_not_asked() -> None:
    talk = Talk()
    talk.put("问" * 501)
    [turn] = talk.turns
    assert not turn.waiting and turn.error and "501 字" in turn.error and len(turn.question) < 100
    talk.put("问" * 500)
    assert talk.turns[1].waiting


def test_a_talk_understands_follow_ups_and_can_be_cleared(samples: Library) -> None:
    who = samples.reports()[0].department
    talk = Talk()
    for question in (f"{who}支出合计是多少？", "那基本支出呢？", "  "):
        talk.put(question)
    assert [turn.waiting for turn in talk.turns] == [True, True]
    for turn in talk.turns:
        talk.answer(turn, samples)
    answer = talk.turns[1].answer
    assert answer is not None and answer.values[0].department == who and "基本支出" in answer.answer
    talk.clear()
    assert talk.turns == []


def test_a_talk_sees_reports_that_came_and_forgets_those_that_went(library: Library, tmp_path: Path) -> None:
    talk = Talk()

    def ask(question: str) -> str:
        talk.put(question)
        talk.answer(talk.turns[-1], library)
        answer = talk.turns[-1].answer
        assert answer is not None, talk.turns[-1].error
        return answer.status

    assert ask("支出合计是多少？") == "not_found"
    (outcome,) = library.ingest([write(tmp_path / "files")])
    assert ask(f"{DEPARTMENT}2023年支出合计是多少？") == "answered"
    library.ingest([write(tmp_path / "files", "other.txt", department="云岭市林业局")])
    assert ask("云岭市林业局2023年支出合计是多少？") == "answered"
    library.delete(str(outcome.doc_id))
    assert ask("那基本支出呢？") == "answered"
    assert ask(f"{DEPARTMENT}2023年支出合计是多少？") == "not_found"


def test_a_failure_inside_becomes_a_sentence_and_the_talk_goes_on(
    samples: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, question: str) -> Answer:
        raise AssertionError("internal detail")

    talk = Talk()
    talk.put("甲")
    with monkeypatch.context() as patch:
        patch.setattr("rag.conversation.Conversation.ask", fail)
        talk.answer(talk.turns[0], samples)
    assert not talk.turns[0].waiting
    assert "没能回答" in str(talk.turns[0].error) and "internal detail" not in str(talk.turns[0].error)
    talk.put(f"{samples.reports()[0].department}支出合计是多少？")
    talk.answer(talk.turns[1], samples)
    assert talk.turns[1].answer is not None


# lists


def test_reports_are_narrowed_by_words_years_levels_and_regions(samples: Library) -> None:
    reports = samples.reports()
    assert choose(reports) == reports
    assert {r.year for r in choose(reports, years=[2023])} == {2023}
    assert {r.level for r in choose(reports, levels=["市级"])} == {"市级"}
    region = reports[0].region
    assert {r.region for r in choose(reports, regions=[str(region)])} == {region}
    name = str(reports[0].department)
    assert {r.department for r in choose(reports, f" {name[-3:]}  {name[:2]} ")} == {name}
    assert choose(reports, "没有这个部门") == []
    assert [str(year) for year in choices(reports, "year")] == sorted({str(r.year) for r in reports})


def test_a_statutory_table_is_shown_as_printed_under_telling_names(samples: Library) -> None:
    info = next(r for r in samples.reports() if r.file == "yulan-water-2023.md")
    shown = sheets(samples.report(info.doc_id), samples.facts(info.doc_id))
    assert [sheet.key for sheet in shown][:9] == [f"GK0{n}" for n in range(1, 10)]
    assert not any(sheet.key for sheet in shown[9:])
    for sheet in shown:
        assert len(set(sheet.columns)) == len(sheet.columns)
        assert {len(row) for row in sheet.rows} == {len(sheet.columns)}
    first, ninth = shown[0], shown[8]
    assert first.columns == ("收入·项目", "收入·行次", "收入·金额", "支出·项目", "支出·行次", "支出·金额")
    assert first.numeric == ("收入·金额", "支出·金额")
    assert "决算数·公务用车购置及运行维护费·小计" in ninth.columns


# the places of contradictions


def test_the_very_figure_of_a_sentence_is_set_off(samples: Library) -> None:
    seen = 0
    for info in samples.reports():
        for fact in samples.facts(info.doc_id):
            if fact.origin != "prose" or fact.at is None or not fact.raw or fact.value is None:
                continue
            view = places.place_of(Citation.of(fact, info.file), samples)
            if not isinstance(view, places.PassageView):
                continue
            figures = [p.cited[start:end] for p in view.passages for start, end in p.figures]
            assert all(squeeze(fact.raw).startswith(squeeze(figure)) for figure in figures)
            seen += len(figures)
    assert seen > 100


def test_a_brief_table_keeps_the_cited_column_and_the_names_before_it(samples: Library) -> None:
    seen = 0
    for info in samples.reports():
        for fact in samples.facts(info.doc_id)[::5]:
            if fact.origin != "table" or not fact.value:
                continue
            view = places.place_of(Citation.of(fact, info.file), samples)
            assert isinstance(view, places.TableView)
            if not any(row.marked for row in view.rows):
                continue
            whole, brief = view.html(), view.html(brief=True)
            assert brief.count("<th ") <= whole.count("<th ")
            assert brief.count("<mark>") == whole.count("<mark>") == 1
            name = squeeze(fact.row_name).split("(")[0][-4:]
            # a table of one row has no names: its row is called 合计 whatever stands in its header
            printed = name in squeeze("".join(cell for row in view.rows if row.cited for cell in row.cells))
            assert not printed or name in squeeze(brief)
            seen += 1
    assert seen > 100
