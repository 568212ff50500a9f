"""What was understood of a question, in one line for its reader."""

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
        departments = [*departments[:2], f"等 {len(departments)} 个部门"]
    tables = [f"《{forms[key].name}》" for key in query.get("tables") or [] if key in forms]
    measures = [*(query.get("subjects") or []), *(query.get("columns") or []), *tables]
    parts = ("、".join(departments), "、".join(f"{year}年度" for year in query.get("years") or []), "、".join(measures))
    known = " · ".join(part for part in parts if part)
    kept = [_TAKEN_OVER[slot] for slot in query.get("taken_over") or [] if slot in _TAKEN_OVER]
    return f"{known}（{'、'.join(kept)}沿用上文）" if known and kept else known
