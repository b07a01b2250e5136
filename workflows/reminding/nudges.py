"""Who waits for an answer may remind whoever owes it: once a day, from the second working day on (R43).

Decided here: when, what both read, and that a nudge changes nothing else: neither the clock nor who is asked. A
workflow says who waits and who owes (`Owed`), and wraps its `notices` and its `render` (`told`, `rendered`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from slackblocks import Button
from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from workflows.calendar import ladder
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Action, Event, Form, Notice, Outcome, Ref, Tx
from workflows.kernel.replies import Message, Say
from workflows.language import listed, tr
from workflows.organisation import store as organisation
from workflows.organisation.chains import Chain
from workflows.reminding.tables import Nudge
from workflows.wording import blocks
from workflows.wording.phrases import dated

NUDGED = "nudged"
FROM = 2
"""Working days of whoever owes the answer, counted from when they were asked."""
_MARK = "/nudge/"
_NUDGE = SQLModel.metadata.tables["nudge"]
_ONE = select(*_NUDGE.c).where(_NUDGE.c.id == bindparam("nudge"))
_OF = select(*_NUDGE.c).where(_NUDGE.c.question == bindparam("name"), _NUDGE.c.number == bindparam("which"))
Notices = Callable[[Tx, Event], Iterable[Notice]]
Render = Callable[[Tx, Notice], Message | None]


@dataclass(frozen=True, slots=True)
class Owed:
    """An answer that somebody owes."""

    question: Ref
    """By its route's own name: `leave/17`, `skills_claim/3`."""
    version: int
    about: PersonId
    person: PersonId
    """Who owes it."""
    since: datetime
    """When they were asked."""
    kind: str
    """The reminder it reads like: its kind, and what it is about."""
    subject: Ref


Owing = Callable[[Tx, Actor, Any], Sequence[Owed]]


def of_chain(chain: Chain, version: int, about: PersonId, kind: str, subject: Ref) -> tuple[Owed, ...]:
    """What is owed on a stored route: nothing once it is settled."""
    link = chain.current
    if not chain.open or link is None or link.asked_at is None:
        return ()
    return (Owed(chain.ref, version, about, link.person, link.asked_at, kind, subject),)


def nudging(owing: Owing, *, named: bool = True) -> Action:
    """What the verb `nudge` does. `named`: whether the one who waits may know who owes the answer."""

    def nudge(tx: Tx, actor: Actor, subject: Any, _form: Form) -> Outcome:
        owed = [one for one in owing(tx, actor, subject) if one.person != actor.person]
        return _nudged(tx, actor, owed, named=named)

    return nudge


def button(action: str, value: str) -> Button:
    """`action`: `leave:nudge`."""
    return blocks.button(tr("Nudge"), action, value)


def told(notices: Notices, questions: Callable[[Event], Iterable[Ref]] = lambda event: (event.subject,)) -> Notices:
    """The workflow's own notices, and what is said about a nudge: its cards change with what they are about."""

    def everything(tx: Tx, event: Event) -> Iterator[Notice]:
        if event.name == NUDGED:
            yield from _new(tx, event)
            return
        yield from notices(tx, event)
        if event.version > 1 or event.by is None:
            for question in dict.fromkeys(questions(event)):
                yield from _settled(tx, event, question)

    return everything


def rendered(render: Render) -> Render:
    """The workflow's own rendering; a nudge says above it who asks."""

    def with_who(tx: Tx, notice: Notice) -> Message | None:
        message = render(tx, notice)
        if message is None or notice.only_update or not is_nudge(notice):
            return message
        row = tx.first(_ONE, nudge=int((notice.card or "").rpartition("/")[2]))
        known = organisation.person(tx, PersonId(row.by_id)) if row else None
        return _with_line(message, known.name) if known else message

    return with_who


def is_nudge(notice: Notice) -> bool:
    """Whether a person said it, not the clock."""
    return _MARK in (notice.card or "")


def possible_from(tx: Tx, owed: Owed) -> date:
    """The first day on which somebody may nudge, where the one who owes the answer is."""
    return ladder.working_day_after(tx, owed.person, owed.since, FROM)


