"""Canary salaries: each verb, list, home, message and picture for each kind of reader; only their audience has them."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from babel import Locale

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.budget_office import BudgetOffice, plain, said
from workflows import WORKFLOWS
from workflows.budget import WORKFLOW, spoken
from workflows.budget.rules.entry import Owner
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Notice, Ref, Tx, Workflow, run
from workflows.kernel.home import blocks_of
from workflows.kernel.replies import Reply, Say

CANARY = "987654321.75"
TRACES = re.compile("9876543|1975308")
"""What is left of it, and of twice as much, in whatever way it is written and with small amounts added."""
READERS = ("ann", "bea", "tom", "head", "dan", "eve", "nora", "zoe")
MAY = {"bea", "head"}
"""The department's operations manager, and the one above. Not the deputy, project managers, people admins."""
CSV = f"kind,month,category,amount,currency\nplanned,2026-12,salaries,{CANARY},EUR\n"
FORM: dict[str, Any] = {
    "kind": "actual",
    "month": "2026-11",
    "category": "other",
    "amount": "1 EUR",
    "csv": "kind,month,category,amount,currency\nplanned,2026-12,other,2,EUR\n",
    "currency": "EUR",
    "method": "cpi",
    "low": "0.9",
    "high": "1.1",
    "role": "developer",
    "unit": "hour",
    "starts": date(2028, 1, 1),
    "person": "U0ZOE",
    "year": "2026",
}


class Undone(Exception):  # noqa: N818 - it is no error: it takes back what was tried
    """Raised so that a try leaves nothing behind."""


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> BudgetOffice:
    """Salaries planned by words and by lines, spent, over their plan; a project beside them."""
    office = BudgetOffice.with_budgets(store, clock)
    number = office.number("support")
    office.says("bea", f"support plan 2026-11 salaries {CANARY} EUR")
    office.budget("bea", "department_enter", number, csv=CSV)
    office.says("bea", f"support actual 2026-10 salaries {CANARY}")
    office.says("bea", f"support actual 2026-11 salaries {CANARY}")
    office.says("bea", "support plan 2026-11 workplace 10")
    office.says("bea", "support actual 2026-11 workplace 12")
    office.says("dan", "apollo plan 2026-11 labour 1000 EUR")
    for code in ("all", "delivery", "island"):
        office.number(code)
    office.looks()
    return office


def test_nobody_but_their_audience_reads_salaries_anywhere(office: BudgetOffice) -> None:
    reached = set()
    for name in READERS:
        for where, text in everything(office, name):
            if TRACES.search(bare(text)):
                assert name in MAY, f"{name} reads a salary in {where}"
                reached.add((name, where.partition(":")[0]))
    assert {("bea", "verb"), ("head", "verb"), ("bea", "home"), ("bea", "message"), ("head", "message")} <= reached


def test_neither_audit_nor_outbox_hold_amounts(office: BudgetOffice) -> None:
    kept = str([*office.rows("select * from audit"), *office.rows("select * from outbox")])
    assert not TRACES.search(bare(kept))
    assert "salaries" not in kept


def test_a_notice_that_went_astray_is_not_rendered(office: BudgetOffice) -> None:
    number = office.number("support")
    for name in sorted(set(READERS) - MAY):
        for kind in ("card", "80:2026/EUR", "over:2026/EUR"):
            astray = Notice(f"test/{name}/{kind}", office.person(name), kind, Ref("budget", number))
            assert office.shown(astray) is None, (name, kind)


def test_a_picture_for_who_may_not_see_salaries_is_drawn_without_them(
    office: BudgetOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    real = spoken.money

    def noted(amount: Decimal, currency: str, locale: Locale) -> str:
        text = real(amount, currency, locale)
        written.append(text)
        return text

    monkeypatch.setattr(spoken, "money", noted)
    office.picture("tom", "support").draw()
    assert written
    assert not any(len(bare(text)) > len("500 EUR") for text in written)
    written.clear()
    office.picture("bea", "support").draw()
    assert any("000,000 EUR" in text for text in written)


def test_what_people_cost_is_drawn_up_for_the_solid_line_alone(office: BudgetOffice) -> None:
    assert TRACES.search(bare(office.reads_of("head", "people support")))
    for name in sorted(set(READERS) - MAY):
        with pytest.raises(Refused):
            office.says(name, "people support")


def everything(office: BudgetOffice, name: str) -> Iterator[tuple[str, str]]:
    """Where somebody could read, and what they read there now."""
    numbers = [row.id for row in office.rows("select id from budget order by id")]
    for workflow in WORKFLOWS:
        yield f"home:{workflow.name}", home(office, workflow, name)
    for verb in WORKFLOW.verbs:
        for number in (*numbers, None):
            for form in ({}, FORM, {"of": 1, **FORM}):
                yield f"verb:{verb.name}", tried(office, name, verb.name, number, form)
    for words in ("support", "support 2026", "support months", "support csv", "all", "people support", "", "apollo"):
        yield f"words:{words}", typed(office, name, words)
    for notice in office.notices(name):
        message = office.shown(notice)
        yield "message", plain(message.text, message.blocks) if message else ""


def home(office: BudgetOffice, workflow: Workflow, name: str) -> str:
    return plain(blocks_of(office.store.read(lambda tx: workflow.home(tx, office.actor(tx, name)))))


def tried(office: BudgetOffice, name: str, verb: str, number: int | None, form: dict[str, Any]) -> str:
    return undone(office, lambda tx: run(WORKFLOW, verb, tx, office.actor(tx, name), number, form))


def typed(office: BudgetOffice, name: str, words: str) -> str:
    def work(tx: Tx) -> Reply:
        actor = office.actor(tx, name)
        verb, form = WORKFLOW.read(tx, actor, words)
        return run(WORKFLOW, verb, tx, actor, form=form)

    return undone(office, work)


def undone(office: BudgetOffice, work: Any) -> str:
    """What is answered, or refused with; nothing is kept."""
    answers: list[str] = []

    def attempt(tx: Tx) -> None:
        try:
            reply = work(tx)
        except Refused as refused:
            answers.append(refused.text)
        else:
            answers.append(said(reply) if isinstance(reply, Say) else plain(getattr(reply, "view", "")))
        raise Undone

    with pytest.raises(Undone):
        office.store.write(attempt)
    return answers[0]


def bare(text: str) -> str:
    """Without what numbers are written with."""
    return re.sub(r"[\s,.'’\u202f]", "", text)


def test_every_owner_of_a_budget_was_tried(office: BudgetOffice) -> None:
    kinds = {office.kept(code).owner for code in ("support", "apollo")}
    assert kinds == set(Owner)
