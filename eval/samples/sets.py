"""The set of reports that come with the project: several cities and years, one department in two years."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.samples.data import departments, raw
from eval.samples.formats import render, suffix
from eval.samples.generate import generate
from eval.samples.sample import Sample

_EXTRA_YEARS = (2020, 2019, 2024, 2018)


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
    """The first ``count`` reports of the set (data/sets.yaml); beyond it, further years of the same departments."""
    made: dict[str, Slot] = {}
    for entry in [*raw("sets")["slots"], *_more(count)][:count]:
        before = made.get(entry.get("after", ""))
        options = {"department": entry["department"], "year": entry["year"], **entry["options"]}
        sample = generate(entry["seed"], entry["family"], before.sample if before else None, entry["name"], **options)
        made[entry["name"]] = Slot(sample, entry["format"])
    return list(made.values())


def write_samples(out: Path, count: int = 6, form: str | None = None, family: str | None = None) -> list[Path]:
    """Write reports into a folder and return their paths, in order. The same bytes every time, but for scans.

    The set, in text and Markdown; with ``form`` all in that format, with ``family`` the first ones after one template.
    """
    out.mkdir(parents=True, exist_ok=True)
    slots = sample_set(count) if family is None else [_of_family(family, seed) for seed in range(count)]
    paths = []
    for slot in slots:
        sample, printed = slot.sample, form or slot.format
        path = out / f"{sample.name}.{suffix(printed)}"
        path.write_bytes(render(sample.blocks, sample.options, printed))
        paths.append(path)
    return paths


def _of_family(family: str, seed: int) -> Slot:
    sample = generate(seed, family)
    sample.name = f"{sample.name}-{seed}"
    return Slot(sample, "txt")


def _more(count: int) -> list[dict[str, Any]]:
    families, keys = list(raw("families")), list(departments())
    many = max(0, count - len(raw("sets")["slots"]))
    if many > len(_EXTRA_YEARS) * len(keys):
        raise ValueError(f"at most {len(raw('sets')['slots']) + len(_EXTRA_YEARS) * len(keys)} samples")
    return [
        {
            "name": f"{keys[n % len(keys)]}-{year}",
            "department": keys[n % len(keys)],
            "year": year,
            "family": families[n % len(families)],
            "seed": 100 + n,
            "format": ("txt", "md")[n % 2],
            "options": {},
        }
        for n in range(many)
        for year in [_EXTRA_YEARS[n // len(keys)]]
    ]
