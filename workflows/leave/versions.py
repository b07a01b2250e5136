"""The policies a company has, by version, to whom they are assigned, and so which of them somebody goes by when."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Ref, Tx
from workflows.leave import calendars
from workflows.leave.rules.assignment import Assignment, PolicySet, Whom
from workflows.leave.rules.history import History, history, ruling, with_past
from workflows.leave.rules.policy import LeavePolicy, LeaveType
from workflows.leave.rules.request import Request
from workflows.leave.rules.revision import Revision, revise, scope
from workflows.leave.tables import LeaveAssignmentRow, LeavePolicyRow
from workflows.leave.waking import wake_all
from workflows.organisation import recent, skills
from workflows.organisation import store as organisation
from workflows.organisation.rules import Chart, Facts, Lasting, at, employed_day

EVERYBODY = PersonId(0)
"""Whom an event is about that is about no person."""
_POLICY, _ASSIGNMENT = SQLModel.metadata.tables["leave_policy"], SQLModel.metadata.tables["leave_assignment"]
_POLICIES = select(*_POLICY.c).order_by(_POLICY.c.id)
_ASSIGNMENTS = select(*_ASSIGNMENT.c).order_by(_ASSIGNMENT.c.id)
_REWRITE = (
    update(_POLICY)
    .where(_POLICY.c.code == bindparam("policy"), _POLICY.c.valid_from == bindparam("since"))
    .values(body=bindparam("text"), version=_POLICY.c.version + 1)
)
_REASSIGN = (
    update(_ASSIGNMENT)
    .where(_ASSIGNMENT.c.id == bindparam("assignment"))
    .values(policy=bindparam("code"), valid_to=bindparam("until"), version=_ASSIGNMENT.c.version + 1)
)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a policy as it is kept."""

    id: int
    policy: LeavePolicy
    version: int


def policy_of(tx: Tx, person: PersonId, day: date) -> LeavePolicy:
    """The version of the policy that somebody goes by on a day."""
    return ruling(history_of(tx, person), day)


def whole_policy_of(tx: Tx, person: PersonId, day: date) -> LeavePolicy:
    """The same with the types of those they went by before: balances and leave of theirs are still there."""
    policy: LeavePolicy | None = recent.of_person(
        tx, ("leave_policy", person, day), lambda: with_past(history_of(tx, person), day)
    )
    return policy or with_past(history_of(tx, person), day)


def history_of(tx: Tx, person: PersonId) -> History:
    """All policies somebody ever goes by, from when on."""
    known = recent.of_person(tx, ("leave_policies", person), lambda: _history(tx, person))
    if not known:
        raise LookupError("no leave policy: seed() has not run")
    return known


def type_of(tx: Tx, request: Request) -> LeaveType:
    """The type of a request: as the person's policy has it today, or had it when it was last theirs."""
    return type_for(tx, request.person, request.leave_type)


def type_for(tx: Tx, person: PersonId, code: str) -> LeaveType:
    """The type of that code for somebody: policies may have different ones by the same code."""
    today = organisation.facts(tx, person).person.today(tx.now)
    for leave_type in whole_policy_of(tx, person, today).types:
        if leave_type.code == code:
            return leave_type
    return types(tx).get(code) or LeaveType(code=code, name=code)


def types(tx: Tx) -> dict[str, LeaveType]:
    """Every leave type there is, in any policy, by its code."""
    found: dict[str, LeaveType] = {}
    for policy in every(tx).policies:
        for leave_type in policy.types:
            found.setdefault(leave_type.code, leave_type)
    return found


def every(tx: Tx) -> PolicySet:
    """All policies in all their versions, the company's first one first, and all assignments."""
    known: PolicySet | None = recent.of_person(tx, "leave_policies", lambda: _every(tx))
    if known is None:
        raise LookupError("no leave policy: seed() has not run")
    return known


def versions(tx: Tx) -> list[Version]:
    """All versions as they are kept, the first written first."""
    return [Version(row.id, LeavePolicy.model_validate_json(row.body), row.version) for row in tx.fetch(_POLICIES)]


def latest(known: Iterable[Version], code: str) -> Version:
    """The version of a policy that holds once all that is known of it has come."""
    return max((one for one in known if one.policy.code == code), key=lambda one: one.policy.valid_from)


def compare(tx: Tx, policies: Iterable[LeavePolicy], assignments: Iterable[Assignment], today: date) -> Revision:
    """What keeping these would change; from here on nobody else changes policies until this transaction ends."""
    recent.alone(tx)
    kept = tuple(one.policy for one in versions(tx)), tuple(_assignments(tx))
    departments = {one.code for one in organisation.chart(tx).departments.values()}
    contracts = set(organisation.contract_kinds(tx)) if departments else None
    wanted = tuple(policies), tuple(assignments)
    return revise(kept, wanted, today, departments, contracts, _no_skills(tx, wanted[0]))


