"""Leave that is counted again after its calendar changed (R41), and one person's trouble that holds nobody else up."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, a_person, an_office
from workflows.calendar import store as calendar
from workflows.calendar.rules import CompanyDay, Observed, Span
from workflows.kernel.flow import Tx
from workflows.leave import store as leaves
from workflows.leave import versions
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.waking import wake_all
from workflows.organisation import recent

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WEDNESDAY = {"day": date(2026, 12, 9), "name": "Founders' day"}


def policy(*days: Mapping[str, Any], amount: int = 25, **rest: Any) -> LeavePolicy:
    content = {"code": "standard", "name": "Standard", "calendar": {"days": list(days)}, **rest}
    annual = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": amount}, "window": {"back": 400}}
    return LeavePolicy.model_validate({"valid_from": date(2024, 1, 1), **content, "types": [annual]})


def keeps(office: Office, wanted: LeavePolicy) -> None:
    """A people admin keeps it as a further version, and the clock ticks."""

    def work(tx: Tx) -> None:
        revision = versions.compare(tx, [wanted], [], tx.now.date())
        assert revision.objections == ()
        versions.keep(tx, revision, None)

    office.store.write(work)
    office.ticks()


def founded(store: Store, clock: FollowedClock, known: LeavePolicy | None = None) -> Office:
    office = Office.founded(store, clock, an_office(a_person("kiri")), known or policy())
    office.goes_to(NOW)
    office.ticks()
    return office


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return founded(store, clock)


def costs(office: Office, number: int) -> tuple[State, Decimal, list[date]]:
    request = office.leave(number).request
    who = request.person
    found = office.store.read(lambda tx: leaves.requests(tx, who))
    return request.state, request.days, [day for one in found if one.id == number for day, _ in one.costs]


def holiday(office: Office, day: date, *, there: bool = True) -> None:
    """Somebody keeps a day of the company's own, or drops them all."""

    def work(tx: Tx) -> None:
        calendar.set_company_days(tx, [CompanyDay(day, "Feast")] if there else [])

    office.store.write(work)
    office.store.write(wake_all)
    office.ticks()


def test_x21_a_policys_new_day_gives_a_day_back_and_its_owner_is_told(office: Office) -> None:
    week = office.asks("ann", "2026-12-07", "2026-12-11")
    office.does("bea", "approve", week)
    keeps(office, policy(WEDNESDAY, valid_from=date(2026, 11, 23)))
    assert costs(office, week)[:2] == (State.APPROVED, Decimal(4))
    assert date(2026, 12, 9) not in costs(office, week)[2]
    assert office.balance("ann").free == 21
    told = office.told("ann", "told_recounted")[-1].text
    assert told.startswith("The calendar or your working time changed, so your leave was counted again; it now is ")
    assert "4 days" in told
    assert office.told("bea", "uncovered") == []
    entries = office.rows("select kind, amount from leave_ledger where request_id is not null order by id")
    assert [row.kind for row in entries].count("reversal") == 1
    office.ticks()
    assert len(office.told("ann", "told_recounted")) == 1


def test_x21_its_removal_takes_the_day_and_what_is_not_covered_stands_and_is_flagged(
    store: Store, clock: FollowedClock
) -> None:
    office = founded(store, clock, policy(amount=5))
    holiday(office, date(2026, 12, 9))
    week = office.asks("ann", "2026-12-07", "2026-12-11")
    office.does("bea", "approve", week)
    office.does("bea", "approve", office.asks("ann", "2026-12-14"))
    assert office.balance("ann").free == 0
    holiday(office, date(2026, 12, 9), there=False)
    assert costs(office, week)[:2] == (State.APPROVED, Decimal(5))
    assert office.balance("ann").free == -1
    assert "5 days" in office.told("ann", "told_recounted")[-1].text
    flagged = office.told("bea", "uncovered")[-1].text
    assert flagged.startswith("*Ann*'s leave stays approved, but their balance does not cover it any more")
    assert office.told("ann", "uncovered") == []
    card = str(office.told("bea", "decide")[-1].blocks)
    says = "The balance of annual leave does not cover all that is approved any more. It stays approved."
    assert f":warning: {says}" in card
    assert says not in str(office.told("ann", "mine")[-1].blocks)


