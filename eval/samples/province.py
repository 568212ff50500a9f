"""Invented departments without end: the seven of the data, moved to invented cities and counties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from eval.samples.data import Department, departments

#: of each place name one from either row; together they are no city or county that we know
_FIRST = "榧檀槿楹桫梣枳棠蕙荪芷茝菀蓼蘅藜泠浛洧涔淅湉漉澧磬砚琚琅瑜璁瓒岚岫岱崤嵘"
_SECOND = "泷浔沚汀湄溆渚洄陂陉隰隅屿岵峁崞峪垌埠堰墺塬麓阜邑廓郛圃"
_COUNTIES = 8
#: a name and what stands behind it: 榆岚市松漪区文化和旅游局
_PLACE = re.compile(r"(?P<city>\w{2})市(?:(?P<county>\w{2})[区县])?")


@dataclass(frozen=True, slots=True)
class Place:
    """An invented city, or a county of one."""

    city: str
    county: str | None

    @property
    def key(self) -> str:
        return f"{self.city}{self.county or ''}"


def places() -> Iterator[Place]:
    """Each city with its counties, always the same ones in the same order; some ten thousand."""
    names = ["".join(pair) for second, first in product(_SECOND, _FIRST) for pair in [(first, second)]]
    cities, counties = names[: len(names) // (1 + _COUNTIES)], names[len(names) // (1 + _COUNTIES) :]
    for number, city in enumerate(cities):
        yield Place(city, None)
        for county in counties[number * _COUNTIES : (number + 1) * _COUNTIES]:
            yield Place(city, county)


def invented() -> Iterator[Department]:
    """The departments of these places: those of a city in each city, those of a county in each county."""
    for place in places():
        for model in departments().values():
            match = _PLACE.match(model.name)
            if match and bool(match["county"]) == bool(place.county):
                yield _moved(model, match, place)


def _moved(model: Department, match: re.Match[str], place: Place) -> Department:
    """A department in another place: wherever its own is named, the other one is."""
    text = model.model_dump_json().replace(match["city"], place.city)
    if match["county"] and place.county:
        text = text.replace(match["county"], place.county)
    moved = Department.model_validate_json(text)
    return moved.model_copy(update={"key": f"{model.key}-{place.key}"})
