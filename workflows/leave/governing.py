"""What people admins do with leave policies: look, edit a version from a day on, assign one; all of it in the audit."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.home import Place, Section
from workflows.kernel.replies import FieldErrors, Open, Update
from workflows.language import tr, trn
from workflows.leave import desk, policy_views, versions
from workflows.leave.policy_views import CONTRACTS, COUNTRY, DEPARTMENTS, FROM, TYPE, UNTIL, Assigning, Editing, Shown
from workflows.leave.prospect import Governed
from workflows.leave.reach import KEEP_THEIR_YEAR, keeping_their_year, moved, reach
from workflows.leave.rules import editing
from workflows.leave.rules.assignment import Assignment, PolicySet
from workflows.leave.rules.complaints import complaints
from workflows.leave.rules.difference import differences
from workflows.leave.rules.editing import Unfit, edited
from workflows.leave.rules.policy import LeavePolicy, LeaveType, leave_year
from workflows.leave.rules.revision import Objection, Revision, revised
from workflows.leave.rules.writing import as_yaml, assigned
from workflows.leave.versions import Version, latest
from workflows.organisation import store as organisation
from workflows.organisation.rules import holds
from workflows.wording import blocks, sections
from workflows.wording.phrases import dated, labelled, strung

MOST = 8
"""Policies on App Home."""


def section(tx: Tx, actor: Actor) -> list[Section]:
    """On App Home, for people admins: what policies there are, and for whom."""
    if not actor.people_admin:
        return []
    known, kept = versions.every(tx), versions.versions(tx)
    people = reach(tx, known, actor.today)
    codes = sorted(dict.fromkeys(one.policy.code for one in kept), key=lambda code: -people[code])
    shown = [_shown(known, kept, code, actor.today, people[code]) for code in codes]
    entries = [policy_views.entry(one) for one in shown[:MOST]]
    more = len(shown) - MOST
    rest = tr("And {count} more: `dotted-line policy export` has them all.", count=more)
    foot = [blocks.aside(rest)] if more > 0 else []
    return [sections.section(Place.COMPANY, tr("Leave policies"), entries, foot=foot)]


def edit(tx: Tx, actor: Actor, governed: Governed, form: Form) -> Outcome:
    """The button opens the modal; submitting it keeps a new version from the chosen day on."""
    if FROM not in form:
        since = leave_year(governed.policy, actor.today, actor.today)[1]
        return Outcome(Open(_edit_view(tx, actor, governed, {FROM: since})))
    leave_type, since = _type(governed.policy, form), _since(form)
    try:
        wanted = edited(governed.policy, leave_type.code, _fields(form, leave_type), since)
    except Unfit as unfit:
        return Outcome(FieldErrors(_placed(unfit.errors, leave_type)))
    if not differences(governed.policy, wanted):
        raise Refused(tr("Nothing is different from what holds already."), field=FROM, reason="no_change")
    if since < governed.policy.valid_from:
        text = tr(
            "A version from {day} is there already. Let this one begin on that day or later.",
            day=governed.policy.valid_from,
        )
        raise Refused(text, field=FROM, reason="too_early")
    revision = versions.compare(tx, [wanted], [], actor.today)
    if revision.objections:
        return Outcome(FieldErrors(_objected(revision.objections)))
    people = reach(tx, versions.every(tx), since)[wanted.code]
    name, day = blocks.escaped(wanted.name), dated(since, desk.locale_of_actor(actor))
    lines = [
        trn(
            "*{name}*, from {day}, for {count} person:",
            "*{name}*, from {day}, for {count} people:",
            people,
            name=name,
            day=day,
        )
    ]
    lines += [f"• {blocks.escaped(line)}" for line in policy_views.changes(governed.policy, wanted)]
    return _kept(tx, actor, revision, tr("Policy saved"), lines)


def preview_edit(tx: Tx, actor: Actor, governed: Governed, form: Form) -> Outcome:
    """The modal again, for the type and the day that are chosen now."""
    return Outcome(Update(_edit_view(tx, actor, governed, form)))


def assign(tx: Tx, actor: Actor, governed: Governed, form: Form) -> Outcome:
    """The button opens the modal; submitting it keeps for whom the policy is."""
    if FROM not in form:
        return Outcome(Open(_assign_view(tx, governed, actor.today, [])))
    try:
        wanted = _assignment(governed.policy, form)
    except Unfit as unfit:
        return Outcome(FieldErrors(unfit.errors))
    revision = versions.compare(tx, [], [wanted], actor.today)
    if revision.objections:
        return Outcome(FieldErrors(_objected(revision.objections)))
    lines = [
        labelled(f"*{blocks.escaped(governed.policy.name)}*", f"{blocks.escaped(assigned(wanted))}."),
        _moves(tx, revision),
    ]
    return _kept(tx, actor, revision, tr("Policy assigned"), lines)


def preview_assignment(tx: Tx, actor: Actor, governed: Governed, form: Form) -> Outcome:
    """The modal again, with how many people would go by another policy."""
    try:
        wanted = _assignment(governed.policy, form)
    except Unfit as unfit:
        outlook = [f":warning: {blocks.escaped(text)}" for text in unfit.errors.values()]
    else:
        outlook = [_moves(tx, Revision(assignments=(wanted,)))]
    since = form.get(FROM)
    return Outcome(Update(_assign_view(tx, governed, since if isinstance(since, date) else actor.today, outlook)))


def show(tx: Tx, _actor: Actor, governed: Governed, _form: Form) -> Outcome:
    """All its versions and assignments, as they would be exported."""
    known, code = versions.every(tx), governed.policy.code
    policies = [one for one in known.policies if one.code == code]
    text = as_yaml(policies, [one for one in known.assignments if one.policy == code])
    return Outcome(Open(policy_views.yaml_view(governed.policy, text)))


def _kept(tx: Tx, actor: Actor, revision: Revision, title: str, lines: list[str]) -> Outcome:
    events = versions.keep(tx, revision, actor.person)
    return Outcome(Update(policy_views.saved_view(title, lines)), tuple(events))


def _shown(known: PolicySet, kept: list[Version], code: str, today: date, people: int) -> Shown:
    newest = latest(kept, code)
    mine = sorted((one.policy for one in kept if one.policy.code == code), key=lambda one: one.valid_from)
    to_come = [
        tr(
            "From {day}: {changes}",
            day=after.valid_from,
            changes=strung(policy_views.changes(before, after)[:4]),
        )
        for before, after in pairwise(mine)
        if after.valid_from > today
    ]
    whom = [assigned(one) for one in known.assignments if one.policy == code]
    return Shown(Governed(newest).value, newest.policy, people, whom, to_come)


def _edit_view(tx: Tx, actor: Actor, governed: Governed, form: Form) -> Mapping[str, Any]:
    since = form.get(FROM)
    day = since if isinstance(since, date) else actor.today
    people = reach(tx, versions.every(tx), day)[governed.policy.code]
    outlook = [
        trn(
            "On {day} this is the policy of {count} person.",
            "On {day} this is the policy of {count} people.",
            people,
            day=dated(day, desk.locale_of_actor(actor)),
        )
    ]
    return policy_views.edit_view(Editing(governed.value, governed.policy, _type(governed.policy, form), day, outlook))


def _assign_view(tx: Tx, governed: Governed, since: date, outlook: list[str]) -> Mapping[str, Any]:
    departments = {one.code: one.name for one in organisation.chart(tx).departments.values() if holds(one, since)}
    kinds = organisation.contract_kinds(tx)
    return policy_views.assign_view(Assigning(governed.value, governed.policy, since, departments, kinds, outlook))


def _moves(tx: Tx, revision: Revision) -> str:
    known = versions.every(tx)
    day = max(tx.now.date(), revision.assignments[0].valid_from) if revision.assignments else tx.now.date()
    after = revised(known, revision)
    said = trn(
        "{count} person will go by another policy than now on {day}.",
        "{count} people will go by another policy than now on {day}.",
        moved(tx, known, after, day),
        day=dated(day),
    )
    keeping = keeping_their_year(tx, known, after, day)
    return " ".join([said, tr(KEEP_THEIR_YEAR, keeping=keeping)]) if keeping else said


def _type(policy: LeavePolicy, form: Form) -> LeaveType:
    chosen = form.get(TYPE)
    return next((one for one in policy.types if one.code == chosen), policy.types[0])


def _fields(form: Form, leave_type: LeaveType) -> dict[str, str]:
    places = {name: policy_views.field_id(name, leave_type) for name in editing.filled(leave_type)}
    return {name: str(form[place] or "").strip() for name, place in places.items() if place in form}


def _since(form: Form) -> date:
    since = form.get(FROM)
    if not isinstance(since, date):
        raise Refused(tr("Please pick a day."), field=FROM, reason="no_day")
    return since


def _assignment(policy: LeavePolicy, form: Form) -> Assignment:
    """What the modal says; Unfit where it makes no sense."""
    departments = form.get(DEPARTMENTS) or []
    codes = departments.split(",") if isinstance(departments, str) else departments
    content = {
        "policy": policy.code,
        "country": str(form.get(COUNTRY) or "").strip().upper() or None,
        "departments": tuple(code.strip() for code in codes if code.strip()),
        "contracts": tuple(map(str, form.get(CONTRACTS) or ())),
        "valid_from": _since(form),
        "valid_to": form.get(UNTIL),
    }
    try:
        return Assignment.model_validate(content)
    except ValidationError as error:
        raise Unfit({str(one.place[0]): _unfit(str(one.place[0]), one.text) for one in complaints(error)}) from None


def _unfit(field: str, text: str) -> str:
    return tr("Write the country as two letters: GB, DE, US.") if field == COUNTRY else text


def _placed(errors: Mapping[str, str], leave_type: LeaveType) -> dict[str, str]:
    """Under the modal's own fields."""
    return {name if name == FROM else policy_views.field_id(name, leave_type): text for name, text in errors.items()}


def _objected(objections: tuple[Objection, ...]) -> dict[str, str]:
    shown = {FROM, UNTIL, DEPARTMENTS, CONTRACTS}
    return {one.field if one.field in shown else FROM: f"{one.text[:1].upper()}{one.text[1:]}." for one in objections}
