"""What people hold and read about a development item or a claimed level; pure.

Everything a reader may know comes in as `Facts`, already theirs to read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from slackblocks import Button

from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.reminding import nudges
from workflows.skills.rules import level as levels
from workflows.skills.rules.claim import Claim, Standing
from workflows.skills.rules.item import Item
from workflows.skills.rules.life import NAMES, Kind, State
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import labelled

STATES = {
    State.PROPOSED: marked("proposed: waiting for the operations manager"),
    State.AGREED: marked("agreed"),
    State.UNDER_WAY: marked("under way"),
    State.DONE: marked("done"),
    State.DROPPED: marked("dropped"),
}
_WITH_SKILL = {
    Kind.TRAINING: marked("Training in {skill}"),
    Kind.COACHING: marked("Coaching in {skill}"),
    Kind.MENTORING: marked("Mentoring in {skill}"),
}
ORDER = ("agree", "decline", "begin", "update", "finish", "assess", "amend", "nudge", "withdraw", "drop", "step_back")


@dataclass(frozen=True)
class Facts:
    """An item, as one reader knows it."""

    item: Item
    name: str
    """Whose it is."""
    own: bool
    skill: str
    partner: str
    owner: str
    requester: str
    days: str
    """From when to when, in the reader's locale; empty while nothing is fixed."""
    cost: str
    """Empty where there is none, or where it is not the reader's to know."""
    from_case: bool
    """Whether a closed case opened it, and the reader may know."""
    offered: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.item.id}.{self.item.version}"

    @property
    def title(self) -> str:
        """`Training in Power BI`, harmless in mrkdwn."""
        return titled(self.item, self.skill)


def titled(item: Item, skill: str) -> str:
    """`Training in Power BI`; `Coaching` where it is for no skill."""
    kind = item.terms.kind
    return tr(_WITH_SKILL[kind], skill=blocks.escaped(skill, 80)) if skill else tr(NAMES[kind])


def card(facts: Facts) -> Message:
    """What the person and those who decide hold."""
    text = labelled(blocks.escaped(facts.name, 80), f"{facts.title}, {tr(STATES[facts.item.state])}")
    return Message(text, blocks.laid_out(entry(facts, whose=not facts.own)))


def entry(facts: Facts, *, whose: bool) -> list[Built]:
    """One item in a list or on a card, with what can be done about it."""
    title = f"*{facts.title}*"
    lines = [labelled(blocks.bold(facts.name), title) if whose else title, f"_{tr(STATES[facts.item.state])}_"]
    pairs = list(_details(facts))
    goal = facts.item.terms.goal
    return [
        blocks.section("\n".join(lines)),
        *([blocks.fields(pairs)] if pairs else []),
        *([blocks.verbatim(goal)] if goal else []),
        *([blocks.aside(tr("A case that you closed opened this. Only you see that."))] if facts.from_case else []),
        *blocks.actions([*_buttons(facts), *_look(facts)]),
    ]


def partner_card(facts: Facts) -> Message:
    """What the mentor or coach holds: no cost, no case."""
    running = facts.item.state in (State.AGREED, State.UNDER_WAY)
    text = (
        tr("You are to help {name}: *{title}*", name=blocks.bold(facts.name), title=facts.title)
        if running
        else tr("{name}: *{title}*. Your part in it is over.", name=blocks.bold(facts.name), title=facts.title)
    )
    goal = facts.item.terms.goal
    built: list[Built] = [
        blocks.section(f"{text}\n_{tr(STATES[facts.item.state])}_"),
        *([blocks.fields([(tr("When"), facts.days)])] if facts.days else []),
        *([blocks.verbatim(goal)] if goal and running else []),
        *blocks.actions(_buttons(facts)),
    ]
    return Message(labelled(blocks.escaped(facts.name, 80), facts.title), blocks.laid_out(built))


def button(verb: str, value: str) -> Button:
    """What runs a verb on an item."""
    return _BUTTONS[verb](value)


def said(facts: Facts, text: str, verbs: Iterable[str] = ()) -> Message:
    """A sentence, and what can be done about it."""
    buttons = [_BUTTONS[verb](facts.value) for verb in verbs if verb in facts.offered]
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions(buttons)]))


