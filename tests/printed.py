"""Generated reports in any print: a strategy shared by the tests that must hold for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from eval.samples import Sample, generate
from eval.samples.options import families, options_for

#: the families whose tables have 行次 and 栏次, on whose columns the damages of damage.py act
NUMBERED = [family for family in families() if options_for(family, {}).numbered]

#: the choices of print and content that a test may leave open
OPTIONS: dict[str, st.SearchStrategy[object]] = {
    "thousands": st.sampled_from(["none", "tables", "all"]),
    "page_breaks": st.sampled_from(["none", "blank", "header"]),
    "three_public": st.sampled_from(["some", "none", "budget"]),
    **{
        name: st.booleans()
        for name in (
            "blank_zero",
            "spaced",
            "class_lead",
            "total_second",
            "hard_wrap",
            "gov_fund",
            "capital",
            "carry_over",
            "tails",
        )
    },
}


def printed(*open_options: str, of: Sequence[str] = (), **fixed: object) -> st.SearchStrategy[Sample]:
    """Reports of every family, or of those given, with some options left open and others fixed."""
    return st.builds(
        lambda seed, family, options: generate(seed, family, **{**options, **fixed}),
        st.integers(0, 400),
        st.sampled_from(of or families()),
        st.fixed_dictionaries({}, optional={name: OPTIONS[name] for name in open_options}),
    )
