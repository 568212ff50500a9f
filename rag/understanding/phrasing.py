"""Phrasing: slips of the pen put right, and the words taken out of a question that ask for nothing or only say how."""

from __future__ import annotations

from extractors.vocabulary import question_words
from rag.holdings.lookup import find_subjects
from rag.language.set_against import set_against_in
from rag.language.spelling import corrected, slips
from rag.understanding.question_reading import Reading


def put_slips_right(reading: Reading) -> None:
    """Read words that differ from a known one by a slip of the pen as that one."""
    query = reading.query
    reading.look_up()
    if reading.holdings.as_written:
        return
    text = reading.yearless
    query.slips = slips(text, find_subjects(text, reading.indexes), reading.indexes)
    reading.bare, query.text = corrected(reading.bare, query.slips), corrected(query.text, query.slips)
    if reading.census and query.slips:
        reading.look_up()  # a census finds only names that are spelled as they are printed


def take_out_phrases(reading: Reading) -> None:
    """Take out politeness, and what says how to come by an answer: by working it out anew, or with every value."""
    words, query = question_words(), reading.query
    reading.take(words.polite)
    if words.recomputed.search(reading.bare):
        # 到底降了百分之几，按金额算: the words that say how ask for no amount, nor for several values
        reading.take(words.recomputed, words.every_value)
        query.recompute = True
    if "占" in reading.bare and reading.take(words.doubted_share):
        # 占1.71%，对不对: what it is worked out to be, beside what is stated
        reading.doubts = query.recompute = True
    set_against = set_against_in(reading.bare) if len(query.doc_ids) == 1 else None
    if set_against is not None:
        query.set_against, span = set_against
        reading.blank([span])
    # 有几个数, 分别多少: each value that is stated is asked for, and no number of things
    reading.each_value = reading.take(words.values_counted)
