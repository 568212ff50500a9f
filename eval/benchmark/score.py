#!/usr/bin/env python3
"""Score the answers of any system to the questions of the benchmark. Needs Python 3.11 and nothing else.

  python3 score.py --key key.jsonl --reports reports/ --answers ANSWERS.jsonl [--json] [--show N]

ANSWERS.jsonl has a line a question, {"id": …, "answer": {…}}, or {"id": …, "answers": [{…}, …]} for a conversation.
An answer is {"answer": text, "status": "answered|computed|conflict|clarify|not_found|refused",
"values": [{"value": "12.30", "unit": "万元", "formula": null}], "citations": [{"file", "quote", "line"}]}.
What is measured is written down in README.md beside this file (docs/benchmark.md in the repository).
"""

from __future__ import annotations

import argparse
import ast
import json
import operator
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, DivisionByZero, InvalidOperation
from pathlib import Path
from typing import Any

Json = dict[str, Any]
DECLINED = frozenset({"not_found", "refused", "clarify"})
MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
#: from one unit of money to another
SCALES = (Decimal(10_000), Decimal("0.0001"), Decimal(100_000_000), Decimal("0.00000001"))
COUNTERS = frozenset(
    ["个", "家", "批次", "批", "人次", "人", "项", "次", "辆", "台", "套", "台套", "台(套)", "所", "座", "间"]
)
#: types of question whose answer has to be computed, so that it is right when it rounds to the digits of the key
COMPUTED = frozenset({"compute", "unit", "adv-between"})
#: numbers that a formula may hold besides those that are cited
CONSTANTS = frozenset(map(Decimal, ("1", "2", "100", "1000", "10000", "100000000")))
#: of an answer to a question of several parts any of the first values may be the one asked for
LEADING = 6
LONGEST = 1500
_NUMBER = re.compile(r"(?<![\d.])-?\d+(?:\.\d+)?")
_FREE_BEFORE = re.compile(r"(?:第|公开|表|附件|图|前)\s*$")
_YEAR_IN_BRACKETS = re.compile(r"(?<=\()(?:19|20)\d\d(?=\))")
_FREE_AFTER = re.compile(r"^\s*(?:年|月|日|表|行|页|号|季|[-至~]\d{2,4}年|-\d{1,2}(?:-|月))")
_ITEM = re.compile(r"(?:^|[\n;；。:：、,，\s])\(?(\d{1,2})(?=[.、)](?!\d))")
_COUNTED = re.compile(r"(?<![\d.])(\d+)\s*(?=[个项家份处条](?:部门|单位|报告|科目|项目|地方|数)?)")


# reading


def narrow(text: Any) -> str:
    """Width folded and thousands separators removed."""
    return re.sub(r"(?<=\d),\s*(?=\d{3}(?!\d))", "", unicodedata.normalize("NFKC", str(text or "")))


def fold(text: Any) -> str:
    """Narrow, without white space."""
    return re.sub(r"\s", "", narrow(text))


def letters(text: Any) -> str:
    return re.sub(r"[“”\"'‘’《》〈〉「」\[\]()]", "", fold(text))


