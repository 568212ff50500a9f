"""What holds for every test: no network, no telemetry, no settings of the developer's own, the same examples."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, event

ROOT = Path(__file__).parent.parent
LOOPBACK = ["127.0.0.1", "::1", "localhost"]
CORPUS_SETTINGS = ("JUESUAN_CORPUS", "JUESUAN_REQUIRE_CORPUS", "JUESUAN_SCREENSHOTS")
#: servers that tests.servers has started, by the setting that names them: where they are set, libraries stand on them
SERVERS = {
    name: os.environ[given]
    for name, given in (
        ("JUESUAN_DATABASE_URL", "JUESUAN_TEST_DATABASE_URL"),
        ("JUESUAN_CHROMA_URL", "JUESUAN_TEST_CHROMA_URL"),
    )
    if os.environ.get(given)
}

# Set before anything is imported: onnxruntime and Chroma read these at import time.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"

REQUIRE_SERVERS = os.environ.get("JUESUAN_REQUIRE_SERVERS") == "1"
REQUIRE_BROWSER = os.environ.get("CI") == "true" or os.environ.get("JUESUAN_REQUIRE_BROWSER") == "1"

# A developer's endpoint or library must not decide a test, nor a test write to it; child processes inherit this too.
for name in [name for name in os.environ if name.startswith("JUESUAN_") and name not in CORPUS_SETTINGS]:
    del os.environ[name]
# Before test modules are imported: some read the settings once for all their tests.
os.environ.update(SERVERS)

# Derandomized: a failure is seen by everybody, not by one run in a hundred. No deadline: shared machines stall.
settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.load_profile("ci")


#: what has been connected to a server and is still in use
_CONNECTED: WeakSet[Engine] = WeakSet()

if SERVERS:

    @event.listens_for(Engine, "engine_connect")
    def note_connected(connection: Connection) -> None:
        _CONNECTED.add(connection.engine)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Open loopback, and nothing else, to the tests that say they need it (addopts block sockets for all).

    Where libraries stand on servers every test may need it; those that are about a library all in its folder are left
    out then.
    """
    for item in items:
        if SERVERS or item.get_closest_marker("browser") or item.get_closest_marker("loopback"):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
        if SERVERS and item.get_closest_marker("in_folder"):
            item.add_marker(pytest.mark.skip(reason="只与文件夹内的 SQLite、Chroma 有关"))


@pytest.fixture(autouse=True)
def nobody_elses_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test starts in an empty folder without JUESUAN_* settings, but for the servers that were started for it.

    So it reads neither the developer's .env nor what a former test left behind, and writes no ./library here.
    """
    for name in [name for name in os.environ if name.startswith("JUESUAN_") and name not in CORPUS_SETTINGS]:
        monkeypatch.delenv(name)
    for name, url in SERVERS.items():
        monkeypatch.setenv(name, url)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module", autouse=True)
def connections_given_back() -> Iterator[None]:
    """Libraries that a module keeps for all its tests keep no connections: a server has only so many to give."""
    yield
    for engine in list(_CONNECTED):
        engine.dispose()


@pytest.fixture(autouse=True)
def loopback_names_only(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where loopback is open, looking up any other name is still stopped: a DNS query leaves the machine too."""
    if request.node.get_closest_marker("allow_hosts") is None:
        return
    real = socket.getaddrinfo

    def guarded(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in (*LOOPBACK, None, ""):
            raise RuntimeError(f"测试只许连接本机，却要解析 {host!r}")
        return real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", guarded)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real reports: JUESUAN_CORPUS, else ../shared/corpus; skips without it unless it is required."""
    named = os.environ.get("JUESUAN_CORPUS")
    folder = ROOT / named if named else ROOT.parent / "shared" / "corpus"
    if folder.is_dir() and any(folder.iterdir()):
        return folder.resolve()
    reason = f"没有真实报告：{'JUESUAN_CORPUS 所指的' if named else '默认的'}目录 {folder} 不存在或为空"
    # A setting that points nowhere is a mistake to mend, not a reason to leave tests out.
    if named or os.environ.get("JUESUAN_REQUIRE_CORPUS") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgresql() -> str:
    """The URL of the PostgreSQL server of `make engines`; skips without it unless it is required."""
    return _server("JUESUAN_DATABASE_URL")


@pytest.fixture(scope="session")
def chroma() -> str:
    """The URL of the Chroma server of `make engines`; skips without it unless it is required."""
    return _server("JUESUAN_CHROMA_URL")


def _server(name: str) -> str:
    if name not in SERVERS:
        reason = "没有服务器（make engines 会启动 PostgreSQL 和 Chroma）"
        if REQUIRE_SERVERS:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return SERVERS[name]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium, for Playwright's executable_path; skips without it unless it is required."""
    path = shutil.which("chromium")
    if path is None:
        reason = "没有 chromium（make browser 会在能装时自动安装）"
        if REQUIRE_BROWSER:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return path
