"""Locks and opens people's words: Fernet (AES-128 and HMAC-SHA256), by the newest key; older keys still open."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.keys.key import Key
from workflows.private import MARK, Locked, is_locked

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class Ring:
    """The keys of people's words, the newest first. The cipher of `workflows.private`."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._keys = {key.name: key for key in keys}
        self.current = keys[0].name
        self._ready: dict[str, Fernet] = {}

    @property
    def prefix(self) -> str:
        """How every text begins that the newest key locked."""
        return f"{MARK}{self.current}:"

    def lock(self, words: str) -> str:
        """The words as only a key opens them."""
        return self.prefix + self._fernet(self.current).encrypt(words.encode()).decode()

    def open(self, kept: str) -> str:
        """The words. Raises Locked when the key is not there, or somebody changed them."""
        if not is_locked(kept):
            return kept
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - loaded with the first words that need it

        name, _, token = kept.removeprefix(MARK).partition(":")
        try:
            return self._fernet(name).decrypt(token).decode()
        except InvalidToken:
            raise Locked(f"words locked with key {name} were changed: they no longer open") from None

    def _fernet(self, name: str) -> "Fernet":
        found = self._ready.get(name)
        if found is None:
            from cryptography.fernet import Fernet  # noqa: PLC0415 - 9 MB: loaded with the first words that need it

            if name not in self._keys:
                raise Locked(f"words are locked with key {name}, which is not in DATA_KEY")
            found = self._ready[name] = Fernet(self._keys[name].written)
        return found
