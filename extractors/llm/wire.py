"""One request to the endpoint and its reply, through llama-index and the openai client; retried where that helps.

Everything that can go wrong comes out as one of the errors of this package, and none of them shows the key.
"""

from __future__ import annotations

import email.utils
import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
import openai
from llama_index.core.llms import ChatMessage
from llama_index.llms.openai_like import OpenAILike

from extractors.llm.endpoint import Endpoint
from extractors.llm.errors import BadReply, LlmError, Refused, TooLarge, Unreachable
from extractors.llm.tokens import estimate, estimate_all
from extractors.llm.usage import Meter

log = logging.getLogger("juesuan")

#: the longest pause between two attempts, in seconds, whatever the endpoint asks for
_LONGEST = 60.0
_FINISHED = frozenset({"stop", "tool_calls", "function_call"})
_TOO_LARGE = ("context_length", "context length", "maximum context", "too many tokens", "context window", "n_ctx")
_SECRET = "***"


@dataclass(frozen=True, slots=True)
class Message:
    """A part of what is said to a model."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said, or the arguments of the tool it called."""

    text: str
    arguments: str | None
    finish: str


@dataclass(slots=True)
class Wire:
    """The line to one endpoint. ``sleep`` is what waits between two attempts."""

    endpoint: Endpoint
    meter: Meter
    sleep: Callable[[float], None] = time.sleep
    _llm: OpenAILike = field(init=False)
    _others: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        secret = self.endpoint.key.get_secret_value() if self.endpoint.key else ""
        self._llm = OpenAILike(
            model=self.endpoint.model,
            api_base=self.endpoint.base_url,
            # never empty: an empty one would be looked for in OPENAI_API_KEY and sent to somebody else's endpoint
            api_key=secret or "none",
            context_window=self.endpoint.context_window,
            max_tokens=self.endpoint.max_output,
            is_chat_model=True,
            timeout=self.endpoint.timeout,
            # attempts are counted and spaced here
            max_retries=0,
            temperature=0.0,
        )

    def send(self, messages: Sequence[Message], *, trying: bool = False, **options: Any) -> Reply:
        """One reply to some messages. ``options`` go into the request as they are (response_format, tools).

        ``trying``: it is not known whether the endpoint takes these options, so that a breakdown is a refusal.
        Raises Unreachable after the last attempt; Refused, TooLarge, BadReply and BudgetSpent at once.
        """
        attempts = self.endpoint.retries
        for attempt in range(attempts + 1):
            try:
                return self._once(messages, options)
            except _Passing as fault:
                if trying and fault.status is not None and fault.status >= 500:
                    raise Refused(f"模型服务{fault}") from None
                if attempt == attempts:
                    raise Unreachable(f"模型服务没有给出回复（{fault}），共试 {attempt + 1} 次；请稍后再试") from None
                pause = _pause(attempt, fault.after)
                log.info("模型服务 %s，%.1f 秒后重试", fault, pause)
                self.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """A reply piece by piece, attempted once. Raises as ``send`` does, also in the middle of it."""
        prompt = estimate_all([m.text for m in messages])
        self.meter.begin(prompt)
        started, said, finish, usage = time.perf_counter(), [], None, None
        failed = True
        try:
            for part in self._llm.stream_chat(_told(messages), stream_options={"include_usage": True}):
                raw: Any = part.raw
                usage = getattr(raw, "usage", None) or usage
                if raw.choices:
                    finish = raw.choices[0].finish_reason or finish
                if part.delta:
                    said.append(part.delta)
                    yield part.delta
            _check_end(finish)
            failed = False
        except LlmError:
            raise
        except Exception as error:  # noqa: BLE001  servers break off in ways that no client foresees
            problem = self._problem(error)
            raise problem if isinstance(problem, LlmError) else Unreachable(f"模型服务中断（{problem}）") from None
        finally:
            self._account(usage, prompt, "".join(said), started, failed)

    def _once(self, messages: Sequence[Message], options: dict[str, Any]) -> Reply:
        prompt = estimate_all([m.text for m in messages])
        self.meter.begin(prompt)
        started, raw, said = time.perf_counter(), None, ""
        failed = True
        try:
            raw = self._llm.chat(_told(messages), **options).raw
            choice = raw.choices[0]
            calls = choice.message.tool_calls or []
            said = choice.message.content or ""
            arguments = calls[0].function.arguments if calls else None
            _check_end(choice.finish_reason)
            failed = False
            self._note_model(str(getattr(raw, "model", "") or ""))
            return Reply(str(said), arguments, choice.finish_reason)
        except LlmError:
            raise
        except Exception as error:  # noqa: BLE001  a reply of another shape makes the client stumble anywhere
            raise self._problem(error) from None
        finally:
            self._account(getattr(raw, "usage", None), prompt, said, started, failed)

    def _note_model(self, served: str) -> None:
        """Say once where the endpoint answers with another model than the one asked for, as some do without a word."""
        wanted = self.endpoint.model.lower()
        if served and served.lower() not in wanted and wanted not in served.lower() and served not in self._others:
            self._others.add(served)
            log.warning("模型服务用来回复的是 %s，而不是所设的 %s", served[:60], self.endpoint.model)

    def _account(self, usage: Any, prompt: int, said: str, started: float, failed: bool) -> None:
        told = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
        known = all(isinstance(n, int) and 0 <= n < 10**9 for n in told)
        # a refused request uses nothing that is paid for
        used = (0, 0) if failed and not said else (prompt, estimate(said))
        sent, got = (int(told[0] or 0), int(told[1] or 0)) if known else used
        seconds = time.perf_counter() - started
        self.meter.end(sent, got, seconds, estimated=not known and used != (0, 0), failed=failed)

    def _problem(self, error: Exception) -> LlmError | _Passing:
        """What an exception of the client means, in our words."""
        if isinstance(error, openai.APITimeoutError):
            return _Passing(f"{self.endpoint.timeout:g} 秒内没有回复")
        if isinstance(error, openai.APIStatusError):
            return self._by_status(error)
        if isinstance(error, (openai.APIConnectionError, httpx.TransportError)):
            return _Passing(f"连接不上或连接中断：{self.endpoint.base_url}")
        if isinstance(error, openai.APIError):
            return _Passing(f"报错：{self._clean(str(error))}")
        return BadReply(f"模型服务的回复不成格式（{type(error).__name__}）；请确认 {self.endpoint.base_url} 是兼容接口")

    def _by_status(self, error: openai.APIStatusError) -> LlmError | _Passing:
        status, said = error.status_code, self._clean(str(error.message))
        if any(word in said.lower() for word in _TOO_LARGE) or status == 413:
            return TooLarge(f"内容超出模型 {self.endpoint.model} 的上下文长度；可调小 JUESUAN_LLM_CONTEXT_WINDOW")
        if status in (401, 403):
            return Refused(f"模型服务不接受密钥（{status}）；请检查 JUESUAN_LLM_API_KEY", final=True)
        if status == 404:
            where = f"模型服务没有 {self.endpoint.model}，或地址不对（404）"
            return Refused(f"{where}；请检查 JUESUAN_LLM_MODEL 和 JUESUAN_LLM_BASE_URL", final=True)
        if status == 429 and "quota" in said.lower():
            return Refused(f"模型服务的额度已用完（429）：{said}", final=True)
        if status in (408, 409, 425, 429) or status >= 500:
            return _Passing(f"返回 {status}", _retry_after(error.response), status)
        return Refused(f"模型服务拒绝了请求（{status}）：{said}")

    def _clean(self, said: str) -> str:
        """What a server says, in one short line and without the key, which some servers repeat."""
        secret = self.endpoint.key.get_secret_value() if self.endpoint.key else ""
        return " ".join((said.replace(secret, _SECRET) if secret else said).split())[:200]


