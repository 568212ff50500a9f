"""What a library holds, in memory: the facts of a report, its names, and the catalogue of all reports."""