def claim_card(claim: Claim, name: str, skill: str, now: str, *, may: bool) -> Message:
    """What whoever rates holds about a level somebody proposed for themselves."""
    asked = tr(
        "{name} sees themselves at *{level}* in *{skill}*",
        name=blocks.bold(name),
        level=levels.worded(claim.level),
        skill=blocks.escaped(skill, 80),
    )
    built: list[Built] = [
        blocks.section(
            f"{asked}\n{now}" if claim.standing is Standing.ASKED else f"{asked}\n_{tr(_ANSWERED[claim.standing])}_"
        ),
        *([blocks.verbatim(claim.note)] if claim.note else []),
        *blocks.actions(_claim_buttons(claim) if may and claim.standing is Standing.ASKED else []),
    ]
    return Message(
        tr("{name} proposes a level in {skill}", name=blocks.escaped(name, 80), skill=blocks.escaped(skill, 80)),
        blocks.laid_out(built),
    )


_ANSWERED = {
    Standing.ASKED: marked("waiting"),
    Standing.CONFIRMED: marked("rated"),
    Standing.DECLINED: marked("declined"),
    Standing.WITHDRAWN: marked("taken back"),
}


def _details(facts: Facts) -> Iterable[tuple[str, str]]:
    terms = facts.item.terms
    if facts.partner:
        yield (tr("Mentor") if terms.kind is Kind.MENTORING else tr("Coach")), blocks.escaped(facts.partner, 80)
    if terms.provider:
        yield tr("Provider"), blocks.escaped(terms.provider, 120)
    if facts.days:
        yield tr("When"), facts.days
    if facts.cost:
        yield tr("Cost"), facts.cost
    if facts.requester:
        yield tr("Proposed by"), blocks.escaped(facts.requester, 80)
    if facts.item.state not in (State.PROPOSED, State.DROPPED):
        yield tr("Kept going by"), blocks.escaped(facts.owner, 80)


def _buttons(facts: Facts) -> list[Button]:
    return [_BUTTONS[verb](facts.value) for verb in ORDER if verb in facts.offered]


def _look(facts: Facts) -> list[Button]:
    """Nothing was said of one that is new."""
    return [blocks.button(tr("What was said"), "skills:look", facts.value)] if facts.item.version > 1 else []


def _claim_buttons(claim: Claim) -> list[Button]:
    value = f"{claim.id}.{claim.version}"
    return [
        blocks.button(tr("Confirm level"), "skills:confirm", value, style="primary"),
        blocks.button(tr("Rate differently…"), "skills:differ", value),
        blocks.button(tr("Decline…"), "skills:turn_down", value),
    ]


_BUTTONS = {
    "agree": lambda value: blocks.button(tr("Agree…"), "skills:agree", value, style="primary"),
    "decline": lambda value: blocks.button(tr("Decline…"), "skills:decline", value),
    "nudge": lambda value: nudges.button("skills:nudge", value),
    "amend": lambda value: blocks.button(tr("Change…"), "skills:amend", value),
    "begin": lambda value: blocks.button(tr("It has begun"), "skills:begin", value),
    "update": lambda value: blocks.button(tr("How it goes…"), "skills:update", value),
    "finish": lambda value: blocks.button(
        tr("It is done"),
        "skills:finish",
        value,
        confirm=blocks.confirmation(
            tr("Done?"), tr("The operations manager is asked to rate the skill anew."), tr("Done"), tr("Back")
        ),
    ),
    "assess": lambda value: blocks.button(tr("Rate it now…"), "skills:assess", value, style="primary"),
    "withdraw": lambda value: blocks.button(
        tr("Take back"),
        "skills:withdraw",
        value,
        confirm=blocks.confirmation(
            tr("Take it back?"), tr("It will not be decided any more."), tr("Take back"), tr("Keep", context="as it is")
        ),
    ),
    "drop": lambda value: blocks.button(tr("Give it up…"), "skills:drop", value, style="danger"),
    "step_back": lambda value: blocks.button(
        tr("I can't help with it"),
        "skills:step_back",
        value,
        confirm=blocks.confirmation(
            tr("Step back?"), tr("The operations manager is told and finds somebody else."), tr("Step back"), tr("Stay")
        ),
    ),
}
