"""What is signed of an audit row, and how: HMAC-SHA256 with a key that is not in the database.

A row is signed by whoever writes it, in the same statement: nobody without the key writes one that passes, or changes
it. The chain, made a moment later by `sealing`, holds its place: nobody removes, repeats or moves one.
"""

import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.keys.key import Key

NAME, ONCE = 8, 16
"""How many hexadecimal digits a signature begins with: the key's name, then a number used once."""
CUT = 40
"""How many of the signature itself are kept: 160 bits."""
_WRITER = json.JSONEncoder(default=str)
"""As `json.dumps` would make one for every row."""


class Signer:
    """The keys of the audit log, the newest first: it signs, older ones are still believed."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._secrets = {key.name: key.secret for key in keys}
        self._name, self._secret = keys[0].name, keys[0].secret

    def sign(self, words: str) -> str:
        """For the row itself. Never the same twice: a row that is copied stands out."""
        once = secrets.token_hex(ONCE // 2)
        return f"{self._name}{once}{_mac(self._secret, once + words)[:CUT]}"

    def signed(self, signature: str, words: str) -> bool:
        """Whether one of these keys signed these words so."""
        secret = self._secrets.get(signature[:NAME])
        if secret is None:
            return False
        once = signature[NAME : NAME + ONCE]
        return _same(_mac(secret, once + words)[:CUT], signature[NAME + ONCE :])

    def chain(self, words: str) -> str:
        """For a link."""
        return self._name + _mac(self._secret, words)

    def chained(self, link: str, words: str) -> bool:
        """Whether one of these keys made that link."""
        secret = self._secrets.get(link[:NAME])
        return secret is not None and _same(_mac(secret, words), link[NAME:])

    def knows(self, link: str) -> bool:
        """Whether the key by which it says it was made is here."""
        return link[:NAME] in self._secrets


def row_words(row: Any) -> str:
    """All that an audit row says, but its number, which its writer does not know yet."""
    return words_of(row.at, row.workflow, row.event, row.subject, row.version, row.about, row.by, row.facts)


def words_of(
    at: datetime, workflow: str, event: str, subject: int, version: int, about: int, by: int | None, facts: str
) -> str:
    """The same, from its parts; facts as they lie in the database, letter by letter."""
    return _WRITER.encode([_moment(at), workflow, event, subject, version, about, by, facts])


def link_words(number: int, before: str, audit_id: int, mac: str | None, words: str, sealed_at: datetime) -> str:
    """What a link holds fast: its place, the link before it, the row's signature and words, and when."""
    return json.dumps([number, before, audit_id, mac, words, _moment(sealed_at)], default=str)


def base_words(number: int, last: str, at: datetime) -> str:
    """What the beginning of a shortened chain holds fast."""
    return json.dumps(["base", number, last, _moment(at)])


def _mac(secret: bytes, words: str) -> str:
    return hmac.digest(secret, words.encode(), "sha256").hex()


def _same(right: str, given: str) -> bool:
    return hmac.compare_digest(right.encode(), given.encode())


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
