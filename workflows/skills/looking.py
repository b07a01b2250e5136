"""Who holds a skill, which skills there are, and what was said about an item."""

from workflows.kernel.access import Actor
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Message, Open, Say
from workflows.language import tr
from workflows.organisation import skill_names, skills
from workflows.organisation import store as organisation
from workflows.organisation.skill import Skill
from workflows.skills import cards, desk, forms, offers, store
from workflows.skills.portrait import paged
from workflows.skills.prospect import Company
from workflows.skills.reading import facts_of
from workflows.skills.rules import level as levels
from workflows.skills.rules.item import Item
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import dated, labelled


def who(tx: Tx, actor: Actor, company: Company, form: Form) -> Outcome:
    """`/skills who Python`: managers see who holds it and who wishes to; everybody sees who offers to mentor."""
    skill = desk.find_skill(tx, forms.text_of(form, forms.SKILL))
    title = tr("Who: {skill}", skill=skill.name)
    built: list[Built] = [blocks.header(title)]
    if offers.may(tx, actor, company, "see_levels"):
        built += _holders(tx, actor, skill)
    built += _mentors(tx, actor, skill)
    return Outcome(Say(Message(blocks.escaped(title), blocks.laid_out(built))))


def show_all(tx: Tx, actor: Actor, company: Company, _form: Form) -> Outcome:
    """`/skills list`: every skill with its other names."""
    others = skill_names.other_names(tx)
    lines = [_with_others(one, others.get(one.id, [])) for one in skills.skills(tx).values()]
    nothing = tr("There are no skills yet.")
    if offers.may(tx, actor, company, "add"):
        nothing = " ".join((nothing, tr("Add one: `/skills add its name`.")))
    built = [blocks.header(tr("Skills")), *(paged(lines) or [blocks.section(nothing)])]
    return Outcome(Say(Message(tr("Skills"), blocks.laid_out(built))))


def look(tx: Tx, actor: Actor, item: Item, _form: Form) -> Outcome:
    """What was said about an item; a mentor and whoever suggested it see how it stands, not what was said."""
    facts = facts_of(tx, actor, item)
    built: list[Built] = [
        blocks.section(f"{blocks.bold(facts.name)}: *{facts.title}*\n_{tr(cards.STATES[item.state])}_")
    ]
    written = store.notes(tx, item.id) if offers.may(tx, actor, item, "see_cost") else []
    for one in written[-20:]:
        day = dated(desk.local(actor, one.at), desk.locale_of_actor(actor))
        built += [blocks.aside(f"*{blocks.escaped(desk.name_of(tx, one.by), 80)}*, {day}"), blocks.verbatim(one.text)]
    if not written:
        built.append(blocks.section(tr("Nothing yet.")))
    return Outcome(Open(blocks.modal(None, tr("What was said"), built)))


def _holders(tx: Tx, actor: Actor, skill: Skill) -> list[Built]:
    held = skills.held_among(tx, actor.today, [skill.id])
    wishing = [one.person for one in skills.wishes(tx) if one.skill == skill.id]
    names = organisation.names(tx, [*(one.person for one in held), *wishing])
    listed = sorted(held, key=lambda one: names[one.person].casefold())
    lines = [labelled(blocks.bold(names[one.person]), levels.worded(one.level)) for one in listed]
    built = paged(lines) or [blocks.section(tr("Nobody is rated in it yet."))]
    wished = sorted((names[one] for one in wishing if one in names), key=str.casefold)
    if wished:
        built.append(
            blocks.section(tr("*Would like to learn it:* {names}", names=blocks.escaped(", ".join(wished), 2000)))
        )
    return built


def _mentors(tx: Tx, actor: Actor, skill: Skill) -> list[Built]:
    here = {one.person for one in skills.held_among(tx, actor.today, [skill.id])}
    offering = [one.person for one in skills.offers(tx) if one.skill == skill.id and one.person in here]
    names = sorted(organisation.names(tx, offering).values(), key=str.casefold)
    if not names:
        return [blocks.section(tr("Nobody offers to mentor others in it yet."))]
    return [blocks.section(tr("*Offer to mentor:* {names}", names=blocks.escaped(", ".join(names), 2000)))]


def _with_others(skill: Skill, names: list[str]) -> str:
    if not names:
        return blocks.bold(skill.name)
    others = blocks.escaped(", ".join(names), 400)
    return tr("{skill}, also called {names}", skill=blocks.bold(skill.name), names=others)
