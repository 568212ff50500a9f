"""Passwords of the page: only a hash is configured, and a guess costs time."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from extractors.errors import UsageError

#: what one guess costs: scrypt's n, r, p; 16 MB and some 50 ms
_COST = (2**14, 8, 1)
_KIND = "scrypt"


def hashed(password: str) -> str:
    """A password as it may stand in the settings: ``scrypt:salt:hash``, both in hexadecimal; new salt each time."""
    salt = secrets.token_bytes(16)
    return f"{_KIND}:{salt.hex()}:{_derived(password, salt).hex()}"


def matches(password: str, stored: str) -> bool:
    """Whether a password is the one that was hashed. Raises UsageError where what is stored is no hash of ours."""
    kind, _, rest = stored.strip().partition(":")
    salt, _, wanted = rest.partition(":")
    try:
        known, expected = bytes.fromhex(salt), bytes.fromhex(wanted)
    except ValueError:
        known = expected = b""
    if kind != _KIND or not known or len(expected) != 64:
        raise UsageError("设置 JUESUAN_PAGE_PASSWORD_HASH 不是口令的散列值；请用 juesuan password 生成")
    return hmac.compare_digest(_derived(password, known), expected)


def _derived(password: str, salt: bytes) -> bytes:
    n, r, p = _COST
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p)
