"""Who may do what: a grant to one relation is enough, and a refusal says whose it is to do."""

from datetime import date

import pytest

from workflows.kernel.access import Actor, Permission, PersonId, Policy, Relation, grants
from workflows.kernel.errors import NotAllowed

DECIDE, SEE, ERASE = Permission("decide"), Permission("see"), Permission("erase")
POLICY = Policy(grants(decide=(Relation.SOLID_LINE, Relation.DEPUTY), see=(Relation.OWN,)))


@pytest.mark.parametrize(
    ("permission", "relations", "allowed"),
    [
        (DECIDE, {Relation.DEPUTY}, True),
        (DECIDE, {Relation.DEPUTY, Relation.COLLEAGUE}, True),
        (DECIDE, {Relation.OWN}, False),
        (DECIDE, set(), False),
        (SEE, {Relation.OWN}, True),
        (SEE, {Relation.SOLID_LINE, Relation.DEPUTY}, False),
        (ERASE, set(Relation), False),
    ],
)
def test_one_relation_that_was_granted_it_is_enough(
    permission: Permission, relations: set[Relation], *, allowed: bool
) -> None:
    assert POLICY.allows(permission, relations) is allowed
    if allowed:
        POLICY.require(permission, relations)
        return
    with pytest.raises(NotAllowed):
        POLICY.require(permission, relations)


@pytest.mark.parametrize(
    ("permission", "whom"),
    [(DECIDE, "their operations manager or the standing deputy"), (SEE, "the person themselves")],
)
def test_a_refusal_says_whose_it_is_to_do(permission: Permission, whom: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        POLICY.require(permission, {Relation.COLLEAGUE})
    assert refused.value.text.startswith(f"You can't do that: it is for {whom}. Ask them, ")


def test_what_was_granted_to_nobody_nobody_can_do() -> None:
    with pytest.raises(NotAllowed, match=r"^Nobody can do that\.$"):
        POLICY.require(ERASE, {Relation.COLLEAGUE})


def test_nobody_keeps_the_directory_unless_it_says_so() -> None:
    assert not Actor(PersonId(1), "U1", "Ann", "UTC", "en_GB", date(2026, 11, 23)).people_admin
