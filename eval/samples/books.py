"""The books of one fictional department-year: every amount of a report, summed from its leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from eval.samples.data import Department, Reason

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
FUNDS = ("general", "fund", "capital")
PUBLIC = ("abroad", "purchase", "running", "reception")


def cents(value: Decimal) -> Decimal:
    """Rounded half-up to the two decimals that reports print."""
    return value.quantize(CENT, ROUND_HALF_UP)


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """A share or rate in percent with two decimals, from printed numbers; None where the base is zero."""
    return cents(part * 100 / whole) if whole else None


def total(values: Iterable[Decimal]) -> Decimal:
    return sum(values, ZERO)


@dataclass(slots=True)
class Item:
    """One 项: what was received and spent under a seven-digit subject, split by source of money.

    ``basic`` and ``project`` are paid from 财政拨款 of ``fund``; ``own`` is paid from other money. Opening and closing
    are 结转结余.
    """

    code: str
    fund: str = "general"
    basic: Decimal = ZERO
    project: Decimal = ZERO
    own: Decimal = ZERO
    opening: Decimal = ZERO
    closing: Decimal = ZERO
    own_closing: Decimal = ZERO
    own_opening: Decimal = ZERO
    budget: Decimal = ZERO
    reason: Reason | None = None

    @property
    def fiscal(self) -> Decimal:
        return self.basic + self.project

    @property
    def spending(self) -> Decimal:
        return self.fiscal + self.own

    @property
    def fiscal_income(self) -> Decimal:
        return self.fiscal + self.closing - self.opening

    @property
    def own_income(self) -> Decimal:
        return self.own + self.own_closing - self.own_opening


@dataclass(slots=True)
class Project:
    """A project with its budgets, what was paid and its self-assessment."""

    name: str
    code: str
    fund: str
    initial: Decimal
    full: Decimal
    paid: Decimal
    indicator: str
    target: int
    achieved: int
    unit: str
    goal: str
    score: Decimal = ZERO

    @property
    def rate(self) -> Decimal:
        return percent(self.paid, self.full) or ZERO

    @property
    def points(self) -> Decimal:
        """The ten points of the rate of execution."""
        return cents(self.rate / 10)

    @property
    def grade(self) -> str:
        return "优" if self.score >= 90 else "良"


@dataclass(slots=True)
class ThreePublic:
    """三公经费: budget, final and last year of the four kinds, and the counts that go with them."""

    budget: dict[str, Decimal]
    final: dict[str, Decimal]
    last: dict[str, Decimal]
    counts: dict[str, int]
    reason: Reason | None = None
    abroad_use: str = ""
    guest_use: str = ""

    @staticmethod
    def vehicles(part: dict[str, Decimal]) -> Decimal:
        return part["purchase"] + part["running"]

    @staticmethod
    def total(part: dict[str, Decimal]) -> Decimal:
        return total(part.values())

    def row(self, part: dict[str, Decimal]) -> list[Decimal]:
        """The six cells of GK09: 合计, 出国, 用车小计, 购置, 运行, 接待."""
        vehicles = self.vehicles(part)
        return [self.total(part), part["abroad"], vehicles, part["purchase"], part["running"], part["reception"]]


@dataclass(slots=True)
class Books:
    """Everything a report prints, for one department and year; amounts in 万元."""

    department: Department
    year: int
    items: list[Item]
    economic: dict[str, Decimal]
    projects: list[Project]
    public: ThreePublic
    own_kind: str
    procurement: dict[str, Decimal]
    assets: dict[str, int]
    on_time: int
    operating_budget: Decimal
    last: dict[str, Decimal] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)

    def sum(self, value: Callable[[Item], Decimal], fund: str | None = None) -> Decimal:
        return total(value(i) for i in self.items if fund in (None, i.fund))

    def income_of(self, fund: str) -> Decimal:
        return self.sum(lambda i: i.fiscal_income, fund)

    def spending_of(self, fund: str) -> Decimal:
        return self.sum(lambda i: i.fiscal, fund)

    def opening_of(self, fund: str | None = None) -> Decimal:
        return self.sum(lambda i: i.opening, fund)

    def closing_of(self, fund: str | None = None) -> Decimal:
        return self.sum(lambda i: i.closing, fund)

    @property
    def fiscal_income(self) -> Decimal:
        return total(self.income_of(f) for f in FUNDS)

    @property
    def own_income(self) -> Decimal:
        return self.sum(lambda i: i.own_income)

    @property
    def income(self) -> Decimal:
        return self.fiscal_income + self.own_income

    @property
    def spending(self) -> Decimal:
        return self.sum(lambda i: i.spending)

    @property
    def opening(self) -> Decimal:
        return self.opening_of() + self.sum(lambda i: i.own_opening)

    @property
    def closing(self) -> Decimal:
        return self.closing_of() + self.sum(lambda i: i.own_closing)

    @property
    def grand_total(self) -> Decimal:
        """收、支总计."""
        return self.income + self.opening

    @property
    def basic(self) -> Decimal:
        return self.sum(lambda i: i.basic)

    @property
    def project(self) -> Decimal:
        return self.sum(lambda i: i.project + i.own)

    @property
    def fiscal_total(self) -> Decimal:
        """财政拨款收、支总计."""
        return self.fiscal_income + self.opening_of()

    @property
    def general_budget(self) -> Decimal:
        return self.sum(lambda i: i.budget, "general")

    def economic_class(self, code: str) -> Decimal:
        return total(v for k, v in self.economic.items() if k.startswith(code))

    @property
    def personnel(self) -> Decimal:
        return self.economic_class("301") + self.economic_class("303")

    @property
    def running(self) -> Decimal:
        """公用经费, and 机关运行经费 of a purely administrative department."""
        return total(self.economic.values()) - self.personnel

    @property
    def rate(self) -> Decimal:
        """预算执行率 of the whole department."""
        return percent(self.spending, self.grand_total) or ZERO

    @property
    def points(self) -> Decimal:
        """The ten points of the rate of execution."""
        return cents(self.rate / 10)

    @property
    def late_points(self) -> Decimal:
        """What tasks that were not done in time earn of their 30 points."""
        return cents(Decimal(self.on_time) * 30 / 100)

    @property
    def score(self) -> Decimal:
        """部门整体绩效自评得分: full marks but for the rate of execution and what was late."""
        return 60 + self.points + self.late_points

    @property
    def average(self) -> Decimal:
        """The average score of the projects."""
        return cents(total(p.score for p in self.projects) / len(self.projects))

    def of_class(self, code: str, value: Callable[[Item], Decimal]) -> Decimal:
        """Sum over the items under a class (3 digits), section (5) or item (7)."""
        return total(value(i) for i in self.items if i.code.startswith(code))

    def measures(self) -> dict[str, Decimal]:
        """The amounts that reports compare with the year before."""
        final = self.public.final
        return {
            "total": self.grand_total,
            "income": self.income,
            "spending": self.spending,
            "fiscal_total": self.fiscal_total,
            "general": self.spending_of("general"),
            "general_income": self.income_of("general"),
            "fund_income": self.income_of("fund"),
            "capital_income": self.income_of("capital"),
            "operating": self.running,
            "tp": self.public.total(final),
            "abroad": final["abroad"],
            "vehicles": self.public.vehicles(final),
            "reception": final["reception"],
        }
