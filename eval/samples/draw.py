"""Drawing the books of a fictional department from a seed: leaves are drawn, everything else is summed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from eval.samples.books import PUBLIC, ZERO, Books, Item, Project, ThreePublic, cents, total
from eval.samples.data import Department, Plan, Reason, phrases, raw, reasons
from eval.samples.options import Options

#: which economic subject pays into which functional 项; everything else goes to 行政运行
_HOME = {
    "30108": "2080505",
    "30109": "2080506",
    "30110": "2101101",
    "30111": "2101103",
    "30112": "2089999",
    "30113": "2210201",
    "30302": "2080501",
    "30304": "2080801",
    "30216": "2050803",
}
#: measures whose changes have reasons of their own kind
_OWN_REASONS = {"tp", "abroad", "vehicles", "reception", "operating"}
#: the kinds of 三公 spending that the text explains
_KINDS = {"abroad": ("abroad",), "vehicles": ("purchase", "running"), "reception": ("reception",)}
_CARS = (
    "主要领导干部用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "离退休干部服务用车",
    "其他用车",
)


#: a change of the drawn items, before anything is summed from them
Twist = Callable[[list[Item]], None]


@dataclass(slots=True)
class Draw:
    """One drawing: the chance, the department and the choices already made."""

    rng: Random
    department: Department
    options: Options
    previous: Books | None = None
    twist: Twist | None = None

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    def amount(self, least: int, most: int) -> Decimal:
        """An amount in 万元 between two bounds in 元: to the 元 where 尾差 are wanted, else with two decimals."""
        if self.options.tails:
            return Decimal(self.rng.randint(least, most)).scaleb(-4)
        return cents(Decimal(self.rng.randint(least // 100, most // 100)) / 100)

    def part(self, value: Decimal, percentage: int) -> Decimal:
        """``value`` times a percentage, as exact as the amounts are."""
        exact = value * percentage / 100
        return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP) if self.options.tails else cents(exact)

    def times(self, value: Decimal, least: int, most: int) -> Decimal:
        """``value`` times a percentage between two bounds."""
        return self.part(value, self.rng.randint(least, most))

    def flag(self, choice: bool | None, percent: int) -> bool:
        """An option if given, else a chance; the chance is always taken, so that options don't shift the rest."""
        drawn = self.chance(percent)
        return drawn if choice is None else choice

    def reason(self, kind: str) -> Reason:
        found = self.rng.choice(reasons(kind))
        project = self.department.projects[self.rng.randrange(4)].name
        return Reason(
            text=found.text.format(project=project), keys=tuple(k.format(project=project) for k in found.keys)
        )


def draw_books(draw: Draw) -> Books:
    """The books of a department-year. Raises ValueError if the year before is of another department."""
    if draw.previous and draw.previous.department.key != draw.department.key:
        raise ValueError("previous books belong to another department")
    public = _three_public(draw)
    economic = _economic(draw, public)
    projects = _projects(draw)
    items = _items(draw, economic, projects)
    _carry(draw, items)
    _budgets(draw, items, projects)
    books = Books(
        department=draw.department,
        year=draw.options.year,
        items=sorted(items, key=lambda i: i.code),
        economic=economic,
        projects=projects,
        public=public,
        own_kind=draw.department.other_income,
        procurement=_procurement(draw),
        assets=_assets(draw, public),
        on_time=draw.rng.randint(62, 98),
        operating_budget=ZERO,
    )
    books.operating_budget = draw.times(books.running, 88, 115)
    _last_year(draw, books)
    return books


def _economic(draw: Draw, public: ThreePublic) -> dict[str, Decimal]:
    staff = draw.rng.randint(18, 90)
    found: dict[str, Decimal] = {}
    for code, (chance, least, most) in raw("economic")["draw"].items():
        value = draw.amount(least * staff, most * staff)
        if draw.chance(chance):
            found[code] = value
    final = public.final
    found |= {"30212": final["abroad"], "30217": final["reception"], "30231": final["running"]}
    return {code: value for code, value in sorted(found.items()) if value}