def number(text: Any) -> Decimal | None:
    """The one number that a text is, else None."""
    try:
        found = Decimal(fold(text).rstrip("%"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def numbers(text: Any) -> list[Decimal]:
    """All numbers of a text; a number never runs over the edge of a cell or line."""
    pieces = re.split(r"[\t\n|]", str(text or ""))
    return [
        Decimal(n)
        for piece in pieces
        for form in {fold(piece), *map(fold, piece.split())}
        for n in _NUMBER.findall(form)
    ]


def read_lines(path: Path) -> Iterator[Json]:
    for count, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if line.strip():
            try:
                data = json.loads(line)
            except ValueError as error:
                raise ValueError(f"{path.name}, line {count}: no valid JSON ({error})") from None
            if not isinstance(data, dict) or "id" not in data:
                raise ValueError(f"{path.name}, line {count}: a JSON object with an id is wanted")
            yield data


def read_reports(folder: Path) -> dict[str, str]:
    """The text of every report by file name."""
    paths = [p for p in sorted(folder.iterdir()) if p.suffix in (".txt", ".md")]
    return {p.name: p.read_text(encoding="utf-8-sig").replace("\r\n", "\n") for p in paths}


# one answer


def same(value: Any, unit: str | None, wanted: Any, wanted_unit: str | None, rounded: bool = False) -> bool:
    """Whether a value is the wanted one: money converted, a fall given as -x or as x, every printed digit right."""
    given, key = number(value), number(wanted)
    if given is None or key is None:
        return False
    places = max(0, -int(key.as_tuple().exponent))
    if unit in MONEY and wanted_unit in MONEY:
        given = given * MONEY[unit] / MONEY[wanted_unit]
    elif unit and wanted_unit and fold(unit) != fold(wanted_unit) and not {fold(unit), fold(wanted_unit)} <= COUNTERS:
        return False
    return abs(given) == abs(key) or bool(
        rounded and places and abs(abs(given) - abs(key)) <= Decimal(5).scaleb(-places - 1)
    )


def declines(answer: Json) -> bool:
    return answer.get("status") in DECLINED


def exact(want: Json, answer: Json, kind: str) -> str:
    """Why an answer is not what was asked for; empty where it is."""
    if declines(answer):
        return (
            "" if want.get("clarify_ok") and answer.get("status") == "clarify" else f"declined ({answer.get('status')})"
        )
    text, values = str(answer.get("answer") or ""), answer.get("values") or []
    if len(text) > LONGEST:
        return f"answer of {len(text)} characters"
    shown = " ".join(f"{v.get('label') or ''} {v.get('value')}{v.get('unit') or ''}" for v in values)
    said, given = letters(f"{text}\n{shown}"), {abs(n) for n in numbers(f"{text}\n{shown}")}
    given |= {abs(n) for v in values if (n := number(v.get("value"))) is not None}

    def there(piece: str) -> bool:
        wanted = number(piece)
        return abs(wanted) in given if wanted is not None else letters(piece) in said

    missing = [p for p in want.get("must_include") or [] if not there(p)]
    if missing:
        return f"lacks {'、'.join(missing)}"
    choices = want.get("must_include_any") or []
    if choices and not any(map(there, choices)):
        return f"lacks any of {'、'.join(choices)}"
    wrong = [p for p in want.get("must_not_include") or [] if letters(p) in letters(text)]
    return f"says {'、'.join(wrong)}" if wrong else _value(want, text, values, kind)


def _value(want: Json, text: str, values: list[Json], kind: str) -> str:
    if want.get("kind") != "number" or want.get("value") in (None, ""):
        return ""
    wanted, unit, rounded = want["value"], want.get("unit"), kind in COMPUTED
    several = any(number(p) is not None for p in want.get("must_include") or [])
    if values:
        leading = values[: LEADING if several else 1]
        if any(same(v.get("value"), v.get("unit"), wanted, unit, rounded) for v in leading):
            return ""
        return f"gives {leading[0].get('value')}{leading[0].get('unit') or ''}, wanted {wanted}{unit or ''}"
    said = list(amounts(text))
    right = len(said) <= 8 and any(same(n, u, wanted, unit, rounded) for n, u in said)
    return "" if right else f"does not give {wanted}{unit or ''}"


def amounts(text: str) -> Iterator[tuple[Decimal, str | None]]:
    """The numbers of running text with their units, where one of money or a percent sign follows."""
    plain = fold(text)
    for found in _NUMBER.finditer(plain):
        unit = re.match(r"亿元|万元|千元|元|%", plain[found.end() :])
        yield Decimal(found.group()), unit.group() if unit else None


def abstains(want: Json, answer: Json) -> str:
    """Why an answer that has to decline does not; empty where it does."""
    if not declines(answer):
        return f"answered ({answer.get('status')})"
    if answer.get("values"):
        return f"declined, but gives {len(answer['values'])} values"
    choices = want.get("must_include_any") or []
    said = letters(answer.get("answer"))
    return "" if not choices or any(letters(c) in said for c in choices) else f"does not say {'、'.join(choices)}"


def cited(want: Json, case: Json, answer: Json, reports: dict[str, str]) -> str:
    """Why the citations of a right answer do not bear it out; empty where they do.

    Every quote is part of the file it names, one is of a report that the case is about (of each, where it computes),
    and where the key knows the row, one leads to it and to no other place.
    """
    quotes = [c for c in answer.get("citations") or [] if isinstance(c, dict)]
    if not quotes:
        return "no citation"
    for quote in quotes:
        text = reports.get(_file(quote), "")
        if not quote.get("quote") or quote["quote"] not in text:
            return f"no such words in {_file(quote)}: {str(quote.get('quote'))[:30]}"
    docs = case.get("docs") or []
    missing = [d for d in docs if not any(_file(q).startswith(d) for q in quotes)]
    if missing and (len(missing) == len(docs) or case.get("type") in COMPUTED):
        return f"does not cite {missing[0]}"
    if want.get("kind") == "number" and case.get("type") not in COMPUTED and not _value_quoted(want, quotes, answer):
        return "no quote holds the value"
    places = case.get("evidence") or []
    known = [p for p in places if p.get("line")]
    if known and not any(_leads_to(q, p, reports) for q in quotes for p in known):
        return f"no citation leads to {known[0]['doc']} line {known[0]['line']}"
    return ""


def _file(citation: Json) -> str:
    return str(citation.get("file") or "").replace("\\", "/").rsplit("/", 1)[-1]


def _value_quoted(want: Json, quotes: list[Json], answer: Json) -> bool:
    """Whether a quote holds the figure, in whatever unit of money; a formula stands for its parts."""
    if any(v.get("formula") for v in answer.get("values") or []):
        return True
    key = number(want.get("value"))
    if key is None:
        return True
    forms = {abs(key * MONEY[want["unit"]] / m) for m in MONEY.values()} if want.get("unit") in MONEY else {abs(key)}
    return any(abs(n) in forms for q in quotes for n in numbers(q["quote"])) or (
        not key and any(re.search(r"无|没有|未", q["quote"]) for q in quotes)
    )


def _leads_to(citation: Json, place: Json, reports: dict[str, str]) -> bool:
    """Whether a citation is of a place: by the line that it names, else by words that stand nowhere else."""
    if not _file(citation).startswith(place["doc"]):
        return False
    text, quote, first = reports[_file(citation)], citation["quote"], int(place["line"])
    last = first + str(place["quote"]).count("\n")
    starts = [text.count("\n", 0, m.start()) + 1 for m in re.finditer(re.escape(quote), text)]
    spans = [(s, s + quote.count("\n")) for s in starts]
    if citation.get("line"):
        spans = [(s, e) for s, e in spans if s == int(citation["line"]) or s <= int(citation["line"]) <= e]
    return bool(spans) and all(s <= last and first <= e for s, e in spans) and _row(quote, place, spans, text)


def _row(quote: str, place: Json, spans: list[tuple[int, int]], text: str) -> bool:
    """A quote of several rows leads to one of them only where it names the row's cells in full."""
    return quote.count("\n") == 0 or fold(place["quote"]) in fold(quote) or len(spans) == 1


# numbers without evidence, and formulas


def evidence(answer: Json, question: str) -> set[Decimal]:
    """The numbers that stand in the question, the quotes and the places that are cited; money in any unit of it."""
    quotes = [c for c in answer.get("citations") or [] if isinstance(c, dict)]
    words = [question, *(str(c.get(k) or "") for c in quotes for k in ("quote", "section", "table", "row", "column"))]
    found = {abs(n) for w in words for n in numbers(w)}
    found |= {n * scale for n in found for scale in SCALES}
    return found | {Decimal(int(c["year"])) for c in quotes if c.get("year")}


def formula_faults(answer: Json, known: set[Decimal]) -> list[str]:
    """What is wrong with the formulas of an answer: they come to another value, or hold numbers that are not cited."""
    values = [v for v in answer.get("values") or [] if v.get("formula")]
    steps = {abs(n) for v in values if (n := number(v.get("value"))) is not None}
    faults = []
    for value in values:
        own, result = number(value.get("value")), evaluate(str(value["formula"]))
        if own is None or result is None:
            faults.append(f"{value['formula']} cannot be computed")
            continue
        places = max(0, -int(own.as_tuple().exponent))
        unit = MONEY.get(value.get("unit") or "", Decimal(1))
        forms = {result, result * 100, *(result * m / unit for m in MONEY.values())}
        if all(abs(abs(f) - abs(own)) > Decimal(5).scaleb(-places - 1) for f in forms):
            faults.append(f"{value['formula']} comes to {result.normalize():f}, not {value['value']}")
        parts = [abs(Decimal(n)) for n in _NUMBER.findall(fold(value["formula"]))]
        free = known | CONSTANTS | (steps - {abs(own)}) | {Decimal(len(parts) - 1)}  # what an average divides by
        loose = [n for n in parts if n not in free]
        faults += [f"{loose[0]} of {value['formula']} is not cited"] if loose else []
    return faults


_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def evaluate(formula: str) -> Decimal | None:
    """The result of a formula of numbers, + - × ÷ and brackets; None for anything else."""
    text = unicodedata.normalize("NFKC", formula).replace("×", "*").replace("÷", "/").replace("−", "-")
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text).split("=")[0].replace("%", "")
    text = re.sub(r"亿元|万元|千元|元|万", "", text)
    try:
        return _evaluate(ast.parse(text.strip(), mode="eval").body, text.strip())
    except (SyntaxError, ValueError, DivisionByZero, InvalidOperation, RecursionError):
        return None


def _evaluate(node: ast.expr, text: str) -> Decimal:
    if isinstance(node, ast.Constant):
        return Decimal(ast.get_source_segment(text, node) or "")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand, text)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        result: Decimal = _OPERATORS[type(node.op)](_evaluate(node.left, text), _evaluate(node.right, text))
        return result
    raise ValueError("no formula of numbers")


