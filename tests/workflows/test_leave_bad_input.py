"""What makes no sense to leave, or hardly any: a clear sentence or a named reason, nothing half done."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import START, Office, a_person, an_office
from workflows.calendar import store as calendar
from workflows.calendar.rules import CompanyDay
from workflows.kernel.errors import Refused
from workflows.leave import versions
from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.waking import wake_all
from workflows.organisation import recent
from workflows.organisation.description import Description, PersonEntry, Stint
from workflows.organisation.register import write

DAILY = LeavePolicy.model_validate(
    {
        "code": "standard",
        "name": "Standard",
        "types": [
            {
                "code": "annual",
                "name": "Annual leave",
                "entitlement": {"amount": 365, "accrual": {"every": "daily"}},
                "window": {"back": 400},
            }
        ],
    }
)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def refused(office: Office, name: str, begin: date, end: date) -> Refused:
    before = office.rows("select count(*) from leave_request")
    with pytest.raises(Refused) as found:
        office.asks(name, begin.isoformat(), end.isoformat())
    assert office.rows("select count(*) from leave_request") == before
    assert office.rows("select count(*) from absence")[0][0] == 0
    return found.value


def test_a_million_days_are_refused_in_a_sentence_and_at_once(office: Office) -> None:
    begin = date(2026, 12, 1)
    found = refused(office, "ann", begin, begin + timedelta(days=1_000_000))
    assert (found.reason, found.field) == ("too_long", "last")
    assert found.text == "That is more than three years of leave. Please check the dates."
    shown = str(office.does("ann", "preview", **office.filled("2026-12-01", "4764-10-28")))
    assert "more than three years of leave" in shown
    assert refused(office, "ann", date(1, 1, 1), date(9999, 12, 31)).text


def test_leave_before_joining_and_after_leaving_is_refused_with_the_day(store: Store, clock: FollowedClock) -> None:
    stint = Stint(START, "Europe/London", "GB", "ENG", "mon-fri", "support", people_admin=False)
    leaver = PersonEntry("lou@x.org", "U0LOU", "Lou", "en_GB", START, date(2026, 12, 31), (stint,))
    office = Office.founded(store, clock, an_office(leaver))
    late = refused(office, "lou", date(2026, 12, 28), date(2027, 1, 4))
    assert (late.reason, late.field) == ("after_leaving", "last")
    assert late.text == "That is after your last day, Thu 31 December 2026."
    early = refused(office, "ann", date(2023, 12, 28), date(2024, 1, 4))
    assert (early.reason, early.field) == ("before_joining", "first")


def test_a_gap_in_the_pattern_is_named_with_whom_to_turn_to(office: Office) -> None:
    ann = a_person("ann")
    (stint,) = ann.stints
    gap = Stint(date(2026, 12, 14), "Europe/London", "GB", "ENG", "", "support", people_admin=False)
    again = Stint(date(2026, 12, 21), "Europe/London", "GB", "ENG", "mon-fri", "support", people_admin=False)
    entry = PersonEntry(ann.email, ann.slack_id, ann.name, ann.locale, START, None, (stint, gap, again))
    office.store.write(lambda tx: write(tx, Description(people={ann.email: entry})))
    found = refused(office, "ann", date(2026, 12, 10), date(2026, 12, 22))
    assert found.reason == "no_pattern"
    assert found.text.startswith("No working pattern is on record for Mon 14 December 2026")
    assert "operations manager or a people admin" in found.text
    office.asks("ann", "2026-12-10", "2026-12-11")
    office.ticks()


def test_a_holiday_in_the_past_gives_back_what_was_taken_and_the_ledger_keeps_both(office: Office) -> None:
    office.does("bea", "approve", office.asks("ann", "2026-12-07", "2026-12-11"))
    office.goes_to(datetime(2026, 12, 20, 12, tzinfo=UTC))
    taken = office.balance("ann").taken
    past = CompanyDay(date(2026, 12, 9), "Day of mourning")
    office.store.write(lambda tx: calendar.add_company_day(tx, past))
    office.store.write(wake_all)
    office.ticks()
    assert office.balance("ann").taken == taken - 1
    entries = office.rows("select kind, day, amount from leave_ledger where request_id is not null order by id")
    assert [row.kind for row in entries] == ["charge"] * 5 + ["reversal"]
    assert str(entries[-1].day)[:10] == "2026-12-09"
    assert office.told("ann", "told_recounted")


def test_leave_over_a_leap_day_and_a_year_that_begins_on_one(store: Store, clock: FollowedClock) -> None:
    leap = DAILY.model_copy(update={"year_start": "02-29"})
    office = Office.founded(store, clock, an_office(), leap)
    office.goes_to(datetime(2028, 2, 28, 12, tzinfo=UTC))
    office.store.write(recent.changed)
    office.ticks()
    office.does("bea", "approve", office.asks("ann", "2028-02-28", "2028-03-01"))
    days = [str(row.day)[:10] for row in office.rows("select day from leave_day where cost > 0 order by day")]
    assert days == ["2028-02-28", "2028-02-29", "2028-03-01"]
    pots = office.rows("select day, pot from leave_ledger where request_id is not null order by day")
    assert [row.pot for row in pots] == ["2027/28", "2028/29", "2028/29"]


def test_a_day_begins_once_where_midnight_is_skipped(store: Store, clock: FollowedClock) -> None:
    cairo = ZoneInfo("Africa/Cairo")
    assert datetime(2027, 4, 29, 22, tzinfo=UTC).astimezone(cairo).hour == 1
    office = Office.founded(store, clock, an_office(a_person("mina", zone="Africa/Cairo")), DAILY)
    mina = office.person("mina")
    office.goes_to(datetime(2027, 4, 29, 12, tzinfo=UTC))
    office.ticks()

    def posted() -> list[str]:
        rows = office.rows("select day, person_id from leave_ledger where kind = 'accrual' order by day")
        return [str(row.day)[:10] for row in rows if row.person_id == mina]

    for hour in range(13, 36):
        office.goes_to(datetime(2027, 4, 29, 0, tzinfo=UTC) + timedelta(hours=hour))
        office.ticks()
        local = (datetime(2027, 4, 29, 0, tzinfo=UTC) + timedelta(hours=hour)).astimezone(cairo).date()
        assert posted()[-1] == local.isoformat()
    assert posted()[-2:] == ["2027-04-29", "2027-04-30"]
    assert len(posted()) == len(set(posted()))


def test_what_contradicts_itself_is_refused_by_name_and_nothing_is_kept(office: Office) -> None:
    wanted = DAILY.model_copy(update={"valid_from": date(2027, 6, 1), "valid_to": date(2027, 1, 1)})
    found = office.store.read(lambda tx: versions.compare(tx, [wanted], [], date(2026, 11, 23))).objections
    assert ("valid_to", "it ends before it begins") in [(one.field, one.text) for one in found]
    past = DAILY.model_copy(update={"valid_from": date(2025, 1, 1)})
    found = office.store.read(lambda tx: versions.compare(tx, [past], [], date(2026, 11, 23))).objections
    assert [one.field for one in found] == ["valid_from"]
    assert "what was is not rewritten" in found[0].text
    assert office.rows("select count(*) from leave_policy")[0][0] == 1


def test_amounts_stay_exact_however_odd(office: Office) -> None:
    ann = office.person("ann")
    office.store.write(
        lambda tx: tx.connection.execute(
            text("update work_pattern set pattern = 'mon-fri:0.3333' where person_id = :ann"), {"ann": ann}
        )
    )
    office.store.write(recent.changed)
    request = office.asks("ann", "2026-12-07", "2026-12-09")
    assert office.leave(request).request.days == Decimal("0.9999")
