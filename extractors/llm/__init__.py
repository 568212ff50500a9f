"""Language models behind an OpenAI-compatible endpoint: the only place that talks to one.

A model proposes; what it says is checked by whoever asked for it. Importing this package is cheap; the libraries that
talk to the endpoint are imported with ``connect``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.llm.endpoint import Endpoint
from extractors.llm.errors import BadReply, BudgetSpent, LlmError, Refused, TooLarge, Unreachable
from extractors.llm.prompts import Prompt, prompt
from extractors.llm.tokens import estimate
from extractors.llm.trial import Trial, tried
from extractors.llm.usage import Usage

if TYPE_CHECKING:
    from extractors.llm.client import Client

__all__ = [
    "BadReply",
    "BudgetSpent",
    "Endpoint",
    "LlmError",
    "Prompt",
    "Refused",
    "TooLarge",
    "Trial",
    "Unreachable",
    "Usage",
    "connect",
    "estimate",
    "prompt",
    "tried",
]


def connect(endpoint: Endpoint) -> Client:
    """A client of an endpoint. Nothing is sent yet."""
    from extractors.llm.client import Client

    return Client(endpoint)