def invented(answer: Json, question: str) -> list[str]:
    """Numbers of an answer that stand neither in its citations nor in the question nor come of a formula."""
    known, values = evidence(answer, question), answer.get("values") or []
    nil = any(re.search(r"无|没有|未", str(c.get("quote"))) for c in answer.get("citations") or [])
    sound = {abs(n) for v in values if v.get("formula") for n in [*numbers(v["value"]), *numbers(v["formula"])]}
    counts = {
        Decimal(len(values)),
        Decimal(len(values) - 1),
        Decimal(len({_file(c) for c in answer.get("citations") or []})),
    }
    counts |= {Decimal(len(numbers(v["formula"]))) for v in values if v.get("formula")}
    fine = known | sound
    plain = [n for v in values if not v.get("formula") for n in [number(v.get("value"))] if n is not None]
    loose = [n for n in plain if abs(n) not in fine | counts and not (nil and not n)]
    loose += [n for n in said(str(answer.get("answer") or "")) if abs(n) not in fine and not (nil and not n)]
    return [str(n) for n in dict.fromkeys(loose)]


def said(text: str) -> Iterator[Decimal]:
    """The numbers of a text that need evidence: no years, dates, ordinals, names of tables or counts of a list."""
    for line in text.splitlines():
        plain = narrow(line)
        free = {m.start(1) for m in (*_ITEM.finditer(plain), *_COUNTED.finditer(plain))}
        free |= {m.start() for m in _YEAR_IN_BRACKETS.finditer(plain)}
        for found in _NUMBER.finditer(plain):
            before, after = plain[: found.start()], plain[found.end() :]
            if found.start() not in free and not _FREE_BEFORE.search(before) and not _FREE_AFTER.match(after):
                yield Decimal(found.group())


