"""Budgets as they are kept and read: amounts, labour from allocations less leave, earned value, people's time."""

from datetime import date
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.budget_office import BudgetOffice, eur, plain
from workflows.budget import pricing
from workflows.budget import store as budgets
from workflows.budget.rules.money import Money
from workflows.budget.rules.rate import Holding, Rate, Unit
from workflows.kernel.access import PersonId
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Ref
from workflows.kernel.replies import Open, Say, Update
from workflows.organisation import commitments
from workflows.organisation.commitments import Category, Commitment, Promise


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> BudgetOffice:
    return BudgetOffice.with_budgets(store, clock)


def test_an_amount_is_planned_changed_and_taken_away_and_every_step_is_kept(office: BudgetOffice) -> None:
    assert "Labour planned in Dec 2026: 12,000 EUR." in office.reads_of("dan", "apollo plan 2026-12 labour 12,000 EUR")
    assert "13,000.50 EUR (before: 12,000 EUR)" in office.reads_of("dan", "apollo plan dec 2026 labour 13000.50")
    assert "nothing (before: 13,000.50 EUR)" in office.reads_of("dan", "apollo plan 2026-12 labour none")
    with pytest.raises(Refused, match="Nothing stands there for 2026-12"):
        office.says("dan", "apollo plan 2026-12 labour none")
    with pytest.raises(Refused, match="“none” in its form takes away what stands there"):
        office.says("dan", "apollo plan 2026-12 labour 0")
    assert len(office.rows("select id from budget_entry")) == 3
    assert [row.facts for row in office.rows("select facts from audit")]
    assert "13000" not in str(office.rows("select * from audit"))


def test_a_currency_that_nobody_set_is_asked_for_and_the_first_one_written_is_the_budgets(office: BudgetOffice) -> None:
    with pytest.raises(Refused, match="No currency is set for Apollo yet") as refused:
        office.says("dan", "apollo plan 2026-12 labour 12000")
    assert refused.value.field == "amount"
    office.says("dan", "apollo plan 2026-12 labour 12000 GBP")
    assert "7 GBP" in office.reads_of("dan", "apollo plan 2026-11 other 7")


