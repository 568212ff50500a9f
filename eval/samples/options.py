"""What can be chosen about a sample: its features and how it is printed."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.samples.data import raw


class Options(BaseModel):
    """Choices of one sample. ``None`` leaves a feature to the seed; the rest default by family (families.yaml)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int = Field(2023, ge=2018, le=2035)
    department: str | None = None
    three_public: Literal["some", "none", "budget"] | None = None
    gov_fund: bool | None = None
    capital: bool | None = None
    carry_over: bool | None = None
    other_income: bool | None = None
    contradiction: bool = False
    #: amounts are known to the 元 and rounded one by one when printed, so that sums may differ by 尾差
    tails: bool = False

    thousands: Literal["none", "tables", "all"] = "none"
    trim: bool = False
    spaced: bool = False
    blank_zero: bool = False
    total_second: bool = False
    class_lead: bool = False
    list_amounts: bool = True
    list_total: bool = False
    page_breaks: Literal["none", "blank", "header"] = "none"
    pictures: bool = False
    hard_wrap: bool = False
    #: the statutory tables are in 元, while the text stays in 万元
    yuan: bool = False
    #: how many decimals the statutory tables print
    decimals: Literal[0, 2] = 2
    #: 行次 and 栏次 are printed, and lines above the tables with their number, the department and the year
    numbered: bool = True
    #: the subject codes stand in three columns, each with its own part: 208, 05, 01
    split_codes: bool = False
    #: the tables whose total stands in the last row
    total_last: tuple[str, ...] = ()
    #: how many lists of economic subjects stand side by side
    blocks: Literal[2, 3] = 3
    #: the columns of 预算数 and 决算数 of 三公 spending alternate
    alternate: bool = False
    #: the table of 国有资本经营预算 has the columns of that of 政府性基金预算
    capital_balances: bool = False


def families(kind: Literal["final", "budget"] = "final") -> list[str]:
    """The families of one kind of report: 部门决算 or 部门预算."""
    return [name for name in raw("families") if kind_of(name) == kind]


def kind_of(family: str) -> Literal["final", "budget"]:
    """What the reports of a family are: 部门决算 or 部门预算."""
    kind: Literal["final", "budget"] = raw("families")[family].get("kind", "final")
    return kind


def options_for(family: str, chosen: dict[str, object]) -> Options:
    """The family's defaults with the chosen options over them. Raises ValueError for an unknown family or option."""
    if family not in raw("families"):
        raise ValueError(f"unknown family {family!r}: one of {', '.join(raw('families'))}")
    return Options.model_validate({**raw("families")[family]["options"], **chosen})
