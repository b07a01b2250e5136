"""Whom the policies reach: how many people go by each on a day, counted by country, department and contract."""

from collections import Counter
from datetime import date

from sqlalchemy import BindParameter, bindparam, func, select
from sqlmodel import SQLModel

from workflows.kernel.flow import Tx
from workflows.language import marked
from workflows.leave.rules.assignment import PolicySet, Whom
from workflows.organisation import store as organisation

_TABLES = SQLModel.metadata.tables
_PERSON, _RESIDENCE, _MEMBER = _TABLES["person"].c, _TABLES["residence"].c, _TABLES["membership"].c
_CONTRACT = _TABLES["contract"].c
_DAY: BindParameter[date] = bindparam("day")
_GROUPS = (
    select(_RESIDENCE.country, _MEMBER.department_id, _CONTRACT.kind, func.count().label("people"))
    .join(_TABLES["person"], _RESIDENCE.person_id == _PERSON.id)
    .join(_TABLES["membership"], _MEMBER.person_id == _PERSON.id)
    .outerjoin(
        _TABLES["contract"],
        (_CONTRACT.person_id == _PERSON.id)
        & (_CONTRACT.starts <= _DAY)
        & (_CONTRACT.ends.is_(None) | (_CONTRACT.ends >= _DAY)),
    )
    .where(_PERSON.starts <= _DAY, _PERSON.ends.is_(None) | (_PERSON.ends >= _DAY))
    .where(_RESIDENCE.starts <= _DAY, _RESIDENCE.ends.is_(None) | (_RESIDENCE.ends >= _DAY))
    .where(_MEMBER.starts <= _DAY, _MEMBER.ends.is_(None) | (_MEMBER.ends >= _DAY))
    .group_by(_RESIDENCE.country, _MEMBER.department_id, _CONTRACT.kind)
    .order_by(_RESIDENCE.country, _MEMBER.department_id, _CONTRACT.kind)
)


KEEP_THEIR_YEAR = marked(
    "{keeping} of them would have another leave year by it; theirs stays as it is, because a leave year can't change "
    "once something was granted by it."
)


def reach(tx: Tx, known: PolicySet, day: date) -> Counter[str]:
    """How many people of that day each policy, by its code, is for."""
    found: Counter[str] = Counter()
    for whom, people in groups(tx, day):
        found[known.code_for(whom, day) or known.policies[0].code] += people
    return found


def moved(tx: Tx, before: PolicySet, after: PolicySet, day: date) -> int:
    """How many would go by another policy than they do."""
    return sum(
        people
        for whom, people in groups(tx, day)
        if (before.code_for(whom, day) or before.policies[0].code)
        != (after.code_for(whom, day) or after.policies[0].code)
    )


def keeping_their_year(tx: Tx, before: PolicySet, after: PolicySet, day: date) -> int:
    """How many of them would come to a policy with another leave year, and keep their own."""
    return sum(
        people for whom, people in groups(tx, day) if _year_start(before, whom, day) != _year_start(after, whom, day)
    )


def _year_start(known: PolicySet, whom: Whom, day: date) -> str | None:
    code = known.code_for(whom, day) or known.policies[0].code
    return next(one.year_start for one in known.policies if one.code == code)


def groups(tx: Tx, day: date) -> list[tuple[Whom, int]]:
    """Who there is, as an assignment looks at them, and how many of each."""
    chart = organisation.chart(tx)
    return [
        (Whom(row.country, tuple(chart.departments[one.department].code for one in line), row.kind or ""), row.people)
        for row in tx.fetch(_GROUPS, day=day)
        if (line := chart.line(row.department_id, day)) is not None
    ]
