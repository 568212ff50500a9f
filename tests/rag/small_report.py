"""A small fictional report as text, for tests of the library: every kind of section, amounts to choose."""

from __future__ import annotations

from pathlib import Path

from extractors.extract import Extraction, extract_file

DEPARTMENT = "云岭市青川区水务局"


def text_of(department: str = DEPARTMENT, year: int = 2023, spent: str = "386.78", reason: str = "新建泵站") -> str:
    """The text of a report whose total of income and of expenditure is ``spent`` 万元."""
    return f"""{year}年度
{department}
部门决算公开

目 录

第一部分 {department}概况
一、部门职责
二、机构设置
第二部分 {year}年度部门决算表
第三部分 {year}年度部门决算情况说明
第四部分 名词解释

第一部分 {department}概况

一、部门职责

（一）贯彻执行国家水利法律法规，拟订全区水利发展规划和政策，组织编制重要河流流域综合规划并监督实施。

（二）负责生活、生产经营和生态环境用水的统筹和保障，组织实施最严格水资源管理制度。

（三）指导水利工程建设与运行管理，负责河道采砂的统一管理和监督检查工作。

（四）完成区委、区政府交办的其他任务。

二、机构设置

{department}内设机构3个，包括：办公室、规划建设股、水资源股。

第二部分 {year}年度部门决算表

收入支出决算总表

公开01表
单位：万元
部门：{department}

收入\t\t\t支出\t\t
项目\t行次\t金额\t项目\t行次\t金额
栏次\t\t1\t栏次\t\t2
一、一般公共预算财政拨款收入\t1\t{spent}\t一、一般公共服务支出\t32\t0.00
二、政府性基金预算财政拨款收入\t2\t0.00\t二、外交支出\t33\t0.00
本年收入合计\t27\t{spent}\t本年支出合计\t58\t{spent}
总计\t31\t{spent}\t总计\t62\t{spent}

注：本表反映部门本年度的总收支和年末结转结余情况。

第三部分 {year}年度部门决算情况说明

一、收入支出决算总体情况说明

{year}年度收、支总计均为{spent}万元。与上年度相比，收、支总计各增加86.65万元，增长13.35%，主要原因是{reason}。

二、收入决算情况说明

{year}年度收入合计{spent}万元，其中：财政拨款收入{spent}万元，占100.00%。

三、支出决算情况说明

{year}年度支出合计{spent}万元，其中：基本支出{spent}万元，占100.00%；项目支出0.00万元，占0.00%。

第四部分 名词解释

一、财政拨款收入：是指区级财政当年拨付的资金。

二、基本支出：是指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。

三、项目支出：是指在基本支出之外为完成特定行政任务和事业发展目标所发生的支出。
"""


def write(folder: Path, name: str = "shuiwu-2023.txt", **options: object) -> Path:
    """Write a small report into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text_of(**options), encoding="utf-8")  # type: ignore[arg-type]
    return path


def extraction(folder: Path, name: str = "shuiwu-2023.txt", **options: object) -> Extraction:
    """A small report as read."""
    return extract_file(write(folder, name, **options))
