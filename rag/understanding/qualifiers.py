"""Qualifiers: words right beside a measure that make it another, more particular thing (公车加油, 水利支出)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extractors.facts import MONEY
from extractors.text import name_key
from extractors.vocabulary import Measure, measures, question_words, standard_names
from extractors.vocabulary.bodies import body_words
from extractors.vocabulary.understanding import understanding_words
from rag.holdings.lookup import FactIndex, Subject, asked_words
from rag.text.chunks import words

#: how kinds of expense end
_EXPENSE = re.compile(r"费用?|金|支出|经费|补助|补贴|工资|缴费|保险|购置|服务|福利支出")
_PERSONS = re.compile(r"(?<=..)(?:人员|职工|干部)$")
_BEHIND = re.compile(r"^的?([\u4e00-\u9fff、]{2,10})")
_NAMED_BEFORE = re.compile(r"([\u4e00-\u9fff]{2,12})的$")
_BEFORE = re.compile(r"([\u4e00-\u9fff]{2,8})$")
#: a number of things names none (五个项目支出)
_SO_MANY = re.compile("[一二两三四五六七八九十几这那各每多](?:个|项|笔|类)$")
#: what stands behind a name that ends there
_ENDS_THERE = re.compile(
    "(?:工程|项目|计划|活动|班|会|了|的钱|花销|开销|支出|单独|专门|一共|总共|到底|这块|方面|上)*(?:[|，,？?]|$)"
)
#: so long are the stems of items of expense that are words of their own
_STEM = 2
#: what parts the words before a name from others
_PARTS = re.compile("[的和与及、]|还是|以及|用于|因为?|对于?|关于")
#: what is done with a thing, before its name (要建社区…)
_ACT = re.compile("^(?:[要想去来为再还该]|打算|计划|准备)*(?:建设|[建盖修搞设办造])?(?=..)")
#: so many characters of the end of a name tell it
_ENDING = 4
#: how long what a project is called may be, to be taken for its name
_LONGEST_NAME = 6


def qualified(text: str, subject: Subject, indexes: Sequence[FactIndex]) -> list[Subject]:
    """The subjects that a measure and the words beside it name together (公车加油和维修: two), where some report prints
    them; else the measure alone.

    ``text`` is the folded question with all that is understood otherwise blanked out.
    """
    if subject.measure is None or not indexes:
        return [subject]
    found: dict[str, Subject] = {}
    own = [name_key(p) for p in (subject.measure.name, *subject.measure.printed)]
    for word in _beside(text, subject):
        if subject.measure.unit and any(word in name for name in own):
            continue  # 自评 beside 平均分 is a word of its own name
        keys = [k for index in indexes for k in index.by_key if word in k and _is_of(k.replace(word, "", 1), subject)]
        if keys:
            key = min(keys, key=len)
            found.setdefault(key, replace(subject, key=key, text=subject.text + word, measure=_measure_of(key)))
    return list(found.values()) or [subject]


def spent_on(text: str, subjects: Sequence[Subject], indexes: Sequence[FactIndex]) -> list[Subject]:
    """The rows that money was spent on where a question names them by half (抚恤花了多少, 给退休的花了多少); else none.

    ``text`` is the folded question with all that is understood otherwise blanked out.
    """
    if not all(s.generic for s in subjects) or not indexes:
        return []
    for subject in subjects:
        text = text[: subject.start] + "|" * (subject.end - subject.start) + text[subject.end :]
    words_of = question_words()
    bare = words_of.asking.sub(lambda m: "|" * len(m.group(0)), text)
    found: list[Subject] = []
    for word in dict.fromkeys(w for run in re.findall(r"[\u4e00-\u9fff]+", bare) for w in _telling(run)):
        at = text.index(word)
        longer = text[max(at - 1, 0) : at] + word
        if len(longer) > len(word) and any(longer in k for index in indexes for k in index.by_key):
            continue  # 离退休 is more than 退休
        stem = _PERSONS.sub("", word)
        keys = {k for index in indexes for k in index.by_key if _is_spent_on(stem, k, index)}
        if keys:
            key = min(keys, key=lambda k: (len(k), k))
            found.append(Subject(key, word, at, at + len(word), _measure_of(key)))
    return found


def _is_spent_on(word: str, key: str, index: FactIndex) -> bool:
    """Whether a printed name is a word with the ending of a kind of expense, and has an amount of money."""
    if not key.startswith(word) or not _EXPENSE.fullmatch(key[len(word) :]):
        return False
    return any(f.unit in MONEY and f.origin != "annex" for f in index.by_key[key])


def _measure_of(key: str) -> Measure | None:
    """The measure that a printed name is of."""
    return next((m for m in measures().values() if key in {name_key(n) for n in (m.name, *m.printed)}), None)


#: what money is paid by, behind what it is paid for
_RATE = re.compile(
    r"(?:支出|资金|经费)?的?(?:每[\u4e00-\u9fff]{1,3}?|[户亩人吨]均)?的?(?P<kind>(?:[\u4e00-\u9fff]{2})?(?:标准|单价|定额))(?!率|化)"
)


def unknown_compound(text: str, subject: Subject) -> str | None:
    """The name that a word makes with 支出, 收入 or 项目 right behind it (水利支出, 清淤项目), if it makes one."""
    if subject.measure is not None and subject.measure.id == "staff" and subject.text.startswith("人员"):
        # 退休人员经费: of some people only
        who = body_words().people.search(text[max(subject.start - 3, 0) : subject.start])
        return who.group(0) + subject.text if who is not None and text[subject.start - 1] in who.group(0) else None
    of_projects = subject.measure is not None and subject.measure.id == "project"
    whole = subject.text == "总收入"  # 旅游总收入 is none of the department
    if not (whole or ((subject.generic or of_projects) and subject.text.startswith(("支出", "收入", "项目")))):
        return None
    match = _BEFORE.search(text[: subject.start])
    if match is None or _SO_MANY.search(match.group(1)):
        return None
    found = _telling(match.group(1))
    if found and of_projects and len(match.group(1)) <= _LONGEST_NAME:
        return match.group(1) + subject.text[:2]  # 创新券 is no word of the dictionary
    last = found[-1] if found else ""
    makes_one = bool(last) and (match.group(1) == last or _taxed(last))
    return last + (subject.text if whole else subject.text[:2]) if makes_one else None


def _taxed(word: str) -> bool:
    """Whether a word makes another kind of income or spending whatever stands before it (镇级税收收入)."""
    return word in question_words().of_treasury


def another_thing(text: str, subject: Subject) -> Subject | None:
    """What the stem of an item of expense (培训) is with the words that nothing explains right before it (电焊工培训).

    It is a thing of its own, of which the item says nothing. Words for the department, its people and for what is done
    with an expense (组织培训) say no more than the stem.
    """
    behind = _goes_on_to_stem(text, subject) or _rate_behind(text, subject) or _facility(text, subject)
    if behind is not None:
        return behind
    match = _BEFORE.search(text[: subject.start])
    if match is None or not _is_stem(subject) or not _ENDS_THERE.match(text, subject.end):
        return None
    words_of = question_words()
    run = _PARTS.split(match.group(1))[-1]
    last = next(iter(_telling(run)[::-1]), "")
    if not last or not run.endswith(last) or words_of.says_no_more.search(run):
        return None
    start = subject.start - len(run)
    name = run + subject.text.removesuffix("花")
    return Subject(name_key(name), name, start, start + len(name))


def _is_stem(subject: Subject) -> bool:
    """Whether a subject is named by the stem of an item of expense or of a measure of money (接待)."""
    word = name_key(subject.text).removesuffix("花")
    if subject.measure is not None:
        return len(word) == _STEM and not subject.generic and asked_words().get(f"{word}费") == subject.measure.id
    named = word != subject.key and subject.key.startswith(word) and subject.key.endswith("费")
    return named and subject.key in standard_names()


def _facility(text: str, subject: Subject) -> Subject | None:
    """A body, a building or works that bear the name of some spending (社区公共服务|中心): none of it is theirs."""
    match = understanding_words().facility.match(text, subject.end)
    if match is None or subject.generic or subject.code is not None or subject.level or subject.within is not None:
        return None
    if subject.measure is not None and not _is_stem(subject):
        return None
    before = _BEFORE.search(text[: subject.start])
    run = _PARTS.split(before.group(1))[-1] if before else ""
    run = "" if question_words().says_no_more.search(run) else _ACT.sub("", run)
    start = subject.start - len(run)
    name = run + subject.text + match.group(0)
    return Subject(name_key(name), name, start, match.end())


def _goes_on_to_stem(text: str, subject: Subject) -> Subject | None:
    """What a row is the first word of, where the stem of an item of expense ends what goes on there (防汛演练培训)."""
    if subject.measure is not None or subject.code is not None or subject.within is not None:
        return None
    match = _stem_behind().match(text, subject.end)
    if match is None or _PARTS.search(match.group("name")):
        return None
    name = subject.text + match.group("name")
    return Subject(name_key(name), name, subject.start, match.end("name"))


def _rate_behind(text: str, subject: Subject) -> Subject | None:
    """A standard or a price by which money is paid (征地补偿每亩的补偿标准): no sum of money is one."""
    match = _RATE.match(text, subject.end) if subject.measure is None or not subject.measure.unit else None
    if match is None or match.group("kind") in subject.key or subject.generic:
        return None
    return Subject(name_key(match.group("kind")), match.group("kind"), match.start("kind"), match.end("kind"))


@lru_cache(maxsize=1)
def _stem_behind() -> re.Pattern[str]:
    """An item of expense without its ending behind some words, as all that is named there."""
    names = {*standard_names(), *question_words().aliases}
    stems = "|".join(sorted(n[:-1] for n in names if n.endswith("费") and len(n) == _STEM + 1))
    return re.compile(rf"(?P<name>[\u4e00-\u9fff]{{0,6}}?(?:{stems})费?){_ENDS_THERE.pattern}")


def row_ending(text: str, subject: Subject, indexes: Sequence[FactIndex]) -> Subject | None:
    """The one row of a table whose name ends in the words right before 支出 or 收入 (专项债券, of 项目收益专项债券)."""
    match = _BEFORE.search(text[: subject.start])
    if match is None or not subject.generic or len(match.group(1)) < _ENDING:
        return None
    word = name_key(match.group(1))
    keys = {
        k
        for i in indexes
        for k, facts in i.by_key.items()
        if k.endswith(word) and any(f.origin == "table" for f in facts)
    }
    return Subject(keys.pop(), match.group(1), match.start(1), match.end(1)) if len(keys) == 1 else None


def unknown_row(text: str, column: int) -> str | None:
    """The name right before the place of a column that no row bears (食堂开支的项目支出); None where there is none."""
    match = _NAMED_BEFORE.search(text[:column])
    name = re.sub("^(里面|里|中|上|内|的|，|,)+", "", match.group(1)) if match else ""
    return name if _telling(name) else None


def _beside(text: str, subject: Subject) -> list[str]:
    """The telling words right behind a subject, then those right before it."""
    behind, before = _BEHIND.match(text[subject.end :]), _BEFORE.search(text[: subject.start])
    found = _telling(behind.group(1)) if behind else []
    return found + (_telling(before.group(1))[-1:] if before else [])


def _telling(run: str) -> list[str]:
    """The words of a run of characters that say more than words of asking do."""
    known = question_words().untelling
    return [w for w in words(run) if len(w) >= 2 and w not in known and name_key(w)]


def _is_of(rest: str, subject: Subject) -> bool:
    """Whether what is left of a printed name is the measure: the beginning of one of its printed names."""
    if subject.measure is None or len(rest) < 2:
        return False
    printed = [name_key(p) for p in (subject.measure.name, *subject.measure.printed)]
    return any(p.startswith(rest) or rest.startswith(p) for p in printed)