def test_leave_of_which_nothing_is_working_time_any_more_is_off(office: Office) -> None:
    day = office.asks("ann", "2026-12-09")
    office.does("bea", "approve", day)
    keeps(office, policy(WEDNESDAY, valid_from=date(2026, 11, 23)))
    assert office.leave(day).state is State.CANCELLED
    assert office.balance("ann").free == 25
    assert "None of these days is a working day of yours any more" in office.told("ann", "told_recounted")[-1].text


def test_a_pattern_that_changes_counts_leave_again(office: Office) -> None:
    week = office.asks("ann", "2026-12-07", "2026-12-11")
    office.does("bea", "approve", week)
    ann = office.person("ann")
    shorter = text("update work_pattern set pattern = 'mon-thu' where person_id = :ann")
    office.store.write(lambda tx: tx.connection.execute(shorter, {"ann": ann}))
    office.store.write(recent.changed)
    office.store.write(wake_all)
    office.ticks()
    assert costs(office, week)[:2] == (State.APPROVED, Decimal(4))


def test_days_of_a_policy_are_everybodys_working_time_and_end_with_the_version_that_says_them(office: Office) -> None:
    days = (
        WEDNESDAY,
        {"day": date(2020, 12, 24), "name": "Eve", "length": 0.5, "half": "pm", "yearly": True},
        {"day": date(2026, 12, 10), "name": "German day", "country": "DE"},
    )
    keeps(office, policy(*days, valid_from=date(2026, 11, 23)))
    keeps(office, policy(valid_from=date(2028, 1, 1)))
    ann = office.person("ann")

    def length(day: date) -> Decimal:
        return office.store.read(lambda tx: calendar.working_time(tx, ann, day, day).cost(Span.of(day)))

    assert length(date(2026, 12, 9)) == 0
    assert length(date(2026, 12, 10)) == 1
    assert [length(date(year, 12, 24)) for year in (2025, 2026, 2027, 2029)] == [1, Decimal("0.5"), Decimal("0.5"), 1]


def test_how_weekends_are_made_up_for_is_the_policys_too(office: Office) -> None:
    ann, substitute = office.person("ann"), date(2026, 12, 28)

    def length() -> Decimal:
        return office.store.read(lambda tx: calendar.working_time(tx, ann, substitute, substitute).length(substitute))

    assert length() == 0
    keeps(office, policy(valid_from=date(2026, 11, 23), calendar={"observed": {"GB": Observed.NONE}}))
    assert length() == 1


def test_one_person_whose_records_make_no_sense_holds_nobody_up_and_is_told_of_once(office: Office) -> None:
    zoe = office.person("zoe")
    office.goes_to(datetime(2027, 1, 4, 12, tzinfo=UTC))
    with pytest.MonkeyPatch.context() as patch:
        trouble(patch, zoe)
        office.ticks()
        office.goes_to(datetime(2027, 1, 6, 12, tzinfo=UTC))
        office.ticks()
        granted = office.rows("select person_id from leave_ledger where pot = '2027' and kind = 'grant'")
        assert len(granted) == 8
        assert zoe not in {row.person_id for row in granted}
        (told,) = office.told("nora", "stuck")
        assert told.text.startswith("I can't bring *Zoe*'s leave balances up to date; everybody else's are.")
        assert office.told("bea", "stuck") == []
    office.goes_to(datetime(2027, 1, 8, 12, tzinfo=UTC))
    office.ticks()
    assert office.told("nora", "stuck") == []
    assert len(office.rows("select id from leave_ledger where pot = '2027' and kind = 'grant'")) == 9


def trouble(patch: pytest.MonkeyPatch, person: int) -> None:
    """Whatever is asked of this person's ledger fails half-way."""
    append = leaves.append

    def fails(tx: Tx, who: int, entries: Any, by: Any) -> None:
        append(tx, who, entries, by)  # type: ignore[arg-type]
        if who == person:
            raise ArithmeticError("no sense")

    patch.setattr(leaves, "append", fails)
