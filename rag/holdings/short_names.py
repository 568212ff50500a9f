"""Short and former names of organisations: what people say for 卫生健康委员会, or for what was 环境保护局 once."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.vocabulary.understanding import understanding_words

#: endings of names and what people shorten them to
_ENDINGS = (
    ("委员会", "委"),
    ("办公室", "办"),
    ("办事处", "办"),
    ("人民政府", "政府"),
    ("联合会", "联"),
    ("协会", "协"),
)
#: a county has a 局 of what is a 委员会 elsewhere, and people say the one for the other
_SWAPPED = {"局": "委", "委": "局"}
#: what a court or a government is called behind its region
BARE = frozenset({"政府", "法院", "检察院"})


def other_names(text: str) -> Iterator[str]:
    """What a name may mean besides itself: its names of today and in full, 委 for 局 and the other way."""
    yield from understanding_words().bodies_called.get(text, ())
    if len(text) >= 3 and (end := _SWAPPED.get(text[-1])):
        yield text[:-1] + end


def stands_for(text: str, core: str) -> bool:
    """Whether a name that is no short name of an organisation may mean it all the same."""
    return any(abbreviates(name, core) for name in other_names(text))


def abbreviates(text: str, core: str) -> bool:
    """Whether a short name stands for an organisation: its characters in order, the last one the same."""
    if len(text) < 2 or not core:
        return False
    if text == core or (text in BARE and core.endswith(text)):
        return True
    for long, short_end in _ENDINGS:
        # 农业农村委 and 农委 for 农业农村委员会: the ending is shortened as well
        if core.endswith(long) and text.endswith(short_end) and not text.endswith(long):
            bare = core.removesuffix(long) + short_end
            alike = text[0] == bare[0] if len(text) == 2 else True
            return text == bare or (alike and is_in_order(text, bare))
    return text[-1] == core[-1] and len(text) >= 3 and is_in_order(text, core)


def is_in_order(text: str, whole: str) -> bool:
    """Whether all characters of a text stand in another one in their order."""
    rest = iter(whole)
    return all(c in rest for c in text)
