"""A key as it stands in the settings, 32 random bytes as URL-safe base64; and its name, by which rows say which."""

import base64
import hmac
import secrets
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Key:
    """One key. Its name is made from it and tells nothing of it."""

    written: str = field(repr=False)
    """As it stands in the settings."""

    @property
    def secret(self) -> bytes:
        """The bytes. Raises ValueError when there are not 32."""
        secret = base64.b64decode(self.written, altchars=b"-_", validate=True)
        if len(secret) != 32:
            raise ValueError(f"{len(secret)} bytes")
        return secret

    @property
    def name(self) -> str:
        """Eight hexadecimal digits."""
        return hmac.digest(self.secret, b"dotted-line: the name of this key", "sha256").hex()[:8]


def new() -> Key:
    """A new one."""
    return Key(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())


def read(written: str) -> tuple[Key, ...]:
    """Keys from a setting: one, or several with commas between them, the newest first. ValueError when one is none."""
    keys = tuple(Key(part.strip()) for part in written.split(",") if part.strip())
    for key in keys:
        if len(key.secret) != 32:
            raise ValueError("a key has 32 bytes")
    return keys