def test_an_amount_in_a_wrong_currency_is_taken_away_alone(office: BudgetOffice) -> None:
    office.says("dan", "apollo plan 2026-12 other 700 EUR")
    office.says("dan", "apollo plan 2026-12 other 5 USD")
    with pytest.raises(Refused, match="“usb” is no currency I know"):
        office.says("dan", "apollo plan 2026-12 other none USB")
    text = office.reads_of("dan", "apollo plan 2026-12 other none USD")
    assert "nothing (before: 5 USD)" in text
    assert "700" not in text
    assert "700 EUR" in office.reads_of("dan", "apollo")
    assert "USD" not in office.reads_of("dan", "apollo")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("apollo plan 2026-12 labour 0 EUR", "more than zero"),
        ("apollo plan 2026-12 labour -5 EUR", "more than zero"),
        ("apollo plan 2026-12 salaries 5 EUR", "no category of a project's budget"),
        ("apollo plan 2026-13 labour 5 EUR", "as a month"),
        ("apollo actual 2026-11 labour 5 EUR", "follows from allocations"),
        ("apollo actual 2026-12 other 5 EUR", "has not begun"),
        ("apollo plan 2023-12 other 5 EUR", "lies outside of it"),
        ("apollo plan 2026-12 other 5 ABC", "is no currency I know"),
        ("apollo plan 2026-12 other 5.500", "Write 5500, or 5.50 with decimals"),
        ("apollo fly", "I don't know"),
        ("atlantis", "I don't know"),
        ("rates 5", "I don't know"),
        ("people atlantis", "don't know a department"),
        ("x" * 400, "a lot of words"),
    ],
)
def test_bad_words_are_refused_and_nothing_is_half_done(office: BudgetOffice, words: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        office.says("dan", words)
    assert office.rows("select id from budget_entry") == []


def test_currencies_stand_side_by_side_and_are_never_added(office: BudgetOffice) -> None:
    office.says("dan", "apollo plan 2026-12 other 1000 EUR")
    office.says("dan", "apollo plan 2026-12 other 500 USD")
    text = office.reads_of("dan", "apollo")
    assert "1,000 EUR" in text
    assert "500 USD" in text
    assert "1,500" not in text
    assert "This budget is in EUR and USD." in text


def test_labour_follows_from_allocations_less_leave_at_the_rate_of_the_day(office: BudgetOffice) -> None:
    """Half of Ann's eight hours, sixteen working days to 23 November, 80 EUR an hour; then a week's leave off."""
    office.says("dan", "apollo plan 2026-11 labour 10000 EUR")
    assert "Nov 2026   10,000 EUR  5,120 EUR" in office.reads_of("dan", "apollo months")
    office.away("ann", "2026-11-02", "2026-11-06")
    assert "Nov 2026   10,000 EUR  3,520 EUR" in office.reads_of("dan", "apollo months")
    office.says("bea", "rate developer 800 EUR day from 2026-11-16")
    assert "Nov 2026   10,000 EUR  4,000 EUR" in office.reads_of("dan", "apollo months")


def test_hours_without_a_price_are_named_and_not_counted_as_nothing(office: BudgetOffice) -> None:
    office.store.write(lambda tx: pricing.replace_holdings(tx, office.person("ann"), []))
    text = office.reads_of("dan", "apollo")
    assert "*Without a price:* Ann (" in text
    assert "no role, or their role has no rate" in text


def test_a_rate_in_another_currency_keeps_earned_value_away(office: BudgetOffice) -> None:
    office.says("dan", "apollo plan 2026-12 other 1000 USD")
    assert "This budget is in EUR and USD." in office.reads_of("dan", "apollo value")


def test_earned_value_comes_from_milestones_whose_weights_add_up(office: BudgetOffice) -> None:
    office.store.write(lambda tx: pricing.replace_holdings(tx, office.person("ann"), []))
    assert "Nothing is planned yet" in office.reads_of("dan", "apollo value")
    office.says("dan", "apollo plan 2026-10 other 100000 EUR")
    office.says("dan", "apollo plan 2026-12 other 100000")
    office.says("dan", "apollo actual 2026-10 other 96000")
    assert "There are no milestones yet" in office.reads_of("dan", "apollo value")
    office.milestone("Portal", 60, ("2026-10-10", 50))
    assert "add up to 60, not 100" in office.reads_of("dan", "apollo value")
    office.milestone("Roll-out", 40, ("2026-11-01", 25))
    text = office.reads_of("dan", "apollo value")
    for line in (
        "*BAC* 200,000 EUR",
        "*PV* 100,000 EUR",
        "*EV* 80,000 EUR",
        "*AC* 96,000 EUR",
        "*CV* -16,000 EUR: the work done cost 16,000 EUR more than planned.",
        "*SV* -20,000 EUR: work worth 20,000 EUR less is done than was planned by today.",
        "*CPI* 0.83: each EUR spent earned 0.83 EUR of the planned work, over budget.",
        "*SPI* 0.80: work goes on at 80 % of the planned pace, behind schedule.",
        "*EAC* 240,000 EUR by BAC / CPI: going on as it went, it ends 40,000 EUR over the budget.",
        "*ETC* 144,000 EUR",
        "*VAC* -40,000 EUR",
        "*TCPI* 1.15: to keep the budget, each EUR that is left has to earn 1.15 EUR of planned work.",
    ):
        assert line in text
    office.budget("dan", "project_settings", 1, currency="EUR", method="plan", low="0.9", high="1.1")
    assert "*EAC* 216,000 EUR by AC + (BAC − EV)" in office.reads_of("dan", "apollo value")
    office.budget("dan", "project_settings", 1, currency="EUR", method="both", low="0.9", high="1.1")
    assert "*EAC* 276,000 EUR" in office.reads_of("dan", "apollo value")


def test_with_nothing_earned_or_spent_figures_are_not_available(office: BudgetOffice) -> None:
    office.store.write(lambda tx: pricing.replace_holdings(tx, office.person("ann"), []))
    office.says("dan", "apollo plan 2026-12 other 1000 EUR")
    office.milestone("Portal", 100)
    text = office.reads_of("dan", "apollo value")
    assert "*CPI* not available: nothing was spent yet." in text
    assert "*SPI* not available: nothing was planned by today." in text
    assert "*EAC* not available" in text
    assert "inf" not in text.lower().replace("information", "")


def test_the_s_curve_says_in_words_what_it_draws(office: BudgetOffice) -> None:
    office.says("dan", "apollo plan 2026-12 other 1000 EUR")
    office.milestone("Portal", 100, ("2026-10-01", 50))
    picture = office.picture("dan", "apollo")
    assert "earned 500 EUR" in plain(picture.alt)
    assert picture.draw().startswith(b"\x89PNG")


def test_settings_are_checked(office: BudgetOffice) -> None:
    office.number("apollo")
    for low, high, field in (("0", "1.1", "low"), ("1.2", "1.3", "low"), ("0.9", "0.95", "high"), ("x", "1.1", "low")):
        with pytest.raises(Refused) as refused:
            office.budget("dan", "project_settings", 1, currency="EUR", method="cpi", low=low, high=high)
        assert refused.value.field == field
    with pytest.raises(Refused, match="no currency I know"):
        office.budget("dan", "project_settings", 1, currency="ABC", method="cpi", low="0.9", high="1.1")


def test_lines_are_checked_before_they_are_entered(office: BudgetOffice) -> None:
    number = office.number("apollo")
    head = "kind,month,category,amount,currency\n"
    bad = head + "planned,2026-12,labour,0,EUR\nplanned,2026-12,salaries,5,EUR\n"
    with pytest.raises(Refused, match=r"Line 2: .* Line 3: .* Nothing was entered") as refused:
        office.budget("dan", "project_check", number, csv=bad)
    assert refused.value.field == "csv"
    good = head + "planned,2026-12,labour,12000,EUR\nplanned,2026-11,other,500,EUR\nactual,2026-11,other,100,EUR\n"
    reply = office.budget("dan", "project_check", number, csv=good)
    assert isinstance(reply, Update)
    assert "*This would add 3, change 0 and leave 0 as they are.*" in plain(reply.view)
    assert office.rows("select id from budget_entry") == []
    office.budget("dan", "project_enter", number, csv=good)
    changed = good.replace("12000", "13000")
    again = office.budget("dan", "project_check", number, csv=changed)
    assert isinstance(again, Update)
    assert "12,000 EUR → 13,000 EUR" in plain(again.view)
    office.budget("dan", "project_enter", number, csv=changed)
    same = office.budget("dan", "project_enter", number, csv=changed)
    assert isinstance(same, Say)
    assert "nothing changed" in same.message.text
    assert len(office.rows("select id from budget_entry")) == 4
    assert "planned,2026-12,labour,13000,EUR" in office.reads_of("dan", "apollo csv")


def test_a_departments_year_has_what_is_committed_beside_it(office: BudgetOffice) -> None:
    office.says("bea", "support plan 2026-11 training 5000 EUR")
    office.says("bea", "support actual 2026-11 training 1000")
    office.says("bea", "support plan 2027-01 training 777")
    department = office.kept("support").of

    def promise(number: int, amount: int, state: Promise) -> None:
        source = Ref("skills", number)
        one = Commitment(department, source, Category.TRAINING, eur(amount).amount, "EUR", date(2026, 12, 1), state)
        office.store.write(lambda tx: commitments.put(tx, source, [one]))

    promise(1, 2500, Promise.AGREED)
    promise(2, 800, Promise.PROPOSED)
    promise(3, 400, Promise.SPENT)
    text = office.reads_of("bea", "support")
    assert "Training        5,000 EUR  1,000 EUR  20 %  2,500 EUR" in text
    assert "Asked for and not promised yet: 800 EUR." in text
    assert "777" not in text
    assert "777 EUR" in office.reads_of("bea", "support 2027")
    assert office.picture("bea", "support").draw().startswith(b"\x89PNG")


def test_whoever_is_above_sees_the_departments_below_and_a_deputy_no_salaries(office: BudgetOffice) -> None:
    office.says("bea", "support plan 2026-11 salaries 54321 EUR")
    office.says("bea", "support plan 2026-11 workplace 100")
    assert "54,321 EUR" in office.reads_of("head", "all")
    assert "54,421 EUR" in office.reads_of("head", "support")
    text = office.reads_of("tom", "support")
    assert "54,3" not in text
    assert "54,4" not in text
    assert "Together        100 EUR" in text
    assert "they are not in these figures" in text
    with pytest.raises(NotAllowed):
        office.says("tom", "support plan 2026-11 workplace 5")


def test_where_the_time_of_people_went_and_what_nobody_paid_for(office: BudgetOffice) -> None:
    """A thousandth of a year: Support's four people; Ann is on Apollo half her time, which plans labour in October."""
    office.says("bea", "support actual 2026-10 salaries 9000 EUR")
    office.says("dan", "apollo plan 2026-10 labour 5000 EUR")
    text = office.reads_of("bea", "people")
    assert "4 people were there for 7,264 h in 2026 so far" in text
    assert "They cost 9,000 EUR in salaries." in text
    assert "No salaries are entered for Jan 2026 to Sept 2026." in text
    assert "Apollo               908 h   13 %  72,640 EUR" in text
    assert "Business as usual  6,356 h   88 %" in text
    assert "*What nobody paid for:* 820 h" in text
    assert "820 h in months without any labour planned" in text
    for name in ("dan", "tom", "nora", "ann"):
        with pytest.raises(NotAllowed):
            office.says(name, "people support")


def test_a_year_without_people_or_salaries_is_said(office: BudgetOffice) -> None:
    text = office.reads_of("bea", "people support 2020")
    assert "0 people were there for 0 h in 2020" in text
    assert "No salaries are entered for 2020 yet" in text


def test_rates_follow_each_other_and_never_overlap(office: BudgetOffice) -> None:
    text = office.reads_of("bea", "rate developer 90 EUR hour from 2027-01-01")
    assert "Developer costs 90 EUR per hour from Fri, 1 Jan 2027. The rate before it ends the day before." in text
    assert "That corrects the rate of those days." in office.reads_of(
        "bea", "rate developer 91 EUR hour from 2027-01-01"
    )
    assert [one.money.amount for one in office.store.read(pricing.rates)] == [80, 91]
    with pytest.raises(Refused, match="two can't hold on the same day") as refused:
        office.says("bea", "rate developer 95 EUR hour from 2026-06-01")
    assert refused.value.field == "starts"
    with pytest.raises(Refused, match="more than zero"):
        office.says("bea", "rate developer 0 EUR hour from 2028-01-01")
    with pytest.raises(Refused, match="No currency is set for rates"):
        office.says("bea", "rate developer 95 hour from 2028-01-01")
    with pytest.raises(Refused, match="I don't know the role “tester”"):
        office.says("bea", "rate tester 95 EUR hour from 2028-01-01")
    form: dict[str, Any] = {
        "amount": "95 EUR",
        "unit": "hour",
        "starts": date(2026, 1, 1),
        "new_role": "Quality tester",
    }
    office.budget("nora", "rate", **form)
    with pytest.raises(Refused, match="There is a role called Quality tester already") as known:
        office.budget("nora", "rate", **form)
    assert known.value.field == "new_role"
    assert "`quality-tester`" in office.reads_of("dan", "rates")
    with pytest.raises(NotAllowed):
        office.says("dan", "rate developer 1 EUR hour from 2029-01-01")
    with pytest.raises(NotAllowed):
        office.says("ann", "rates")


def test_a_role_is_given_to_ones_own_people(office: BudgetOffice) -> None:
    assert "Zoe is Developer from Thu, 1 Jan 2026." in office.reads_of("bea", "role <@U0ZOE> developer from 2026-01-01")
    assert "*Developer*: Ann, Zoe." in office.reads_of("bea", "roles")
    for who, whom in (("bea", "DAN"), ("bea", "BEA")):
        with pytest.raises(NotAllowed, match="people of your departments"):
            office.says(who, f"role <@U0{whom}> developer from 2026-01-01")
    assert "Dan is Developer" in office.reads_of("nora", "role <@U0DAN> developer from 2026-01-01")
    with pytest.raises(Refused, match="two can't hold on the same day"):
        office.says("nora", "role <@U0DAN> developer from 2025-01-01 to 2026-03-01")
    assert isinstance(office.says("bea", "role"), Open)


def test_entries_lie_as_they_are_and_only_grow(office: BudgetOffice) -> None:
    office.says("dan", "apollo plan 2026-12 labour 12000.55 EUR")
    number = office.number("apollo")
    kept = office.store.read(lambda tx: budgets.entries(tx, [number], salaries=False))[number]
    assert [one.money for one in kept] == [eur("12000.55")]
    with pytest.raises(Exception, match="append-only"):
        office.rows("delete from budget_entry")


def test_a_rate_is_kept_exactly(office: BudgetOffice) -> None:
    rate = Rate(1, Unit.DAY, Money(eur("640.25").amount, "CHF"), date(2030, 1, 1), date(2030, 2, 28))
    office.store.write(lambda tx: pricing.set_rate(tx, rate))
    assert rate in office.store.read(pricing.rates)
    assert office.store.read(lambda tx: pricing.holdings(tx, [PersonId(999)])) == []
    held = Holding(office.person("zoe"), 1, date(2026, 1, 1))
    office.store.write(lambda tx: pricing.set_role(tx, held))
    assert held in office.store.read(pricing.holdings)


def test_the_list_and_home_show_what_is_ones_own(office: BudgetOffice) -> None:
    office.says("dan", "apollo plan 2026-12 labour 12000 EUR")
    office.says("bea", "support plan 2026-12 salaries 4000 EUR")
    assert "*Apollo*:" in office.reads_of("dan", "")
    assert "Support" not in office.reads_of("dan", "")
    assert "*Apollo*:" in office.home("dan")
    listed = office.reads_of("bea", "")
    assert "*Support* 2026: 0 % of 4,000 EUR used." in listed
    assert "*Apollo*:" in listed
    assert "Apollo" not in office.home("bea")
    assert "There is no budget that is yours to see" in office.reads_of("ann", "")
    assert office.home("ann") == ""
    assert "4,000" not in office.reads_of("tom", "")
