"""Rules by name: choosing those to apply, explaining one, listing all."""

from __future__ import annotations

import json
from difflib import get_close_matches

from extractors.audit.words import KIND, SEVERITY, TOLERANCE, family_title
from extractors.crosscheck import Rule, catalogue, rules_between
from extractors.errors import UsageError

_HOW_TO_LIST = "全部规则见 juesuan check --rules"


def _every() -> dict[str, Rule]:
    """The rules on one report and those between reports."""
    return catalogue() | rules_between()


def choose(select: str | None, ignore: str | None) -> frozenset[str] | None:
    """The ids of the rules to apply: those selected (all without ``select``) less those ignored; None means all.

    Both are lists with commas of ids (A-GK01-01), beginnings of ids (A-GK01) and families (A).
    Raises UsageError for a name that no rule has, and where nothing is left.
    """
    if select is None and ignore is None:
        return None
    chosen = frozenset(_every()) if select is None else _meant(select)
    chosen -= frozenset() if ignore is None else _meant(ignore)
    if not chosen:
        raise UsageError("--select 和 --ignore 一起没有留下任何规则；请改动其中一个")
    return chosen


def _meant(names: str) -> frozenset[str]:
    asked = [name.strip() for name in names.replace("，", ",").split(",") if name.strip()]
    if not asked:
        raise UsageError(f"--select 和 --ignore 需要规则编号或类别，如 A,B-03；{_HOW_TO_LIST}")
    return frozenset(rule for name in asked for rule in _named(name))


def _named(name: str) -> list[str]:
    """The ids meant by an id, the beginning of one up to a dash, or a family."""
    sought = name.upper()
    found = [rule for rule in _every() if f"{rule}-".upper().startswith(f"{sought}-")]
    if not found:
        raise _unknown(name)
    return found


def _unknown(name: str) -> UsageError:
    near = get_close_matches(name.upper(), _every(), n=3, cutoff=0.6)
    hint = f"相近的有 {'、'.join(near)}；" if near else ""
    return UsageError(f"没有规则“{name[:40]}”；{hint}{_HOW_TO_LIST}")


def told(name: str, as_json: bool = False) -> str:
    """The rules of an id, the beginning of one or a family in full; ``all`` lists the catalogue. Raises UsageError."""
    everything = name.lower() == "all"
    rules = list(_every().values()) if everything else [_every()[rule] for rule in _named(name)]
    if as_json:
        return "\n".join(json.dumps(_rule_json(rule), ensure_ascii=False) for rule in rules)
    return listing(rules) if everything else "\n\n".join(map(explain, rules))


def explain(rule: Rule) -> str:
    """A rule in full: what it demands, why, how grave a breach is and how differences are judged."""
    return "\n".join(
        (
            f"{rule.id}  {rule.title}",
            f"  类别：{rule.family} {family_title(rule.family)}",
            f"  级别：{SEVERITY[rule.severity]}（{rule.severity}）",
            f"  适用：{KIND.get(rule.kind, rule.kind)}报告",
            f"  说明：{rule.explanation}",
            f"  容差：{TOLERANCE}",
        )
    )


def listing(rules: list[Rule]) -> str:
    """Rules one a line, under the titles of their families."""
    lines: list[str] = []
    family = ""
    for rule in rules:
        if rule.family != family:
            family = rule.family
            count = sum(other.family == family for other in rules)
            lines.append(f"{family}  {family_title(family)}（{count} 条）")
        lines.append(f"  {rule.id:<10}  {SEVERITY[rule.severity]}  {rule.title}")
    return "\n".join(lines)


def _rule_json(rule: Rule) -> dict[str, str]:
    """A rule for scripts."""
    return {
        "id": rule.id,
        "family": rule.family,
        "title": rule.title,
        "severity": rule.severity,
        "kind": rule.kind,
        "explanation": rule.explanation,
    }
