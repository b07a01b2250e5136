"""At the start: the keys are taken up and given to the store, unless this database knows others.

Nothing is locked or sealed with a key that the database does not know while it knows another: a forgotten setting, or
a DATA_DIR that was not brought along, is one sentence, and nothing happened.
"""

from sqlalchemy import select

from bot.audit.signing import Signer
from bot.keys import source
from bot.keys.key import Key
from bot.keys.ring import Ring
from bot.keys.source import Keys
from bot.settings import Settings, Unsettled
from bot.store import Store
from bot.tables import KeyName
from bot.transaction import Transaction
from workflows import private

DATA, AUDIT = "data", "audit"
_KEY_NAME = KeyName.__table__.c  # type: ignore[attr-defined] # SQLModel's stubs
_NAMES = select(_KEY_NAME.purpose, _KEY_NAME.name)


def take(store: Store, settings: Settings) -> Ring:
    """Have the store lock, open and sign with the keys of these settings. Raises Unsettled when they do not fit."""
    known, keys = store.read(_known), check(store, settings)
    if not keys.complete:
        keys = source.make(settings, keys)
    if keys.data[0].name not in known.get(DATA, ()) or keys.audit[0].name not in known.get(AUDIT, ()):
        store.write(lambda tx: _remember(tx, keys))
        return take(store, settings)  # another process may have been quicker, with other keys
    ring = Ring(keys.data)
    private.give(store.engine.dialect, ring)
    store.signer = Signer(keys.audit)
    return ring


def check(store: Store, settings: Settings) -> Keys:
    """The keys of these settings, as far as there are any. Raises Unsettled when they do not fit; changes nothing."""
    known, keys = store.read(_known), source.find(settings)
    if not keys.complete:
        _refuse_to_forget(known, keys)
    for purpose, setting, mine in ((DATA, "DATA_KEY", keys.data), (AUDIT, "AUDIT_KEY", keys.audit)):
        if mine:
            _refuse_others(setting, known.get(purpose, frozenset()), mine)
    return keys


def _known(tx: Transaction) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in tx.fetch(_NAMES):
        found[row.purpose] = found.get(row.purpose, frozenset()) | {row.name}
    return found


def _remember(tx: Transaction, keys: Keys) -> None:
    tx.lock("keys", 1)
    known = _known(tx)
    for purpose, mine in ((DATA, keys.data), (AUDIT, keys.audit)):
        if known.get(purpose, frozenset()) <= _names(mine):
            tx.insert_once(KeyName, purpose=purpose, name=mine[0].name, since=tx.now, through=False)


def _names(keys: tuple[Key, ...]) -> frozenset[str]:
    return frozenset(one.name for one in keys)


def _refuse_to_forget(known: dict[str, frozenset[str]], keys: Keys) -> None:
    for purpose, setting, mine in ((DATA, "DATA_KEY", keys.data), (AUDIT, "AUDIT_KEY", keys.audit)):
        if known.get(purpose) and not mine:
            raise Unsettled(
                f"{setting} is missing: this database was written with one (named {_listed(known[purpose])}). Set it, "
                "or bring back the file `keys` of DATA_DIR. Nothing was changed."
            )


def _refuse_others(setting: str, known: frozenset[str], mine: tuple[Key, ...]) -> None:
    lacking = known - _names(mine)
    if lacking:
        raise Unsettled(
            f"{setting} is not the one this database was written with (named {_listed(lacking)}): put that one back, "
            "after the new one and a comma if there is a new one. Nothing was changed."
        )


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))
