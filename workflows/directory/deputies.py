"""Naming a standing deputy with dates: by whoever owns the department, one above it, or a people admin.

Nobody names themselves, and a deputy never decides about themselves: that is seen to where it is decided who may (R43).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from slackblocks import DatePicker, InputBlock, PlainText, UserSelectMenu

from workflows.directory.reading import name_of
from workflows.directory.rules import NOBODY
from workflows.kernel.access import Actor, PersonId, Relation
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Notice, Outcome, Ref, Tx
from workflows.kernel.home import Place, Section
from workflows.kernel.replies import Message, Open, Say, View
from workflows.language import tr
from workflows.organisation import deputising, rules
from workflows.organisation import store as organisation
from workflows.organisation.deputising import Deputyship
from workflows.organisation.lines import reader_of
from workflows.organisation.rules import Department, Person, at, meets
from workflows.wording import blocks
from workflows.wording.blocks import Built, bold, escaped
from workflows.wording.phrases import dated
from workflows.wording.sections import section

SUBJECT = "deputy"
"""What the audit calls it: `deputy/<department>`."""
NAMED, PASSED = "deputy_named", "deputy_passed"
WHO, FIRST, LAST, DEPARTMENT = "who", "first", "last", "department"
FURTHEST = timedelta(days=2 * 366)
MOST = 5


@dataclass(frozen=True, slots=True)
class Branch:
    """A department whose deputy it is about."""

    department: Department
    person: PersonId = NOBODY
    state: StrEnum | None = None
    version: int = 1


def load_branch(tx: Tx, actor: Actor, number: int | None, form: Form) -> Branch:
    """The department of that id or by that name, else the first one the actor manages, else their own."""
    chart = organisation.chart(tx)
    named = str(form.get(DEPARTMENT) or "").casefold()
    if named:
        found = next((one for one in chart.departments.values() if named in _names(one)), None)
    else:
        managed = chart.managed_by(actor.person, actor.today)
        own = organisation.department_of(tx, actor.person, actor.today)
        found = chart.departments.get(number) if number is not None else next(iter(managed), own)
    if found is None:
        raise Refused(tr("There is no such department."), field=DEPARTMENT, reason="unknown_department")
    return Branch(found)


def relate(tx: Tx, actor: Actor, branch: Branch) -> frozenset[Relation]:
    """How somebody stands to a department."""
    line = organisation.chart(tx).line(branch.department.id, actor.today)
    admin = {Relation.PEOPLE_ADMIN} if actor.people_admin else set()
    return frozenset({Relation.COLLEAGUE, *admin, *rules.lines(actor.person, NOBODY, line)})


def open_form(tx: Tx, actor: Actor, branch: Branch, _form: Form) -> Outcome:
    """`/people deputy`: who deputises when, and somebody else's dates to be filled in."""
    return Outcome(Open(_view(tx, actor, branch)))


def put(tx: Tx, actor: Actor, branch: Branch, form: Form) -> Outcome:
    """Somebody deputises from one day to another; empty, nobody does."""
    first, last = _days(actor, form)
    deputy = _deputy(tx, actor, branch, form, first, last)
    before = deputising.passed_over(deputising.of_department(tx, branch.department.id), first, last)
    number = deputising.lay_over(tx, branch.department.id, deputy.id if deputy else None, first, last)
    passed = [one for one in before if deputy is None or one != deputy.id]
    facts = {
        "department": branch.department.id,
        "first": first.isoformat(),
        "last": last.isoformat() if last else None,
        "row": number,
        "passed": passed,
    }
    about = deputy.id if deputy else actor.person
    version = int(tx.now.timestamp())
    happened = Event("deputy_set", Ref(SUBJECT, branch.department.id), version, about, actor.person, facts)
    return Outcome(Say(_answer(branch, deputy, first, last)), (happened,))


def notices(tx: Tx, event: Event) -> Iterator[Notice]:
    """The deputy, whoever owns the department, and whoever would have deputised then."""
    key = f"directory/{event.subject}/{event.version}"
    department = int(event.facts["department"])
    if event.facts["row"] is not None:
        manager = at(organisation.chart(tx).managers.get(department, ()), tx.now.date())
        for person in dict.fromkeys((event.about, manager)):
            if person is not None:
                yield Notice(f"{key}/{NAMED}_to_{person}", person, NAMED, Ref("directory", int(event.facts["row"])))
    for person in event.facts["passed"]:
        days = f"{event.facts['first']}.{event.facts['last'] or ''}"
        yield Notice(f"{key}/{days}/{PASSED}_to_{person}", PersonId(person), PASSED, Ref("directory", department))


