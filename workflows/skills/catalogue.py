"""Which skills there are: added by whoever manages people, named and merged by those who keep the directory."""

from workflows.kernel.access import Actor
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Message, Say
from workflows.language import tr
from workflows.organisation import skill_names
from workflows.organisation.skill import Skill
from workflows.skills import desk, forms
from workflows.skills.prospect import Company
from workflows.wording import blocks


def add(tx: Tx, actor: Actor, _company: Company, form: Form) -> Outcome:
    """`/skills add Power BI`."""
    skill = skill_names.add(tx, forms.text_of(form, forms.NAME))
    return _said("added", skill, actor, f"Added: {blocks.bold(skill.name)}.")


def alias(tx: Tx, actor: Actor, _company: Company, form: Form) -> Outcome:
    """`/skills alias PBI = Power BI`."""
    name = forms.text_of(form, forms.NAME)
    skill = desk.find_skill(tx, forms.text_of(form, forms.OTHER))
    skill_names.also_called(tx, skill, name)
    return _said(
        "renamed",
        skill,
        actor,
        tr("{skill} is also found as {name} now.", skill=blocks.bold(skill.name), name=blocks.bold(name)),
    )


def merge(tx: Tx, actor: Actor, _company: Company, form: Form) -> Outcome:
    """`/skills merge JS into JavaScript`: one skill that existed under two names."""
    gone = desk.find_skill(tx, forms.text_of(form, forms.NAME))
    kept = desk.find_skill(tx, forms.text_of(form, forms.OTHER))
    skill_names.merge(tx, gone, kept)
    text = tr(
        "{gone} and {kept} are one skill now, called {kept}.",
        gone=blocks.bold(gone.name),
        kept=blocks.bold(kept.name),
    )
    return _said("merged", kept, actor, text, gone=gone.id)


def _said(name: str, skill: Skill, actor: Actor, text: str, **facts: int) -> Outcome:
    event = Event(name, Ref(desk.NAME, skill.id), 1, actor.person, actor.person, {"skill": skill.id, **facts})
    return Outcome(Say(Message(text, blocks.laid_out([blocks.section(text)]))), (event,))
