"""Follow-ups: what a question leaves out is filled from the turns before it, slot by slot, on typed queries.

A question that only names something else (松漪呢, 那项目支出呢, 换成元) asks the last question again with that slot
replaced. A question with words of its own (为什么, 占多少) is filled with the slots that it leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.text import fold
from extractors.vocabulary.dialogue import dialogue_words
from rag import again, slots
from rag.again import Heard
from rag.desk import Desk
from rag.dialogue import Dialogue, Turn, same_departments
from rag.leaning import Leaning, leaning_in
from rag.names import Named, find_named
from rag.query import Query
from rag.question import parse, words_wanted
from rag.scope import names_a_group
from rag.slots import put_years
from rag.things import count_things
from rag.wants import Wants

#: operations on one figure that need to know which
_OF_A_FIGURE = ("share", "reason", "difference", "ratio", "use", "per_head", "prior", "conflict", "sum", "average")
#: kinds of words that are of a department as such
_NEED_NO_FIGURE = {"duty", "body", "goal", "problem", "improvement", "effect"}
#: operations over several reports
_OVER_REPORTS = ("rank", "sum", "average", "count_reports")


def understand(question: str, desk: Desk, dialogue: Dialogue) -> Query:
    """The query of a question in the light of the turns before it."""
    if dialogue.last is None:
        return _parsed(question, desk, find_named(question, desk.catalogue.directory))
    heard = _heard(question, desk, dialogue)
    heard.query.lean = heard.lean
    if heard.lean.courtesy and not heard.slots:
        return Query(text=heard.query.text, lean=heard.lean, operations=["courtesy"])
    if heard.query.declined:
        return heard.query
    query = _resolved(heard, dialogue)
    query.prior = query.has("prior")
    query.everywhere = query.everywhere and len(query.doc_ids) != 1
    return query


def plainer(query: Query) -> Query | None:
    """A follow-up without the operation and the column that it took over; None where it did not."""
    let_go: dict[str, object] = {}
    if "operations" in query.taken_over and (query.operations or query.wants.kinds):
        let_go |= {"operations": [], "wants": Wants(), "prior": False}
    if "columns" in query.taken_over and query.columns:
        let_go["columns"] = []
    if query.lean is None or not let_go:
        return None
    return query.model_copy(deep=True, update={**let_go, "kinds": [], "asks_text": False, "rows": None})


def speaks_of_it(query: Query, quotes: str) -> bool:
    """Whether words found for a question that leans on an earlier one have anything of its own words."""
    if not query.topic:
        return True
    own = slots.own_words(query.model_copy(update={"rest": query.rest.split("|", 1)[-1]}))
    pairs = [own[n : n + 2] for n in range(len(own) - 1)]
    return not pairs or any(pair in quotes for pair in pairs)


def _parsed(question: str, desk: Desk, named: Named, doc_ids: Sequence[str] = ()) -> Query:
    """A question as one on some reports, or without such on all; what many of them print is not read one by one."""
    at_hand = [desk.reports[d] for d in doc_ids] or desk.reports.values()
    return parse(question, at_hand, desk.index, desk.catalogue.directory, named, desk.census if desk.is_large else None)


def _heard(question: str, desk: Desk, dialogue: Dialogue) -> Heard:
    lean = leaning_in(fold(question))
    named = find_named(lean.asked, desk.catalogue.directory)
    spoken_of = 2 if dialogue.last is not None and dialogue.last.query.has("list") else len(_focus(dialogue))
    group = names_a_group(lean.asked, spoken_of) and lean.pronoun != "both"
    at_hand: Sequence[str] = ()
    referred = [] if named.mentions or named.unknown else _referred(dialogue, lean)
    if not (named.mentions or named.unknown or group):
        of_years = referred or _focus(dialogue)
        at_hand = same_departments(desk, of_years, named.years) or of_years
    query = _parsed(lean.asked, desk, named, at_hand)
    query.everywhere = query.everywhere and not referred
    heard = Heard(query, named, lean, referred, group=group)
    heard.slots = frozenset(slots.slots_of(query, heard.names_department))
    heard.own_words = slots.own_words(query)
    return heard


def _focus(dialogue: Dialogue) -> list[str]:
    """The reports that a question without a department speaks of."""
    return list(dialogue.last.query.doc_ids) if dialogue.last is not None else []


def _referred(dialogue: Dialogue, lean: Leaning) -> list[str]:
    """The report that a word points to (它, 前者), where several were spoken of."""
    last = dialogue.last
    if lean.pronoun in {"former", "latter"} and len(pair := dialogue.pair()) == 2:
        return [pair[0 if lean.pronoun == "former" else 1]]
    asked = dialogue.ranking or last if lean.choice_of else last
    options = (asked.in_order if len(asked.doc_ids) > 1 else asked.query.doc_ids) if asked is not None else []
    if lean.choice_of and 1 <= lean.choice_of <= len(options) and len(options) > 1:
        return [options[lean.choice_of - 1]]
    counted = last is not None and last.query.comparison is not None and last.query.comparison.task == "count"
    if lean.pronoun == "both" and counted and last is not None:
        return list(dict.fromkeys(d for v in last.answer.values if (d := dialogue.doc_of(v))))
    if lean.pronoun == "it" and last is not None and len(last.query.doc_ids) > 1 and last.lead is not None:
        return [] if last.query.ambiguous else last.doc_ids[:1]
    return []


def _resolved(heard: Heard, dialogue: Dialogue) -> Query:
    query, lean = heard.query, heard.lean
    last = dialogue.last
    assert last is not None
    if lean.correction:
        return _corrected(heard, dialogue)
    if (lean.choice or lean.every) and (chosen := again.chosen(heard, last)) is not None:
        return chosen
    if lean.compared and (compared := again.compared(heard, last)) is not None:
        return compared
    if (together := again.of_those_spoken_of(heard, dialogue)) is not None:
        return together
    if (figures := again.on_figures(heard, dialogue)) is not None:
        return figures
    if lean.years_back and not query.subjects:
        year = _year_of(last, dialogue.desk)
        if year is not None:
            heard.named.years = query.years = [year - lean.years_back]
            return again.swapped(heard, last, {"years"}, dialogue)
    if heard.group and not heard.slots - {"order", "years"} and not heard.own_words:
        return again.for_all(heard, last, dialogue.desk)
    if heard.slots == {"order"} and last.query.has("list") and len(last.query.doc_ids) == 1:
        return again.of_the_list(heard, last)
    if heard.slots and not heard.own_words and not _stands_alone(heard) and not _is_cell_of(heard, last):
        base = dialogue.ranking if heard.slots <= {"order"} else None
        return again.swapped(heard, base or last, set(heard.slots), dialogue)
    return _continued(heard, dialogue)


def _stands_alone(heard: Heard) -> bool:
    """Whether a question says whose figure and which one: it asks anew."""
    query = heard.query
    ordered = query.has("rank") and not heard.names_department and heard.group
    operates = query.has(*_OF_A_FIGURE, "list", "definition", "count_reports")
    return ("subjects" in heard.slots and (heard.names_department or ordered or operates)) or (
        operates and "subjects" not in heard.slots
    )


def _year_of(turn: Turn, desk: Desk) -> int | None:
    """The year that a turn spoke of: that of its first figure, else of its only reports."""
    if turn.lead is not None and turn.lead.year:
        return turn.lead.year
    years = turn.query.years or list({y for d in turn.query.doc_ids if (y := desk.reports[d].year)})
    return years[0] if len(years) == 1 else None


# ---------------------------------------------------------------- corrections in words


def _corrected(heard: Heard, dialogue: Dialogue) -> Query:
    """不是榆岚，是鹭屿: the last question with just that part replaced."""
    query, desk, last = heard.query, dialogue.desk, dialogue.last
    assert last is not None
    given = set(heard.slots)
    if heard.query.scope.narrows and not given - {"order", "years"}:
        return again.for_all(heard, last, desk)
    word = next((c for c, p in dialogue_words().columns.items() if p.fullmatch(fold(heard.lean.asked))), None)
    if word is not None:
        query.columns, query.subjects, given = [word], [], {"columns"}
    rejected = find_named(heard.lean.rejected, desk.catalogue.directory) if heard.lean.rejected else Named()
    if not given and not heard.own_words and not query.operations:
        return _without_rejected(heard, rejected, last)
    if heard.own_words and not heard.named.mentions:
        return _continued(heard, dialogue)
    new = again.swapped(heard, last, given, dialogue)
    if "departments" in given and rejected.doc_ids and set(last.query.doc_ids) - set(rejected.doc_ids):
        at = next((n for n, d in enumerate(last.query.doc_ids) if d in rejected.doc_ids), 0)
        kept = [d for d in last.query.doc_ids if d not in rejected.doc_ids]
        if last.query.has("difference", "ratio") and len(last.query.doc_ids) == 2:
            new.doc_ids = [*kept[:at], *query.doc_ids, *kept[at:]]
            new.operations = list(last.query.operations)
    if query.operations and not given & {"order"}:
        new.operations, new.asks_text, new.asks_figure = list(query.operations), query.asks_text, query.asks_figure
        new.wants = query.wants
        new.columns = query.columns
    new.corrected = sorted(given | ({"operations"} if query.operations else set()))
    return new


def _without_rejected(heard: Heard, rejected: Named, last: Turn) -> Query:
    """不是榆岚: the choices without the one that was not meant; without choices the user has to say more."""
    new = slots.again(last.query, heard.lean)
    kept = [d for d in last.query.doc_ids if d not in rejected.doc_ids]
    new.taken_over = slots.filled(last.query, {"departments"})
    if rejected.doc_ids and kept and len(kept) < len(last.query.doc_ids):
        new.doc_ids, new.ambiguous = kept, last.query.ambiguous and len(kept) > 1
        new.corrected = ["departments"]
    else:
        new.operations = ["ask_back"]
    return new


# ---------------------------------------------------------------- a question of its own, filled from the last


def _continued(heard: Heard, dialogue: Dialogue) -> Query:
    """A question with words of its own, about what was spoken of before where it does not say what."""
    query, desk, last = heard.query, dialogue.desk, dialogue.last
    assert last is not None
    before = last.query
    points = heard.lean.pronoun is not None
    if not heard.names_department and not heard.group:
        _same_reports(heard, last, dialogue)
    elif not query.years and (heard.referred or len(heard.named.mentions) == 1):
        years = [y for y in before.years if y in {desk.reports[d].year for d in query.doc_ids}]
        if years:
            put_years(query, years, desk)
            query.taken_over.append("years")
    elif heard.group and not query.years and before.years:
        put_years(query, before.years, desk)
        query.taken_over.append("years")
    if _is_cell_of(heard, last):
        query.table_column, query.subjects = query.subjects[0].name, [slots.apart(before.subjects[0])]
        query.taken_over.append("subjects")
    if query.has("share") and len(query.subjects) == 1 and before.subjects and not heard.named.mentions:
        _share_of_before(query, before)
    # a score that is asked for without saying of what is that of the department, where money was spoken of
    scored = query.defaulted and "得分" in query.columns and all(s.measure for s in before.subjects)
    own = query.subjects and (scored or not query.defaulted) and not slots.vague(query)
    if not own and query.wants.kinds and not heard.names_department:
        _wanted_of_it(query, before)
    tells_what = query.wants.kinds[:1] and query.wants.kinds[0] in _NEED_NO_FIGURE
    leans = points or query.has(*_OF_A_FIGURE) or query.columns or len(heard.own_words) < 2
    elsewhere = heard.names_department and len(heard.own_words) >= 2
    if not own and not query.tables and leans and not tells_what and not elsewhere:
        _take_subject(query, before)
    elif own and query.project is None and before.project and not heard.names_department:
        slots.keep_project(query, before, desk)
    elif not own and not heard.names_department and not query.has(*_OVER_REPORTS):
        _with_context(query, before)
    return query


def _wanted_of_it(query: Query, before: Query) -> None:
    """干什么的 of money asks what it was for, of a department what it is in charge of: what was spoken of decides."""
    about = query.model_copy(deep=True, update={"subjects": before.subjects or before.topic})
    words_wanted(about, [])
    query.wants, query.operations = about.wants, about.operations


def _same_reports(heard: Heard, last: Turn, dialogue: Dialogue) -> None:
    query, before, desk = heard.query, last.query, dialogue.desk
    focus = _focus(dialogue)
    of_one = query.has("reason", "use", "per_head", "prior", "definition") or query.asks_text
    if len(focus) > 1 and before.has("rank") and of_one and last.doc_ids:
        focus = last.doc_ids[:1]
    asked_years = list(query.years)
    years = asked_years or list(before.years)
    found = same_departments(desk, focus, years)
    query.doc_ids = found or focus
    query.everywhere = before.everywhere and len(query.doc_ids) > 1
    query.ambiguous = before.ambiguous and len(query.doc_ids) > 1
    query.unknown = [*query.unknown, *(u for u in before.unknown if not focus and u not in query.unknown)]
    query.years = years
    if query.has("reason") and not asked_years and not found and len(query.doc_ids) == 1:
        query.years = []  # the reason of a change from the year before stands in this year's report
    query.taken_over.append("departments")
    if years and not asked_years:
        query.taken_over.append("years")


def _is_cell_of(heard: Heard, last: Turn) -> bool:
    """科学技术支出, 其中基本支出: a cell of the row that was asked before."""
    subjects, before = heard.query.subjects, last.query.subjects
    if not dialogue_words().within.search(heard.query.text) or len(subjects) != 1 or len(before) != 1:
        return False
    return subjects[0].name in {"基本支出", "项目支出"} and before[0].measure is None


def _share_of_before(query: Query, before: Query) -> None:
    """占三公经费多少, 其中接待费占多少: the other side of a share is what was asked before."""
    own = query.subjects[0]
    if dialogue_words().share_of_it.search(query.text):
        query.subjects = [slots.apart(before.subjects[0]), own]
    elif not own.measure or own.measure.part_of is None:
        query.subjects = [own, slots.apart(before.subjects[0])]
    else:
        return
    query.taken_over.append("subjects")


def _take_subject(query: Query, before: Query) -> None:
    """The measure, table and project of the question before, and its columns where none is named now."""
    subjects = before.subjects or before.topic
    if not subjects and not before.project:
        return
    query.subjects = [slots.apart(s) for s in subjects]
    query.defaulted = False
    query.tables, query.table_column = list(before.tables), before.table_column
    query.project = query.project or before.project
    if not query.columns and not query.has("reason", "prior", "per_head", "use", "definition"):
        query.columns = list(before.columns)
    query.asks_text = query.asks_text and (before.asks_text or query.has("reason", "use", "definition"))
    query.taken_over.append("subjects")
    count_things(query, query.text)
    if any(s.measure and s.measure.unit for s in query.subjects):
        query.columns = []


def _with_context(query: Query, before: Query) -> None:
    """A question in words about something that was spoken of before: what that was belongs to the words looked for."""
    query.topic = [slots.apart(s) for s in before.subjects or before.topic]
    if query.topic and len(query.text) <= 12:
        query.rest = query.topic[0].name + "|" + query.rest
        query.taken_over.append("subjects")
