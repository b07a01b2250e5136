"""How somebody stands to a person, a department, an item or a claim, and the verbs they could use on an item now."""

from workflows.kernel.access import Actor, Permission, Relation
from workflows.kernel.flow import Ref, Tx
from workflows.organisation import chains, lines, rules
from workflows.organisation import store as organisation
from workflows.skills import claims, desk
from workflows.skills.prospect import NOBODY, Branch, Company, Prospect
from workflows.skills.rules.claim import Claim
from workflows.skills.rules.item import Item
from workflows.skills.rules.life import MACHINE, POLICY, State

NEEDS = {
    "mine": "see",
    "of": "see_offers",
    "who": "see_offers",
    "list": "see_offers",
    "wish": "state",
    "unwish": "state",
    "offer": "state",
    "unoffer": "state",
    "tell": "state",
    "claim": "claim",
    "take_back": "claim",
    "confirm": "confirm",
    "differ": "confirm",
    "turn_down": "confirm",
    "rate": "rate",
    "develop": "propose",
    "preview": "propose",
    "propose": "propose",
    "preview_agree": "agree",
    "agree": "agree",
    "amend": "agree",
    "decline": "agree",
    "withdraw": "withdraw",
    "nudge": "nudge",
    "nudge_claim": "nudge_claim",
    "begin": "keep",
    "update": "keep",
    "finish": "keep",
    "drop": "drop",
    "step_back": "step_back",
    "assess": "rate",
    "look": "see_item",
    "gaps": "see_gaps",
    "needs": "require",
    "require": "require",
    "add": "add",
    "alias": "name",
    "merge": "name",
}
"""The permission each verb needs."""


def relate(tx: Tx, actor: Actor, subject: Item | Claim | Prospect | Branch | Company) -> frozenset[Relation]:
    """How the actor stands to it.

    An item that a closed case opened is the draft of whoever closed it: until it is agreed nobody else sees it.
    """
    if isinstance(subject, Company):
        return _to_company(tx, actor)
    if isinstance(subject, Branch):
        return _to_branch(tx, actor, subject)
    if isinstance(subject, Item):
        return _to_item(tx, actor, subject)
    found = lines.relations(tx, actor, subject.person)
    if isinstance(subject, Claim) and Relation.OWN not in found:
        asked = chains.steps(tx, Ref(claims.CHAIN, subject.id)).reached(actor.person)
        return found | {Relation.ASKED} if asked else found
    return found


def offered(item: Item, relations: frozenset[Relation]) -> tuple[str, ...]:
    """The moves one who stands so could make now: by relation, by state, and an assessment only once."""
    moves = tuple(
        verb
        for verb in sorted(MACHINE.verbs)
        if MACHINE.allows(verb, item.state)
        and POLICY.allows(Permission(NEEDS[verb]), relations)
        and (verb != "assess" or (item.rating is None and item.terms.skill is not None))
    )
    waits = item.state is State.PROPOSED and POLICY.allows(Permission("nudge"), relations)
    return (*moves, "nudge") if waits and Relation.ASKED not in relations else moves


def may(tx: Tx, actor: Actor, subject: Item | Claim | Prospect | Branch | Company, permission: str) -> bool:
    """Whether they have this permission about it."""
    return POLICY.allows(Permission(permission), relate(tx, actor, subject))


def sees_case(tx: Tx, actor: Actor, item: Item) -> bool:
    """Whether they may know that a case opened it: who closed that case was asked first, and nobody else knows."""
    if item.case is None:
        return False
    asked = desk.chain_of(tx, item).asked
    return bool(asked) and asked[0].person == actor.person


def _to_item(tx: Tx, actor: Actor, item: Item) -> frozenset[Relation]:
    found = lines.relations(tx, actor, item.person)
    asked = desk.chain_of(tx, item).reached(actor.person)
    if item.draft:
        return frozenset({Relation.COLLEAGUE, *({Relation.ASKED} if asked else ())})
    if Relation.OWN in found:
        return found
    more = {
        Relation.ASKED: asked,
        Relation.REQUESTER: item.requested_by == actor.person,
        Relation.PARTNER: item.terms.partner == actor.person,
    }
    return found | {relation for relation, so in more.items() if so}


def _to_branch(tx: Tx, actor: Actor, branch: Branch) -> frozenset[Relation]:
    line = organisation.chart(tx).line(branch.department, actor.today)
    admin = {Relation.PEOPLE_ADMIN} if actor.people_admin else set()
    return frozenset({Relation.COLLEAGUE, *admin, *rules.lines(actor.person, NOBODY, line)})


def _to_company(tx: Tx, actor: Actor) -> frozenset[Relation]:
    """Who manages something of it asks by skill: an operations manager any department, a project manager a project."""
    found = {Relation.COLLEAGUE}
    chart = organisation.chart(tx)
    if actor.people_admin:
        found.add(Relation.PEOPLE_ADMIN)
    if desk.departments_answered_for(tx, actor):
        found.add(Relation.SOLID_LINE if chart.managed_by(actor.person, actor.today) else Relation.DEPUTY)
    if chart.led_by(actor.person, actor.today):
        found.add(Relation.LEAD)
    return frozenset(found)
