"""What the sample company has asked for and settled when a rehearsal begins: something to see at once.

It is kept as if it had been asked before, and told to nobody: a newcomer's messages begin with what they do themselves.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from bot.store import Store
from bot.transaction import Transaction
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.onboarding import store as duties
from workflows.onboarding.rules.template import Part
from workflows.organisation import lines, skills
from workflows.organisation import store as organisation
from workflows.staffing import WORKFLOW, store
from workflows.staffing.records import Prospect

ASKS = (
    ("fatima.alsayed", "borealis", "Testing", "2", "30 %", "Testing the pilot's reports before they go live."),
    ("daniel.obrien", "apollo", "SQL", "3", "20 %", "Bringing the old invoices over."),
)
"""Who asks, for which project, which skill at which level, how much, and for what."""
KEEPS = ("jurgen.weiss", "engineering", "0.5")
"""Who keeps how many full-time equivalents of which department for business as usual."""
HOLDS_IT = "omar.haddad"
"""Who does what IT owes to those who join and leave."""
FOR = timedelta(weeks=12)
DOMAIN = "@northwind.example"


def begin(bot: Store) -> None:
    """Ask, unless somebody ever has."""
    bot.write(_begin)


def _begin(tx: Transaction) -> None:
    projects = {one.code: one.id for one in organisation.chart(tx).projects.values()}
    if store.requests_of(tx, projects.values()):
        return
    _keep(tx)
    _name_it(tx)
    for who, code, name, level, amount, work in ASKS:
        actor, skill = _actor(tx, who), skills.find(tx, name)
        if actor is None or skill is None:
            continue
        first = actor.today + timedelta(days=14 - actor.today.weekday())
        form: dict[str, Any] = {"project": str(projects[code]), "skill": str(skill.id), "level": level}
        form |= {"amount": amount, "first": first, "last": first + FOR, "people": "1", "work": work}
        with suppress(Refused):  # years from now the sample's projects are over
            _done(tx, actor, "ask", Prospect(actor.person, project=projects[code]), form)


def _keep(tx: Transaction) -> None:
    who, code, amount = KEEPS
    actor = _actor(tx, who)
    department = next((one.id for one in organisation.chart(tx).departments.values() if one.code == code), None)
    if actor is not None and department is not None:
        form = {"amount": amount, "measure": "people", "first": actor.today}
        _done(tx, actor, "set_floor", Prospect(actor.person, department=department), form)


def _name_it(tx: Transaction) -> None:
    actor = _actor(tx, HOLDS_IT)
    if actor is not None:
        duties.set_duty(tx, Part.IT, None, actor.person, actor.today)


def _done(tx: Transaction, actor: Actor, verb: str, subject: Prospect, form: Form) -> None:
    """On record with its audit, without its notices."""
    for event in WORKFLOW.verb(verb).do(tx, actor, subject, form).events:
        tx.record(event)


def _actor(tx: Transaction, who: str) -> Actor | None:
    known = organisation.person_by_email(tx, f"{who}{DOMAIN}")
    return lines.actor(tx, known.slack_id, tx.now) if known else None
