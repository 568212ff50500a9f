"""The client: text, streamed text and objects of a schema from a model, cached, counted and bounded."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from extractors.llm.cache import Cache
from extractors.llm.endpoint import Endpoint
from extractors.llm.errors import BadReply, LlmError, Refused, TooLarge
from extractors.llm.prompts import prompt, prompts_identity
from extractors.llm.schema import parsed, portable
from extractors.llm.tokens import estimate_all
from extractors.llm.usage import Meter, Usage
from extractors.llm.wire import Message, Reply, Wire

M = TypeVar("M", bound=BaseModel)
Rung = Literal["json_schema", "tool", "json_object", "plain"]

#: ways to ask for an object, the strictest first; which one an endpoint takes is found out once
LADDER: tuple[Rung, ...] = ("json_schema", "tool", "json_object", "plain")
_TOOL = "submit"


class Client:
    """A model behind an endpoint. Safe to use from several threads."""

    def __init__(self, endpoint: Endpoint, sleep: Callable[[float], None] = time.sleep) -> None:
        self.endpoint = endpoint
        self._meter = Meter(endpoint)
        self._wire = Wire(endpoint, self._meter, sleep)
        self._cache = Cache(endpoint.cache)
        self._lock = threading.Lock()
        self._rung: Rung | None = self._remembered()

    @property
    def usage(self) -> Usage:
        """What has been used so far."""
        return self._meter.usage

    @property
    def identity(self) -> str:
        """Tells what decides this client's replies: endpoint, model, prompts."""
        return f"{self.endpoint.identity}/{self.endpoint.model}/{prompts_identity()}"

    @property
    def rung(self) -> Rung | None:
        """The way in which the endpoint gives objects; None before the first one."""
        return self._rung

    def fits(self, messages: Sequence[Message]) -> bool:
        """Whether messages leave room for a reply."""
        return estimate_all([m.text for m in messages]) <= self.endpoint.room

    def text(self, messages: Sequence[Message]) -> str:
        """A reply in words. Raises LlmError."""
        name = self._cache.name_of(self._request(messages, "text"))
        if (kept := self._cache.get(name)) is not None and isinstance(kept.get("text"), str):
            self._meter.recall()
            return str(kept["text"])
        self._check(messages)
        said = self._wire.send(messages).text
        if not said.strip():
            raise BadReply("模型的回复是空的")
        self._cache.put(name, {"text": said})
        return said

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """A reply in words, piece by piece. Raises LlmError, also in the middle of it.

        A reply is kept once it is whole, and then comes in one piece.
        """
        name = self._cache.name_of(self._request(messages, "text"))
        if (kept := self._cache.get(name)) is not None and isinstance(kept.get("text"), str):
            self._meter.recall()
            yield str(kept["text"])
            return
        self._check(messages)
        said = []
        for piece in self._wire.stream(messages):
            said.append(piece)
            yield piece
        whole = "".join(said)
        if not whole.strip():
            raise BadReply("模型的回复是空的")
        self._cache.put(name, {"text": whole})

    def structured(self, messages: Sequence[Message], model: type[M]) -> M:
        """A reply as an object of a schema, validated. Raises LlmError.

        The first object asked of an endpoint goes down the ladder until one comes that is valid; from then on that way
        is taken, and an invalid reply is sent back once to be mended.
        """
        schema = portable(model)
        name = self._cache.name_of(self._request(messages, "object") | {"schema": schema})
        if (kept := self._cache.get(name)) is not None:
            try:
                found = parsed(json.dumps(kept["object"]), model)
            except (BadReply, KeyError, TypeError):
                pass  # kept by another version of the schema's checks
            else:
                self._meter.recall()
                return found
        self._check(messages)
        rung = self._rung
        found = self._mended(messages, model, schema, rung) if rung else self._down(messages, model, schema)
        self._cache.put(name, {"object": found.model_dump(mode="json")})
        return found

    def _check(self, messages: Sequence[Message]) -> None:
        if not self.fits(messages):
            raise TooLarge(f"内容超出所设的上下文长度（{self.endpoint.context_window} 词元）")

    def _request(self, messages: Sequence[Message], what: str) -> dict[str, Any]:
        said = [[m.role, m.text] for m in messages]
        return {"endpoint": self.endpoint.identity, "most": self.endpoint.max_output, "what": what, "messages": said}

    # ---------------------------------------------------------------- the ladder

    def _down(self, messages: Sequence[Message], model: type[M], schema: dict[str, Any]) -> M:
        """The first object: the strictest way that the endpoint takes is found and remembered.

        What it does not take it may answer with 400, with 500, with words or with an object of its own.
        """
        problem: LlmError | None = None
        for rung in LADDER:
            last = rung == LADDER[-1]
            try:
                if last:
                    found = self._mended(messages, model, schema, rung)
                else:
                    found = _object(self._sent(messages, schema, rung, trying=True), model)
            except Refused as error:
                if error.final:
                    raise
                problem = error
                continue
            except BadReply as error:
                problem = error
                continue
            self._remember(rung)
            return found
        raise problem or AssertionError("the ladder has rungs")

    def _mended(self, messages: Sequence[Message], model: type[M], schema: dict[str, Any], rung: Rung) -> M:
        reply = self._sent(messages, schema, rung)
        try:
            return _object(reply, model)
        except BadReply as fault:
            said = (reply.arguments or reply.text)[:4000]
            more = Message("user", prompt("repair").filled(fault=str(fault)))
            again = [*messages, Message("assistant", said or "（空）"), more]
        return _object(self._sent(again, schema, rung), model)

    def _sent(self, messages: Sequence[Message], schema: dict[str, Any], rung: Rung, trying: bool = False) -> Reply:
        options: dict[str, Any] = {}
        if rung == "json_schema":
            strict = {"name": _TOOL, "strict": True, "schema": schema}
            options = {"response_format": {"type": "json_schema", "json_schema": strict}}
        elif rung == "tool":
            function = {"name": _TOOL, "description": "提交结果", "parameters": schema}
            options = {
                "tools": [{"type": "function", "function": function}],
                "tool_choice": {"type": "function", "function": {"name": _TOOL}},
            }
        else:
            told = prompt("schema").filled(schema=json.dumps(schema, ensure_ascii=False))
            messages = [*messages[:-1], Message(messages[-1].role, f"{messages[-1].text}\n\n{told}")]
            options = {"response_format": {"type": "json_object"}} if rung == "json_object" else {}
        return self._wire.send(messages, trying=trying, **options)

    def _remembered(self) -> Rung | None:
        kept = self._cache.get(self._cache.name_of({"rung": self.endpoint.identity})) or {}
        return next((rung for rung in LADDER if rung == kept.get("rung")), None)

    def _remember(self, rung: Rung) -> None:
        with self._lock:
            self._rung = rung
        self._cache.put(self._cache.name_of({"rung": self.endpoint.identity}), {"rung": rung})


def _object(reply: Reply, model: type[M]) -> M:
    return parsed(reply.arguments if reply.arguments is not None else reply.text, model)
