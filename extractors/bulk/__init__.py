"""Many files: finding them, and working on them in several processes of this machine or on a Ray cluster."""

from extractors.bulk.finding import ARCHIVES, SUFFIXES, Found, find_files
from extractors.bulk.pace import Pace, lasting
from extractors.bulk.pool import Pool, workers_for
from extractors.bulk.running import Done, Engine, Limits, run_many

__all__ = [
    "ARCHIVES",
    "SUFFIXES",
    "Done",
    "Engine",
    "Found",
    "Limits",
    "Pace",
    "Pool",
    "find_files",
    "lasting",
    "run_many",
    "workers_for",
]
