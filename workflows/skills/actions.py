"""Development: proposed, agreed, begun, spoken of, finished, given up; and rated anew at its end.

A verb whose button opens a modal comes here twice: from the button without its fields, and from the modal with them.
"""

from dataclasses import replace

from workflows.kernel.access import Actor, PersonId, Relation
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Done, Open, Update, View
from workflows.language import tr
from workflows.organisation import chains, rules, skills
from workflows.organisation import store as organisation
from workflows.skills import desk, forms, offers, rating, store, views
from workflows.skills.prospect import Prospect
from workflows.skills.reading import facts_of
from workflows.skills.rules.item import Item, Terms, check_terms, check_wish
from workflows.skills.rules.life import OPEN, Kind, State
from workflows.skills.rules.mentors import mentors
from workflows.skills.steps import happened, moved, new
from workflows.wording import blocks
from workflows.wording.phrases import labelled, listed


def open_form(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Outcome:
    """`/skills develop`: the modal, filled in with what was said."""
    desk.require_with_us(tx, whose.person)
    skill = forms.text_of(form, forms.SKILL)
    known = desk.find_skill(tx, skill, None).name if skill else ""
    return Outcome(Open(_develop_view(tx, actor, whose, {**form, forms.SKILL: known})))


def preview(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Outcome:
    """The same with who could mentor, for what is chosen now."""
    return Outcome(Update(_develop_view(tx, actor, whose, form)))


def propose(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Outcome:
    """Propose it; from whoever decides anyway it is agreed at once."""
    tx.lock("skills", whose.person)
    desk.require_with_us(tx, whose.person, forms.WHO)
    terms = forms.terms_of(tx, form, with_cost=offers.may(tx, actor, whose, "see"))
    today = desk.today_of(tx, whose.person)
    decides = offers.may(tx, actor, whose, "agree")
    (check_terms if decides else check_wish)(whose.person, terms, today)
    _require_new(tx, whose.person, terms)
    if decides:
        return Outcome(
            Done(), (happened("agreed", new(tx, whose.person, terms, State.AGREED, actor.person), actor.person),)
        )
    route = desk.route(tx, whose.person, actor.person)
    item = new(tx, whose.person, terms, State.PROPOSED, actor.person)
    chains.start(tx, desk.ref(item), route)
    return Outcome(Done(), (happened("proposed", item, actor.person),))


def agree(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """Yes, with its days, its helper, its cost and whoever keeps it going."""
    if forms.KIND not in form:
        return Outcome(Open(_agree_view(tx, actor, item, _filled(tx, item))))
    return Outcome(Done(), (happened("agreed", _settled(tx, actor, item, form, "agree"), actor.person),))


def amend(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """Agree on other days, another helper, another cost."""
    if forms.KIND not in form:
        return Outcome(Open(_agree_view(tx, actor, item, _filled(tx, item))))
    after = _settled(tx, actor, item, form, "amend")
    before = item.terms.partner if item.terms.partner != after.terms.partner else None
    facts = {} if before is None else {"before": before}
    return Outcome(Done(), (happened("amended", after, actor.person, **facts),))


def preview_agree(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """The same modal with who could mentor, for what is chosen now."""
    return Outcome(Update(_agree_view(tx, actor, item, form)))


def decline(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """No, and why."""
    return _ended(tx, actor, item, form, "decline", (tr("Decline development"), tr("Decline"), "declined"))


def drop(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """Give up what was agreed, and say why."""
    return _ended(tx, actor, item, form, "drop", (tr("Give it up"), tr("Give up"), "dropped"))


def withdraw(tx: Tx, actor: Actor, item: Item, _form: Form) -> Outcome:
    """Take a proposal back before anybody has decided."""
    return _step(tx, actor, item, "withdraw", "withdrawn")


def begin(tx: Tx, actor: Actor, item: Item, _form: Form) -> Outcome:
    """It has begun."""
    return _step(tx, actor, item, "begin", "begun")


def finish(tx: Tx, actor: Actor, item: Item, _form: Form) -> Outcome:
    """It is done; whoever rates is asked how the skill is now."""
    return _step(tx, actor, item, "finish", "finished")


def update(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """Say how it goes, and until when now."""
    if forms.LAST not in form:
        view = views.update_view({forms.LAST: item.terms.last}, _line(tx, actor, item), _metadata(item))
        return Outcome(Open(view))
    tx.lock("skills", item.person)
    note = forms.text_of(form, forms.NOTE)
    terms = replace(item.terms, last=forms.day_of(form, forms.LAST, tr("Pick the day by which it is to be done.")))
    if terms.last != item.terms.last:
        check_terms(item.person, terms, desk.today_of(tx, item.person))
    after = moved(tx, actor, "update", item, terms=terms)
    store.add_note(tx, item.id, actor.person, note)
    return Outcome(Done(), (happened("updated", after, actor.person),))


def step_back(tx: Tx, actor: Actor, item: Item, _form: Form) -> Outcome:
    """The mentor or coach can't help; the operations manager is told, and finds somebody else."""
    tx.lock("skills", item.person)
    after = moved(tx, actor, "step_back", item, terms=replace(item.terms, partner=None), updated_at=item.updated_at)
    return Outcome(Done(), (happened("stepped_back", after, actor.person, partner=actor.person),))


def assess(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """Rate the skill anew after its end."""
    if item.rating is not None or item.terms.skill is None:
        raise Refused(tr("The skill has been rated since. `/skills rate` rates it once more."), reason="rated")
    if forms.ON not in form:
        line = f"{_line(tx, actor, item)}\n{rating.now_line(tx, item.person, item.terms.skill, actor)}"
        view = views.rate_view({forms.ON: actor.today}, (), "skills:assess", _metadata(item), line)
        return Outcome(Open(view))
    tx.lock("skills", item.person)
    number, event = rating.write(tx, actor, item.person, item.terms.skill, form)
    after = moved(tx, actor, "assess", item, rating=number)
    return Outcome(Done(), (event, happened("assessed", after, actor.person)))


def suggested(tx: Tx, person: PersonId, form: Form) -> list[str]:
    """Who could mentor somebody, where mentoring or coaching is chosen; a sentence, or none."""
    text = str(form.get(forms.SKILL) or "")
    skill = skills.find(tx, text) if text else None
    if skill is None or form.get(forms.KIND) not in (Kind.MENTORING.value, Kind.COACHING.value):
        return []
    held = skills.held_among(tx, desk.today_of(tx, person), [skill.id])
    found = mentors(person, skill.id, held, skills.offers(tx))[: desk.MOST_SUGGESTED]
    if not found:
        return [
            tr("Nobody who holds {skill} at a higher level offers to mentor.", skill=blocks.escaped(skill.name, 80))
        ]
    names = organisation.names(tx, [one.person for one in found])
    return [tr("Could mentor: {names}.", names=listed([blocks.bold(names[one.person]) for one in found], "or"))]


def _develop_view(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> View:
    with_cost = offers.may(tx, actor, whose, "see")
    known = dict(form)
    if whose.person != actor.person:
        known[forms.WHO] = organisation.facts(tx, whose.person).person.slack_id
    return views.develop_view(known, _names(tx), suggested(tx, whose.person, form), with_cost=with_cost)


def _agree_view(tx: Tx, actor: Actor, item: Item, form: Form) -> View:
    line = _line(tx, actor, item)
    verb = "agree" if item.state is State.PROPOSED else "amend"
    return views.agree_view(verb, form, _names(tx), suggested(tx, item.person, form), line, _metadata(item))


def _filled(tx: Tx, item: Item) -> Form:
    return forms.of_item(tx, item) | {forms.OWNER: organisation.facts(tx, item.owner).person.slack_id}


def _settled(tx: Tx, actor: Actor, item: Item, form: Form, verb: str) -> Item:
    tx.lock("skills", item.person)
    desk.require_with_us(tx, item.person)
    terms = forms.terms_of(tx, form, with_cost=True)
    check_terms(item.person, terms, desk.today_of(tx, item.person))
    _require_new(tx, item.person, terms, besides=item.id)
    return moved(tx, actor, verb, item, terms=terms, owner=_owner(tx, actor, item, form))


def _names(tx: Tx) -> list[str]:
    return [one.name for one in skills.skills(tx).values()]


def _step(tx: Tx, actor: Actor, item: Item, verb: str, event: str) -> Outcome:
    tx.lock("skills", item.person)
    return Outcome(Done(), (happened(event, moved(tx, actor, verb, item), actor.person),))


def _ended(tx: Tx, actor: Actor, item: Item, form: Form, verb: str, words: tuple[str, str, str]) -> Outcome:
    title, submit, event = words
    if forms.REASON not in form:
        view = views.reason_view(verb, title, submit, _line(tx, actor, item), _metadata(item))
        return Outcome(Open(view))
    tx.lock("skills", item.person)
    reason = forms.text_of(form, forms.REASON, required=tr("Please say why: the person will read it."))
    after = moved(tx, actor, verb, item)
    store.add_note(tx, item.id, actor.person, reason)
    return Outcome(Done(), (happened(event, after, actor.person),))


def _owner(tx: Tx, actor: Actor, item: Item, form: Form) -> PersonId:
    """The person, or somebody who answers for them: the one who decides, say."""
    chosen = forms.person_of(tx, form, forms.OWNER) or item.person
    if chosen in (item.person, actor.person):
        return chosen
    known = organisation.chart(tx).line(desk.department_of(tx, item.person, actor.today), actor.today)
    if Relation.SOLID_LINE in rules.lines(chosen, item.person, known):
        return chosen
    raise Refused(
        tr("Either the person keeps it going, or one who answers for them."), field=forms.OWNER, reason="owner"
    )


def _require_new(tx: Tx, person: PersonId, terms: Terms, besides: int | None = None) -> None:
    same = [
        one
        for one in store.items_of(tx, person)
        if one.id != besides and one.state in OPEN and not one.draft
        if terms.skill is not None and (one.terms.kind, one.terms.skill) == (terms.kind, terms.skill)
    ]
    if same:
        raise Refused(
            tr("That is planned or proposed already: `/skills mine` shows it."), field=forms.SKILL, reason="known"
        )


def _line(tx: Tx, actor: Actor, item: Item) -> str:
    facts = facts_of(tx, actor, item)
    title = f"*{facts.title}*"
    return title if facts.own else labelled(blocks.bold(facts.name), title)


def _metadata(item: Item) -> str:
    return f"{item.id}.{item.version}"
