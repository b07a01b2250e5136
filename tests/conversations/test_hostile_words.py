"""Text that means harm in each modal's free text: a sentence under the field or harmless words, and nobody told."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from bot.transaction import Transaction
from rehearsal.actor import Actor
from tests.conversations.conftest import Office
from tests.conversations.test_bad_words import mrkdwn, sends
from tests.conversations.test_performance import REPORT

REFUSED = ("x" * 10_000, "x" * 3_000, "a\x00b", "pay\u202egnp.exe", "a\u200bb")
LIVE = ("<!channel>", "<!here>", "<@U0ZOE0007>", "<https://x.example|bill>")
HARM = f"*x* {' '.join(LIVE)} &lt;!channel&gt; שלום `"
STAFF: dict[str, Any] = {
    "skill": "Python",
    "level": "3",
    "people": "1",
    "amount": "20 %",
    "first": "2026-12-07",
    "last": "2027-02-26",
}


@dataclass(frozen=True)
class Case:
    """Somebody has a modal open: what it takes to submit it, and which fields take any words."""

    workflow: str
    opens: Callable[[Office], Actor]
    fields: tuple[str, ...]
    usual: dict[str, Any] = field(default_factory=dict)
    figures: bool = False
    """It takes no words at all."""


def reports(office: Office) -> Actor:
    daniel = office.person("daniel")
    daniel.types("/report @ann")
    return daniel


def acknowledged(office: Office) -> Actor:
    """Bea, who reads the case."""
    reports(office).submits(**REPORT)
    bea = office.person("bea")
    bea.presses("Acknowledge", on="Case 1")
    bea.sees("Ask the reporter…")
    return bea


def handles(label: str) -> Callable[[Office], Actor]:
    def opened(office: Office) -> Actor:
        bea = acknowledged(office)
        bea.presses(label)
        bea.sees("Cancel")
        return bea

    return opened


def answers(office: Office) -> Actor:
    acknowledged(office)
    daniel = office.person("daniel")
    daniel.presses("Read or add to it", on="case 1")
    return daniel


def replies(office: Office) -> Actor:
    bea = handles("Open right of reply…")(office)
    bea.submits(summary="What was in the way?")
    ann = office.person("ann")
    ann.presses("Read and reply", on="hear your side")
    return ann


def types(who: str, words: str) -> Callable[[Office], Actor]:
    def opened(office: Office) -> Actor:
        person = office.person(who)
        person.types(words)
        return person

    return opened


def rebaselines(office: Office) -> Actor:
    daniel = types("daniel", "/milestone list apollo")(office)
    daniel.presses("Re-baseline…", on="Security review")
    return daniel


def asked(office: Office) -> Actor:
    """Jürgen, who is asked for somebody."""
    daniel = types("daniel", "/staff")(office)
    daniel.submits(**STAFF, work="The portal's reports.")
    return office.person("jurgen")


def declines(office: Office) -> Actor:
    jurgen = asked(office)
    jurgen.presses("Decline…", on="Daniel O’Brien")
    return jurgen


def offers(office: Office) -> Actor:
    jurgen = asked(office)
    jurgen.presses("Offer somebody…", on="Daniel O’Brien")
    return jurgen


def refuses(office: Office) -> Actor:
    offers(office).submits(person="Mateo Álvarez")
    daniel = office.person("daniel")
    daniel.presses("Refuse offer…", on="offers *Mateo Álvarez*")
    return daniel


def releases(office: Office) -> Actor:
    daniel = types("daniel", "/staff list")(office)
    daniel.presses("Ask for release…", on="*Ann Kowalski*")
    return daniel


def starts(office: Office) -> Actor:
    daniel = types("daniel", "/handover start apollo")(office)
    daniel.submits(kind="closeout", operations="bea", day="2026-12-18")
    daniel.is_told("0 of 4 acknowledged")
    return daniel


def hands_over(label: str) -> Callable[[Office], Actor]:
    def opened(office: Office) -> Actor:
        daniel = starts(office)
        daniel.presses(label, on="What was delivered")
        return daniel

    return opened


CASES = {
    "report": Case("performance", reports, ("expected", "happened", "effect", "help", "links"), REPORT),
    "question": Case("performance", handles("Ask the reporter…"), ("question",)),
    "right of reply": Case("performance", handles("Open right of reply…"), ("summary",)),
    "outcome": Case(
        "performance",
        handles("Close the case…"),
        ("note", "no_reply"),
        {"outcome": "no_action", "note": "Talked", "no_reply": "Small"},
    ),
    "answer": Case("performance", answers, ("answer",)),
    "reply": Case("performance", replies, ("reply",)),
    "milestone": Case(
        "milestones",
        types("daniel", "/milestone new apollo"),
        ("name", "weight"),
        {"name": "Pilot", "day": "2026-12-11"},
    ),
    "health": Case(
        "milestones",
        types("daniel", "/milestone update beta"),
        ("sentence", "percent"),
        {"health": "at_risk", "percent": "50"},
    ),
    "done": Case("milestones", types("daniel", "/milestone done beta"), ("sentence",)),
    "baseline": Case("milestones", rebaselines, ("sentence",), {"day": "2026-12-11"}),
    "ask": Case("staffing", types("daniel", "/staff"), ("work", "amount"), {**STAFF, "work": "Reports"}),
    "decline": Case("staffing", declines, ("reason",)),
    "offer": Case("staffing", offers, ("reason", "amount"), {"person": "Mateo Álvarez", "amount": "50 %"}),
    "refuse": Case("staffing", refuses, ("reason",)),
    "release": Case("staffing", releases, ("reason",), {"last": "2027-01-29"}),
    "level": Case("skills", types("ann", "/skills rate Power BI 3"), ("note",)),
    "development": Case(
        "skills",
        types("ann", "/skills develop power bi"),
        ("goal", "provider"),
        {"kind": "training", "goal": "Figures", "first": "2026-12-01", "last": "2027-01-29"},
    ),
    "place": Case("handover", hands_over("Pass on…"), ("place",)),
    "item": Case(
        "handover",
        hands_over("Add…"),
        ("title",),
        {"title": "Keys", "giver": "U0DAN0018", "receiver": "U0BEA0004", "day": "2026-12-11"},
    ),
    "paste": Case("budget", types("daniel", "/budget apollo paste"), ("csv",), figures=True),
    "rate": Case(
        "budget", types("bea", "/budget rate"), ("amount",), {"role": "Developer", "starts": "2027-02-01"}, figures=True
    ),
}


@pytest.mark.parametrize("transport", ["http"], indirect=True)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_harmful_words_are_refused_under_their_field_or_stand_there_harmless(office: Office, case: Case) -> None:
    office.person("daniel").sees("outside their band")  # what a new company is told at first
    actor = case.opens(office)
    actor.changes()  # once it stands in front
    modal = actor.modal
    assert modal is not None
    before = kept(office, case.workflow)
    for name in case.fields:
        for harm in REFUSED:
            answer = sends(office, submitted(office, actor, modal, {**case.usual, name: harm}))
            assert answer.get("errors", {}).get(name), (name, harm[:20], answer)
    assert kept(office, case.workflow) == before
    for name in case.fields:
        sends(office, submitted(office, actor, modal, {**case.usual, name: HARM}))
    assert (kept(office, case.workflow) == before) is case.figures
    for shown in shown_to_all(office):
        assert not [one for one in LIVE if one in shown]


def submitted(office: Office, actor: Actor, modal: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """The modal with these values, as Slack sends it once somebody has got round what its fields take."""
    names = office.slack.names()
    state = deepcopy(modal["state"].get("values", {}))
    for block in modal["blocks"]:
        if block["type"] == "input" and block["block_id"] in values:
            element = block["element"]
            state[block["block_id"]] = {element["action_id"]: entry(element, values[block["block_id"]])}
    who = next(number for number, name in names.items() if number.startswith("U0") and actor.seen()["user"] == number)
    view = {key: modal[key] for key in ("id", "callback_id", "private_metadata", "hash", "blocks") if key in modal}
    return {
        "type": "view_submission",
        "user": {"id": who},
        "trigger_id": "1.2.abc",
        "view": {**view, "type": "modal", "state": {"values": state}},
    }


def entry(element: dict[str, Any], value: str) -> dict[str, Any]:
    """One field's value, in Slack's shape."""
    if element["type"] == "datepicker":
        return {"type": "datepicker", "selected_date": value}
    if element["type"] == "users_select":
        return {"type": "users_select", "selected_user": value}
    if "options" in element:
        options = {option["text"]["text"]: option for option in element["options"]}
        option = options.get(value) or next(one for one in element["options"] if one["value"] == value)
        return {"type": element["type"], "selected_option": option}
    return {"type": "plain_text_input", "value": value}


def kept(office: Office, workflow: str) -> list[int]:
    """How much happened in a workflow, and how many messages it has sent or will."""

    def counted(tx: Transaction) -> list[int]:
        known = {"like": f"{workflow}%", "name": workflow}
        happened = text("select count(*) from audit where workflow like :like and event not like 'look%'")
        said = text("select count(*) from outbox where workflow = :name")
        return [int(tx.connection.execute(one, known).scalar_one()) for one in (happened, said)]

    return office.running.bot.store.read(counted)


def shown_to_all(office: Office) -> list[str]:
    """All that Slack would read as markup: every message, and what stands in front of each of the people."""
    found = [mrkdwn(post) for post in office.slack.posts()]
    for name in ("daniel", "bea", "ann", "jurgen", "mateo"):
        seen = office.person(name).seen()
        found += [mrkdwn(view) for view in (seen["modal"], *seen["homes"].values()) if view]
    return found