def render(tx: Tx, notice: Notice) -> Message | None:
    """As it is now: nothing once somebody else was named."""
    to_read = reader_of(tx, notice.to)
    if to_read is None:
        return None
    text = _passed(tx, notice) if notice.kind == PASSED else _named(tx, to_read, notice)
    return Message(text.replace("*", ""), blocks.laid_out([blocks.section(text)])) if text else None


def home(tx: Tx, actor: Actor) -> tuple[Section, ...]:
    """To who owns a department, who deputises there and when; to a deputy, where they do."""
    managed = organisation.departments_managed(tx, actor.person, actor.today)
    mine = [[_line(tx, one)] for one in _standing(deputising.of_person(tx, actor.person), actor)]
    ours = [_entry(tx, actor, one) for one in managed[:MOST]]
    return (section(Place.SETTINGS, tr("Deputies"), [*ours, *mine[:MOST]]),) if ours or mine else ()


def _names(one: Department) -> tuple[str, str]:
    return one.code.casefold(), one.name.casefold()


def _days(actor: Actor, form: Form) -> tuple[date, date | None]:
    first, last = form.get(FIRST), form.get(LAST)
    if not isinstance(first, date):
        raise Refused(tr("Please pick a day."), field=FIRST, reason="no_day")
    if first < actor.today:
        raise Refused(tr("That day is over. Pick today or a later one."), field=FIRST, reason="past")
    if not isinstance(last, date):
        return first, None
    if last < first:
        raise Refused(tr("The last day is before the first."), field=LAST, reason="reversed")
    if last - actor.today > FURTHEST:
        raise Refused(tr("That is more than two years away. Which year did you mean?"), field=LAST, reason="dates")
    return first, last


def _deputy(tx: Tx, actor: Actor, branch: Branch, form: Form, first: date, last: date | None) -> Person | None:
    chosen = str(form.get(WHO) or "")
    if not chosen:
        return None
    known = organisation.person_by_slack(tx, chosen)
    if known is None:
        raise Refused(tr("I don't know this person yet. Please choose somebody else."), field=WHO, reason="unknown")
    if known.id == actor.person:
        raise Refused(tr("Nobody deputises for themselves. Please choose somebody else."), field=WHO, reason="oneself")
    if any(one.value == known.id and meets(one, first, last or first) for one in _managers(tx, branch)):
        text = tr("{name} owns this department then. Please choose somebody else.", name=known.name)
        raise Refused(text, field=WHO, reason="manager")
    if known.starts > first or (known.ends is not None and known.ends < (last or first)):
        text = tr("{name} is not with the company all that time. Please choose other days.", name=known.name)
        raise Refused(text, field=WHO, reason="not_here")
    return known


def _managers(tx: Tx, branch: Branch) -> list[rules.Dated[PersonId]]:
    return list(organisation.chart(tx).managers.get(branch.department.id, ()))


def _standing(known: list[Deputyship], actor: Actor) -> list[Deputyship]:
    """What is, and what is to come."""
    return [one for one in known if one.ends is None or one.ends >= actor.today]


def _view(tx: Tx, actor: Actor, branch: Branch) -> View:
    known = _standing(deputising.of_department(tx, branch.department.id), actor)
    lines = [_line(tx, one) for one in known[:MOST]] or [blocks.section(tr("Nobody deputises here."))]
    who = UserSelectMenu("directory:deputy_who")
    first = DatePicker("directory:deputy_first", initial_date=actor.today.isoformat())
    built: list[Built] = [
        blocks.section(bold(branch.department.name)),
        *lines,
        blocks.aside(
            tr(
                "A deputy may decide about leave, staffing and development of this department's people, except about "
                "themselves; and is asked when you are away or have not answered in time."
            )
        ),
        InputBlock(
            PlainText(tr("Deputy")),
            who,
            block_id=WHO,
            hint=PlainText(tr("Empty: nobody on those days.")),
            optional=True,
        ),
        InputBlock(PlainText(tr("From")), first, block_id=FIRST),
        InputBlock(
            PlainText(tr("Until")),
            DatePicker("directory:deputy_last"),
            block_id=LAST,
            hint=PlainText(tr("Empty: until you say otherwise. Afterwards whoever deputised before does again.")),
            optional=True,
        ),
    ]
    metadata = f"{branch.department.id}.1"
    title = tr("Standing deputy")
    return blocks.modal("directory:set_deputy", title, built, submit=tr("Save"), close=tr("Cancel"), metadata=metadata)


