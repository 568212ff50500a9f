"""The page in a real Chromium: a server of its own on loopback, a library of generated samples, pictures on request."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from eval.samples import write_samples
from rag.library import Library
from rag.settings import Settings

ROOT = Path(__file__).parent.parent.parent
#: a first start compiles and imports everything; on a busy machine that takes its time
PATIENCE = 60.0
#: how long something may take to appear, in milliseconds: a bound against hanging, no promise of speed
expect.set_options(timeout=30_000)
#: where pictures of the page go, if anywhere
PICTURES = os.environ.get("JUESUAN_SCREENSHOTS")


@contextmanager
def serving(library: Path, log: Path, **settings: str) -> Iterator[str]:
    """The page on a library, on a free port of this machine; ended by its process id. ``settings`` are of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]
    environment = os.environ | {"JUESUAN_LIBRARY": str(library), "HOME": str(log.parent)} | settings
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        _await(url, server, log)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the page did not start:\n{log.read_text(errors='replace')}", pytrace=False)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sample reports."""
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder, 5)
    return folder


@pytest.fixture(scope="session")
def site(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page on all the samples; its tests leave the library as it is."""
    folder = tmp_path_factory.mktemp("site")
    with Library.open(folder / "library", Settings(_env_file=None)) as library:
        library.ingest([samples], workers=1)
    with serving(folder / "library", folder / "log") as url:
        yield url


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[str]:
    """The address of a page on a library of its own, still without reports."""
    with serving(tmp_path / "library", tmp_path / "log") as url:
        yield url


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open the page as a new visitor. Whatever it complains of, or asks of another host, fails the test at its end."""
    contexts = []
    troubles: list[str] = []

    def open_page(url: str, width: int = 1280, height: int = 900, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        own = urlsplit(url).netloc

        def asked(address: str) -> None:
            if urlsplit(address).scheme not in {"data", "blob"} and urlsplit(address).netloc != own:
                troubles.append(f"asked another host: {address}")

        page.on("request", lambda request: asked(request.url))
        page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        page.on("console", lambda m: troubles.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Take a picture of the page into the folder JUESUAN_SCREENSHOTS, if that is set."""

    def take(page: Page, name: str) -> None:
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            page.wait_for_timeout(500)
            page.screenshot(path=Path(PICTURES) / f"{name}.png")

    return take