# all answers


@dataclass
class Tally:
    """What came of the questions of one class: right and all, for each measure that applies."""

    asked: int = 0
    exact: list[bool] = field(default_factory=list)
    citations: list[bool] = field(default_factory=list)
    refused: list[bool] = field(default_factory=list)
    answered: list[bool] = field(default_factory=list)
    invented: int = 0
    formulas: list[bool] = field(default_factory=list)
    faults: list[Json] = field(default_factory=list)

    def shares(self) -> dict[str, float]:
        found = {name: getattr(self, name) for name in ("exact", "citations", "refused", "answered", "formulas")}
        return {name: sum(marks) / len(marks) for name, marks in found.items() if marks}

    def to_json(self) -> Json:
        return {"asked": self.asked, "invented": self.invented, **{k: round(v, 6) for k, v in self.shares().items()}}


def score(key: Iterable[Json], answers: Iterable[Json], reports: dict[str, str]) -> dict[str, Tally]:
    """Tallies by class (the type of the case), in the order of the key, and one of all, named all."""
    given = {a["id"]: a for a in answers}
    tallies: dict[str, Tally] = {}
    for case in key:
        for question, want, answer in _turns(case, given.get(case["id"], {})):
            kind = "conversation" if case.get("turns") else case.get("type") or "figure"
            faults = _judge(
                case, question, want, answer, reports, [tallies.setdefault(k, Tally()) for k in (kind, "all")]
            )
            if faults:
                fault = {
                    "id": case["id"],
                    "class": kind,
                    "question": question,
                    "faults": faults,
                    "answer": answer.get("answer"),
                }
                tallies[kind].faults.append(fault)
    return {**{k: t for k, t in tallies.items() if k != "all"}, "all": tallies.get("all", Tally())}


