"""Words about people lie in the database locked, and are opened when read, with a key that the database does not hold.

Decided here: which columns those are (the ones of this type), and how locked words are told from words that an older
version left open. What locks and opens them, the shell gives, a cipher for each database.
"""

import re
from collections.abc import Iterator
from typing import Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import Column, Dialect, MetaData, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

MARK = "enc1:"
_LOCKED = re.compile(rf"{MARK}[0-9a-f]{{8}}:gAAAAA[A-Za-z0-9_=-]+")
"""What a locked text looks like: the mark, the key's name, and a Fernet token."""


class Cipher(Protocol):
    """What locks words, and opens what it locked."""

    def lock(self, words: str) -> str: ...
    def open(self, kept: str) -> str: ...


class Locked(Exception):  # noqa: N818 - it is what the words are
    """Words were to be read without the key that opens them."""


_ciphers: WeakKeyDictionary[Dialect, Cipher] = WeakKeyDictionary()


def give(dialect: Dialect, cipher: Cipher) -> None:
    """Have everything private that is written and read by this engine's dialect pass through the cipher."""
    _ciphers[dialect] = cipher


def is_locked(kept: str) -> bool:
    """Whether it is a locked text, and not words as they were written."""
    return kept.startswith(MARK) and _LOCKED.fullmatch(kept) is not None


class Private(TypeDecorator[str]):
    """Text that only the key opens. Nothing can be searched, sorted or counted by it; an empty one stays empty."""

    impl = Text
    cache_ok = True

    def __init__(self, length: int | None = None) -> None:
        super().__init__()
        self.length = length
        """Of the column as it was made, where it is not unlimited; locked words take a third more, and 110."""

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:  # noqa: ARG002 - SQLAlchemy's signature
        """As the column is in existing databases."""
        return String(self.length) if self.length else Text()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Locked; as they are where no cipher was given, as in a test of something else."""
        cipher = _ciphers.get(dialect)
        return cipher.lock(value) if value and cipher else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """The words. Raises Locked when there is no key for them."""
        if not value or not is_locked(value):
            return value
        cipher = _ciphers.get(dialect)
        if cipher is None:
            raise Locked("these words are locked, and no key was given")
        return cipher.open(value)


def columns(metadata: MetaData) -> Iterator[Column[str]]:
    """Every private column there is."""
    for table in metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, Private))
