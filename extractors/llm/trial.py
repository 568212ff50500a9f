"""A trial of an endpoint: whether it answers, how fast, and whether it gives objects of a schema."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from pydantic import BaseModel, Field

from extractors.llm.endpoint import Endpoint
from extractors.llm.errors import LlmError

#: nobody waits longer for a trial, in seconds; and it costs no more, in tokens
_PATIENCE, _SHORT = 30.0, 256
_WAYS = {
    "json_schema": "json_schema（严格的结构）",
    "tool": "工具调用",
    "json_object": "JSON（不带结构）",
    "plain": "普通文字里的 JSON",
}


class _Sum(BaseModel):
    """The one thing that is asked for."""

    total: int = Field(description="两数之和")


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a trial: ``ok`` where words came back, ``told`` says it in Chinese."""

    ok: bool
    told: str


def tried(endpoint: Endpoint) -> Trial:
    """Ask an endpoint two small things, without a cache and without trying again. Nothing is raised."""
    from extractors.llm.client import Client
    from extractors.llm.wire import Message

    most = min(endpoint.max_output, _SHORT)
    client = Client(replace(endpoint, cache=None, retries=0, timeout=min(endpoint.timeout, _PATIENCE), max_output=most))
    started = time.monotonic()
    try:
        client.text([Message("user", "请只回复两个字：收到")])
    except LlmError as error:
        return Trial(False, f"连接不成功：{error}")
    took = time.monotonic() - started
    answered = f"连接正常：模型 {endpoint.model} 用 {took:.1f} 秒作答"
    try:
        client.structured([Message("user", "求 17 与 25 之和，按给定结构回复。")], _Sum)
    except LlmError as error:
        return Trial(True, f"{answered}。但它没能按结构回复（{error}），抽取和理解问题用不上它，写说明文字可以。")
    way = _WAYS.get(client.rung or "", "结构化回复")
    return Trial(True, f"{answered}；能按结构回复，方式为{way}。")
