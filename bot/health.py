"""Asking the database where the answer may be that it is out of reach: that is for those who watch to be told."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import literal, select
from sqlalchemy.exc import SQLAlchemyError

from bot.store import Store
from bot.transaction import Transaction

T = TypeVar("T")
_ANYTHING = select(literal(1).label("there"))


def attempt(store: Store, look: Callable[[Transaction], T]) -> T | None:
    """What is found; None while the database does not answer."""
    driver: Any = store.engine.dialect.loaded_dbapi
    try:
        return store.read(look)
    except (SQLAlchemyError, driver.Error):
        return None


def answers(store: Store) -> bool:
    """Whether it does."""
    return attempt(store, lambda tx: tx.first(_ANYTHING)) is not None