class _Passing(Exception):
    """A fault that may be gone at the next attempt; ``after`` is the pause the endpoint asks for, in seconds."""

    def __init__(self, what: str, after: float | None = None, status: int | None = None) -> None:
        super().__init__(what)
        self.after = after
        self.status = status


def _told(messages: Sequence[Message]) -> list[ChatMessage]:
    return [ChatMessage(role=m.role, content=m.text) for m in messages]


def _check_end(finish: str | None) -> None:
    """Raise unless a reply came to its end: one that does not say so may be half of one."""
    if finish in _FINISHED:
        return
    if finish == "length":
        raise TooLarge("模型的回复超出长度而被截断；可调大 JUESUAN_LLM_MAX_OUTPUT")
    if finish is None:
        raise BadReply("模型的回复没有结束标记，可能被截断")
    raise BadReply(f"模型没有给出完整的回复（{finish[:40]}）")


def _pause(attempt: int, asked: float | None) -> float:
    """Seconds before the next attempt: what the endpoint asks for, else twice as long each time, never in step."""
    if asked is not None:
        return min(asked, _LONGEST)
    return min(0.5 * 2.0**attempt, _LONGEST) * random.uniform(0.75, 1.25)


def _retry_after(response: httpx.Response) -> float | None:
    """The pause that a reply asks for, in seconds or until a date."""
    said = response.headers.get("retry-after", "")
    try:
        return max(float(said), 0.0) if said else None
    except ValueError:
        pass
    try:
        return max(email.utils.parsedate_to_datetime(said).timestamp() - time.time(), 0.0)
    except ValueError:
        return None
