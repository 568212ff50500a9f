"""A small fictional report with tables that no form describes, cars by kind and what was carried over."""

from __future__ import annotations

from rag.answer import Answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

TABLES = """
财政拨款收入支出决算总表

公开04表
单位：万元

收入\t\t\t支出\t\t\t\t\t
项目\t行次\t金额\t项目\t行次\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款\t国有资本经营预算财政拨款
栏次\t\t1\t栏次\t\t2\t3\t4\t5
一、一般公共预算财政拨款\t1\t300.00\t一、农林水支出\t10\t330.00\t280.00\t50.00\t0.00
二、政府性基金预算财政拨款\t2\t60.00\t\t11\t\t\t\t
三、国有资本经营预算财政拨款\t3\t0.00\t\t12\t\t\t\t
本年收入合计\t4\t360.00\t本年支出合计\t13\t330.00\t280.00\t50.00\t0.00
年初财政拨款结转和结余\t5\t15.00\t年末财政拨款结转和结余\t14\t45.00\t30.00\t15.00\t0.00
一般公共预算财政拨款\t6\t10.00\t\t15\t\t\t\t
政府性基金预算财政拨款\t7\t5.00\t\t16\t\t\t\t
国有资本经营预算财政拨款\t8\t0.00\t\t17\t\t\t\t
总计\t9\t375.00\t总计\t18\t375.00\t310.00\t65.00\t0.00

财政拨款支出决算明细表
公开05表
单位：万元

科目编码\t科目名称\t合计\t工资福利支出\t\t商品和服务支出
\t\t\t小计\t基本工资\t小计
\t合计\t330.00\t200.00\t120.00\t130.00
213\t农林水支出\t330.00\t200.00\t120.00\t130.00
21303\t水利\t180.00\t150.00\t90.00\t30.00
21305\t扶贫\t150.00\t50.00\t30.00\t100.00

政府采购情况统计表
公开06表
单位：万元

项目\t金额
一、政府采购货物类支出\t12.84
二、政府采购服务类支出\t30.00

"""
MARK = "第三部分 2023年度部门决算情况说明\n\n一、"
PROSE_MARK = "第四部分 名词解释\n\n一、"
CARS = (
    "七、财政拨款“三公”经费支出决算情况说明\n\n公务用车购置支出40.00万元。全年更新购置公务用车4辆，其中：轿车3辆、金额24.00万元，"
    "越野车1辆、金额16.00万元。截至2023年12月31日，部门共有公务用车9辆，其中：轿车6辆、越野车3辆。公务用车运行维护费支出18.00万元。\n\n"
)


def answer(question: str, tables: str = TABLES, prose: str = CARS) -> Answer:
    """The answer of the small report to a question on it."""
    text = text_of().replace(MARK, tables + MARK).replace(PROSE_MARK, prose + PROSE_MARK)
    return ask(library_of(text), f"青川区水务局2023年{question}")


def first(question: str, **more: str) -> str | None:
    values = answer(question, **more).values
    return f"{values[0].value}{values[0].unit or ''}" if values else None
