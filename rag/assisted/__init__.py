"""Answering with the help of a language model, where the rules are unsure: it proposes, the source decides."""

from rag.assisted.assistant import Assistant

__all__ = ["Assistant"]
