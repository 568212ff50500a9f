"""Who publishes a report: identity, duties, bodies and staff."""

from __future__ import annotations

from pydantic import BaseModel

from extractors.schemas.fields import Groups, People, column, field, identity, named, part, told


class Identity(BaseModel):
    """报告基本信息"""

    department: str | None = identity("department", "部门名称", "报告所印的部门名称")
    year: int | None = identity("year", "年度", "决算年度")
    kind: str | None = identity("kind", "报告类型", "final 为决算，budget 为预算")
    level: str | None = identity("level", "行政级次", "由部门名称和地区得出的级次")
    region: str | None = identity("region", "地区", "部门名称中的地区")
    scope: str | None = identity("scope", "编报范围", "本级、汇总等，报告写明的")
    unit: str | None = identity("unit", "金额单位", "报告表格的金额单位")


class Duty(BaseModel):
    """一项职责"""

    name: str = part("name", "职责", "职责的首句", "名称")
    text: str | None = column("全文", "报告所印的这项职责", "职责", asked=("职责内容", "内容", "职责"))


class Duties(BaseModel):
    """主要职责"""

    duties: list[Duty] = told(
        "主要职责",
        "报告逐条列出的职责",
        "duties",
        "column",
        "职责",
        ("职责", "部门职责", "职能", "主要职能", "部门职能"),
    )


class Body(BaseModel):
    """一个机构或单位"""

    name: str = part("name", "名称", "报告所印的机构或单位名称", "机构名称", "单位名称", "科室名称")


class Bodies(BaseModel):
    """机构设置与人员"""

    inner_count: Groups | None = field("内设机构数", "报告写明的内设机构数", prose=("内设机构", "数量", "bodies"))
    inner: list[Body] = named(
        "内设机构", "报告列出的内设机构", "内设机构", ("内设科室", "内设股室", "内设处室", "科室")
    )
    institutions: Groups | None = field("下属事业单位数", "下属事业单位数", prose=("下属事业单位", "数量", "bodies"))
    units_count: Groups | None = field(
        "决算编制范围单位数", "纳入部门决算编制范围的单位数", prose=("决算编制范围单位", "数量", "bodies")
    )
    units: list[Body] = named(
        "决算编制范围单位",
        "报告列出的纳入部门决算编制范围的单位",
        "决算编制范围单位",
        (
            "纳入决算编制范围的单位",
            "纳入部门决算编制范围的单位",
            "决算单位",
            "编制范围单位",
            "预算单位",
            "纳入决算的单位",
        ),
    )
    staffing: People | None = field("编制人数", "报告写明的编制人数", prose=("编制人数", "数量", "bodies|annex"))
    headcount: People | None = field("实有人员", "报告写明的实有人数", prose=("实有人员", "数量", "bodies|annex"))


BODIES: dict[str, type[BaseModel]] = {"identity": Identity, "duties": Duties, "bodies": Bodies}
