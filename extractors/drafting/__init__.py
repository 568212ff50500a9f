"""Drafting a template for a format never seen before: a model names tables and columns, a trial reading decides."""

from extractors.drafting.propose import Proposal, propose

__all__ = ["Proposal", "propose"]
