"""The text of a report as answering reads it: chunks, statements and sentences, their figures and counters."""