def _no_skills(tx: Tx, policies: Iterable[LeavePolicy]) -> frozenset[str]:
    """What these call a skill without its being one; nothing while the company keeps no skills at all."""
    named = {floor.skill for policy in policies for floor in policy.cover if floor.skill}
    if not named or not skills.skills(tx):
        return frozenset()
    return frozenset(one for one in named if skills.find(tx, one) is None)


def keep(tx: Tx, revision: Revision, by: PersonId | None) -> list[Event]:
    """Write down what it changes; what to record about it."""
    events = [_keep_policy(tx, one, by) for one in revision.policies]
    events += [_keep_assignment(tx, one, by) for one in revision.assignments]
    if events:
        recent.changed(tx)
        wake_all(tx)
        calendars.keep(tx, every(tx).policies)
    return events


def seed_policy(tx: Tx, policy: LeavePolicy) -> bool:
    """Keep this version unless it is there already; whether it was kept."""
    added = tx.insert_once(LeavePolicyRow, **_row(policy), version=1)
    if added:
        recent.changed(tx)
    return added


def _history(tx: Tx, person: PersonId) -> History:
    """Worked out once for all who are where they are for as long as they are: colleagues share it."""
    chart, facts = organisation.chart(tx), organisation.facts(tx, person)
    stay = (facts.departments, facts.regions, facts.contracts, facts.person.starts, facts.person.ends)
    alike: History | None = recent.of_person(tx, ("leave_policies", stay), lambda: _history_of(tx, chart, facts))
    return alike or ()


def _history_of(tx: Tx, chart: Chart, facts: Facts) -> History:
    return history(every(tx), lambda day: _whom(chart, facts, day), _changes(chart, facts), facts.person.starts)


def _whom(chart: Chart, facts: Facts, day: date) -> Whom:
    region = at(facts.regions, employed_day(facts.person, day))
    line = chart.line(facts.department(day), day)
    codes = tuple(chart.departments[desk.department].code for desk in line)
    contract = at(facts.contracts, employed_day(facts.person, day))
    return Whom(region.country if region else "", codes, contract or "")


def _changes(chart: Chart, facts: Facts) -> set[date]:
    """The days on which an assignment may begin or cease to fit somebody."""
    theirs = (*facts.regions, *facts.departments, *facts.contracts)
    lasting: tuple[Lasting, ...] = (*theirs, *chart.departments.values())
    return {one.starts for one in lasting} | {one.ends + timedelta(days=1) for one in lasting if one.ends is not None}


def _every(tx: Tx) -> PolicySet | None:
    policies = tuple(one.policy for one in versions(tx))
    return PolicySet(policies=policies, assignments=tuple(_assignments(tx))) if policies else None


def _assignments(tx: Tx) -> list[Assignment]:
    return [_assignment(row) for row in tx.fetch(_ASSIGNMENTS)]


def _assignment(row: Any) -> Assignment:
    return Assignment(
        policy=row.policy,
        country=row.country or None,
        departments=tuple(json.loads(row.departments)),
        contracts=tuple(json.loads(row.contracts)),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _row(policy: LeavePolicy) -> dict[str, Any]:
    body = policy.model_dump_json(exclude_defaults=True)
    return {"code": policy.code, "valid_from": policy.valid_from, "body": body}


def _keep_policy(tx: Tx, policy: LeavePolicy, by: PersonId | None) -> Event:
    row = _row(policy)
    if not tx.insert_once(LeavePolicyRow, **row, version=1):
        tx.execute(_REWRITE, policy=policy.code, since=policy.valid_from, text=row["body"])
    kept = next(one for one in versions(tx) if _key(one.policy) == _key(policy))
    facts = {"policy": policy.code, "valid_from": policy.valid_from.isoformat()}
    return Event("policy_kept", Ref("leave_policy", kept.id), kept.version, EVERYBODY, by, facts)


def _key(policy: LeavePolicy) -> tuple[str, date]:
    return policy.code, policy.valid_from


def _keep_assignment(tx: Tx, one: Assignment, by: PersonId | None) -> Event:
    rows = [row for row in tx.fetch(_ASSIGNMENTS) if scope(_assignment(row)) == scope(one)]
    facts: dict[str, Any] = {"policy": one.policy, "country": one.country, "departments": list(one.departments)}
    facts |= {"contracts": list(one.contracts)} if one.contracts else {}
    facts |= {"valid_from": one.valid_from.isoformat(), "valid_to": one.valid_to and one.valid_to.isoformat()}
    if rows:
        number, version = rows[0].id, rows[0].version + 1
        tx.execute(_REASSIGN, assignment=number, code=one.policy, until=one.valid_to)
        return Event("policy_assigned", Ref("leave_assignment", number), version, EVERYBODY, by, facts)
    number = tx.insert(
        LeaveAssignmentRow,
        policy=one.policy,
        country=one.country or "",
        departments=json.dumps(sorted(one.departments)),
        contracts=json.dumps(sorted(one.contracts)),
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        version=1,
    )
    return Event("policy_assigned", Ref("leave_assignment", number), 1, EVERYBODY, by, facts)
