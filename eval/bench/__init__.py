"""Benchmarks: what reading, taking in and asking cost, beside what one would use instead. No tests: nothing fails here.

Each thing is measured in a process of its own; what is compared is measured in turns in the same run on the same
files, so that a busy machine troubles both alike, and the ratios are what is to be looked at.
"""
