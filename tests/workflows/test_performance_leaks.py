"""Canary words in every field of a case: each verb, list, home and message, for each kind of reader, at each stage.

Whoever it was put to reads everything; the reporter what they wrote and were asked; the person what was written for
them and their own reply. Messages, Home, audit and outbox hold none of it for anybody.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.performance_office import PerformanceOffice
from tests.workflows.test_absence_leaks import answered, plain
from workflows import WORKFLOWS
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Away, Tx, Workflow, effects, run
from workflows.kernel.home import blocks_of
from workflows.kernel.replies import FieldErrors, Reply
from workflows.performance import WORKFLOW

REPORTED = {word: f"canary{word}" for word in ("expected", "happened", "effect", "help")}
REPORT = frozenset({*REPORTED.values(), "canarylink", "canaryfile"})
THREAD = frozenset({"canaryquestion", "canaryanswer"})
SIDE = frozenset({"canarysummary", "canaryreply"})
ENDING = frozenset({"canarynote"})
EVERYTHING = REPORT | THREAD | SIDE | ENDING
MAY = {"bea": EVERYTHING, "dan": REPORT | THREAD, "ann": SIDE}
READERS = ("ann", "bea", "tom", "head", "dan", "eve", "nora", "zoe", "gus")
OUTCOME = "oaching"
"""Nor may anybody but Bea read which outcome it was."""
FORM: dict[str, Any] = {
    "person": "U0ANN",
    "first": date(2026, 12, 1),
    "last": date(2026, 12, 2),
    "day": date(2026, 11, 19),
    "halves": "whole",
    "leave_type": "annual",
    "absence_type": "personal",
    "reason": "x",
    "expected": "x",
    "happened": "x",
    "effect": "x",
    "help": "x",
    "note": "x",
}


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> PerformanceOffice:
    return PerformanceOffice.opened(store, clock)


def reported(office: PerformanceOffice) -> None:
    link, file = "https://x.org/canarylink", {"id": "F123", "link": "https://x.org/canaryfile"}
    office.reports("dan", "ann", **REPORTED, links=link, files=[file])


def waits(office: PerformanceOffice) -> None:
    office.goes_to(datetime(2026, 11, 24, 9, tzinfo=UTC))
    office.passes()


STAGES: dict[str, Callable[[PerformanceOffice], object]] = {
    "reported": reported,
    "reminded": waits,
    "acknowledged": lambda office: office.uses("bea", "acknowledge", 1, 1),
    "asked": lambda office: office.uses("bea", "ask", 1, 2, question="canaryquestion"),
    "answered": lambda office: office.uses("dan", "answer", 1, answer="canaryanswer"),
    "invited": lambda office: office.uses("bea", "invite", 1, 2, summary="canarysummary"),
    "replied": lambda office: office.uses("ann", "reply", 1, reply="canaryreply"),
    "in hand": lambda office: office.uses("bea", "take", 1, 3),
    "joined": lambda office: office.uses("bea", "merge", office.reports("eve", "ann"), 1, target="1"),
    "closed": lambda office: office.uses("bea", "close", 1, 4, outcome="coaching", note="canarynote"),
}


def words(text: str) -> set[str]:
    return {word for word in EVERYTHING if word in text}


def test_at_no_stage_does_anybody_read_what_is_not_theirs(office: PerformanceOffice) -> None:
    reached: set[tuple[str, str]] = set()
    for stage, happens in STAGES.items():
        happens(office)
        for name in READERS:
            for where, text in answers(office, name, stage):
                found = words(text)
                assert found <= MAY.get(name, set()), f"{name} reads {found} when {stage}, in {where}"
                reached |= {(name, word) for word in found}
    assert reached == {(name, word) for name, theirs in MAY.items() for word in theirs}


def test_no_message_no_home_no_effect_and_no_record_holds_a_word_of_it(office: PerformanceOffice) -> None:
    for stage, happens in STAGES.items():
        happens(office)
        kept = str([*office.rows("select * from audit"), *office.rows("select * from outbox")])
        assert not words(kept), stage
        for name in (*READERS, "#apollo", "#hermes"):
            said = "".join(plain(message.text, message.blocks) for message in office.reads(name))
            shown = "" if name.startswith("#") else "".join(kept_by_slack(office, name))
            assert not words(said + shown), (stage, name)
            if name not in ("bea", "ann"):
                assert OUTCOME not in said + shown, (stage, name)


def test_only_those_with_a_part_in_it_are_told_anything(office: PerformanceOffice) -> None:
    for happens in STAGES.values():
        happens(office)
    told = {row.person for row in office.rows("select person from outbox where workflow = 'performance'")}
    assert told == {office.person(name) for name in ("ann", "bea", "dan", "eve")}
    assert not office.rows("select 1 from outbox where workflow = 'performance' and channel is not null")


def answers(office: PerformanceOffice, name: str, stage: str) -> Iterator[tuple[str, str]]:
    """What each verb answers them, about the case, Ann, or nothing; at the end those of every workflow."""
    for workflow in WORKFLOWS if stage == "closed" else (WORKFLOW,):
        for verb in workflow.verbs:
            for subject in (1, None):
                yield f"{workflow.name}:{verb.name}", tried(office, workflow, verb.name, name, subject)


def kept_by_slack(office: PerformanceOffice, name: str) -> Iterator[str]:
    """Home, and what other workflows' cards would say about Ann's being away."""
    for workflow in WORKFLOWS:
        yield plain(blocks_of(office.store.read(lambda tx, flow=workflow: flow.home(tx, office.actor(tx, name)))))  # type: ignore[misc]
    away = Away(office.person("ann"), date(2026, 11, 23), date(2026, 12, 4))
    yield plain(office.store.read(lambda tx: effects(tx, away, office.actor(tx, name))))


class Undone(Exception):  # noqa: N818 - it is no error: it takes back what was tried
    """Raised so that a try leaves nothing behind."""


def tried(office: PerformanceOffice, workflow: Workflow, verb: str, name: str, subject: int | None) -> str:
    """What the verb answers, or refuses with; nothing is kept."""
    found: list[Reply] = []

    def work(tx: Tx) -> None:
        actor = office.actor(tx, name)
        for form in ({"person": "U0ANN"}, FORM):
            try:
                found.append(run(workflow, verb, tx, actor, subject, form))
            except (Refused, KeyError, LookupError) as refused:
                found.append(FieldErrors({"": str(refused)}))
        raise Undone

    with pytest.raises(Undone):
        office.store.write(work)
    return "".join(map(answered, found))
