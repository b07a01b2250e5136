"""What App Home says of who is there today, and of digests: when they come, and where that is changed."""

from collections.abc import Sequence

from workflows.digest import store, teams, whereabouts
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.sections import section


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """The team today, and a line on digests with its button."""
    known = store.setting(tx, actor.person)
    text = tr("A digest comes at {time} on your working days, when there is something to say.", time=known.at)
    change = blocks.button(tr("Digest settings…"), "digest:settings", "")
    return [*_team(tx, actor), section(Place.SETTINGS, entries=[[blocks.section(text, change)]])]


def _team(tx: Tx, actor: Actor) -> list[Section]:
    """Colleagues, and for those who answer for departments everybody in them."""
    managed = teams.answered_for(tx, actor)
    people = _people(tx, actor, [one.id for one in managed])
    if not people:
        return []
    absences = whereabouts.away_among(tx, people, actor.today)
    names = organisation.names(tx, {PersonId(one.person) for one in absences})
    text = whereabouts.sentence(absences, names, actor.today) if absences else tr("Everybody is there today.")
    channel = blocks.button(tr("Say it in a channel…"), "digest:channel", "")
    return [section(Place.TEAM, tr("Your team today"), [[blocks.section(text, channel if managed else None)]])]


def _people(tx: Tx, actor: Actor, managed: Sequence[int]) -> set[PersonId]:
    colleagues = organisation.colleagues(tx, actor.person, actor.today)
    trees = {one.id for top in managed for one in organisation.department_tree(tx, top, actor.today)}
    if not trees:
        return set(colleagues)
    return {*colleagues, *organisation.departments_on(tx, actor.today, trees)} - {actor.person}
