"""Sentences from templates: a small engine over the wording files, and the words it fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

from eval.samples.books import Books, Item, Project, percent
from eval.samples.data import economic_names, raw, subject_name
from eval.samples.document import Block, Heading, Text
from eval.samples.figures import budget_sources, figures, income_parts, spending_parts
from eval.samples.options import Options
from eval.samples.style import Style, han, han_year, plain
from eval.samples.truth import TruthFigure

Words = dict[str, Any]
#: what a sample with a planted contradiction adds to 人员经费 in prose
CONTRADICTION = Decimal("3.70")


#: the figures that lists in prose state
_LISTED = {
    "income_parts": ("fiscal_income", "own_income", "fiscal_share"),
    "spending_parts": ("basic", "project", "basic_share", "project_share"),
    "own_parts": ("own_income",),
}


class Writer:
    """Fills the wording of one family with the figures of one department-year."""

    def __init__(self, books: Books, options: Options, wording: dict[str, Any]) -> None:
        self.books, self.options, self.wording = books, options, wording
        self.style = Style(options)
        self.figures: dict[str, TruthFigure] = figures(books)
        self.words: Words = {**self._plain(), **self._figures(), **self._lists(), **self._changes(), **self._flags()}

    @cached_property
    def stated(self) -> set[str]:
        """The keys of the figures that the prose of this family states."""
        used = set(re.findall(r"\{(\w+)\}", str(self.wording["text"])))
        told = ("diff", "growth") if "{rate}" in self.wording["changes"]["one"]["up"] else ("diff",)
        used |= {f"{key}_{part}" for key in self.books.last if f"{key}_change" in used for part in told}
        if "vehicles_rate_part" in used:
            used |= {"abroad_rate", "vehicles_rate", "reception_rate"}
        for words, keys in _LISTED.items():
            used |= set(keys) if words in used else set()
        return used

    def fill(self, template: str) -> str:
        return template.format_map(self.words)

    def section(self, key: str) -> Iterator[Block]:
        """The paragraphs of one section."""
        for entry in self.wording["text"][key]:
            yield from self._entry(entry)

    def _entry(self, entry: str | dict[str, str]) -> Iterator[Block]:
        if isinstance(entry, str):
            yield Text(self.fill(entry))
        elif "heading" in entry:
            yield Heading(self.fill(entry["heading"]), 3)
        else:
            for words in self.words[entry["each"]] if "each" in entry else [self.words]:
                if self._wanted(entry, words):
                    yield Text(entry["text"].format_map({**self.words, **words}))

    @staticmethod
    def _wanted(entry: dict[str, str], words: Words) -> bool:
        return bool(words.get(entry.get("when", ""), True)) and not words.get(entry.get("unless", ""), False)

    def _plain(self) -> Words:
        books, department = self.books, self.books.department
        return {
            "year": books.year,
            "last_year": books.year - 1,
            "han_next_year": han_year(books.year + 1),
            "name": department.name,
            "offices": "、".join(department.offices),
            "bodies": "、".join(department.bodies),
            "fund_use": "、".join(p.name for p in books.projects if p.fund == "fund"),
            "abroad_use": books.public.abroad_use,
            "guest_use": books.public.guest_use,
            "classes_count": len(self._classes()),
            "grade": "优" if books.score >= 90 else "良",
            "average": plain(books.average),
            "fund_why": self._fund_why(),
            "foreign": self.style.prose(Decimal("0.00")),
        }

    def _figures(self) -> Words:
        """Every figure as printed; counts and scores without trailing zeros."""
        words: Words = {}
        for key, figure in self.figures.items():
            money = figure.unit in ("万元", "%")
            words[key] = self.style.prose(figure.value) if money else _short(figure.value)
        for key in ("abroad", "vehicles", "reception"):
            rate = words.get(f"{key}_rate")
            words[f"{key}_rate_part"] = self.wording["text"]["rate_part"].format(rate=rate) if rate else ""
            words[f"{key}_why"] = self._kind_why(f"{key}_budget")
        reason = self.books.public.reason
        if self.options.contradiction:
            words["personnel"] = self.style.prose(self.figures["personnel"].value + CONTRADICTION)
        words["tp_why"] = self.wording["text"]["tp_why"].format(reason=reason.text) if reason else ""
        return words

    def _flags(self) -> Words:
        figures = self.figures
        return {
            "has_fund": bool(figures["fund"].value),
            "fund_planned": bool(figures["fund"].value and figures["fund_budget"].value),
            "fund_added": bool(figures["fund"].value and not figures["fund_budget"].value),
            "has_capital": bool(figures["capital"].value),
            "has_abroad": bool(figures["abroad"].value),
            "tp_spent": bool(figures["tp"].value),
            "tp_budgeted": bool(figures["tp_budget"].value),
            "pictures": self.options.pictures,
        }

    def _changes(self) -> Words:
        words: Words = {}
        for key in self.books.last:
            kind = "both" if key in ("total", "fiscal_total") else "one"
            reason = self.books.reasons.get(key)
            words[f"{key}_change"] = self._change(kind, self.figures[f"{key}_diff"].value, f"{key}_growth")
            if reason:
                words[f"{key}_change"] += self.wording["changes"]["why"].format(reason=reason.text)
        if "plan" in self.wording["changes"]:
            words["operating_plan"] = self._plan()
        return words

    def _change(self, kind: str, difference: Decimal, growth: str) -> str:
        """比上年增加 … in the words of the family."""
        forms, rate = self.wording["changes"][kind], self.figures.get(growth)
        if not difference:
            template = forms["flat"]
        elif rate is None:
            template = forms["new"]
        else:
            template = forms["up" if difference > 0 else "down"]
        diff, percents = self.style.prose(abs(difference)), self.style.prose(abs(rate.value)) if rate else ""
        return str(template).format(diff=diff, rate=percents, last_year=self.books.year - 1)

    def _plan(self) -> str:
        """机关运行经费 against its 年初预算, as Hubei compares it."""
        figure = self.figures["operating_plan_diff"]
        reason = self.books.reasons.get("operating_plan")
        text = self._change("plan", figure.value, "operating_plan_growth")
        return text + (self.wording["changes"]["why"].format(reason=reason.text) if reason and figure.value else "")

    def _kind_why(self, key: str) -> str:
        """Why a kind of 三公 spending is not what was planned."""
        reason = self.books.reasons.get(key)
        return str(self.wording["text"]["kind_why"]).format(reason=reason.text) if reason else ""

    def _fund_why(self) -> str:
        reason = next((i.reason for i in self.books.items if i.fund == "fund" and i.reason), None)
        return str(self.wording["text"]["fund_why"]).format(reason=reason.text) if reason else ""

    def _lists(self) -> Words:
        department, books = self.books.department, self.books
        parts = self.wording["parts"]
        terms = raw("terms")["terms"]
        units = [f"{department.name}（本级）", *department.bodies]
        return {
            "duties": [
                {"n": n, "han": han(n), "text": d.text.format(area=department.area)}
                for n, d in enumerate(department.duties, 1)
            ],
            "terms": [{"han": han(n), "name": t["name"], "text": t["text"]} for n, t in enumerate(terms, 1)],
            "units": [{"n": n, "unit": unit} for n, unit in enumerate(units, 1)],
            "items": [self._item(n, item) for n, item in enumerate(self._general_items(), 1)],
            "fund_items": [self._item(n, item) for n, item in enumerate(self._fund_items(), 1)],
            "fiscal_items": [self._item(n, i) for n, i in enumerate((i for i in books.items if i.fiscal), 1)],
            "classes": self._classes(),
            "projects": [self._project(p) for p in books.projects],
            "income_parts": self._shares("income", income_parts(books), books.income),
            "own_parts": "；".join(f"{kind}{self.style.prose(v)}万元" for kind, v in budget_sources(books)),
            "spending_parts": self._shares("spending", spending_parts(books), books.spending),
            "structure_parts": parts.get("join", "；").join(parts["structure"].format_map(c) for c in self._classes())
            if "structure" in parts
            else "",
            "personnel_parts": self._economic(("301", "303")),
            "public_parts": self._economic(("302", "310")),
            "cars_parts": "、".join(f"{kind}{count}辆" for kind, count in books.assets.items() if kind != "equipment"),
        }

    def _shares(self, kind: str, pairs: list[tuple[str, Decimal]], whole: Decimal) -> str:
        """Sources or uses with amount and share; a report with trimmed numbers names the empty ones too."""
        form, join = self.wording["parts"][kind], self.wording["parts"]["join"]
        shown = pairs if self.options.trim else [p for p in pairs if p[1]]
        prose = self.style.prose
        return str(join).join(
            form.format(label=k, amount=prose(v), share=prose(percent(v, whole) or Decimal("0.00"))) for k, v in shown
        )

    def _economic(self, classes: tuple[str, ...]) -> str:
        parts, names = self.wording["parts"], economic_names()
        found = [(names[c], v) for c, v in self.books.economic.items() if c.startswith(classes)]
        return str(parts["economic_join"]).join(
            parts["economic"].format(label=k, amount=self.style.prose(v)) for k, v in found
        )

    def _general_items(self) -> list[Item]:
        return [i for i in self.books.items if i.fund == "general" and i.fiscal]

    def _fund_items(self) -> list[Item]:
        return [i for i in self.books.items if i.fund == "fund" and i.fiscal]

    def _classes(self) -> list[Words]:
        """The classes of general-budget spending with their amounts and shares."""
        whole = self.books.spending_of("general")
        codes = sorted({i.code[:3] for i in self._general_items()})
        rows = []
        for n, code in enumerate(codes, 1):
            amount = sum((i.fiscal for i in self._general_items() if i.code.startswith(code)), Decimal("0.00"))
            share = self.style.prose(percent(amount, whole) or Decimal("0.00"))
            rows.append({"n": n, "label": subject_name(code), "amount": self.style.prose(amount), "share": share})
        return rows

    def _item(self, n: int, item: Item) -> Words:
        rate = percent(item.fiscal, item.budget)
        why = self.wording["text"]["item_why"]
        side = "大于" if item.fiscal > item.budget else "小于"
        return {
            "n": n,
            "class": subject_name(item.code[:3]),
            "section": subject_name(item.code[:5]),
            "item": subject_name(item.code),
            "budget": self.style.prose(item.budget),
            "final": self.style.prose(item.fiscal),
            "rate_part": self.wording["text"]["item_rate"].format(rate=self.style.prose(rate))
            if rate is not None
            else "",
            "why": why["other"].format(reason=item.reason.text, side=side) if item.reason else why["same"],
        }

    def _project(self, project: Project) -> Words:
        prose = self.style.prose
        return {
            "name": project.name,
            "full": prose(project.full),
            "paid": prose(project.paid),
            "rate": prose(project.rate),
            "indicator": project.indicator,
            "achieved": project.achieved,
            "target": project.target,
            "unit": project.unit,
            "goal": project.goal,
        }


def _short(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
