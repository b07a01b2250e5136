"""Somebody chooses the language they read here, instead of the one that Slack says of them."""

from sqlalchemy import bindparam, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import recent

_PERSON = SQLModel.metadata.tables["person"]
_CHOOSE = update(_PERSON).where(_PERSON.c.id == bindparam("person")).values(language=bindparam("chosen"))


def choose(tx: Tx, person: PersonId, language: str | None) -> None:
    """From now on they read this one; None: as in Slack."""
    tx.execute(_CHOOSE, person=person, chosen=language)
    recent.changed(tx)
