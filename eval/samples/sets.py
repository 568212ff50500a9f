"""The set of reports that come with the project: several cities and years, one department in two years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from eval.samples.data import departments, raw
from eval.samples.formats import render, suffix
from eval.samples.generate import generate
from eval.samples.options import families
from eval.samples.province import invented
from eval.samples.sample import Sample

_EXTRA_YEARS = (2020, 2019, 2024, 2018)
#: the years of each department of an invented place, each following on the one before
_YEARS = range(2019, 2024)


@dataclass(frozen=True, slots=True)
class Slot:
    """A sample and the file format it is written in."""

    sample: Sample
    format: str

    @property
    def file(self) -> str:
        return f"{self.sample.name}.{self.format}"

    @property
    def content(self) -> str:
        return self.sample.markdown if self.format == "md" else self.sample.text


def sample_set(count: int = 6) -> list[Slot]:
    """The first ``count`` reports of the set; see ``slots``."""
    return list(islice(slots(), count))


def slots() -> Iterator[Slot]:
    """The reports of data/sets.yaml; then further years of the same departments; then those of invented places."""
    made: dict[str, Slot] = {}
    for entry in [*raw("sets")["slots"], *_more()]:
        before = made.get(entry.get("after", ""))
        options = {"department": entry["department"], "year": entry["year"], **entry["options"]}
        sample = generate(entry["seed"], entry["family"], before.sample if before else None, entry["name"], **options)
        made[entry["name"]] = Slot(sample, entry["format"])
        yield made[entry["name"]]
    yield from _invented()


def write_samples(out: Path, count: int = 6, form: str | None = None, family: str | None = None) -> list[Path]:
    """Write reports into a folder and return their paths, in order. The same bytes every time, but for scans.

    The set, in text and Markdown; with ``form`` all in that format, with ``family`` the first ones after one template.
    """
    out.mkdir(parents=True, exist_ok=True)
    wanted = islice(slots(), count) if family is None else (_of_family(family, seed) for seed in range(count))
    paths = []
    for slot in wanted:
        sample, printed = slot.sample, form or slot.format
        path = out / f"{sample.name}.{suffix(printed)}"
        path.write_bytes(render(sample.blocks, sample.options, printed))
        paths.append(path)
    return paths


def _of_family(family: str, seed: int) -> Slot:
    sample = generate(seed, family)
    sample.name = f"{sample.name}-{seed}"
    return Slot(sample, "txt")


def _more() -> list[dict[str, Any]]:
    named, keys = list(raw("families")), list(departments())
    return [
        {
            "name": f"{keys[n % len(keys)]}-{year}",
            "department": keys[n % len(keys)],
            "year": year,
            "family": named[n % len(named)],
            "seed": 100 + n,
            "format": ("txt", "md")[n % 2],
            "options": {},
        }
        for n in range(len(_EXTRA_YEARS) * len(keys))
        for year in [_EXTRA_YEARS[n // len(keys)]]
    ]


def _invented() -> Iterator[Slot]:
    """Five years of each department of the invented places."""
    finals = families()
    for number, department in enumerate(invented()):
        before: Sample | None = None
        for year in _YEARS:
            family, name = finals[number % len(finals)], f"{department.key}-{year}"
            before = generate(number * len(_YEARS) + year, family, before, name, department, year=year)
            yield Slot(before, "txt")
