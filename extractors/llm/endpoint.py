"""An OpenAI-compatible endpoint: where it is, what it can take, what a run may spend on it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model behind an OpenAI-compatible URL: a cloud, vLLM, Ollama, llama.cpp.

    ``context_window`` and ``max_output`` are in tokens, ``timeout`` in seconds for one attempt, ``retries`` how often a
    call is made again after a passing fault. ``max_calls`` and ``max_tokens`` bound what one run may use, None for no
    bound. ``price_in`` and ``price_out`` are what a million tokens cost, in the user's currency; None where unknown.
    ``cache`` is the folder of former replies, None for none.
    """

    base_url: str
    model: str
    key: SecretStr | None = None
    context_window: int = 32_768
    max_output: int = 4_096
    timeout: float = 60.0
    retries: int = 3
    max_calls: int | None = None
    max_tokens: int | None = None
    price_in: Decimal | None = None
    price_out: Decimal | None = None
    cache: Path | None = None

    @property
    def identity(self) -> str:
        """Tells this model at this URL from any other; holds no secret."""
        return hashlib.sha256(f"{self.base_url.rstrip('/')}\n{self.model}".encode()).hexdigest()[:16]

    @property
    def room(self) -> int:
        """How many tokens a request may have, so that its reply still fits."""
        return max(self.context_window - self.max_output, self.context_window // 2)
