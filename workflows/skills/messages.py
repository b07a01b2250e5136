"""A notice as its recipient reads it when it is sent: what is true then, in their locale; None when it no longer is."""

from collections.abc import Callable

from workflows.kernel.access import Actor
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.organisation import skills
from workflows.skills import cards, claims, desk, offers, rating, store
from workflows.skills.cards import Facts
from workflows.skills.reading import facts_of
from workflows.skills.rules import level as levels
from workflows.skills.rules.claim import Claim, Standing
from workflows.skills.rules.item import Item
from workflows.skills.rules.life import RUNNING, State
from workflows.wording import blocks
from workflows.wording.phrases import dated

_CLAIMS = frozenset({"claim", "claim_waiting", "claim_passed", "turned_down"})
_RATINGS = frozenset({"rated", "expiring"})


def render(tx: Tx, notice: Notice) -> Message | None:
    """The message, or None."""
    reader = None if isinstance(notice.to, str) else offers.reader(tx, notice.to)
    if reader is None:
        return None
    if notice.kind in _CLAIMS:
        claim = claims.claim(tx, notice.subject.id)
        return _about_claim(tx, notice, reader, claim) if claim else None
    if notice.kind in _RATINGS:
        return _about_rating(tx, notice, reader)
    item = store.item(tx, notice.subject.id)
    return _about_item(tx, notice, reader, item) if item else None


def _about_item(tx: Tx, notice: Notice, reader: Actor, item: Item) -> Message | None:
    if not offers.may(tx, reader, item, "see_item"):
        return _no_more(tx, notice, item)
    facts = facts_of(tx, reader, item)
    if notice.kind in ("mine", "decide"):
        return cards.card(facts)
    if notice.kind == "partner":
        return cards.partner_card(facts) if item.terms.partner == reader.person else _no_more(tx, notice, item)
    if notice.kind == "assess":
        return _assess(facts, notice, item)
    return _TEXTS[notice.kind](facts, notice)


def _no_more(tx: Tx, notice: Notice, item: Item) -> Message | None:
    """What somebody holds whose part in it is over."""
    if notice.kind not in ("partner", "decide") or not notice.only_update:
        return None
    name = blocks.bold(desk.name_of(tx, item.person))
    text = f"Your part in {name}'s development is over."
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _assess(facts: Facts, notice: Notice, item: Item) -> Message | None:
    name = blocks.bold(facts.name)
    if item.rating is not None:
        text = f"{name}: {facts.title} is done, and the skill has been rated since."
        return cards.said(facts, text) if notice.only_update else None
    if "assess" not in facts.offered:
        return None
    text = f"{name}: *{facts.title}* is done. How well does {name} do it now? Staffing counts with what you say."
    return cards.said(facts, text, ("assess",))


def _said(
    say: Callable[[Facts], str], when: frozenset[State] | None = None, verbs: tuple[str, ...] = ()
) -> Callable[[Facts, Notice], Message | None]:
    """A sentence, while the item is in one of these states."""

    def rendered(facts: Facts, notice: Notice) -> Message | None:
        if when is not None and facts.item.state not in when:
            return cards.said(facts, _settled(facts)) if notice.only_update else None
        return cards.said(facts, say(facts), verbs)

    return rendered


def _settled(facts: Facts) -> str:
    return f"{blocks.bold(facts.name)}: {facts.title}, {cards.STATES[facts.item.state]}."


def _whose(facts: Facts) -> str:
    """`Your development` to the person, a name to everybody else."""
    return "Your development" if facts.own else f"{blocks.bold(facts.name)}'s development"


_PROPOSED = frozenset({State.PROPOSED})
_TEXTS: dict[str, Callable[[Facts, Notice], Message | None]] = {
    "said_agreed": _said(lambda facts: f"{_whose(facts)} is agreed: *{facts.title}*, {facts.days}."),
    "said_declined": _said(lambda facts: f"{_whose(facts)} was not agreed: {facts.title}."),
    "said_dropped": _said(lambda facts: f"{_whose(facts)} was given up: {facts.title}."),
    "said_finished": _said(lambda facts: f"{_whose(facts)} is done: {facts.title}."),
    "stepped_back": _said(
        lambda facts: (
            f"{blocks.bold(facts.name)} has no mentor or coach any more: *{facts.title}*. Please find another."
        ),
        RUNNING,
        ("amend", "drop"),
    ),
    "waiting": _said(
        lambda facts: f"Still waiting for your answer: {blocks.bold(facts.name)}, *{facts.title}*.",
        _PROPOSED,
        ("agree", "decline"),
    ),
    "passed": _said(
        lambda facts: (
            f"{blocks.bold(facts.name)}, {facts.title}: nobody answered in time, so the next in line was asked."
        ),
        _PROPOSED,
    ),
    "quiet": _said(
        lambda facts: f"Nothing was heard for a while: {_whose(facts)}, *{facts.title}*. How does it go?",
        RUNNING,
        ("update", "finish", "drop"),
    ),
    "overdue": _said(
        lambda facts: f"{_whose(facts)}, *{facts.title}*, was to be done by now ({facts.days}). Is it?",
        RUNNING,
        ("finish", "update", "drop"),
    ),
}


def _about_claim(tx: Tx, notice: Notice, reader: Actor, claim: Claim) -> Message | None:
    name, skill = desk.name_of(tx, claim.person), desk.skill_name(tx, claim.skill)
    if notice.kind == "turned_down":
        text = f"Your level in {blocks.bold(skill)} stays as it is; {levels.worded(claim.level)} was not confirmed."
        built = [blocks.section(text), *([blocks.verbatim(claim.answer)] if claim.answer else [])]
        return Message(text, blocks.laid_out(built))
    if notice.kind == "claim_passed":
        text = (
            f"{blocks.bold(name)}'s level in {blocks.bold(skill)}: nobody answered in time; the next in line was asked."
        )
        return Message(text, blocks.laid_out([blocks.section(text)]))
    if claim.standing is not Standing.ASKED and not notice.only_update:
        return None
    may = offers.may(tx, reader, claim, "confirm")
    now = rating.now_line(tx, claim.person, claim.skill, reader)
    return cards.claim_card(claim, name, skill, now, may=may)


def _about_rating(tx: Tx, notice: Notice, reader: Actor) -> Message | None:
    """An assessment, while it is the latest of its skill."""
    found = skills.rating(tx, notice.subject.id)
    if found is None:
        return None
    latest = next((one for one in skills.history(tx, found.person) if one.skill == found.skill), found)
    if latest.id != found.id:
        return None
    skill = blocks.bold(desk.skill_name(tx, found.skill))
    if notice.kind == "rated":
        by = blocks.escaped(desk.name_of(tx, found.assessed_by), 80)
        return _plain(f"{by} rated you in {skill}: {levels.worded(found.level)}.")
    if found.expires_on is None:
        return None
    day = dated(found.expires_on, desk.locale_of_actor(reader))
    if found.person == reader.person:
        return _plain(
            f"Your certificate in {skill} runs out on {day}. Please renew it, and tell your operations manager."
        )
    return _plain(f"{blocks.bold(desk.name_of(tx, found.person))}'s certificate in {skill} runs out on {day}.")


def _plain(text: str) -> Message:
    return Message(text, blocks.laid_out([blocks.section(text)]))
