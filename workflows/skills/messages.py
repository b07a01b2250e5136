"""A notice as its recipient reads it when it is sent: what is true then, in their locale; None when it no longer is."""

from collections.abc import Callable

from workflows.kernel.access import Actor
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.organisation import skills
from workflows.organisation.lines import reader_of
from workflows.skills import cards, claims, desk, offers, rating, store
from workflows.skills.cards import Facts
from workflows.skills.reading import facts_of
from workflows.skills.rules import level as levels
from workflows.skills.rules.claim import Claim, Standing
from workflows.skills.rules.item import Item
from workflows.skills.rules.life import RUNNING, State
from workflows.wording import blocks
from workflows.wording.phrases import dated, labelled

_CLAIMS = frozenset({"claim", "claim_waiting", "claim_passed", "turned_down"})
_RATINGS = frozenset({"rated", "expiring"})


def render(tx: Tx, notice: Notice) -> Message | None:
    """The message, or None."""
    reader = reader_of(tx, notice.to)
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
    text = tr("Your part in {name}'s development is over.", name=name)
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _assess(facts: Facts, notice: Notice, item: Item) -> Message | None:
    name = blocks.bold(facts.name)
    if item.rating is not None:
        text = tr("{name}: {title} is done, and the skill has been rated since.", name=name, title=facts.title)
        return cards.said(facts, text) if notice.only_update else None
    if "assess" not in facts.offered:
        return None
    text = tr(
        "{name}: *{title}* is done. How well does {name} do it now? Staffing counts with what you say.",
        name=name,
        title=facts.title,
    )
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
    return labelled(blocks.bold(facts.name), f"{facts.title}, {tr(cards.STATES[facts.item.state])}.")


def _sentence(own: str, other: str = "") -> Callable[[Facts], str]:
    """One for the person themselves, and one for everybody else."""

    def say(facts: Facts) -> str:
        wording = own if facts.own or not other else other
        return tr(wording, name=blocks.bold(facts.name), title=facts.title, days=facts.days)

    return say


_PROPOSED = frozenset({State.PROPOSED})
_TEXTS: dict[str, Callable[[Facts, Notice], Message | None]] = {
    "said_agreed": _said(
        _sentence(
            marked("Your development is agreed: *{title}*, {days}."),
            marked("{name}'s development is agreed: *{title}*, {days}."),
        )
    ),
    "said_declined": _said(
        _sentence(
            marked("Your development was not agreed: {title}."), marked("{name}'s development was not agreed: {title}.")
        )
    ),
    "said_dropped": _said(
        _sentence(
            marked("Your development was given up: {title}."), marked("{name}'s development was given up: {title}.")
        )
    ),
    "said_finished": _said(
        _sentence(marked("Your development is done: {title}."), marked("{name}'s development is done: {title}."))
    ),
    "stepped_back": _said(
        _sentence(marked("{name} has no mentor or coach any more: *{title}*. Please find another.")),
        RUNNING,
        ("amend", "drop"),
    ),
    "waiting": _said(
        _sentence(marked("Still waiting for your answer: {name}, *{title}*.")), _PROPOSED, ("agree", "decline")
    ),
    "passed": _said(
        _sentence(marked("{name}, {title}: nobody answered in time, so the next in line was asked.")), _PROPOSED
    ),
    "quiet": _said(
        _sentence(
            marked("Nothing was heard for a while: Your development, *{title}*. How does it go?"),
            marked("Nothing was heard for a while: {name}'s development, *{title}*. How does it go?"),
        ),
        RUNNING,
        ("update", "finish", "drop"),
    ),
    "overdue": _said(
        _sentence(
            marked("Your development, *{title}*, was to be done by now ({days}). Is it?"),
            marked("{name}'s development, *{title}*, was to be done by now ({days}). Is it?"),
        ),
        RUNNING,
        ("finish", "update", "drop"),
    ),
}


def _about_claim(tx: Tx, notice: Notice, reader: Actor, claim: Claim) -> Message | None:
    name, skill = desk.name_of(tx, claim.person), desk.skill_name(tx, claim.skill)
    if notice.kind == "turned_down":
        text = tr(
            "Your level in {skill} stays as it is; {level} was not confirmed.",
            skill=blocks.bold(skill),
            level=levels.worded(claim.level),
        )
        built = [blocks.section(text), *([blocks.verbatim(claim.answer)] if claim.answer else [])]
        return Message(text, blocks.laid_out(built))
    if notice.kind == "claim_passed":
        text = tr(
            "{name}'s level in {skill}: nobody answered in time; the next in line was asked.",
            name=blocks.bold(name),
            skill=blocks.bold(skill),
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
        return _plain(tr("{by} rated you in {skill}: {level}.", by=by, skill=skill, level=levels.worded(found.level)))
    if found.expires_on is None:
        return None
    day = dated(found.expires_on, desk.locale_of_actor(reader))
    if found.person == reader.person:
        return _plain(
            tr(
                "Your certificate in {skill} runs out on {day}. Please renew it, and tell your operations manager.",
                skill=skill,
                day=day,
            )
        )
    return _plain(
        tr(
            "{person}'s certificate in {skill} runs out on {day}.",
            person=blocks.bold(desk.name_of(tx, found.person)),
            skill=skill,
            day=day,
        )
    )


def _plain(text: str) -> Message:
    return Message(text, blocks.laid_out([blocks.section(text)]))
