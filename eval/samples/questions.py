"""Questions on one sample, with the answers its truth gives."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from eval.cases import Case, Expected
from eval.samples.ask import ABSTAIN, Asker, number, words
from eval.samples.books import ZERO, Project, cents, percent
from eval.samples.data import economic_names, raw, subject_name
from eval.samples.document import Grid
from eval.samples.options import kind_of
from eval.samples.prose import CONTRADICTION
from eval.samples.sample import Sample
from eval.samples.truth import TruthCell

_FIGURES, _CELLS, _ITEMS = 18, 12, 2


def questions(sample: Sample) -> list[Case]:
    """Around sixty cases of every kind that this sample can answer, or must decline; some thirty for a budget."""
    asker = Asker(sample)
    for make in _BUDGET if kind_of(sample.family) == "budget" else _FINAL:
        make(asker)
    return asker.cases


def _figures(asker: Asker) -> None:
    truth, wordings = asker.sample.truth.figures, asker.wordings
    keys = [
        k for k in wordings["figure"] if k in truth and not (k == "personnel" and asker.sample.options.contradiction)
    ]
    for key in asker.some(keys, _FIGURES):
        asker.ask("figure", wordings["figure"][key], number(truth[key].value, truth[key].unit))
    for key in [k for k in wordings["count"] if k in truth]:
        asker.ask("count", wordings["count"][key], number(truth[key].value, truth[key].unit))


def _units(asker: Asker) -> None:
    truth, wordings = asker.sample.truth.figures, asker.wordings
    whole = truth["spending"].value
    asker.ask("unit", wordings["unit"]["yuan"], number(whole.scaleb(4).quantize(Decimal(1)), "元"))
    asker.ask("unit", wordings["unit"]["yi"], number(truth["total"].value.scaleb(-4).normalize(), "亿元"))


def _cells(asker: Asker) -> None:
    sample, wordings = asker.sample, asker.wordings["cell"]
    if sample.options.pictures:
        asker.ask("abstain", raw("questions")["pictured"], ABSTAIN)
        return
    titles = {b.key: b.title.split("、")[-1] for b in sample.blocks if isinstance(b, Grid)}
    for cell in asker.some(_askable(sample.truth.cells), _CELLS):
        asker.ask(
            "cell",
            wordings.get(cell.table, wordings["any"]),
            number(Decimal(str(cell.value)), "元" if sample.options.yuan else "万元"),
            title=titles[cell.table],
            row=cell.row_name,
            column="金额" if cell.column.endswith("金额") else cell.column,
        )


def _askable(cells: list[TruthCell]) -> list[TruthCell]:
    """Cells with money whose row is called by one plain name, which means one row of the table."""
    rows = Counter((c.table, c.row_name) for c in {(c.table, c.row_code, c.row_name): c for c in cells}.values())
    return [c for c in cells if c.value and Decimal(c.value) and rows[c.table, c.row_name] == 1 and _plain(c)]


def _plain(cell: TruthCell) -> bool:
    """Not a total that a table prints twice, a row of a row, or the one row of GK09."""
    return cell.table not in ("GK09", "YS09") and cell.row_name != "合计" and not set("(-") & set(cell.row_name)


def _explain(asker: Asker) -> None:
    sample, wordings = asker.sample, raw("questions")["explain"]
    for key in ("total", "general", "operating"):
        keys, difference = sample.truth.reasons.get(key), sample.truth.figures.get(f"{key}_diff")
        if keys and difference:
            moved = "增加" if difference.value > 0 else "减少"
            asker.ask("explain", wordings[key], words(*keys), moved=moved)
    if sample.books.public.reason:
        asker.ask("explain", wordings["tp"], words(*sample.books.public.reason.keys))
    changed = [i for i in sample.books.items if i.reason and i.fund == "general" and i.fiscal]
    names = Counter(subject_name(i.code) for i in sample.books.items)
    for item in asker.some([i for i in changed if names[subject_name(i.code)] == 1], _ITEMS):
        if item.reason:
            asker.ask("explain", wordings["item"], words(*item.reason.keys), item=subject_name(item.code))


def _compute(asker: Asker) -> None:
    books, wordings = asker.sample.books, raw("questions")["compute"]
    asker.ask("compute", wordings["gap"], number(abs(books.project - books.basic), "万元"))
    asker.ask("compute", wordings["times"], number(cents(books.project / books.basic), "倍"))
    if "total_diff" in asker.sample.truth.figures:
        asker.ask("compute", wordings["before"], number(books.last["total"], "万元"))
    share = percent(books.personnel, books.sum(lambda i: i.basic, "general"))
    if share is not None and not asker.sample.options.contradiction:
        asker.ask("compute", wordings["staff"], number(share, "%"))
    saved = books.public.total(books.public.budget) - books.public.total(books.public.final)
    if saved:
        asker.ask("compute", wordings["saved"], number(saved, "万元"))


def _lists(asker: Asker) -> None:
    sample, wordings = asker.sample, raw("questions")["list"]
    items = [i for i in sample.books.items if i.fund == "general" and i.fiscal]
    amounts: dict[str, Decimal] = {}
    for item in items:
        amounts[item.code[:3]] = amounts.get(item.code[:3], ZERO) + item.fiscal
    pieces = [
        piece for code, value in amounts.items() for piece in (subject_name(code).removesuffix("支出"), str(value))
    ]
    asker.ask("list", wordings["classes"], words(*pieces, kind="list"))
    costs = {c: v for c, v in sample.books.economic.items() if c[:3] in ("302", "310")}
    pieces = [piece for code, value in costs.items() for piece in (economic_names()[code], str(value))]
    asker.ask("list", wordings["running_costs"], words(*pieces, kind="list"))


def _organisation(asker: Asker) -> None:
    department, wordings = asker.sample.books.department, raw("questions")
    asker.ask("org", wordings["offices"], words(*department.offices))
    asker.ask("org", wordings["bodies"], words(*department.bodies))
    for duty in asker.some([d for d in department.duties if d.keys], 2):
        asker.ask("org", wordings["duty"], words(*duty.keys), ask=duty.ask)


def _performance(asker: Asker) -> None:
    truth, wordings = asker.sample.truth.figures, raw("questions")
    for key in [k for k in wordings["performance"] if k in truth]:
        asker.ask("performance", wordings["performance"][key], number(truth[key].value, truth[key].unit))
    for project in asker.sample.books.projects[:2]:
        for key, expected in _project_answers(project).items():
            asker.ask("performance", wordings["project"][key], expected, p=project.name, indicator=project.indicator)


def _project_answers(project: Project) -> dict[str, Expected]:
    return {
        "paid": number(project.paid, "万元"),
        "rate": number(project.rate, "%"),
        "achieved": number(project.achieved, project.unit),
    }


def _definitions(asker: Asker) -> None:
    for term in asker.some(raw("terms")["terms"], 2):
        asker.ask("definition", asker.wordings["definition"], words(*term["keys"]), term=term["name"])


def _declined(asker: Asker) -> None:
    for wording in asker.wordings["abstain"]:
        asker.ask("abstain", [wording], ABSTAIN)


def _conflict(asker: Asker) -> None:
    if asker.sample.options.contradiction:
        table = asker.sample.books.personnel
        asker.ask("conflict", raw("questions")["conflict"], words(str(table), str(table + CONTRADICTION), kind="list"))


def _talks(asker: Asker) -> None:
    figures, wordings = asker.sample.truth.figures, raw("questions")["conversation"]
    chains = {"spending": ("spending", "project", "basic"), "three_public": ("tp", "reception", "guests")}
    for name, keys in chains.items():
        if all(k in figures for k in keys) and figures[keys[1]].value:
            said = asker.names()
            turns = tuple(turn.format_map(said) for turn in wordings[name])
            asker.add(
                "conversation", turns=turns, answers=tuple(number(figures[k].value, figures[k].unit) for k in keys)
            )


_FINAL = (
    _figures,
    _units,
    _cells,
    _explain,
    _compute,
    _lists,
    _organisation,
    _performance,
    _definitions,
    _declined,
    _conflict,
    _talks,
)
_BUDGET = (_figures, _cells, _organisation, _definitions, _declined)