def _answer(branch: Branch, deputy: Person | None, first: date, last: date | None) -> Message:
    where = bold(branch.department.name)
    if deputy is None:
        text = _nobody(where, first, last)
        return Message(text.replace("*", ""), blocks.laid_out([blocks.section(text)]))
    text = _sentence(bold(deputy.name), where, first, last)
    told = blocks.aside(tr("The deputy is told, and so is whoever owns the department."))
    return Message(text.replace("*", ""), blocks.laid_out([blocks.section(text), told]))


def _nobody(where: str, first: date, last: date | None) -> str:
    if last is None:
        return tr("Nobody deputises in {where} from {first} on.", where=where, first=dated(first))
    return tr("Nobody deputises in {where} from {first} to {last}.", where=where, first=dated(first), last=dated(last))


def _sentence(who: str, where: str, first: date, last: date | None) -> str:
    if last is None:
        return tr("{who} deputises in {where} from {first} on.", who=who, where=where, first=dated(first))
    return tr(
        "{who} deputises in {where} from {first} to {last}.", who=who, where=where, first=dated(first), last=dated(last)
    )


def _line(tx: Tx, one: Deputyship) -> Built:
    where = organisation.chart(tx).departments[one.department].name
    return blocks.section(_sentence(bold(name_of(tx, one.person) or ""), bold(where), one.starts, one.ends))


def _entry(tx: Tx, actor: Actor, department: Department) -> list[Built]:
    known = _standing(deputising.of_department(tx, department.id), actor)
    change = blocks.button(tr("Change deputy…"), f"directory:deputy:{department.id}", f"{department.id}.1")
    if not known:
        return [blocks.section(tr("{where} has no standing deputy.", where=bold(department.name)), change)]
    shown = [name_of(tx, one.person) or "" for one in known[:1]]
    first = _sentence(bold(shown[0]), bold(department.name), known[0].starts, known[0].ends)
    return [blocks.section(first, change), *(_line(tx, one) for one in known[1:MOST])]


def _named(tx: Tx, to_read: Actor, notice: Notice) -> str | None:
    one = deputising.one(tx, notice.subject.id)
    if one is None:
        return None
    where = bold(organisation.chart(tx).departments[one.department].name)
    if one.person != to_read.person:
        return _sentence(bold(name_of(tx, one.person) or ""), where, one.starts, one.ends)
    manager = at(organisation.chart(tx).managers.get(one.department, ()), max(one.starts, to_read.today))
    by = escaped(name_of(tx, manager) or tr("whoever owns the department"))
    if one.ends is None:
        return tr(
            "You deputise in {where} from {first} on. What is put to {by} reaches you when they are away or have not "
            "answered in time, and you may decide it.",
            where=where,
            first=dated(one.starts),
            by=by,
        )
    return tr(
        "You deputise in {where} from {first} to {last}. What is put to {by} reaches you when they are away or have "
        "not answered in time, and you may decide it.",
        where=where,
        first=dated(one.starts),
        last=dated(one.ends),
        by=by,
    )


def _passed(tx: Tx, notice: Notice) -> str | None:
    """To whoever would have deputised on those days."""
    first, _, last = notice.key.split("/")[4].partition(".")
    department = organisation.chart(tx).departments.get(notice.subject.id)
    if department is None:
        return None
    where, day = bold(department.name), dated(date.fromisoformat(first))
    if not last:
        return tr("From {first} on you no longer deputise in {where}.", where=where, first=day)
    until = dated(date.fromisoformat(last))
    return tr("From {first} to {last} you do not deputise in {where}.", where=where, first=day, last=until)
