"""The library of reports and the answers drawn from it. Faces use :class:`rag.library.Library` and nothing else."""
