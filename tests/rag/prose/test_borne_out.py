"""A number that only shares its counting word or the name of a body with a question is no answer to it."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

MARK = "第二部分 2023年度部门决算表\n\n收入支出决算总表"
SAID = """三、人员情况

核定编制45人，实有人员41人，其中退休人员12人。区水质监测中心门诊楼改造项目专项债券资金820.00万元。
国内公务接待14批次，接待112人次，共支出2.15万元。水费3.20万元，福利费1.10万元，退休费20.40万元，工资福利支出180.50万元。
适龄儿童疫苗接种覆盖率达到93.8%。公务用车运行维护费4.10万元，公务用车保有量2辆。罚没物资仓库一处。负责院内绿化和保洁。
区残疾人事务中心内设机构6个：办公室、康复股、就业股、宣文股、维权股、财务股。青川区志愿服务联合会下设分会7个。
主要用于接待省考核组和对口支援单位来访，共接待来访12批次、94人次。农村环境保护支出45.30万元。林业保护支出8.10万元。
发放水费补助惠及补助对象73人。检查用水企业86家，立案查处水事案件13起。援建单位派驻干部3人，参加对口支援工作。城乡居民医疗保险补助支出66.00万元。

"""

#: what a citizen may ask and no such report tells
NOT_TOLD = (
    "全区律师有多少人",
    "水事案件一共罚了多少款",
    "公务用车运行维护费由哪家公司承建",
    "全区常住人口有多少人",
    "志愿者有多少人",
    "小学生有多少人",
    "护士有多少人",
    "医生有多少人",
    "女职工有多少人",
    "博士有多少人",
    "借调人员有多少人",
    "外籍专家有多少人",
    "住院病人有多少人次",
    "门诊量有多少人次",
    "游客接待量是多少万人次",
    "专项债券利率是多少",
    "区水质监测中心专项债券利率是多少",
    "贷款年利率多少",
    "水费单价是多少",
    "公务用车油耗是多少",
    "绿化覆盖率是多少",
    "全区人均工资多少元",
    "居民人均可支配收入是多少",
    "退休金人均多少",
    "罚款收了多少万元",
    "处罚金额是多少万元",
    "商品房均价是多少",
    "投诉件数是多少",
    "病床有多少张",
    "有多少名律师",
    "全区有多少个学生",
    "食品抽检合格率是多少",
    "全区GDP增长多少",
    "社保缴费基数是多少",
    "全区一共有多少残疾人",
    "残疾人有多少名",
    "对口支援单位给了多少支援资金",
    "对口支援单位给了我区多少援助经费",
    "援建单位捐了多少捐款",
    "收了多少环境保护税",
    "农村环境保护税收了多少",
    "环境保护志愿者有多少人",
    "环境保护站有几个",
    "林业保护员有多少人",
    "收了多少水费",
    "征收了多少城乡居民医疗保险",
    "残疾人事务中心发了多少康复补贴",
    "省考核组带来了多少奖补资金",
    "来访单位给了多少帮扶资金",
    "处罚了多少家用水企业",
    "关停了多少家用水企业",
)

#: what the report does tell, also in words of one's own
TOLD = (
    ("实有人员有多少人", "41"),
    ("有多少人", "41"),
    ("单位有多少职工", "41"),
    ("接待了多少批客人", "14"),
    ("公车有几辆", "2"),
    ("水费花了多少钱", "3.20"),
    ("退休费折合多少元", "204000"),
    ("适龄儿童疫苗接种覆盖率达到多少", "93.8"),
    ("人均工资多少元", "44024.39"),
    ("农村环境保护花了多少钱", "45.30"),
    ("发放补助惠及多少补助对象", "73"),
    ("检查了多少家用水企业", "86"),
    ("立案多少起水事案件", "13"),
    ("残疾人事务中心内设机构有几个", "6"),
    ("对口支援单位来访接待了多少批次", "12"),
)


def _told(question: str) -> Answer:
    return ask(library_of(text_of().replace(MARK, SAID + MARK)), question)


@pytest.mark.parametrize("question", NOT_TOLD)
def test_what_a_report_does_not_tell_is_not_found(question: str) -> None:
    told = _told(question)
    assert (told.status, told.values) == ("not_found", []), told.answer


@pytest.mark.parametrize(("question", "value"), TOLD)
def test_what_a_report_tells_is_found_in_words_of_ones_own(question: str, value: str) -> None:
    assert value in [v.value for v in _told(question).values]


def test_a_name_cut_short_within_a_longer_word_is_another_thing() -> None:
    text = text_of().replace(MARK, SAID + MARK)
    assert ask(library_of(text), "青川区水务局2023年福利事业花了多少钱").status == "not_found"
    assert ask(library_of(text), "青川区水务局2023年福利费是多少").values[0].value == "1.10"
