"""Configure: the language model as a visitor enters it, checked, and kept in the ``.env`` of the settings.

What the environment says wins over the file, so such a part cannot be changed here.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from dotenv import set_key, unset_key
from pydantic import SecretStr

from extractors.errors import UsageError
from extractors.llm import Endpoint
from rag.settings import Settings

ENV_FILE = Path(".env")
_URL, _MODEL, _KEY = "JUESUAN_LLM_BASE_URL", "JUESUAN_LLM_MODEL", "JUESUAN_LLM_API_KEY"
_WORDS = {_URL: "地址", _MODEL: "模型名", _KEY: "密钥"}
_LONGEST = 500
#: what a line of the file cannot hold, or would not be read back as it was written
_UNFIT = re.compile(r"[\x00-\x1f\x7f'\\]|\$\{")


@dataclass(frozen=True, slots=True)
class Entered:
    """What a visitor entered; an empty ``key`` means the one that is configured, if the address is the same."""

    url: str
    model: str
    key: str = ""

    def endpoint(self, settings: Settings) -> Endpoint:
        """The endpoint entered, bounded as the settings say. Raises UsageError for what cannot be one."""
        url, model = self.url.strip(), self.model.strip()
        if not url or not model:
            raise UsageError("地址和模型名都要填写")
        if not url.startswith(("http://", "https://")):
            raise UsageError("地址应以 http:// 或 https:// 开头，例如 http://127.0.0.1:11434/v1")
        for name, text in ((_URL, url), (_MODEL, model), (_KEY, self.key)):
            if len(text) > _LONGEST or _UNFIT.search(text):
                raise UsageError(
                    f"{_WORDS[name]}里有不能用的字符（控制字符、单引号、反斜杠或 ${{），或长度超过 {_LONGEST}"
                )
        known = settings.llm_api_key if url == settings.llm_base_url else None
        key = SecretStr(self.key) if self.key else known
        changed = {"llm_base_url": url, "llm_model": model, "llm_api_key": key}
        return settings.model_copy(update=changed).endpoint


def fixed_by_environment() -> list[str]:
    """The parts that the environment gives, in words: they can only be changed where the page is started."""
    return [word for name, word in _WORDS.items() if os.environ.get(name)]


def keep(endpoint: Endpoint, file: Path = ENV_FILE) -> None:
    """Write an endpoint into the file, every other line of it left as it is. Raises UsageError where that fails."""
    values = {_URL: endpoint.base_url, _MODEL: endpoint.model}
    if endpoint.key:
        values[_KEY] = endpoint.key.get_secret_value()
    try:
        _private(file)
        for name, value in values.items():
            set_key(file, name, value)
        if not endpoint.key:
            unset_key(file, _KEY)
    except OSError as error:
        raise UsageError(f"没能写入 {file.absolute()}（{error.strerror}）；请检查文件夹权限，或改用环境变量") from None


def forget(file: Path = ENV_FILE) -> None:
    """Take the language model out of the file: back to the rules alone. Raises UsageError where that fails."""
    try:
        for name in _WORDS if file.is_file() else ():
            unset_key(file, name)
    except OSError as error:
        raise UsageError(f"没能写入 {file.absolute()}（{error.strerror}）；请检查文件夹权限") from None


def _private(file: Path) -> None:
    """A file that holds a key is for its owner's eyes."""
    file.touch(mode=0o600, exist_ok=True)
    file.chmod(0o600)
