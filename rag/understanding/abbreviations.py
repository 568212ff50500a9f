"""Short forms: a name of a question that skips characters of the printed one, or the other way round.

城市低保 is 城市最低生活保障金支出: its characters stand there in their order. A question may also say more than is
printed (投入管理指标, printed 投入指标). A short form is taken only where one printed name fits better than all others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence, Set

from extractors.text import name_key
from rag.holdings.lookup import FactIndex, Subject, asked_words, keyed
from rag.text.chunks import is_word

#: what a printed name has behind what it is of
_TAIL = re.compile(r"(?:专项)?(?:缴费)?(?:支出|缴费|费用|经费|资金|项目|工程|补贴)$")
#: words that part names in a question
_APART = re.compile(
    r"[|的和与、及跟吗呢吧了是有还没占给各把被都，。,；;：:！!？?()（）\"“”]|多少|几|哪|什么|怎么|为何|为啥|发现(?=了|什么|哪|的|存在)|两项|一共|总共|共计|合计|相加|[加合](?:在?一起|起来)|(?<![增参追附更添施外])加(?![强快大入以工班减装固密盖油热压速厚宽高深长盟价权码挂注征收息])|主要|用[在于到来]|(?<!占)比(?![例重赛较对])|\d+"
)
#: the shortest short form, and the shortest that begins in the midst of a printed name
_LEAST, _LEAST_INSIDE = 3, 4
_LONGEST = 10
#: the shortest short form of a project, and how much of its name it has
_LEAST_OF_PROJECT, _SHARE_OF_PROJECT = 4, 0.5
#: the shortest beginning of the name of a project that tells it, and what parts its name there
_LEAST_BEGUN, _PARTS_OF_NAME = 5, "和与及"
_JOINED_ON = re.compile(r"[和与及](?P<more>[\u4e00-\u9fff]{2})")
#: so much of a printed name, from where the short form begins, has to stand in it, and by so much it must fit better
_SHARE, _BETTER = 0.4, 0.08
#: so much of what a question says has to be printed where it says more
_SHARE_OF_MORE = 0.6


def abbreviated(text: str, indexes: Sequence[FactIndex]) -> list[Subject]:
    """The names that a folded question gives in short, or with more words than are printed; left to right."""
    key_text, positions = keyed(text)
    names = [index.names_with for index in indexes]
    found: list[Subject] = []
    for start, run in _runs(key_text):
        # what begins in the midst of a run is a piece of a word
        if (match := _longest(run, names) or _longest(run, names, indexes)) is not None:
            size, name = match
            found.append(Subject(name, run[:size], positions[start], positions[start + size - 1] + 1))
    return found


def abbreviated_projects(text: str, projects: Collection[str]) -> list[Subject]:
    """The projects of lists that a question calls by leaving out a word of their names (高龄津贴: 高龄老人津贴).

    Such a short form has the first and the last characters of the name and most of the others; it is none where it is
    a part of another name, or another project fits as well.
    """
    keys = {name_key(p) for p in projects}
    key_text, positions = keyed(text)
    found: list[Subject] = []
    for start, run in _runs(key_text):
        for size in range(min(len(run), _LONGEST), _LEAST_OF_PROJECT - 1, -1):
            word = run[:size]
            fits = [k for k in keys if _leaves_out(word, k)]
            if len(fits) == 1 and not any(word in k for k in keys) and not _cuts_a_word(run, size):
                found.append(Subject(fits[0], word, positions[start], positions[start + size - 1] + 1))
                break
    return found


def begun_projects(text: str, projects: Collection[str]) -> list[Subject]:
    """The projects of lists of whose names a question says the beginning (城区路灯电费: 城区路灯电费及设施维护费).

    So much is said that no other project begins so, and what follows there parts the name (及) or ends the thing said.
    """
    keys = {name_key(p) for p in projects}
    key_text, positions = keyed(text)
    found: list[Subject] = []
    for key in keys:
        for size in range(len(key) - 1, _LEAST_BEGUN - 1, -1):
            at = key_text.find(key[:size])
            if at < 0:
                continue
            parts = key[size] in _PARTS_OF_NAME and size >= _SHARE * len(key)
            if parts and not any(k != key and k.startswith(key[:size]) for k in keys):
                end = at + size
                joined = _JOINED_ON.match(key_text, end)
                # 和维护 goes on with the name (及设施维护费)
                end = joined.end() if joined is not None and joined["more"] in key[size:] else end
                found.append(Subject(key, key_text[at:end], positions[at], positions[end - 1] + 1))
            break
    return found


def _leaves_out(word: str, name: str) -> bool:
    """Whether a short form begins and ends as a name does, and has most of it in order."""
    begins = name.startswith(word[:2]) and name.endswith(word[-2:])
    return begins and len(word) < len(name) and len(word) >= _SHARE_OF_PROJECT * len(name) and _in_order(word, name)


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """The stretches of a question in which a name may stand, with their places."""
    at = 0
    for cut in _APART.finditer(text):
        yield at, text[at : cut.start()]
        at = cut.end()
    yield at, text[at:]


def _longest(
    run: str, names_with: Sequence[Callable[[str], Set[str]]], of_accounts: Sequence[FactIndex] = ()
) -> tuple[int, str] | None:
    """The longest short form at the start of a run, and the one name that it fits best.

    Among the names of 科目 alone where ``of_accounts`` says of which reports: a project may be called nearly as its
    科目 is (城市最低生活保障资金, 城市最低生活保障金支出).
    """
    for size in range(min(len(run), _LONGEST), _LEAST - 1, -1):
        word = run[:size]
        if word in asked_words():
            continue  # a name as it stands
        # a short form begins and ends with characters of the name, and so does a name within a longer form
        names = {name for of in names_with for name in of(word[0]) & of(word[-1])}
        if size < _LEAST_INSIDE:
            names -= asked_words().keys()  # measures have short forms of their own
        if of_accounts:
            names = {n for n in names if any(f.row_code for i in of_accounts for f in i.by_key.get(n, ()))}
        fits = sorted((*fit, -len(name), name) for name in names if (fit := _fit(word, name)))
        others = [share for share, part, *_ in fits if part != fits[-1][1]]
        if fits and (not others or fits[-1][0] - max(others) >= _BETTER) and not _cuts_a_word(run, size):
            return size, fits[-1][-1]
    return None


def _cuts_a_word(run: str, size: int) -> bool:
    """Whether the characters on both sides of the end of a short form are one word (绩效评|价)."""
    return size < len(run) and is_word(run[size - 1 : size + 1])


def _fit(word: str, name: str) -> tuple[float, str] | None:
    """How much of the part of a name that a short form is of it has, or of a longer form the name; None for none."""
    if word[0] not in name or word in name or name in word:
        return None
    core = _TAIL.sub("", name)
    if len(core) >= _LEAST and core[0] == word[0] and core[-2:] == word[-2:] and _in_order(core, word):
        return (len(core) / len(word), core) if len(core) / len(word) >= _SHARE_OF_MORE else None
    stem = _TAIL.sub("", word)
    # 养老缴费: with the ending, where what stands before it ends alike too
    with_tail = stem != word and len(stem) >= 2 and core != name and _ends_alike(stem, core)
    return _fit_of(word, core) or (_fit_of(word, name) if with_tail else None)


def _fit_of(word: str, core: str) -> tuple[float, str] | None:
    """How much of a name, from where a short form begins, stands in that, and this part of it."""
    least = _LEAST if core.startswith(word[0]) else _LEAST_INSIDE
    part = core[core.find(word[0]) :]
    if len(word) < least or len(part) <= len(word) or not _ends_alike(word, part) or not _in_order(word, part):
        return None
    share = len(word) / len(part)
    return (share, part) if share >= _SHARE else None


def _ends_alike(word: str, name: str) -> bool:
    """Whether a short form ends in a character of the last word of a name."""
    return word[-1] in name[-3:]


def _in_order(short: str, long: str) -> bool:
    """Whether the characters of one text stand in another in their order."""
    rest = iter(long)
    return all(c in rest for c in short)
