"""What App Home shows of beginnings and ends: steps that are due first, then whom the reader looks after."""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.language import tr
from workflows.onboarding import looking
from workflows.onboarding.reading import Facts
from workflows.onboarding.rules.life import State
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.sections import section

MOST = 8
_LIST = "onboarding:list"


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """The openings of the reader's departments, and the lists they have a part in."""
    known = looking.journeys(tx, actor)
    due = [one for one in known if _waits(one, actor)]
    rest = [one for one in known if not _waits(one, actor)]
    ways = blocks.actions(looking.ways(tx, actor))
    return [
        _listed(Place.NEEDS_ME, tr("Steps that wait for you"), due),
        section(Place.PEOPLE, tr("Openings"), looking.openings(tx, actor), more=_LIST),
        _listed(Place.PEOPLE, tr("Joining and leaving"), rest, foot=ways),
    ]


def _listed(place: Place, title: str, known: Sequence[Facts], foot: Sequence[Built] = ()) -> Section:
    entries = [looking.entry(one) for one in known[:MOST]]
    return section(place, title, entries, more=_LIST, beyond=len(known) - MOST, foot=foot)


def _waits(facts: Facts, actor: Actor) -> bool:
    """Whether a step of it is the reader's and its day has come."""
    return any(line.mine and line.step.state is State.TO_DO and line.step.due <= actor.today for line in facts.lines)
