"""Settings: where the library is and which outside services may be used. None set means fully offline."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from extractors.errors import UsageError
from extractors.llm import Endpoint

#: switches the cache of replies off
_OFF = "off"


class Settings(BaseSettings):
    """Read from environment variables ``JUESUAN_*`` and a ``.env`` file in the working folder; the environment wins.

    ``library`` is the folder of the library. A service is used only where its base URL is set: ``llm_*`` an
    OpenAI-compatible model, ``embed_*`` an OpenAI-compatible embedding model, ``chroma_url`` a Chroma server instead of
    a folder, ``database_url`` a PostgreSQL server instead of a SQLite file.

    Of a language model: ``llm_context_window`` and ``llm_max_output`` in tokens, ``llm_timeout`` in seconds for one
    attempt, ``llm_max_calls`` and ``llm_max_tokens`` what one run may use, ``llm_price_in`` and ``llm_price_out`` the
    price of a million tokens, ``llm_cache`` the folder of former replies (``off`` for none), ``llm_context`` which
    part of a report a model is given for a question, ``llm_always`` to ask it also where the rules are sure (an
    evaluation does). Of an embedding model: ``embed_dimensions`` to ask for shorter vectors, ``embed_fuse`` whether
    they take part in the search. ``families`` is the folder of the user's own templates,
    ``ray_address`` the Ray cluster that ``--engine ray`` works on.

    Of the page: ``page_password_hash`` is what ``juesuan password`` prints, and lets in only who knows the password;
    ``page_read_only`` lets visitors look and ask, and change nothing.
    """

    model_config = SettingsConfigDict(
        env_prefix="JUESUAN_", env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    library: Path = Path("library")
    llm_base_url: str | None = None
    llm_api_key: SecretStr | None = None
    llm_model: str | None = None
    llm_context_window: int = Field(default=32_768, ge=2_048, le=10_000_000)
    llm_max_output: int = Field(default=4_096, ge=256, le=1_000_000)
    llm_timeout: float = Field(default=60.0, gt=0, le=3_600)
    llm_retries: int = Field(default=3, ge=0, le=20)
    llm_max_calls: int | None = Field(default=None, ge=1)
    llm_max_tokens: int | None = Field(default=None, ge=1)
    llm_price_in: Decimal | None = Field(default=None, ge=0)
    llm_price_out: Decimal | None = Field(default=None, ge=0)
    llm_cache: Path | None = None
    llm_context: Literal["auto", "report", "sections", "passages"] = "auto"
    llm_always: bool = False
    embed_base_url: str | None = None
    embed_api_key: SecretStr | None = None
    embed_model: str | None = None
    embed_dimensions: int | None = Field(default=None, ge=8, le=65_536)
    embed_fuse: Literal["measured", "always", "never"] = "measured"
    chroma_url: str | None = Field(default=None, repr=False)
    families: Path | None = None
    database_url: str | None = Field(default=None, repr=False)
    ray_address: str | None = None
    page_password_hash: SecretStr | None = None
    page_read_only: bool = False

    @property
    def has_llm(self) -> bool:
        """Whether a language model is configured; its URL and its name are both needed."""
        return bool(self.llm_base_url and self.llm_model)

    @property
    def chroma_shown(self) -> str | None:
        """The URL of the Chroma server as it may be shown: without user and password."""
        if not self.chroma_url:
            return None
        url = urlsplit(self.chroma_url)
        return url._replace(netloc=url.netloc.rpartition("@")[2], query="").geturl()

    @property
    def without_servers(self) -> Settings:
        """The same for a library that is soon gone again: all of it stands in its folder, nothing on a server."""
        return self.model_copy(update={"database_url": None, "chroma_url": None})

    @property
    def endpoint(self) -> Endpoint:
        """The configured language model. Raises UsageError where none is."""
        if not (self.llm_base_url and self.llm_model):
            raise UsageError("没有配置语言模型；请先设置 JUESUAN_LLM_BASE_URL 和 JUESUAN_LLM_MODEL")
        return Endpoint(
            base_url=self.llm_base_url,
            model=self.llm_model,
            key=self.llm_api_key,
            context_window=self.llm_context_window,
            max_output=self.llm_max_output,
            timeout=self.llm_timeout,
            retries=self.llm_retries,
            max_calls=self.llm_max_calls,
            max_tokens=self.llm_max_tokens,
            price_in=self.llm_price_in,
            price_out=self.llm_price_out,
            cache=None if str(self.llm_cache) == _OFF else self.llm_cache or _cache_folder(),
        )

    @property
    def has_embedding(self) -> bool:
        """Whether a real embedding model is configured; its URL and its name are both needed."""
        return bool(self.embed_base_url and self.embed_model)


def _cache_folder() -> Path:
    """The folder of former replies where none is set: that of the user's caches."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "juesuan" / "llm"


def read_settings() -> Settings:
    """The settings as configured now. Raises UsageError where they contradict themselves or ``.env`` is unreadable."""
    try:
        settings = Settings()
    except (ValidationError, SettingsError) as error:
        raise UsageError(f"设置有误（环境变量 JUESUAN_* 或 .env）：{_first_problem(error)}") from None
    except (OSError, UnicodeDecodeError):
        raise UsageError(".env 无法读取；请确认它是 UTF-8 文本且有读取权限") from None
    for name in ("llm", "embed"):
        _check_pair(settings, name)
    for name in ("llm_base_url", "embed_base_url", "chroma_url"):
        _check_url(settings, name)
    return settings


def _check_pair(settings: Settings, name: str) -> None:
    """A service needs both its URL and its model; one alone is a slip that would silently switch it off."""
    url, model = getattr(settings, f"{name}_base_url"), getattr(settings, f"{name}_model")
    if bool(url) != bool(model):
        missing = "MODEL" if url else "BASE_URL"
        raise UsageError(f"缺少设置 JUESUAN_{name.upper()}_{missing}；地址和模型名须同时给出，或都不给（离线）")


def _check_url(settings: Settings, name: str) -> None:
    url = getattr(settings, name)
    if url and not url.startswith(("http://", "https://")):
        raise UsageError(f"设置 JUESUAN_{name.upper()} 不是网址：{url[:80]}；应以 http:// 或 https:// 开头")


def _first_problem(error: Exception) -> str:
    if isinstance(error, ValidationError):
        problem = error.errors()[0]
        return f"{'.'.join(map(str, problem['loc']))} 的值不合要求"
    return str(error).splitlines()[0]
