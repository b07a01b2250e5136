"""What a verb needs to know before it decides: names, days, and whom a report is put to."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale

from workflows.calendar import ladder
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.language import listed, locale_of, marked, tr
from workflows.organisation import chains
from workflows.organisation import store as organisation
from workflows.wording.phrases import dated

OUTSIDE = marked("outside projects")


def locale_of_actor(actor: Actor) -> Locale:
    """How the one who reads writes dates."""
    return locale_of(actor.locale)


def name_of(tx: Tx, person: PersonId | None) -> str:
    """Somebody's name; "a former colleague" for one who was erased (X30)."""
    known = organisation.person(tx, person) if person is not None else None
    return known.name if known else tr("a former colleague")


def project_name(tx: Tx, project: int | None) -> str:
    """The project's name; where there is none, that it lies outside."""
    known = organisation.chart(tx).projects.get(project) if project is not None else None
    return known.name if known else tr(OUTSIDE)


def day_of(moment: datetime, actor: Actor) -> date:
    """The date of a moment where the reader is."""
    return moment.astimezone(ZoneInfo(actor.time_zone)).date()


def said_at(moment: datetime, actor: Actor) -> str:
    """`Mon, 23 Nov 2026 at 09:00`, where the reader is."""
    local = moment.astimezone(ZoneInfo(actor.time_zone))
    return tr("{day} at {time}", day=dated(local.date(), locale_of_actor(actor)), time=f"{local:%H:%M}")


def line(tx: Tx, person: PersonId, reporter: PersonId) -> tuple[PersonId, ...]:
    """Whom a report is put to, in turn: the person's operations manager first, or who stands in; then upwards.

    Never the person, never the reporter, nor the deputy of either, who would answer in their name; and no people admin,
    who keeps the directory and reads no cases. May be empty.
    """
    known = organisation.facts(tx, person)
    day = known.person.today(tx.now)
    never = (person, reporter)
    return ladder.route(tx, chains.upwards(tx, known.department(day), day, never), never)


def readers(tx: Tx, person: PersonId, reporter: PersonId) -> tuple[PersonId, ...]:
    """The same; raises Refused (`nobody_above`) when there is nobody, saying whom to ask instead."""
    found = line(tx, person, reporter)
    if not found:
        known = organisation.facts(tx, person).person
        raise Refused(_nobody(tx, known.name, known.today(tx.now)), reason="nobody_above")
    return found


def _nobody(tx: Tx, name: str, day: date) -> str:
    admins = [name_of(tx, one) for one in organisation.people_admins(tx, day)][:3]
    if not admins:
        return tr(
            "There is nobody above {name} to whom I could put this. Please ask whoever looks after Dotted Line in your "
            "company to name an operations manager, and report it then.",
            name=name,
        )
    return tr(
        "There is nobody above {name} to whom I could put this. Please ask {admins} to name an operations manager, and "
        "report it then.",
        name=name,
        admins=listed(admins, "or"),
    )
