"""Answers in a report's own words: passages, reasons, definitions, duties, bodies, and what sentences count."""
