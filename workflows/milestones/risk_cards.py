"""The proposal to call a milestone at risk, as the project's manager holds it; capacity and days, never why."""

from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.milestones import cards, offers, store
from workflows.milestones.answering import capacity
from workflows.milestones.cards import Facts
from workflows.milestones.reading import facts_of
from workflows.milestones.rules.risk import Risk, Standing
from workflows.organisation.lines import reader_of
from workflows.organisation.milestone import Health
from workflows.wording import blocks

KINDS = ("risk", "risk_over")


def render(tx: Tx, notice: Notice) -> Message | None:
    risk = store.risk(tx, notice.subject.id)
    item = store.item(tx, risk.milestone) if risk else None
    reader = reader_of(tx, notice.to)
    if risk is None or item is None or reader is None or not offers.may(tx, reader, item, "plan"):
        return None
    facts = facts_of(tx, reader, item)
    if notice.kind == "risk_over":
        return _capacity_back(facts, risk)
    due = tr("{project}: {name} is due on {day}.", project=facts.project, name=facts.name, day=facts.due)
    text = f"{due} {_loses(facts, risk)}"
    if risk.standing is Standing.OPEN:
        asking = f"{text} {tr('Is it at risk?')}"
        buttons = [cards.button(item, verb, risk.value) for verb in ("mark_at_risk", "leave_as_is")]
        return Message(asking, blocks.laid_out([blocks.section(asking), *blocks.actions(buttons)]))
    if not notice.only_update:
        return None
    return Message(text, blocks.laid_out([blocks.section(text), blocks.aside(tr(_BECAME[risk.standing]))]))


def _capacity_back(facts: Facts, risk: Risk) -> Message | None:
    if risk.standing is not Standing.WITHDRAWN or facts.item.milestone.health is not Health.AT_RISK:
        return None
    days = cards.spoken_days(risk.loss.first, risk.loss.last, facts.locale)
    text = tr(
        "{project} has the capacity back that it was to lose {days}. {name} is still called at risk.",
        project=facts.project,
        days=days,
        name=facts.name,
    )
    return Message(text, blocks.laid_out([blocks.section(text), *cards.update_button(facts)]))


def _loses(facts: Facts, risk: Risk) -> str:
    share = capacity(risk.loss.percent, risk.loss.hours)
    days = cards.spoken_days(risk.loss.first, risk.loss.last, facts.locale)
    return tr("{project} loses {share} {days}.", project=facts.project, share=share, days=days)


_BECAME = {
    Standing.MARKED: marked("You called it at risk."),
    Standing.LEFT: marked("You left it as it is."),
    Standing.WITHDRAWN: marked("No longer so: the capacity is there after all."),
    Standing.OVERTAKEN: marked("The milestone changed meanwhile; nothing is to be decided."),
}
