"""A trial of an endpoint: what works and what does not is told in a sentence, and nothing is raised."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from extractors.llm import Endpoint, tried
from tests.stand_in import Said, stand_in

pytestmark = pytest.mark.loopback


def test_an_endpoint_that_answers_is_told_with_its_way_of_giving_objects() -> None:
    with stand_in([Said("收到"), Said({"total": 42})]) as server:
        trial = tried(Endpoint(server.url, "模型甲"))
    assert trial.ok
    assert "模型甲" in trial.told and "json_schema" in trial.told


def test_an_endpoint_that_gives_no_objects_is_of_use_for_words_alone() -> None:
    with stand_in([Said("收到"), *[Said("不会按结构回复")] * 8]) as server:
        trial = tried(Endpoint(server.url, "模型甲"))
    assert trial.ok and "没能按结构回复" in trial.told


def test_an_endpoint_that_is_not_there_is_told_without_the_key() -> None:
    trial = tried(Endpoint("http://127.0.0.1:9/v1", "模型甲", SecretStr("sk-secret"), timeout=2))
    assert not trial.ok
    assert "连接不成功" in trial.told and "sk-secret" not in trial.told
