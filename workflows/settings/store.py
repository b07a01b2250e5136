"""Which roles somebody has today, and which welcomes they have read."""

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import store as organisation
from workflows.settings.rules import Role
from workflows.settings.tables import WelcomeRead

_WELCOME = SQLModel.metadata.tables["welcome_read"].c
_READ = select(_WELCOME.role).where(_WELCOME.person_id == bindparam("person"))


def roles(tx: Tx, actor: Actor) -> list[Role]:
    """All that somebody is today."""
    manages = bool(organisation.departments_managed(tx, actor.person, actor.today))
    leads = bool(organisation.projects_led(tx, actor.person, actor.today))
    has = {
        Role.STAFF: True,
        Role.OPERATIONS_MANAGER: manages,
        Role.PROJECT_MANAGER: leads,
        Role.PEOPLE_ADMIN: actor.people_admin,
    }
    return [role for role in Role if has[role]]


def unread(tx: Tx, actor: Actor) -> list[Role]:
    """Those of which they have not read the welcome."""
    read = {row.role for row in tx.fetch(_READ, person=actor.person)}
    return [role for role in roles(tx, actor) if role not in read]


def has_read(tx: Tx, person: PersonId, role: Role) -> bool:
    """From now on they have; False when they had already."""
    return tx.insert_once(WelcomeRead, person_id=person, role=role, read_at=tx.now)