def _three_public(draw: Draw) -> ThreePublic:
    kind = draw.options.three_public or draw.rng.choice(["some", "some", "none", "budget"])
    bounds = {
        "abroad": (20_000, 90_000),
        "purchase": (160_000, 240_000),
        "running": (20_000, 160_000),
        "reception": (3_000, 60_000),
    }
    budget, final, last = dict.fromkeys(PUBLIC, ZERO), dict.fromkeys(PUBLIC, ZERO), dict.fromkeys(PUBLIC, ZERO)
    for name, (least, most) in bounds.items():
        value, present = draw.amount(least, most), draw.chance(30 if name in ("abroad", "purchase") else 100)
        factor, before = draw.rng.choice([100, 100, 97, 88, 73]), draw.times(value, 80, 130)
        if kind == "none" or not present or (kind == "budget" and name != "reception"):
            continue
        budget[name] = value
        if kind == "some":
            final[name] = draw.part(value, factor)
            last[name] = before
    if draw.previous:
        last = dict(draw.previous.public.final)
    saved = total(final.values()) < total(budget.values())
    return ThreePublic(
        budget=budget,
        final=final,
        last=last,
        counts=_public_counts(draw, final),
        reason=draw.reason("public_saved") if saved else None,
        abroad_use=draw.rng.choice(phrases("abroad")),
        guest_use=draw.rng.choice(phrases("guests")),
    )


def _public_counts(draw: Draw, final: dict[str, Decimal]) -> dict[str, int]:
    batches = draw.rng.randint(4, 60)
    return {
        "groups": 1 if final["abroad"] else 0,
        "travellers": draw.rng.randint(2, 5) if final["abroad"] else 0,
        "bought": 1 if final["purchase"] else 0,
        "kept": draw.rng.randint(1, 9) if final["running"] else 0,
        "batches": batches if final["reception"] else 0,
        "guests": batches * draw.rng.randint(4, 9) + draw.rng.randint(0, 3) if final["reception"] else 0,
    }


def _projects(draw: Draw) -> list[Project]:
    with_fund = draw.flag(draw.options.gov_fund, 40)
    plans = [p for p in draw.department.projects if p.fund == "general" or with_fund]
    plans.append(
        Plan(
            name="机关业务保障",
            code=draw.department.other,
            fund="general",
            indicator="保障业务活动次数",
            target=draw.rng.randint(20, 60),
            unit="次",
            goal="保证机关日常业务正常开展",
        )
    )
    return [_project(draw, plan) for plan in plans]


