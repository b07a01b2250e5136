"""Which language somebody reads here: the one they chose, else the one that Slack says of them."""

from collections.abc import Mapping

from sqlalchemy import bindparam, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import recent

NAMES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
"""What can be chosen, each by its own name."""
_PERSON = SQLModel.metadata.tables["person"]
_CHOOSE = update(_PERSON).where(_PERSON.c.id == bindparam("person")).values(language=bindparam("chosen"))


def choose(tx: Tx, person: PersonId, language: str | None) -> None:
    """From now on they read this one; None: as in Slack."""
    tx.execute(_CHOOSE, person=person, chosen=language)
    recent.changed(tx)
