"""A case as one reader may know it: which of its words are theirs to read, and that they looked is recorded.

Three people have a part in a case. Whoever it was put to reads all of it. The reporter reads what they wrote and what
they were asked. The person reads what was written for them, and their own reply; never the report, nor whose it is.
"""

from dataclasses import dataclass
from enum import StrEnum

from babel import Locale

from workflows.kernel.access import Actor, Relation
from workflows.kernel.flow import Tx
from workflows.performance import desk, offers, store, texts
from workflows.performance.rules import RUNNING, Outcome, State
from workflows.performance.store import Case
from workflows.performance.tables import Looked, TextKind
from workflows.performance.texts import Written
from workflows.wording.phrases import dated

_REPORT = frozenset(
    {TextKind.EXPECTED, TextKind.HAPPENED, TextKind.EFFECT, TextKind.HELP, TextKind.LINK, TextKind.FILE}
)


class Part(StrEnum):
    """Somebody's part in a case."""

    READER = "reader"
    REPORTER = "reporter"
    PERSON = "person"


READS = {
    Part.READER: frozenset(TextKind),
    Part.REPORTER: _REPORT | {TextKind.QUESTION, TextKind.ANSWER},
    Part.PERSON: frozenset({TextKind.SUMMARY, TextKind.REPLY}),
}
"""Which words each reads."""


@dataclass(frozen=True)
class Facts:
    """A case without its words, as one reader may know it."""

    case: Case
    part: Part
    locale: Locale
    about: str
    project: str
    reporter: str
    handler: str
    """Who has it, or owes the answer."""
    happened: str
    reported: str
    changed: str
    state: State
    """For a reporter, that of the case in which theirs goes on."""
    outcome: Outcome | None
    offered: tuple[str, ...]
    others: tuple[int, ...] = ()
    """Cases about the same person with which it could belong."""
    merged: tuple[int, ...] = ()
    """Cases that belong with it."""


@dataclass(frozen=True)
class Seen:
    """A case with the words that this reader may read."""

    facts: Facts
    words: tuple[tuple[TextKind, str, str], ...]
    """What kind, by whom and when, and what."""

    def of(self, *kinds: TextKind) -> list[tuple[TextKind, str, str]]:
        """Those of these kinds, in the order they were written."""
        return [one for one in self.words if one[0] in kinds]


def part_of(tx: Tx, actor: Actor, case: Case) -> Part | None:
    """Their part in it; None for one who may not see it."""
    if not offers.may(tx, actor, case, "see"):
        return None
    relations = offers.relate(tx, actor, case)
    if Relation.OWN in relations:
        return Part.PERSON
    return Part.READER if Relation.ASKED in relations else Part.REPORTER


def facts_of(tx: Tx, actor: Actor, case: Case, part: Part) -> Facts:
    """What a card, a list or the head of a modal shows."""
    locale = desk.locale_of_actor(actor)
    leading = store.leading(tx, case) if part is Part.REPORTER else case
    chain = store.chain(tx, leading)
    owes = chain.current.person if chain.current else None
    offered = offers.offered(tx, actor, case)
    others = _others(tx, actor, case) if part is Part.READER and "merge" in offered else ()
    return Facts(
        case=case,
        part=part,
        locale=locale,
        about=desk.name_of(tx, case.person),
        project=desk.project_name(tx, case.project),
        reporter=desk.name_of(tx, case.reporter),
        handler=desk.name_of(tx, leading.handled_by or owes),
        happened=dated(case.day, locale),
        reported=dated(desk.day_of(case.reported_at, actor), locale),
        changed=desk.said_at(leading.changed_at, actor) if leading.changed_at else "",
        state=leading.state,
        outcome=leading.outcome,
        offered=tuple(verb for verb in offered if verb != "merge" or others),
        others=others,
        merged=tuple(one.id for one in store.merged_into(tx, case.id)) if part is Part.READER else (),
    )


def see(tx: Tx, actor: Actor, case: Case) -> Seen:
    """The case with its words, as far as they may read them; that they looked is recorded.

    Whoever calls this has made sure that they have a part in it; LookupError otherwise.
    """
    part = part_of(tx, actor, case)
    if part is None:
        raise LookupError(f"{actor.person} has no part in {case.ref}")
    store.look(tx, case.id, actor.person, Looked.CASE)
    written = [one for one in texts.read(tx, case.id) if one.kind in READS[part]]
    words = tuple((one.kind, _signed(tx, actor, one), one.text) for one in written)
    return Seen(facts_of(tx, actor, case, part), words)


def _signed(tx: Tx, actor: Actor, written: Written) -> str:
    return f"{desk.name_of(tx, written.by)}, {desk.said_at(written.at, actor)}"


def _others(tx: Tx, actor: Actor, case: Case) -> tuple[int, ...]:
    """The running cases about the same person that were put to the same reader."""
    return tuple(
        one.id
        for one in store.about(tx, case.person)
        if one.id != case.id and one.state in RUNNING and part_of(tx, actor, one) is Part.READER
    )
