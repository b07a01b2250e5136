"""Canary words in every private field: each verb, list, home and message, for each kind of reader, at each stage.

Private are an absence's type and the notes on a return. The modal lists all types for everybody, so what a menu offers
is left out of what is searched; what it has chosen is not.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.absence_office import AbsenceOffice
from workflows import WORKFLOWS
from workflows.absence.rules.policy import AbsencePolicy
from workflows.absence.seed import POLICY
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx, Workflow, run
from workflows.kernel.home import blocks_of
from workflows.kernel.replies import FieldErrors, Reply, Say

TYPE, CODE, NOTE = "canaryname", "canarycode", "canarynote"
READERS = ("ann", "bea", "tom", "head", "dan", "eve", "nora", "zoe")
MAY = {"ann": {TYPE, CODE, NOTE}, "bea": {TYPE, CODE, NOTE}}
"""The person and their operations manager; not the deputy, nor the manager above, project managers, people admins."""
FORM: dict[str, Any] = {
    "first": date(2026, 12, 1),
    "last": date(2026, 12, 2),
    "halves": "whole",
    "absence_type": "personal",
    "leave_type": "annual",
    "note": "x",
    "reason": "x",
    "back_on": date(2026, 12, 1),
    "scope": "department",
}


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> AbsenceOffice:
    known = {one.code: one for one in POLICY.types}
    sickness = known["sickness"].model_copy(update={"code": CODE, "name": TYPE})
    policy = AbsencePolicy(
        code="canary", short=CODE, certificate=POLICY.certificate, types=(known["personal"], sickness)
    )
    office = AbsenceOffice.with_absences(store, clock, policy=policy)
    office.does("bea", "approve", office.asks("ann", "2026-11-23", "2026-11-27"), seen=1)
    return office


class Undone(Exception):  # noqa: N818 - it is no error: it takes back what was tried
    """Raised so that a try leaves nothing behind."""


TRIED = {"noted", "certificate overdue", "back", "withdrawn"}
"""At these stages each verb is tried; messages and Home are read at all."""
STAGES: dict[str, Callable[[AbsenceOffice], object]] = {
    "reported": lambda office: office.says("ann", "/sick from today"),
    "noted": lambda office: office.absence("bea", "write_note", 1, note=NOTE),
    "grown": lambda office: passes(office, 24),
    "needs a certificate": lambda office: passes(office, 30),
    "certificate overdue": lambda office: passes(office, 33),
    "certificate received": lambda office: office.absence("bea", "receive", 1),
    "back": lambda office: office.absence("ann", "back_now", 1),
    "open again": lambda office: office.absence("ann", "extend", 1, last=date(2026, 12, 4), open_ended=[]),
    "nobody answered": lambda office: passes(office, 40),
    "corrected": lambda office: office.absence("bea", "correct", 1, **{**FORM, "absence_type": CODE}),
    "withdrawn": lambda office: office.absence("bea", "withdraw", 1),
}


def passes(office: AbsenceOffice, day: int) -> None:
    office.goes_to(datetime(2026, 11 + (day > 30), day - 30 * (day > 30), 12, tzinfo=UTC))
    office.passes()
    office.ticks()


def test_at_no_stage_does_anybody_read_what_is_not_theirs(office: AbsenceOffice) -> None:
    reached = set()
    for stage, happens in STAGES.items():
        happens(office)
        for name in READERS:
            for where, text in everything(office, name, verbs=stage in TRIED):
                found = {word for word in (TYPE, CODE, NOTE) if word in text}
                assert found <= MAY.get(name, set()), f"{name} reads {found} when {stage}, in {where}"
                reached |= {(name, word) for word in found}
    assert reached >= {("ann", TYPE), ("bea", TYPE), ("ann", NOTE), ("bea", NOTE)}


def test_neither_audit_nor_outbox_nor_channels_hold_it(office: AbsenceOffice) -> None:
    for happens in STAGES.values():
        happens(office)
        kept = str([*office.rows("select * from audit"), *office.rows("select * from outbox")])
        said = "".join(plain(message.text, message.blocks) for message in office.reads("#apollo"))
        assert not [word for word in (TYPE, CODE, NOTE) if word in kept + said]


def everything(office: AbsenceOffice, name: str, *, verbs: bool) -> Iterator[tuple[str, str]]:
    """Where somebody could read, and what they read there now."""
    for workflow in WORKFLOWS:
        yield f"{workflow.name} home", home(office, workflow, name)
        for verb in workflow.verbs if verbs and workflow.name in ("absence", "leave") else ():
            for subject in (1, None):
                yield f"{workflow.name}:{verb.name}", tried(office, workflow, verb.name, name, subject)
    for message in office.reads(name):
        yield "messages", plain(message.text, message.blocks)


def home(office: AbsenceOffice, workflow: Workflow, name: str) -> str:
    return plain(blocks_of(office.store.read(lambda tx: workflow.home(tx, office.actor(tx, name)))))


def tried(office: AbsenceOffice, workflow: Workflow, verb: str, name: str, subject: int | None) -> str:
    """What the verb answers, about Ann, or refuses with; nothing is kept. What one reports oneself one may read."""
    answers: list[Reply] = []
    form = {**FORM, "person": "U0ANN"} if subject is None else FORM

    def work(tx: Tx) -> None:
        actor = office.actor(tx, name)
        for given in (form,) if verb == "report" else ({"person": form.get("person")}, form):
            try:
                answers.append(run(workflow, verb, tx, actor, subject, given))
            except (Refused, KeyError, LookupError) as refused:
                answers.append(FieldErrors({"": str(refused)}))
        raise Undone

    with pytest.raises(Undone):
        office.store.write(work)
    return "".join(map(answered, answers))


def answered(reply: Reply) -> str:
    if isinstance(reply, Say):
        return plain(reply.message.text, reply.message.blocks)
    if isinstance(reply, FieldErrors):
        return plain(reply.errors)
    return plain(getattr(reply, "view", ""))


def plain(*found: Any) -> str:
    """All texts and values in it, but for what menus offer."""
    return " ".join(_texts(found))


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, Mapping):
        for key, value in found.items():
            if key != "options":
                yield from _texts(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from _texts(value)
    else:
        yield str(found)
