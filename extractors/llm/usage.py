"""What a run has used of a model, and what it may use."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from extractors.llm.endpoint import Endpoint
from extractors.llm.errors import BudgetSpent

_MILLION = Decimal(1_000_000)


@dataclass(slots=True)
class Usage:
    """Requests sent (each attempt is one), how many of them failed, replies taken from the cache, tokens, seconds.

    ``estimated`` counts the replies whose tokens the endpoint did not tell, so that they were estimated.
    """

    calls: int = 0
    failed: int = 0
    cached: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated: int = 0
    seconds: float = 0.0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    def since(self, before: Usage) -> Usage:
        """What was used after an earlier reading."""
        mine, theirs = asdict(self), asdict(before)
        return Usage(**{name: mine[name] - theirs[name] for name in mine})

    def cost(self, endpoint: Endpoint) -> Decimal | None:
        """What it cost in the user's currency; None where no price is set."""
        if endpoint.price_in is None and endpoint.price_out is None:
            return None
        paid = self.prompt_tokens * (endpoint.price_in or Decimal(0))
        return (paid + self.completion_tokens * (endpoint.price_out or Decimal(0))) / _MILLION

    def told(self, endpoint: Endpoint) -> str:
        """One Chinese line for people."""
        parts = [f"调用 {self.calls} 次", f"输入 {self.prompt_tokens} 词元", f"输出 {self.completion_tokens} 词元"]
        parts += [f"其中 {self.failed} 次失败"] if self.failed else []
        parts += [f"{self.cached} 次取自缓存"] if self.cached else []
        parts += [f"{self.estimated} 次的词元数为估计"] if self.estimated else []
        if (cost := self.cost(endpoint)) is not None:
            parts.append(f"费用 {cost:.4f}（按所设单价）")
        return f"模型 {endpoint.model}：{'，'.join(parts)}"

    def to_json(self, endpoint: Endpoint) -> dict[str, Any]:
        cost = self.cost(endpoint)
        told = asdict(self) | {"seconds": round(self.seconds, 3), "model": endpoint.model}
        return told | {"cost": None if cost is None else str(cost)}


class Meter:
    """Counts what a run uses, from any thread, and stops it at the bounds of its endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._usage = Usage()
        self._lock = threading.Lock()

    @property
    def usage(self) -> Usage:
        """A reading of the meter."""
        with self._lock:
            return Usage(**asdict(self._usage))

    def begin(self, tokens: int) -> None:
        """Account for a request about to be sent. Raises BudgetSpent where the run may send no more."""
        with self._lock:
            most, limit = self._endpoint.max_calls, self._endpoint.max_tokens
            if most is not None and self._usage.calls >= most:
                raise BudgetSpent(f"本次运行允许的模型调用次数（{most}）已用完；可调大 JUESUAN_LLM_MAX_CALLS")
            if limit is not None and self._usage.tokens + tokens > limit:
                raise BudgetSpent(f"本次运行允许的词元数（{limit}）不够下一次调用；可调大 JUESUAN_LLM_MAX_TOKENS")
            self._usage.calls += 1

    def end(self, prompt: int, completion: int, seconds: float, *, estimated: bool, failed: bool = False) -> None:
        """Account for what became of a request."""
        with self._lock:
            self._usage.prompt_tokens += prompt
            self._usage.completion_tokens += completion
            self._usage.seconds += seconds
            self._usage.estimated += estimated
            self._usage.failed += failed

    def recall(self) -> None:
        """Account for a reply that was taken from the cache."""
        with self._lock:
            self._usage.cached += 1
