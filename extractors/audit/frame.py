"""The frame of a self-contained page: style and script inside it, a policy that lets nothing else run or load."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from html import escape
from importlib.resources import files
from string import Template


def framed(title: str, body: str) -> str:
    """A whole document; ``body`` is HTML. The policy names our script by its hash, so that no other can run."""
    script = _file("page.js")
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return template("frame.html").substitute(
        title=escape(title), style=_file("page.css"), script=script, digest=digest, body=body
    )


@cache
def template(name: str) -> Template:
    return Template(_file(name))


@cache
def _file(name: str) -> str:
    return (files("extractors.audit") / name).read_text(encoding="utf-8")
