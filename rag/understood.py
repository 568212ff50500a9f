"""What was understood of a question and who had part in its answer, in one line each for its reader."""

from __future__ import annotations

from extractors.vocabulary import table_forms
from rag.answer import Answer

#: what a follow-up may leave out, in words
_TAKEN_OVER = {"departments": "部门", "years": "年度", "subjects": "指标"}


def understood(answer: Answer) -> str:
    """What was understood of a question: departments, years, measures and tables."""
    query = answer.query
    forms = table_forms()
    departments = list(dict.fromkeys(query.get("departments") or []))
    if len(departments) > 3:
        departments = [f"{'、'.join(departments[:2])}等 {len(departments)} 个部门"]
    tables = [f"《{forms[key].name}》" for key in query.get("tables") or [] if key in forms]
    measures = dict.fromkeys([*(query.get("subjects") or []), *(query.get("columns") or []), *tables])
    parts = (
        "、".join(departments),
        "、".join(f"{year}年度" for year in query.get("years") or []),
        "、".join(dict.fromkeys(measures)),
    )
    known = " · ".join(part for part in parts if part)
    kept = [_TAKEN_OVER[slot] for slot in query.get("taken_over") or [] if slot in _TAKEN_OVER]
    return f"{known}（{'、'.join(kept)}沿用上文）" if known and kept else known


def assisted(answer: Answer) -> str:
    """What a language model had to do with an answer; empty where none was asked."""
    helped = answer.assistance
    if helped is None:
        return ""
    if helped.problem and answer.engine == "rules":
        return f"语言模型没有给出可用的回答（{helped.problem}），以上按规则回答。"
    what = "文字由语言模型写成，逐句与原文核对" if helped.task == "explain" else "问题由语言模型理解，数字由规则查出"
    parts = [what] if answer.engine == "llm" else ["已问过语言模型，没有采用它的回答"]
    parts += [f"{len(helped.replaced)} 句没有原文证实，已弃用"] if helped.replaced else []
    return f"{'；'.join(parts)}（{helped.model}，{helped.prompt}）。"