def _nudged(tx: Tx, actor: Actor, owed: Sequence[Owed], *, named: bool) -> Outcome:
    if not owed:
        raise Refused(tr("Nobody owes an answer to this any more."), reason="nothing_owed")
    due = [one for one in owed if possible_from(tx, one) <= _today(tx, one.person)]
    if not due:
        raise Refused(_too_soon(tx, owed), reason="too_soon")
    numbers = [(one, number) for one in due if (number := _keep(tx, actor, one))]
    if not numbers:
        raise Refused(_already(actor), reason="already_nudged")
    events = tuple(_happened(actor, one, number) for one, number in numbers)
    return Outcome(Say(Message(_answer(tx, [one for one, _ in numbers], named=named))), events)


def _keep(tx: Tx, actor: Actor, owed: Owed) -> int | None:
    """The nudge's id; None when there was one today."""
    values = {
        "question": owed.question.workflow,
        "number": owed.question.id,
        "workflow": owed.subject.workflow,
        "kind": owed.kind,
        "subject": owed.subject.id,
        "by_id": actor.person,
        "of_id": owed.person,
        "day": actor.today,
        "at": tx.now,
    }
    if not tx.insert_once(Nudge, **values):
        return None
    rows = tx.fetch(_OF, name=owed.question.workflow, which=owed.question.id)
    return max(int(row.id) for row in rows)


def _happened(actor: Actor, owed: Owed, number: int) -> Event:
    facts = {"nudge": number, "of": owed.person}
    return Event(NUDGED, owed.question, owed.version, owed.about, actor.person, facts)


def _new(tx: Tx, event: Event) -> Iterator[Notice]:
    row = tx.first(_ONE, nudge=event.facts["nudge"])
    arrives = ladder.arrival(tx, PersonId(row.of_id))
    yield replace(_notice(row, f"{event.subject}/{NUDGED}/{row.id}/to_{row.of_id}"), not_before=arrives)


def _settled(tx: Tx, event: Event, question: Ref) -> Iterator[Notice]:
    for row in tx.fetch(_OF, name=question.workflow, which=question.id):
        step = event.facts.get("step", event.facts.get("position", ""))  # climbing changes no version
        key = f"{question}/{event.name}/{event.version}.{step}/nudge_{row.id}_to_{row.of_id}"
        yield replace(_notice(row, key), only_update=True)


def _notice(row: Any, key: str) -> Notice:
    card = f"{row.question}/{row.number}{_MARK}{row.id}"
    return Notice(key, PersonId(row.of_id), row.kind, Ref(row.workflow, row.subject), card=card)


def _with_line(message: Message, name: str) -> Message:
    line = tr("{who} asks whether you could answer this.", who=blocks.bold(name))
    shown = message.blocks or blocks.laid_out([blocks.section(message.text)])
    return replace(message, text=f"{line}\n{message.text}", blocks=(*blocks.laid_out([blocks.section(line)]), *shown))


def _answer(tx: Tx, owed: Sequence[Owed], *, named: bool) -> str:
    if not named:
        return tr("I have reminded whoever owes the answer. You can nudge again tomorrow.")
    names = listed([blocks.bold(_name(tx, one.person)) for one in owed])
    later = max((at for one in owed if (at := ladder.arrival(tx, one.person))), default=None)
    if later is None:
        return tr("I have reminded {names}. You can nudge again tomorrow.", names=names)
    day = dated(later.date())
    return tr(
        "I remind {names} on {day}, their next working morning. You can nudge again tomorrow.", names=names, day=day
    )


def _too_soon(tx: Tx, owed: Sequence[Owed]) -> str:
    day = dated(min(possible_from(tx, one) for one in owed))
    return tr("They were asked only a short while ago. You can nudge from {day} on.", day=day)


def _already(actor: Actor) -> str:
    day = dated(actor.today + timedelta(days=1))
    return tr("You have nudged today already. You can do it again on {day}.", day=day)


def _name(tx: Tx, person: PersonId) -> str:
    return organisation.facts(tx, person).person.name


def _today(tx: Tx, person: PersonId) -> date:
    return organisation.facts(tx, person).person.today(tx.now)
