"""What a verb needs to know before it decides: the person's context, who is told, how people are called."""

from datetime import date
from zoneinfo import ZoneInfo

from babel import Locale

from workflows.absence import store
from workflows.absence.rules.certificate import certified
from workflows.absence.rules.check import Context
from workflows.absence.rules.policy import AbsenceType, CertificateRule
from workflows.absence.rules.record import Record
from workflows.calendar import presence
from workflows.calendar import store as calendar
from workflows.calendar.rules import Span, WorkingTime
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Tx
from workflows.language import locale_of, marked, tr
from workflows.organisation import store as organisation
from workflows.organisation.rules import at, route


def context_of(tx: Tx, person_id: PersonId, *, own: bool) -> Context:
    """What a report about somebody is judged by, as of their own today."""
    known = organisation.facts(tx, person_id).person
    return Context(
        known.today(tx.now),
        store.policy(tx),
        known.starts,
        known.ends,
        store.records(tx, person_id),
        own,
    )


def today_of(tx: Tx, person_id: PersonId) -> date:
    """The date where they are (R42)."""
    return organisation.facts(tx, person_id).person.today(tx.now)


def type_of(tx: Tx, record: Record) -> AbsenceType:
    """The record's type; one that the policy no longer has keeps its code and asks for nothing."""
    known = store.policy(tx).types
    gone = AbsenceType(code=record.absence_type, name=marked("Absence"))
    return next((one for one in known if one.code == record.absence_type), gone)


def rule_of(tx: Tx, record: Record) -> CertificateRule | None:
    """When the record needs a certificate, where the person lives."""
    region = at(organisation.facts(tx, record.person).regions, record.span.first)
    return type_of(tx, record).rule(region.country if region else None)


def with_certificate(tx: Tx, record: Record) -> Record:
    """The record with its certificate as its span now has it."""
    rule = rule_of(tx, record)
    return certified(record, rule, working_time_of(tx, record.person, record.span.first))


def working_time_of(tx: Tx, person_id: PersonId, day: date) -> WorkingTime:
    """Their working time in the years around a day."""
    return calendar.working_time(tx, person_id, day, day)


def locale_of_actor(actor: Actor) -> Locale:
    """How the one who acts writes dates."""
    return locale_of(actor.locale)


def zone_of(actor: Actor) -> ZoneInfo:
    """The time zone of the one who acts."""
    return ZoneInfo(actor.time_zone)


def name_of(tx: Tx, person_id: PersonId | None) -> str | None:
    """Somebody's name; "a former colleague" for one who was erased (X30)."""
    if person_id is None:
        return None
    known = organisation.person(tx, person_id)
    return known.name if known else tr("a former colleague")


def told_about(tx: Tx, person_id: PersonId) -> PersonId | None:
    """Who is told about somebody's absence now: the first of their line who is not away; the first, when all are.

    People admins are not among them: they keep the directory, they don't learn why somebody is away.
    """
    line = line_of(tx, person_id)
    return next((one for one in line if not away_today(tx, one)), line[0] if line else None)


def line_of(tx: Tx, person_id: PersonId) -> tuple[PersonId, ...]:
    """Everybody who may be told about somebody's absence now, in turn."""
    day = today_of(tx, person_id)
    known = organisation.chart(tx)
    return route(person_id, known.line(organisation.facts(tx, person_id).department(day), day), ())


def away_today(tx: Tx, person_id: PersonId) -> bool:
    """Whether somebody is certainly away for the whole of their own today."""
    return presence.gone_today(tx, person_id)


def seen_away(tx: Tx, record: Record) -> Span | None:
    """The stretch others see the person away in; of one that was withdrawn, what else keeps them away then."""
    return next((one for one in calendar.stretches(tx, record.person) if one.overlaps(record.span)), None)
