"""The directory on App Home, for those who can mend it: newcomers who wait, and routes that lead nowhere."""

from collections.abc import Iterable, Sequence

from workflows.directory import cards, deputies, store
from workflows.directory.offers import Proposed, relate
from workflows.directory.rules import POLICY
from workflows.kernel.access import Actor, Permission, PersonId
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.language import marked_many, tr, trn
from workflows.organisation import store as organisation
from workflows.organisation.rules import Department, above, at, holds
from workflows.wording import blocks
from workflows.wording.blocks import Built, escaped
from workflows.wording.phrases import listed
from workflows.wording.sections import section

MOST = 5
MOST_NAMES = 10
LED_BY_NOBODY = marked_many(
    "*No operations manager* ({count} person): {names}.", "*No operations manager* ({count} people): {names}."
)
WITHOUT_A_MANAGER = marked_many(
    "*No operations manager of its own* ({count} department): {names}.",
    "*No operations manager of its own* ({count} departments): {names}.",
)
WITHOUT_A_PATTERN = marked_many(
    "*No working pattern, so no leave can be counted* ({count} person): {names}.",
    "*No working pattern, so no leave can be counted* ({count} people): {names}.",
)
_ANYBODY = Proposed("", None)


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """Nothing for those who can mend nothing, and nothing when nothing is wrong."""
    stand_in = deputies.home(tx, actor)
    if not POLICY.allows(Permission("add"), relate(tx, actor, _ANYBODY)):
        return stand_in
    gaps = section(Place.COMPANY, tr("Directory"), [[line] for line in _gaps(tx, actor)])
    return [_newcomers(tx, actor), gaps, *stand_in]


def _newcomers(tx: Tx, actor: Actor) -> Section:
    """People admins see everybody who turned up; managers those who can be added, as far as they are known."""
    found = [one for one in store.waiting(tx) if one.introduced and (actor.people_admin or one.obstacle is None)]
    entries = [cards.entry(tx, actor, one) for one in found[:MOST]]
    return section(Place.NEEDS_ME, tr("Newcomers"), entries, beyond=len(found) - MOST)


def _gaps(tx: Tx, actor: Actor) -> list[Built]:
    """A line for each kind of gap in what the actor answers for."""
    departments = _scope(tx, actor)
    people = _people(tx, actor, departments)
    chart = organisation.chart(tx)
    empty = [one.name for one in departments if at(chart.managers.get(one.id, ()), actor.today) is None]
    unplanned = [name for one, name in people if at(organisation.facts(tx, one).patterns, actor.today) is None]
    lines = [
        _line(LED_BY_NOBODY, [name for one, name in people if _unled(tx, actor, one)]),
        _line(WITHOUT_A_MANAGER, empty),
        _line(WITHOUT_A_PATTERN, unplanned),
    ]
    return [blocks.section(line) for line in lines if line]


def _scope(tx: Tx, actor: Actor) -> list[Department]:
    chart = organisation.chart(tx)
    if actor.people_admin:
        return [one for one in chart.departments.values() if holds(one, actor.today)]
    tops = organisation.departments_managed(tx, actor.person, actor.today)
    below = {one.id: one for top in tops for one in chart.below(top.id, actor.today)}
    return list(below.values())


def _people(tx: Tx, actor: Actor, departments: Iterable[Department]) -> list[tuple[PersonId, str]]:
    if actor.people_admin:
        return [(one.id, one.name) for one in organisation.people(tx, actor.today)]
    found = [one for each in departments for one in organisation.members(tx, each.id, actor.today)]
    names = organisation.names(tx, found)
    return [(one, names[one]) for one in found if one in names]


def _unled(tx: Tx, actor: Actor, person: PersonId) -> bool:
    """Nobody decides about them, though they are not the one at the top."""
    department = organisation.facts(tx, person).department(actor.today)
    line = organisation.chart(tx).line(department, actor.today)
    heads = bool(line) and line[0].manager == person
    return not heads and all(desk.manager is None for desk in above(person, line))


def _line(forms: tuple[str, str], names: Sequence[str]) -> str | None:
    if not names:
        return None
    shown = [escaped(name, 60) for name in names[:MOST_NAMES]]
    more = [trn("{count} more", "{count} more", len(names) - MOST_NAMES)] if len(names) > MOST_NAMES else []
    return trn(*forms, len(names), names=listed([*shown, *more]))
