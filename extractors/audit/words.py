"""The Chinese words for severities, statuses and families, in the order in which they are shown."""

from __future__ import annotations

from extractors.crosscheck import Status

#: from the gravest on; the number ranks them for ``--fail-on``
RANK = {"error": 3, "warning": 2, "rounding": 1, "info": 0}
SEVERITY = {"error": "错误", "warning": "疑点", "rounding": "尾差", "info": "提示"}

STATUS = {
    Status.PASS: "通过",
    Status.FAIL: "未通过",
    Status.ROUNDING: "尾差",
    Status.NOT_APPLICABLE: "不适用",
    Status.INSUFFICIENT_DATA: "数据不足",
    Status.PARSE_CONFLICT: "读数冲突",
}

KIND = {"final": "决算", "budget": "预算", "both": "决算、预算"}

_FAMILY = {
    "A": "表内核对",
    "B": "表间核对",
    "C": "表格与正文",
    "D": "正文内部",
    "E": "公开完整性",
    "F": "年度、名称和格式",
    "G": "报告之间",
    "P": "绩效附件",
    "T": "读取情况",
}

#: how a difference is judged, whatever the rule
TOLERANCE = (
    "金额按十进制精确比较，不用相对误差。每个印出的数可能因四舍五入相差末位的一半，各数的一半相加即容许的尾差："
    "相差在此以内记为尾差，超出才按本规则的级别报告。编码、名称、年度和个数必须完全相符。"
)


def family_title(family: str) -> str:
    """A family of rules in words; its letter where it has no words yet."""
    return _FAMILY.get(family, f"{family} 类")
