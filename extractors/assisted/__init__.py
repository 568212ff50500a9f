"""Filling schemas with the help of a language model: it proposes, the source and the rules decide."""

from extractors.assisted.assist import assist

__all__ = ["assist"]
