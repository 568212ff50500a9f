"""Health: what of a library and its surroundings works, what is missing, and what to do about it, in plain words."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rag.upkeep.ingest import folder_of

if TYPE_CHECKING:
    from rag.settings import Settings
    from rag.storage.store import Store

State = Literal["ok", "missing", "bad"]
#: less free room than this, in bytes, is told
_LITTLE_ROOM = 1 << 30
#: where a Chroma server tells that it is there, and how long it is waited for, in seconds
_HEARTBEAT, _PATIENCE = "/api/v2/heartbeat", 2.0


@dataclass(frozen=True, slots=True)
class Health:
    """One thing looked at: ``missing`` is an addition that is not there, ``bad`` wants doing something about."""

    name: str
    state: State
    told: str


def health_of(root: Path, store: Store, settings: Settings) -> list[Health]:
    """Look at the engines, files, vectors and room of a library, and at the programs that read more kinds of files."""
    return [*_engines(store, settings), *_library(root, store), *_programs(settings)]


def _engines(store: Store, settings: Settings) -> Iterator[Health]:
    """Where facts and vectors stand. The database is there, or the library would not have been opened."""
    yield Health("数据库", "ok", store.told)
    if (url := settings.chroma_shown) is None:
        yield Health("向量库", "ok", "Chroma（资料库文件夹）")
    elif (problem := _silence_of(settings.chroma_url or "")) is None:
        yield Health("向量库", "ok", f"Chroma 服务器（{url}）")
    else:
        told = f"Chroma 服务器 {url} 没有应答（{problem}）；按词检索不受影响。请检查服务器和 JUESUAN_CHROMA_URL。"
        yield Health("向量库", "bad", told)


def _silence_of(url: str) -> str | None:
    """Why a Chroma server does not answer; None where it does."""
    import httpx

    try:
        httpx.get(url.rstrip("/") + _HEARTBEAT, timeout=_PATIENCE).raise_for_status()
    except httpx.HTTPStatusError as error:
        return f"HTTP {error.response.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return type(error).__name__
    return None


def _library(root: Path, store: Store) -> Iterator[Health]:
    counts = store.statistics()
    missing = [i.file for i in store.reports() if not (root / "originals" / folder_of(i.sha256) / i.file).is_file()]
    if missing:
        named = "、".join(missing[:3]) + (" 等" if len(missing) > 3 else "")
        yield Health("原文件", "bad", f"缺 {len(missing)} 份（{named}）：来源和页面图像打不开。请重新导入这些文件。")
    else:
        yield Health("原文件", "ok", f"{counts['reports']} 份都在")
    behind = counts["reports"] - counts["indexed"]
    if behind:
        yield Health("检索用的向量", "missing", f"还差 {behind} 份，下次导入时补上；按词检索不受影响。")
    else:
        yield Health("检索用的向量", "ok", "与报告同步")
    if not os.access(root, os.W_OK):
        yield Health("资料库文件夹", "bad", "不能写入：可以提问，不能导入、删除和标记。请检查文件夹权限。")
    free = shutil.disk_usage(root).free
    told = f"还有 {free / (1 << 30):.1f} GB"
    yield Health("磁盘空间", "ok" if free > _LITTLE_ROOM else "bad", told + ("" if free > _LITTLE_ROOM else "，请清理"))


def _programs(settings: Settings) -> Iterator[Health]:
    from extractors.readers.office import program
    from extractors.readers.pdf import recognition

    if recognition.is_available():
        yield Health("扫描件识别", "ok", "可以读取扫描的 PDF 和图片")
    else:
        yield Health(
            "扫描件识别", "missing", "没有安装：扫描件读不了，其他文件不受影响。安装：pip install 'juesuan[ocr]'"
        )
    if program():
        yield Health("旧版 Word、Excel", "ok", "可以读取 .doc 和 .xls（LibreOffice）")
    else:
        yield Health(
            "旧版 Word、Excel", "missing", "没有安装 LibreOffice：.doc 和 .xls 请另存为 .docx 或 .xlsx 再导入。"
        )
    if not settings.has_llm:
        yield Health("语言模型", "missing", "没有配置：全部按规则回答，数字一样准确；说明性问题的文字会更像摘录。")
