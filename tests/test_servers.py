"""The servers of the tests: where they cannot be started that is told, and fails where they are required."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import servers


@pytest.mark.parametrize(("required", "code"), [("1", 1), ("", 0)])
def test_servers_that_cannot_be_started_fail_only_where_they_are_required(
    required: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def nowhere() -> Path:
        raise servers.NotStarted("没有 initdb")

    monkeypatch.setattr(servers, "_programs", nowhere)
    monkeypatch.setenv("JUESUAN_REQUIRE_SERVERS", required)
    assert servers.main(["touch", str(tmp_path / "was run")]) == code
    assert "没有运行：没有 initdb" in capsys.readouterr().err
    assert not (tmp_path / "was run").exists()
