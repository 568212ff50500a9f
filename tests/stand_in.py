"""A stand-in for a model's server: a real HTTP server that speaks the OpenAI protocol and misbehaves when told to.

It listens on the loopback only. What it answers is decided by ``script``: a list of replies used up one after another,
the last one again and again, or a function from the request to a reply.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Said:
    """A reply. ``content`` is text, or an object that is sent in the way in which it is asked for.

    ``status`` other than 200 makes an error with ``content`` as its message. ``finish`` None leaves the mark out,
    ``cut`` closes the connection after so many bytes of the body, ``wait`` holds the reply back so many seconds.
    ``pause`` is waited after each piece of a streamed reply, in seconds;
    ``body`` is sent in place of everything; ``arguments`` are those of a tool call.
    """

    content: Any = "好"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    code: str | None = None
    finish: str | None = "stop"
    cut: int | None = None
    wait: float = 0.0
    pause: float = 0.0
    body: str | None = None
    arguments: str | None = None
    model: str | None = None
    usage: bool = True


Script = Callable[[dict[str, Any]], Said]


class StandIn:
    """The server: its address, and the requests that came in."""

    def __init__(self, script: Sequence[Said] | Script) -> None:
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self._script = script
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def reply_to(self, request: dict[str, Any]) -> Said:
        if callable(self._script):
            return self._script(request)
        return self._script[min(len(self.requests), len(self._script)) - 1]

    def hold(self, seconds: float) -> None:
        """Wait, but no longer than the test takes."""
        self._released.wait(seconds)

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def stand_in(script: Sequence[Said] | Script) -> Iterator[StandIn]:
    """A running server, ended with the block."""
    server = StandIn(script)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def asked_as(request: dict[str, Any]) -> str:
    """In which way a request asks for an object: json_schema, tool, json_object, or plain text."""
    if request.get("tools"):
        return "tool"
    return (request.get("response_format") or {}).get("type", "plain")


def schema_of(request: dict[str, Any]) -> dict[str, Any] | None:
    """The schema that a request carries beside its words."""
    if request.get("tools"):
        return request["tools"][0]["function"]["parameters"]
    return (request.get("response_format") or {}).get("json_schema", {}).get("schema")


def words_of(request: dict[str, Any]) -> str:
    """All that is said to the model in a request."""
    return "\n".join(str(m["content"]) for m in request["messages"])


def _handler_of(server: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Nothing on standard error."""

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(request)
            server.keys.append(self.headers.get("Authorization", ""))
            said = server.reply_to(request)
            if said.wait:
                server.hold(said.wait)
            # a client that waits no longer is gone
            with suppress(BrokenPipeError, ConnectionResetError):
                self._send(said, request)

        def _send(self, said: Said, request: dict[str, Any]) -> None:
            streamed = bool(request.get("stream")) and said.status == 200 and said.body is None
            body = _streamed(said, request) if streamed else _body(said, request)
            data = body.encode()
            self.send_response(said.status)
            self.send_header("Content-Type", "text/event-stream" if streamed else "application/json")
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            pieces = data.split(b"\n\n") if streamed and said.pause else []
            for piece in pieces[:-1]:
                self.wfile.write(piece + b"\n\n")
                self.wfile.flush()
                server.hold(said.pause)
            rest = pieces[-1] if pieces else data
            self.wfile.write(rest if said.cut is None else rest[: said.cut])
            self.wfile.flush()
            self.close_connection = True

    return Handler


def _body(said: Said, request: dict[str, Any]) -> str:
    if said.body is not None:
        return said.body
    if said.status != 200:
        return json.dumps({"error": {"message": said.content, "code": said.code, "type": "error"}}, ensure_ascii=False)
    text = said.content if isinstance(said.content, str) else json.dumps(said.content, ensure_ascii=False)
    message: dict[str, Any] = {"role": "assistant", "content": text}
    finish = said.finish
    arguments = said.arguments
    if request.get("tools") and not isinstance(said.content, str):
        arguments = arguments or text
    if arguments is not None:
        call = {"id": "call_1", "type": "function", "function": {"name": "submit", "arguments": arguments}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        finish = "tool_calls" if finish == "stop" else finish
    whole: dict[str, Any] = {
        "id": "reply-1",
        "object": "chat.completion",
        "created": 1,
        "model": said.model or request["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
    }
    if said.usage:
        whole["usage"] = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    return json.dumps(whole, ensure_ascii=False)


def _streamed(said: Said, request: dict[str, Any]) -> str:
    text = said.content if isinstance(said.content, str) else json.dumps(said.content, ensure_ascii=False)
    head = {"id": "reply-1", "object": "chat.completion.chunk", "created": 1, "model": said.model or request["model"]}

    def event(delta: dict[str, Any], finish: str | None = None) -> str:
        chunk = head | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"

    pieces = [text[i : i + 7] for i in range(0, len(text), 7)]
    events = [event({"role": "assistant", "content": ""}), *(event({"content": piece}) for piece in pieces)]
    events.append(event({}, said.finish))
    if said.usage:
        usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
        events.append(f"data: {json.dumps(head | {'choices': [], 'usage': usage})}\n\n")
    return "".join([*events, "data: [DONE]\n\n"])