def _project(draw: Draw, plan: Plan) -> Project:
    big = plan.fund == "fund"
    paid = draw.amount(1_000_000 if big else 60_000, 9_000_000 if big else 2_400_000)
    full = paid if draw.chance(55) else draw.times(paid, 102, 140)
    initial = draw.rng.choice([full, full, ZERO, draw.times(paid, 60, 130)])
    achieved = plan.target if draw.chance(70) else plan.target + draw.rng.randint(1, max(1, plan.target // 10))
    project = Project(
        plan.name,
        plan.code,
        plan.fund,
        initial,
        full,
        paid,
        plan.indicator,
        plan.target,
        achieved,
        plan.unit,
        plan.goal,
    )
    project.score = 90 + project.points - Decimal(draw.rng.choice([0, 0, 50, 125, 300, 800])) / 100
    return project


def _items(draw: Draw, economic: dict[str, Decimal], projects: list[Project]) -> list[Item]:
    items: dict[tuple[str, str], Item] = {}

    def at(code: str, fund: str = "general") -> Item:
        return items.setdefault((code, fund), Item(code, fund))

    for code, value in economic.items():
        at(_HOME.get(code, draw.department.run)).basic += value
    for project in projects:
        at(project.code, project.fund).project += project.paid
    capital, amount = draw.flag(draw.options.capital, 15), draw.amount(10_000, 80_000)
    if capital:
        at("2230105", "capital").project += amount
    own, amount = draw.flag(draw.options.other_income, 70), draw.amount(8_000, 400_000)
    if own or (draw.previous and any(i.own_closing for i in draw.previous.items)):
        at(draw.department.other).own += amount
    found = list(items.values())
    if draw.twist:
        draw.twist(found)
    return found


def _carry(draw: Draw, items: list[Item]) -> None:
    """Opening and closing balances: the opening is the closing of the year before, where that is known."""
    wanted = draw.flag(draw.options.carry_over, 60)
    by_code = {(i.code, i.fund): i for i in items}
    candidates = [i for i in items if i.fund == "general" and i.project]
    opener, closer = draw.rng.choice(candidates), draw.rng.choice(candidates)
    opening, closing, own = draw.amount(1_000, 50_000), draw.amount(500, 40_000), draw.amount(100, 5_000)
    if draw.previous:
        for item in draw.previous.items:
            if item.closing:
                by_code[item.code, item.fund].opening = item.closing
            if item.own_closing:
                by_code[item.code, item.fund].own_opening = item.own_closing
    elif wanted:
        opener.opening = opening
    if wanted:
        closer.closing = closing
    holder = by_code.get((draw.department.other, "general"))
    if wanted and holder and holder.own > own and draw.chance(50):
        holder.own_closing = own


def _budgets(draw: Draw, items: list[Item], projects: list[Project]) -> None:
    for item in items:
        if item.fund == "capital":
            item.budget = item.project
            continue
        planned = sum((p.initial for p in projects if (p.code, p.fund) == (item.code, item.fund)), ZERO)
        item.budget = planned + (item.basic if draw.chance(30) else draw.times(item.basic, 82, 118))
        side = "up" if item.fiscal > item.budget else "down"
        kind = "item_new" if not item.budget else f"{'project' if item.project else 'staff'}_{side}"
        reason = draw.reason(kind)
        if cents(item.fiscal) != cents(item.budget):
            item.reason = reason


def _procurement(draw: Draw) -> dict[str, Decimal]:
    goods, works, services = (
        draw.amount(0, most) if draw.chance(chance) else ZERO
        for most, chance in ((600_000, 90), (900_000, 40), (700_000, 80))
    )
    whole = goods + works + services
    sme = draw.times(whole, 40, 100)
    return {"goods": goods, "works": works, "services": services, "sme": sme, "micro": draw.times(sme, 30, 100)}


def _assets(draw: Draw, public: ThreePublic) -> dict[str, int]:
    kinds = dict.fromkeys(_CARS, 0)
    for _ in range(public.counts["kept"]):
        kinds[draw.rng.choice(_CARS[1:])] += 1
    return kinds | {"equipment": draw.rng.choice([0, 0, 1, 3])}


def _last_year(draw: Draw, books: Books) -> None:
    """What the report says of the year before, drawn or taken from its books, and the reasons for the change."""
    now = books.measures()
    factor = draw.rng.choice([72, 83, 91, 96, 104, 112, 126])
    for name, value in now.items():
        own = factor + draw.rng.choice([-2, 0, 3]) if name in ("income", "operating") else factor
        books.last[name] = draw.part(value, own)
    books.last |= {
        "tp": total(books.public.last.values()),
        "abroad": books.public.last["abroad"],
        "vehicles": books.public.vehicles(books.public.last),
        "reception": books.public.last["reception"],
    }
    if draw.previous:
        books.last = draw.previous.measures()
    for name, value in now.items():
        kind = f"{name}_" if name in _OWN_REASONS else ""
        _give_reason(draw, books, name, kind, value, books.last[name])
    _give_reason(draw, books, "operating_plan", "operating_", books.running, books.operating_budget)
    for name, parts in _KINDS.items():
        planned, spent = (total(side[p] for p in parts) for side in (books.public.budget, books.public.final))
        _give_reason(draw, books, f"{name}_budget", f"{name}_", spent, planned)


def _give_reason(draw: Draw, books: Books, name: str, kind: str, now: Decimal, before: Decimal) -> None:
    up, down = draw.reason(f"{kind}up"), draw.reason(f"{kind}down")
    if cents(now) != cents(before):
        books.reasons[name] = up if now > before else down
