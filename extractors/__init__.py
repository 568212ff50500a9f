"""Documents in, checked facts out: readers, structure, tables, prose, annexes, schemas and cross-checks."""
