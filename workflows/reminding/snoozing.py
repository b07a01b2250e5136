"""Whoever is reminded may have the reminder again on a day of their own. The clock of what they owe goes on (R43).

Decided here: on which day it comes again, what is left unsaid until then, and that putting off stops no climb. Every
workflow's reminders are put off alike; which of its messages remind, it says itself (`Workflow.reminders`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from slackblocks import ActionsBlock, Option, PlainText, StaticSelectMenu
from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from workflows.calendar import presence
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Notice, Ref, Tx
from workflows.kernel.replies import Block
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.reminding.nudges import is_nudge
from workflows.reminding.tables import PutOff
from workflows.wording import blocks

NAME = "later"
SNOOZE = "later:snooze"
WORKING_DAYS = 3
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_T = SQLModel.metadata.tables["put_off"]
_ONE = select(*_T.c).where(_T.c.id == bindparam("which"))
_OF_PERSON = (
    select(*_T.c)
    .where(_T.c.person_id == bindparam("person"), _T.c.until >= bindparam("day"))
    .order_by(_T.c.until, _T.c.id)
)
_SOONER = update(_T).where(_T.c.id == bindparam("which"), _T.c.until > bindparam("day")).values(until=bindparam("day"))


class When(StrEnum):
    """What the menu offers."""

    TOMORROW = "tomorrow"
    MONDAY = "monday"
    THREE = "three"


@dataclass(frozen=True, slots=True)
class Snooze:
    """A reminder that comes again."""

    id: int
    person: PersonId
    until: date
    notice: Notice
    """As it was said."""


def menu(number: int) -> Sequence[Block]:
    """What stands under a reminder; `number` is that of the message in the outbox."""
    options = [Option(PlainText(text), when) for when, text in _labels().items()]
    select_menu = StaticSelectMenu(SNOOZE, options, placeholder=PlainText(tr("Remind me again…")))
    return blocks.laid_out([ActionsBlock([select_menu], block_id=f"snooze/{number}.1")])


def day_for(tx: Tx, actor: Actor, when: When) -> date:
    """The working day that is meant: the one named, or their first one after it."""
    if when is When.THREE:
        return presence.working_day_after(tx, actor.person, tx.now, WORKING_DAYS)
    ahead = 1 if when is When.TOMORROW else 7 - actor.today.weekday()
    named = actor.today + timedelta(days=ahead)
    return presence.day_at_work(tx, actor.person, named)


def put_off(tx: Tx, actor: Actor, notice: Notice, until: date) -> Snooze:
    """Keep it until that day."""
    number = tx.insert(
        PutOff,
        person_id=actor.person,
        key=notice.key,
        workflow=notice.subject.workflow,
        kind=notice.kind,
        subject=notice.subject.id,
        card=notice.card,
        until=until,
        at=tx.now,
    )
    return Snooze(number, actor.person, until, notice)


def again(tx: Tx, snooze: Snooze) -> Notice:
    """What is queued for that morning; it takes the place of the message that was put off."""
    return Notice(
        f"{NAME}/{snooze.id}/{snooze.until}/to_{snooze.person}",
        snooze.person,
        "again",
        Ref(NAME, snooze.id),
        not_before=presence.morning(tx, snooze.person, snooze.until),
        card=snooze.notice.card,
    )


def one(tx: Tx, number: int) -> Snooze | None:
    """The one of that id."""
    row = tx.first(_ONE, which=number)
    return _snooze(row) if row else None


def of_person(tx: Tx, actor: Actor) -> list[Snooze]:
    """What somebody put off and has not had again yet, the next one first."""
    return [_snooze(row) for row in tx.fetch(_OF_PERSON, person=actor.person, day=actor.today)]


def sooner(tx: Tx, snooze: Snooze, day: date) -> bool:
    """Have it on that day after all; False when it was due by then anyway."""
    return tx.execute(_SOONER, which=snooze.id, day=day) == 1


def hushed(tx: Tx, notice: Notice) -> bool:
    """Whether its reader said that they want to hear of this on a later day: whatever the clock would say meanwhile.

    What a person says, a nudge, is never hushed.
    """
    stem = _stem(notice.card)
    if isinstance(notice.to, str) or stem is None or is_nudge(notice):
        return False
    known = organisation.person(tx, notice.to)
    today = known.today(tx.now) if known else tx.now.date()
    found = tx.fetch(_OF_PERSON, person=notice.to, day=today)
    return any((row.workflow, row.kind, _stem(row.card)) == (*_about(notice), stem) for row in found)


def _about(notice: Notice) -> tuple[str, str]:
    return notice.subject.workflow, notice.kind


def _stem(card: str | None) -> str | None:
    """What all rungs of one question's reminders share: the card without its rung; a day is no rung."""
    if card is None:
        return None
    stem, _, rung = card.rpartition("/")
    return card if _DAY.fullmatch(rung) else stem


def _snooze(row: Any) -> Snooze:
    notice = Notice(row.key, PersonId(row.person_id), row.kind, Ref(row.workflow, row.subject), card=row.card)
    return Snooze(row.id, PersonId(row.person_id), row.until, notice)


def _labels() -> dict[When, str]:
    return {When.TOMORROW: tr("Tomorrow"), When.MONDAY: tr("On Monday"), When.THREE: tr("In 3 working days")}
