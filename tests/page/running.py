"""The page run by Streamlit's AppTest, for the tests of its rooms: no browser, no server."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parent.parent.parent / "app.py"


def page_of(library: Path, monkeypatch: pytest.MonkeyPatch, name: str = "") -> AppTest:
    """The page on a library, opened on one of its pages."""
    monkeypatch.setenv("JUESUAN_LIBRARY", str(library))
    monkeypatch.chdir(library.parent)
    at = AppTest.from_file(str(APP), default_timeout=60).run()
    if name:
        go(at, name)
    assert not at.exception
    return at


def go(at: AppTest, name: str) -> None:
    """Turn to a page by its address; AppTest itself can only switch to pages that are files."""
    pages = at._registered_pages.items()
    at._page_hash = next(key for key, page in pages if page.get("url_pathname") == name)
    at.run()


def html(at: AppTest) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def forget_caches() -> None:
    """Nothing is kept in memory from one test to the next."""
    import streamlit

    streamlit.cache_resource.clear()
    streamlit.cache_data.clear()
