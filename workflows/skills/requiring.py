"""What a department requires of its people's skills, and where it is short: for the operations manager."""

from collections.abc import Sequence
from datetime import date, timedelta

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Message, Open, Picture, Say
from workflows.language import marked, marked_many, number, tr, trn
from workflows.organisation import skills
from workflows.organisation import store as organisation
from workflows.organisation.skill import Need, Skill
from workflows.skills import chart, desk, forms, offers, store, views
from workflows.skills.portrait import paged
from workflows.skills.prospect import Branch
from workflows.skills.rules import level as levels
from workflows.skills.rules.gaps import Gap, gaps
from workflows.skills.rules.life import NAMES, OPEN, Kind
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import dated, labelled, strung

AHEAD = timedelta(days=90)
"""How far ahead certificates are looked at."""
MOST_LISTED = 15


def show(tx: Tx, actor: Actor, branch: Branch, _form: Form) -> Outcome:
    """`/skills gaps`: required against held, what nobody fills, what runs out, what cases and wishes ask for."""
    tree = [one.id for one in organisation.department_tree(tx, branch.department, actor.today)]
    people = store.people_of(store.members(tx, actor.today), tree)
    known = skills.skills(tx)
    found = found_gaps(tx, tree, actor.today)
    name = organisation.chart(tx).departments[branch.department].name
    title = tr("Skills: {name}", name=name)
    built: list[Built] = [blocks.header(title), *_required(found, known)]
    built += _unfilled(tx, actor, known)
    built += _certificates(tx, actor, people, known)
    built += [*_from_cases(tx, actor, people), *_wished(tx, people, known)]
    if offers.may(tx, actor, branch, "require"):
        built += blocks.actions([blocks.button(tr("Required skills…"), "skills:needs", f"{branch.department}.1")])
    return Outcome(Say(Message(blocks.escaped(title), blocks.laid_out(built), _picture(found, known))))


def needs(tx: Tx, _actor: Actor, branch: Branch, form: Form) -> Outcome:
    """`/skills needs`: what is required, and a place to change it."""
    known = skills.skills(tx)
    name = organisation.chart(tx).departments[branch.department].name
    lines = [_need_line(one, known) for one in skills.needs(tx, [branch.department])]
    view = views.need_view(
        form,
        [one.name for one in known.values()],
        ["\n".join(lines[begin : begin + 20]) for begin in range(0, len(lines), 20)],
        tr("What {department} requires", department=blocks.bold(name)),
        f"{branch.department}.1",
    )
    return Outcome(Open(view))


def require(tx: Tx, actor: Actor, branch: Branch, form: Form) -> Outcome:
    """So many people who hold it at that level; nought: no more."""
    tx.lock("skills", branch.department)
    skill = desk.find_skill(tx, forms.text_of(form, forms.SKILL))
    facts: dict[str, int] = {"department": branch.department, "skill": skill.id}
    if str(form.get(forms.PEOPLE) or "").strip() == "0":
        if not skills.drop_need(tx, branch.department, skill.id):
            raise Refused(tr("It is not required now."), field=forms.PEOPLE, reason="not_required")
        return _done("unrequired", actor, branch, facts)
    need = Need(branch.department, skill.id, levels.level_of(form.get(forms.LEVEL)), forms.count_of(form, forms.PEOPLE))
    skills.set_need(tx, need)
    return _done("required", actor, branch, facts | {"level": need.level, "people": need.people})


def found_gaps(tx: Tx, departments: Sequence[int], today: date) -> list[Gap]:
    """The requirements of these departments and how each is met, the widest gap first."""
    required = skills.needs(tx, departments)
    if not required:
        return []
    members = store.members(tx, today)
    under = {
        one: store.people_of(members, [below.id for below in organisation.department_tree(tx, one, today)])
        for one in departments
    }
    return gaps(required, under, skills.held_among(tx, today, (need.skill for need in required)), today + AHEAD)


_NOBODY = marked("Nobody has {skill} at {level} or above, and at least {people} should")
_ENOUGH = marked_many(
    "{count} person has {skill} at {level} or above, and at least {people} should",
    "{count} people have {skill} at {level} or above, and at least {people} should",
)
_EXPIRING = marked_many(
    "{count} of them only until the certificate runs out", "{count} of them only until their certificates run out"
)
_BELOW = marked_many("{count} is below that", "{count} are below that")