def _turns(case: Json, given: Json) -> Iterator[tuple[str, Json, Json]]:
    """Each question with the key and the answer; an answer that is missing is an empty one."""
    if not case.get("turns"):
        yield case["question"], case["answer"], given.get("answer") or {}
        return
    answers = list(given.get("answers") or [])
    for n, (question, want) in enumerate(zip(case["turns"], case["answers"], strict=True)):
        yield question, want, (answers[n] if n < len(answers) else None) or {}


def _judge(
    case: Json, question: str, want: Json, answer: Json, reports: dict[str, str], tallies: list[Tally]
) -> list[str]:
    marks: dict[str, str] = {}
    if want.get("kind") == "abstain":
        marks["refused"] = abstains(want, answer)
    else:
        marks["exact"] = exact(want, answer, case.get("type") or "")
        loose = want.get("clarify_ok") and answer.get("status") == "clarify"
        marks["answered"] = "" if answer and (loose or not declines(answer)) else "declined, or no answer"
        if not marks["exact"] and case.get("docs") and not loose:
            marks["citations"] = cited(want, case, answer, reports)
    stray = invented(answer, question)
    faulty = formula_faults(answer, evidence(answer, question))
    for tally in tallies:
        tally.asked += 1
        tally.invented += bool(stray)
        tally.formulas += [not faulty] if any(v.get("formula") for v in answer.get("values") or []) else []
        for name, reason in marks.items():
            getattr(tally, name).append(not reason)
    told = [f"{name}: {reason}" for name, reason in marks.items() if reason]
    return told + ([f"invented: {'、'.join(stray)}"] if stray else []) + [f"formula: {f}" for f in faulty]


def table(tallies: dict[str, Tally]) -> str:
    """One line a class."""
    names = ("exact", "citations", "refused", "answered", "formulas")
    lines = [f"{'class':20s}{'asked':>7s}{''.join(f'{n:>11s}' for n in names)}{'invented':>10s}"]
    for kind, tally in tallies.items():
        shares = tally.shares()
        cells = "".join(f"{shares[n]:11.2%}" if n in shares else f"{'-':>11s}" for n in names)
        lines.append(f"{kind:20s}{tally.asked:7d}{cells}{tally.invented:10d}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = Path(__file__).resolve().parent
    parser.add_argument("--answers", type=Path, required=True, help="the answers, JSON lines")
    parser.add_argument(
        "--key", type=Path, default=here / "key.jsonl", help="the right answers (default: key.jsonl beside)"
    )
    parser.add_argument("--reports", type=Path, default=here / "reports", help="the reports (default: reports/ beside)")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="how many faults to show (default 20)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    args = parser.parse_args()
    try:
        tallies = score(read_lines(args.key), read_lines(args.answers), read_reports(args.reports))
    except (OSError, ValueError) as error:
        print(f"score.py: {error}", file=sys.stderr)
        return 2
    faults = [fault for tally in tallies.values() for fault in tally.faults]
    if args.json:
        print(
            json.dumps({"classes": {k: t.to_json() for k, t in tallies.items()}, "faults": faults}, ensure_ascii=False)
        )
        return 0
    for fault in faults[: args.show]:
        print(
            f"✗ {fault['id']} {fault['question']}\n    {'; '.join(fault['faults'])}\n    → {str(fault['answer'])[:120]}"
        )
    print(table(tallies))
    return 0


if __name__ == "__main__":
    sys.exit(main())
