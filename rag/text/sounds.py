"""How characters sound, for what a pinyin keyboard mistakes for one another."""

from __future__ import annotations

from functools import lru_cache

#: sounds that many do not tell apart
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


@lru_cache(maxsize=4096)
def readings(character: str) -> tuple[str, ...]:
    """The sounds of a character without tones, those that many confuse made one."""
    from pypinyin import Style, pinyin

    sounds = []
    for sound in pinyin(character, style=Style.NORMAL, heteronym=True)[0]:
        for strict, loose in _ALIKE:
            sound = sound.replace(strict, loose)
        sounds.append(sound)
    return tuple(dict.fromkeys(sounds))


def sound_alike(a: str, b: str) -> bool:
    """Whether two different characters may be read alike."""
    return a != b and not set(readings(a)).isdisjoint(readings(b))
