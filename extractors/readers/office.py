"""Older Office files (.doc, .xls): LibreOffice, where it is installed, makes them new ones, which are read."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from extractors.errors import ReadError

#: no report takes LibreOffice longer, in seconds
_PATIENCE = 180


def program() -> str | None:
    """The LibreOffice of this machine; None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(name: str, data: bytes, target: str) -> bytes:
    """The bytes of an older file as ``docx`` or ``xlsx``. Raises ReadError where LibreOffice is missing or fails."""
    office = program()
    kind = "Word（.doc）" if target == "docx" else "Excel（.xls）"
    if office is None:
        raise ReadError(
            f"{name}：这是旧版 {kind} 文件，读取它需要 LibreOffice；请安装 LibreOffice，"
            f"或用 Word/WPS 另存为 .{target} 后导入"
        )
    with tempfile.TemporaryDirectory(prefix="juesuan-") as folder:
        source = Path(folder) / f"report.{'doc' if target == 'docx' else 'xls'}"
        source.write_bytes(data)
        # a profile of its own: runs side by side would wait for one another, and no macro of the user's runs
        profile = (Path(folder) / "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", target]
        try:
            subprocess.run(
                [*command, "--outdir", folder, str(source)], capture_output=True, timeout=_PATIENCE, check=True
            )
        except subprocess.TimeoutExpired:
            raise ReadError(
                f"{name}：LibreOffice {_PATIENCE}秒内没有转换完；请用 Word/WPS 另存为 .{target} 后导入"
            ) from None
        except (subprocess.CalledProcessError, OSError):
            raise ReadError(f"{name}：LibreOffice 转换失败；请用 Word/WPS 另存为 .{target} 后导入") from None
        result = source.with_suffix(f".{target}")
        if not result.is_file():
            raise ReadError(f"{name}：LibreOffice 打不开这个文件，可能已损坏；请重新下载或另存为 .{target} 后导入")
        return result.read_bytes()
