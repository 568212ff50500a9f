"""Reports without a fault, of every family and printed in every way, for measuring false alarms."""

from __future__ import annotations

from random import Random
from typing import Any

from eval.samples.generate import generate
from eval.samples.options import families
from eval.samples.sets import Slot

_YEARS = range(2020, 2026)


def clean_report(seed: int) -> Slot:
    """The report of one seed: family, printing and features are drawn; every third follows on the year before."""
    rng = Random(f"clean-{seed}")
    family = families()[seed % len(families())]
    options = _printing(rng, family) | {"year": rng.choice(_YEARS), "tails": _chance(rng, 30)}
    form = "md" if not options["hard_wrap"] and _chance(rng, 25) else "txt"
    before = generate(seed + 1_000_000, family, **options) if _chance(rng, 33) else None
    return Slot(generate(seed, family, before, name=f"clean-{seed}", **options), form)


def _printing(rng: Random, family: str) -> dict[str, Any]:
    """How the report is printed. Lists of economic subjects carry amounts or not by family."""
    return {
        "thousands": rng.choice(["none", "none", "tables", "all"]),
        "trim": family == "hubei" and _chance(rng, 60),
        "spaced": _chance(rng, 40),
        "blank_zero": _chance(rng, 25),
        "total_second": _chance(rng, 30),
        "class_lead": _chance(rng, 25),
        "list_total": _chance(rng, 50),
        "page_breaks": rng.choice(["none", "blank", "header"]),
        "hard_wrap": _chance(rng, 12),
    }


def _chance(rng: Random, percent: int) -> bool:
    return rng.randrange(100) < percent
