"""The client against a real server on the loopback that speaks the protocol and misbehaves."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from extractors.llm import BadReply, BudgetSpent, Endpoint, LlmError, Refused, TooLarge, Unreachable
from extractors.llm.client import LADDER, Client
from extractors.llm.wire import Message
from tests.stand_in import Said, Script, StandIn, asked_as, stand_in, words_of

pytestmark = pytest.mark.loopback

ASK = [Message("system", "只看材料。"), Message("user", "支出是多少？")]
KEY = "sk-test-0123456789"


class Found(BaseModel):
    value: str
    quote: str


RIGHT = {"value": "386.78", "quote": "支出386.78万元"}


@contextmanager
def client_of(script: list[Said] | Script, **settings: Any) -> Iterator[tuple[Client, StandIn, list[float]]]:
    """A client of a running stand-in, and the pauses that it made instead of waiting."""
    pauses: list[float] = []
    with stand_in(script) as server:
        endpoint = Endpoint(server.url, "test-model", SecretStr(KEY), **({"retries": 2} | settings))
        yield Client(endpoint, pauses.append), server, pauses


def test_gives_the_words_of_a_reply_and_counts_what_it_used() -> None:
    with client_of([Said("三百八十六")], price_in=Decimal(2), price_out=Decimal(8)) as (client, server, _):
        assert client.text(ASK) == "三百八十六"
        usage = client.usage
        assert (usage.calls, usage.prompt_tokens, usage.completion_tokens, usage.estimated) == (1, 100, 10, 0)
        assert usage.cost(client.endpoint) == Decimal("0.00028")
        assert server.keys == [f"Bearer {KEY}"]


def test_estimates_the_tokens_that_an_endpoint_does_not_tell() -> None:
    with client_of([Said("三百八十六", usage=False)]) as (client, _, _):
        client.text(ASK)
        assert client.usage.estimated == 1
        assert client.usage.completion_tokens == 5


def test_takes_no_key_from_elsewhere_where_none_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-service")
    with stand_in([Said()]) as server:
        Client(Endpoint(server.url, "test-model")).text(ASK)
        assert server.keys == ["Bearer none"]


# ---------------------------------------------------------------- faults that pass


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503])
def test_tries_again_after_a_passing_fault(status: int) -> None:
    with client_of([Said("忙", status=status), Said("好了")]) as (client, server, pauses):
        assert client.text(ASK) == "好了"
        assert len(server.requests) == 2
        assert len(pauses) == 1
        assert client.usage.failed == 1


def test_waits_as_long_as_the_endpoint_asks_but_no_longer_than_a_minute() -> None:
    slow = [Said("慢些", status=429, headers={"Retry-After": wait}) for wait in ("7", "86400")]
    with client_of([*slow, Said("好了")]) as (client, _, pauses):
        client.text(ASK)
        assert pauses == [7.0, 60.0]


def test_waits_until_the_date_that_the_endpoint_gives() -> None:
    past = Said("慢些", status=503, headers={"Retry-After": "Wed, 01 Jan 2020 00:00:00 GMT"})
    with client_of([past, Said("好了")]) as (client, _, pauses):
        client.text(ASK)
        assert pauses == [0.0]


def test_waits_longer_each_time() -> None:
    with client_of([Said("忙", status=500)], retries=4) as (client, _, pauses):
        with pytest.raises(Unreachable, match="共试 5 次"):
            client.text(ASK)
        assert all(later > earlier for earlier, later in pairwise(pauses))


def test_gives_up_on_an_endpoint_that_is_too_slow() -> None:
    with (
        client_of([Said(wait=30)], timeout=0.2, retries=1) as (client, server, _),
        pytest.raises(Unreachable, match=r"0\.2 秒内没有回复"),
    ):
        client.text(ASK)
    assert len(server.requests) == 2


def test_tells_where_nobody_listens() -> None:
    with stand_in([Said()]) as server:
        url = server.url
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        Client(Endpoint(url, "test-model", retries=1), lambda _: None).text(ASK)


def test_tries_again_where_the_connection_is_cut() -> None:
    with client_of([Said("很长的回复" * 50, cut=60), Said("好了")]) as (client, server, _):
        assert client.text(ASK) == "好了"
        assert len(server.requests) == 2


# ---------------------------------------------------------------- faults that stay


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        (Said("bad key", status=401), Refused, "密钥"),
        (Said("model not found", status=404, code="model_not_found"), Refused, "JUESUAN_LLM_MODEL"),
        (Said("You exceeded your quota", status=429, code="insufficient_quota"), Refused, "额度"),
        (Said("unknown parameter", status=400), Refused, "unknown parameter"),
        (Said("maximum context length is 8192", status=400, code="context_length_exceeded"), TooLarge, "上下文"),
        (Said("半句", finish="length"), TooLarge, "截断"),
        (Said("半句", finish=None), BadReply, "没有结束标记"),
        (Said("", finish="content_filter"), BadReply, "content_filter"),
        (Said(""), BadReply, "空的"),
        (Said(body="<html>网关</html>"), BadReply, "兼容接口"),
        (Said(body='{"choices": []}'), BadReply, "兼容接口"),
        (Said(body='{"choices": null}'), BadReply, "兼容接口"),
    ],
)
def test_tells_at_once_what_trying_again_does_not_mend(said: Said, error: type[LlmError], words: str) -> None:
    with client_of([said]) as (client, server, _):
        with pytest.raises(error, match=words):
            client.text(ASK)
        assert len(server.requests) == 1


def test_shows_the_key_in_no_message_log_or_cache(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    script = [Said(f"key {KEY} is not allowed", status=400), Said(f"{KEY} busy", status=500), Said(RIGHT)]
    with client_of(script, cache=tmp_path) as (client, _, _):
        with pytest.raises(Refused) as problem:
            client.text(ASK)
        client.text(ASK)
        client.structured(ASK, Found)
        told = f"{problem.value}{problem.value.__cause__}{client.endpoint!r}{client.usage.told(client.endpoint)}"
    kept = "".join(p.read_text(encoding="utf-8") + p.name for p in tmp_path.rglob("*") if p.is_file())
    assert KEY not in told
    assert KEY not in caplog.text
    assert KEY not in kept
    assert kept


def test_says_once_where_another_model_answers(caplog: pytest.LogCaptureFixture) -> None:
    with client_of([Said("好", model="small-model")]) as (client, _, _):
        client.text(ASK)
        client.text([Message("user", "另一问")])
    assert caplog.text.count("small-model") == 1


def test_a_dated_name_of_the_same_model_is_no_other_one(caplog: pytest.LogCaptureFixture) -> None:
    with client_of([Said("好", model="test-model-2026-01-01")]) as (client, _, _):
        client.text(ASK)
    assert "而不是" not in caplog.text


# ---------------------------------------------------------------- streaming


def test_streams_a_reply_piece_by_piece() -> None:
    with client_of([Said("按报告第三节，支出减少主要因为项目完工。")]) as (client, _, _):
        pieces = list(client.stream(ASK))
        assert len(pieces) > 1
        assert "".join(pieces) == "按报告第三节，支出减少主要因为项目完工。"
        assert client.usage.completion_tokens == 10


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Said("一段很长的回复，说到一半", cut=700), LlmError),
        (Said("说完了却没有标记", finish=None), BadReply),
        (Said("太长", finish="length"), TooLarge),
        (Said("忙", status=503), Unreachable),
    ],
)
def test_a_stream_that_breaks_off_is_a_failure_and_is_not_kept(said: Said, error: type, tmp_path: Path) -> None:
    with client_of([said, Said("完整的回复")], cache=tmp_path) as (client, _, _):
        with pytest.raises(error):
            list(client.stream(ASK))
        assert list(client.stream(ASK)) != []
        assert client.usage.cached == 0


# ---------------------------------------------------------------- objects


@pytest.mark.parametrize("way", LADDER)
def test_finds_the_way_in_which_an_endpoint_gives_objects_and_keeps_to_it(way: str) -> None:
    def script(request: dict[str, Any]) -> Said:
        taken = LADDER.index(asked_as(request)) >= LADDER.index(way)  # type: ignore[arg-type]
        return Said(RIGHT) if taken else Said("not supported", status=500)

    with client_of(script) as (client, server, pauses):
        assert client.structured(ASK, Found) == Found(**RIGHT)
        assert client.rung == way
        sent = len(server.requests)
        client.structured([Message("user", "另一问")], Found)
        assert len(server.requests) == sent + 1
        assert pauses == []


def test_remembers_the_way_from_run_to_run(tmp_path: Path) -> None:
    def script(request: dict[str, Any]) -> Said:
        return Said(RIGHT) if asked_as(request) == "json_object" else Said("no", status=400)

    with client_of(script, cache=tmp_path) as (client, server, _):
        client.structured(ASK, Found)
        again = Client(client.endpoint)
        sent = len(server.requests)
        again.structured([Message("user", "另一问")], Found)
        assert len(server.requests) == sent + 1


def test_goes_on_to_the_next_way_where_the_schema_is_ignored() -> None:
    def script(request: dict[str, Any]) -> Said:
        return Said(RIGHT) if asked_as(request) == "tool" else Said({"answer": 386.78})

    with client_of(script) as (client, _, _):
        assert client.structured(ASK, Found) == Found(**RIGHT)
        assert client.rung == "tool"


@pytest.mark.parametrize(
    "text",
    [
        '好的，结果如下：\n```json\n{"value": "386.78", "quote": "支出386.78万元"}\n```\n如需更多请告诉我。',
        '<think>{"value": "1"}</think>{"value": "386.78", "quote": "支出386.78万元"}',
        '{"value": "386.78", "quote": "支出386.78万元"}{"value": "1", "quote": "1"}',
    ],
)
def test_reads_the_object_among_other_words(text: str) -> None:
    with client_of([Said(text)]) as (client, _, _):
        assert client.structured(ASK, Found) == Found(**RIGHT)


def test_has_an_invalid_reply_mended_once() -> None:
    first = Said(RIGHT)
    with client_of([first, Said({"value": "1"}), Said(RIGHT)]) as (client, server, _):
        client.structured(ASK, Found)
        assert client.structured([Message("user", "另一问")], Found) == Found(**RIGHT)
        assert "quote" in words_of(server.requests[-1])
        assert len(server.requests) == 3


@pytest.mark.parametrize(
    "bad",
    [
        "没有",
        "{",
        '{"value": 1e9999999, "quote": ',
        '{"value": ' + "9" * 5000 + ', "quote": "x"}',
        '{"value": NaN, "quote": "x"}',
        "[" * 50_000,
        '{"a":' * 20_000,
        '{"value": "1", "quote": null}',
        "",
    ],
)
def test_an_object_that_stays_invalid_is_a_failure_and_no_value(bad: str) -> None:
    with client_of([Said(RIGHT), Said(bad)]) as (client, server, _):
        client.structured(ASK, Found)
        with pytest.raises(BadReply):
            client.structured([Message("user", "另一问")], Found)
        assert len(server.requests) == 3


def test_malformed_arguments_of_a_tool_call_are_a_failure() -> None:
    def script(request: dict[str, Any]) -> Said:
        return Said(arguments="{value: }") if asked_as(request) == "tool" else Said("no", status=400)

    with client_of(script) as (client, server, _), pytest.raises(LlmError):
        client.structured(ASK, Found)
    assert [asked_as(r) for r in server.requests] == list(LADDER)


def test_does_not_go_down_the_ladder_for_a_wrong_key() -> None:
    with client_of([Said("bad key", status=401)]) as (client, server, _):
        with pytest.raises(Refused):
            client.structured(ASK, Found)
        assert len(server.requests) == 1


# ---------------------------------------------------------------- bounds and the cache


def test_the_same_request_is_answered_from_the_cache_and_costs_nothing(tmp_path: Path) -> None:
    with client_of([Said(RIGHT)], cache=tmp_path) as (client, server, _):
        first = client.structured(ASK, Found), client.text(ASK)
        again = Client(client.endpoint)
        assert (again.structured(ASK, Found), again.text(ASK)) == first
        assert len(server.requests) == 2
        assert (again.usage.calls, again.usage.cached, again.usage.tokens) == (0, 2, 0)


def test_another_model_or_question_is_not_answered_from_the_cache(tmp_path: Path) -> None:
    with client_of([Said("一"), Said("二"), Said("三")], cache=tmp_path) as (client, server, _):
        client.text(ASK)
        client.text([Message("user", "另一问")])
        Client(Endpoint(server.url, "other-model", cache=tmp_path)).text(ASK)
        assert len(server.requests) == 3


def test_a_damaged_cache_costs_a_call_and_no_answer(tmp_path: Path) -> None:
    with client_of([Said("一"), Said("二")], cache=tmp_path) as (client, _, _):
        client.text(ASK)
        for file in tmp_path.rglob("*.json"):
            file.write_text('{"text": ', encoding="utf-8")
        assert client.text(ASK) == "二"


def test_sends_no_more_calls_than_a_run_may() -> None:
    with client_of([Said("忙", status=500)], max_calls=2) as (client, server, _):
        with pytest.raises(BudgetSpent, match="JUESUAN_LLM_MAX_CALLS"):
            client.text(ASK)
        assert len(server.requests) == 2


def test_sends_no_call_that_goes_beyond_the_tokens_of_a_run() -> None:
    with client_of([Said()], max_tokens=130) as (client, server, _):
        client.text(ASK)
        with pytest.raises(BudgetSpent, match="JUESUAN_LLM_MAX_TOKENS"):
            client.text([Message("user", "另一问" * 20)])
        assert len(server.requests) == 1


def test_sends_nothing_that_does_not_fit() -> None:
    with client_of([Said()], context_window=200, max_output=50) as (client, server, _):
        with pytest.raises(TooLarge):
            client.text([Message("user", "很长" * 200)])
        assert server.requests == []