def gap_line(gap: Gap, known: dict[int, Skill]) -> str:
    """One requirement in words."""
    said = {
        "skill": blocks.bold(known[gap.need.skill].name),
        "level": levels.worded(gap.need.level),
        "people": number(gap.need.people),
    }
    parts = [trn(*_ENOUGH, gap.enough, **said) if gap.enough else tr(_NOBODY, **said)]
    if gap.expiring:
        parts.append(trn(*_EXPIRING, gap.expiring))
    if gap.below:
        parts.append(trn(*_BELOW, gap.below))
    return strung(parts)


def _required(found: Sequence[Gap], known: dict[int, Skill]) -> list[Built]:
    if not found:
        return [blocks.section(tr("No skill is required here yet."))]
    return paged([_marked(gap, gap_line(gap, known)) for gap in found])


def _marked(gap: Gap, line: str) -> str:
    if gap.lacking:
        return f":red_circle: {line}"
    return f":large_yellow_circle: {line}" if gap.soon_lacking else f":large_green_circle: {line}"


def _unfilled(tx: Tx, actor: Actor, known: dict[int, Skill]) -> list[Built]:
    """What project managers asked for and nobody has yet: everybody's who could supply it."""
    projects = organisation.chart(tx).projects
    lines = [
        tr(
            "{skill} at {level}: {people} for {project}, from {day}",
            skill=blocks.bold(known[one.skill].name),
            level=levels.worded(one.level),
            people=one.people,
            project=blocks.escaped(projects[one.project].name, 80),
            day=dated(one.first, desk.locale_of_actor(actor)),
        )
        for one in skills.wanted(tx, actor.today)[:MOST_LISTED]
        if one.skill in known
    ]
    return [blocks.section(tr("*Asked for and not filled*")), *paged(lines)] if lines else []


def _certificates(tx: Tx, actor: Actor, people: frozenset[PersonId], known: dict[int, Skill]) -> list[Built]:
    lapsing = skills.lapsing(tx, actor.today, actor.today, actor.today + AHEAD)
    mine = [one for one in lapsing if one.person in people][:MOST_LISTED]
    names = organisation.names(tx, [one.person for one in mine])
    lines = [
        tr(
            "{name}: {skill}, until {day}",
            name=blocks.bold(names[one.person]),
            skill=blocks.escaped(known[one.skill].name, 80),
            day=dated(one.expires_on, desk.locale_of_actor(actor)),
        )
        for one in mine
        if one.expires_on is not None
    ]
    return [blocks.section(tr("*Certificates that run out within 90 days*")), *paged(lines)] if lines else []


def _from_cases(tx: Tx, actor: Actor, people: frozenset[PersonId]) -> list[Built]:
    """How many, of which kind, of the cases that the reader closed; never whose, and nobody else learns of a case."""
    opened = [one for one in store.open_items(tx) if one.person in people and one.state in OPEN]
    found = [one for one in opened if offers.sees_case(tx, actor, one)]
    counts = [(kind, sum(one.terms.kind is kind for one in found)) for kind in Kind]
    said = [labelled(tr(NAMES[kind]), number(count)) for kind, count in counts if count]
    return [blocks.section(tr("*Opened by closed cases*")), blocks.section(", ".join(said))] if said else []


def _wished(tx: Tx, people: frozenset[PersonId], known: dict[int, Skill]) -> list[Built]:
    counts: dict[int, int] = {}
    for one in skills.wishes(tx):
        if one.person in people and one.skill in known:
            counts[one.skill] = counts.get(one.skill, 0) + 1
    ordered = sorted(counts, key=lambda skill: (-counts[skill], known[skill].name))[:MOST_LISTED]
    said = ", ".join(labelled(blocks.escaped(known[one].name, 80), number(counts[one])) for one in ordered)
    return [blocks.section(tr("*Your people would like to learn*")), blocks.section(said)] if said else []


def _picture(found: Sequence[Gap], known: dict[int, Skill]) -> Picture | None:
    if not found:
        return None
    bars = [
        chart.Bar(
            f"{known[gap.need.skill].name} ≥ {gap.need.level}",
            gap.enough - gap.expiring,
            gap.expiring,
            gap.below,
            gap.need.people,
        )
        for gap in found[: chart.MOST_ROWS]
    ]
    return Picture(lambda: chart.draw(bars), tr("Held against required"), chart.spoken(bars))


def _need_line(need: Need, known: dict[int, Skill]) -> str:
    return tr(
        "{skill}: {people} at {level} or above",
        skill=blocks.bold(known[need.skill].name),
        people=need.people,
        level=levels.worded(need.level),
    )


def _done(name: str, actor: Actor, branch: Branch, facts: dict[str, int]) -> Outcome:
    event = Event(name, Ref(desk.NAME, branch.department), 1, actor.person, actor.person, facts)
    return Outcome(Done(), (event,))
