"""Servers for the tests: a PostgreSQL cluster and a Chroma server of their own, in a folder that is gone afterwards.

``python -m tests.servers COMMAND...`` starts both, runs the command with their addresses in JUESUAN_TEST_DATABASE_URL
and JUESUAN_TEST_CHROMA_URL (tests/conftest.py opens every library there), and stops them whatever happens. Where they
cannot be started it says why: with exit code 1 if JUESUAN_REQUIRE_SERVERS is 1, else with 0.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

#: how long a server may take to start, in seconds
_PATIENCE = 60
#: initdb refuses to run as root: the user that Debian's package makes runs the cluster then
_UNPRIVILEGED = "postgres"


class NotStarted(Exception):
    """A server could not be started; says why."""


def main(command: list[str]) -> int:
    with ExitStack() as stack:
        try:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jz-")))
            database = stack.enter_context(postgresql(folder))
            chroma = stack.enter_context(chroma_server(folder))
        except NotStarted as error:
            print(f"PostgreSQL、Chroma 服务器上的测试没有运行：{error}", file=sys.stderr)
            return 1 if os.environ.get("JUESUAN_REQUIRE_SERVERS") == "1" else 0
        there = {"JUESUAN_TEST_DATABASE_URL": database, "JUESUAN_TEST_CHROMA_URL": chroma}
        return subprocess.run(command, env=os.environ | there, check=False).returncode


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A cluster that listens on a socket in a folder; its URL names no driver, as users write it."""
    programs = _programs()
    user = _UNPRIVILEGED if os.geteuid() == 0 else None
    data, log, password = folder / "data", folder / "postgresql.log", secrets.token_urlsafe(12)
    secret = folder / "password"
    secret.write_text(password, encoding="ascii")
    data.mkdir(mode=0o700)
    if user is not None:
        for path in (folder, data, secret):
            shutil.chown(path, user)
    # an order of text that is not that of code points, so that tests see who relies on the server's
    order = ["--locale-provider=icu", "--icu-locale=zh-CN"] if _knows_icu(programs) else []
    _run(
        [programs / "initdb", "-D", data, "-U", "juesuan", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync", *order], user
    )  # fmt: skip
    # what is lost when the machine stops is of no use to anybody
    fast = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400"
    control = [programs / "pg_ctl", "-D", data, "-w", "-t", str(_PATIENCE)]
    _run([*control, "-l", log, "-o", f"-k {folder} -c listen_addresses='' {fast}", "start"], user)
    try:
        yield f"postgresql://juesuan:{password}@/postgres?host={folder}"
    finally:
        _run([*control, "-m", "immediate", "stop"], user)


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """The server that comes with Chroma's wheel, on a free port of this machine."""
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        raise NotStarted(f"没有 {program}；请先运行 make install")
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with (folder / "chroma.log").open("wb") as log:
        process = subprocess.Popen(
            [program, "run", "--path", folder / "chroma", "--host", "127.0.0.1", "--port", str(port)],
            stdout=log, stderr=log, env=os.environ | {"ANONYMIZED_TELEMETRY": "False"},
        )  # fmt: skip
        try:
            _wait_for(process, f"{url}/api/v2/heartbeat", folder / "chroma.log")
            yield url
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _programs() -> Path:
    """The folder of PostgreSQL's programs: Debian keeps those of the server out of the path."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version)
    places = [place for place in places if (place / "initdb").exists()]
    if not places:
        raise NotStarted("没有 PostgreSQL 服务器程序（initdb），也没能自动安装")
    return places[-1]


def _version(place: Path) -> int:
    name = place.parent.name
    return int(name) if name.isdigit() else 0


def _knows_icu(programs: Path) -> bool:
    told = subprocess.run([programs / "initdb", "--help"], capture_output=True, text=True, check=True)
    return "--icu-locale" in told.stdout


def _run(command: list[Any], user: str | None) -> None:
    done = subprocess.run(command, user=user, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        lines = done.stdout.decode(errors="replace").strip().splitlines()
        raise NotStarted(f"{Path(command[0]).name}：{' '.join(lines[-3:])}")


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise NotStarted(f"Chroma：{' '.join(log.read_text(errors='replace').split()[-30:])}")


if __name__ == "__main__":
    # a stopped run ends like a failed one, through all that is to be put away
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    sys.exit(main(sys.argv[1:]))
