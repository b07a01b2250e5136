"""Money in conversation: planned, spent, told; who sees what of it."""

import pytest

from tests.conversations.conftest import Office

APOLLO = "Apollo: the customer portal"
HEAD = "kind,month,category,amount,currency"


def test_a_project_manager_plans_by_words_by_form_and_by_lines(office: Office) -> None:
    daniel = office.person("daniel")
    daniel.types("/budget apollo plan 2026-12 other 9000 EUR")
    daniel.is_told("Other spending planned in Dec 2026: 9,000 EUR (before: 6,400 EUR).")
    daniel.types("/budget apollo plan 2026-12 other 0")
    daniel.is_told("A planned amount is more than zero.")
    daniel.types("/budget apollo plan 2027-01 other 5 ABC")
    daniel.is_told("“ABC” is no currency I know.")

    daniel.types("/budget apollo plan")
    daniel.submits(month="2027-01", category="other", amount="twelve")
    assert "can't read “twelve”" in daniel.errors["amount"]
    daniel.submits(amount="1,200.50")
    daniel.sees("Other spending planned in Jan 2027: 1,200.50 EUR.")

    daniel.types("/budget apollo paste")
    daniel.submits(csv=f"{HEAD}\nplanned,2027-02,other,0,EUR\nactual,2026-11,labour,5,EUR")
    assert "Line 2: A planned amount is more than zero." in daniel.errors["csv"]
    assert "Line 3: What labour costs is not typed in" in daniel.errors["csv"]
    daniel.submits(csv=f"{HEAD}\nplanned,2027-02,other,700,EUR\nactual,2026-11,other,310,EUR")
    daniel.sees("This would add 1, change 1 and leave 0 as they are.")
    daniel.submits()
    daniel.sees("2 amounts are entered in the budget of Apollo: the customer portal.")


def test_what_a_project_comes_to_is_read_by_its_manager_and_the_departments(office: Office) -> None:
    daniel, bea, ann, nora = (office.person(name) for name in ("daniel", "bea", "ann", "nora"))
    daniel.types("/budget apollo")
    daniel.sees("Enter amount…")
    daniel.sees("81 %")
    bea.types("/budget apollo")
    bea.sees(f"Budget: {APOLLO}")
    bea.does_not_see("Enter amount…")
    bea.types("/budget apollo plan 2026-12 labour 5 EUR")
    bea.is_told("it is for the project's manager")
    for other in (ann, nora):
        other.types("/budget apollo")
        other.is_told("You can't do that")
        other.types("/budget")
        other.is_told("There is no budget that is yours to see.")


def test_a_departments_salaries_are_for_its_manager_and_those_above(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    bea, helen, tomas, daniel = (office.person(name) for name in ("bea", "helen", "tomas", "daniel"))
    bea.types("/budget support actual 2026-11 salaries 25,321.75 EUR")
    bea.is_told("Salaries actual in Nov 2026: 25,321.75 EUR.")
    for reader in (bea, helen):
        reader.types("/budget support")
        reader.sees("Salaries")
        reader.sees("278,781.75 EUR")
    tomas.types("/budget support")
    tomas.sees("they are not in these figures")
    tomas.does_not_see("278,781.75")
    daniel.types("/budget support")
    daniel.is_told("it is for their operations manager or the standing deputy")
    bea.types("/budget people")
    bea.sees("What nobody paid for")
    daniel.types("/budget people support")
    daniel.is_told("You can't do that")
    logged = "".join(capfd.readouterr())
    assert "budget" in logged
    assert not [amount for amount in ("25,321", "25321", "278,781", "278781") if amount in logged]


def test_what_is_reached_is_told_once_to_those_who_answer_for_it(office: Office) -> None:
    daniel, bea, ann = (office.person(name) for name in ("daniel", "bea", "ann"))
    daniel.is_told("80 % of this budget is used.")
    bea.is_told("80 % of this budget is used.")
    ann.does_not_see("of this budget is used")
    daniel.types("/budget apollo actual 2026-11 other 90000")
    daniel.is_told("95 % of this budget is used.")
    office.goes_to("2026-11-24 09:00 UTC")
    office.goes_to("2026-11-25 09:00 UTC")
    said = [message["text"] for message in daniel.messages() if "of this budget is used" in message["text"]]
    assert len(said) == len(set(said))


def test_rates_are_a_roles_and_kept_by_operations(office: Office) -> None:
    daniel, bea, ann = (office.person(name) for name in ("daniel", "bea", "ann"))
    bea.types("/budget rate specialist 58 EUR hour from 2027-01-01")
    bea.is_told(
        "Support specialist costs 58 EUR per hour from Fri, 1 Jan 2027. The rate before it ends the day before."
    )
    bea.types("/budget rate specialist 60 EUR hour from 2026-06-01")
    bea.is_told("two can't hold on the same day")
    bea.types("/budget rate")
    bea.submits(role="Developer", amount="90 EUR", starts="2027-02-01")
    bea.sees("Developer costs 90 EUR per hour from Mon, 1 Feb 2027.")
    bea.types("/budget role @grace engineer from 2027-01-01")
    bea.is_told("Grace Mbeki is Systems engineer from Fri, 1 Jan 2027.")
    daniel.types("/budget rates")
    daniel.is_told("They are nobody's salary")
    daniel.does_not_see("Set a rate…")
    daniel.types("/budget rate developer 1 EUR hour from 2028-01-01")
    daniel.is_told("You can't do that")
    ann.types("/budget rates")
    ann.is_told("You can't do that")


def test_nonsense_is_answered_with_a_way_out(office: Office) -> None:
    bea = office.person("bea")
    for words, said in {
        "/budget atlantis": "I don't know “atlantis” here.",
        "/budget apollo fly": "I don't know “apollo fly” here.",
        "/budget people atlantis": "I don't know a department “atlantis”.",
        "/budget support plan 2026-12 salaries lots": "I can't read “lots” as an amount.",
        "/budget role someone developer": "I don't know the role “someone developer”.",
        "/budget <!channel> & =1+1": "I don't know",
        "/budget help": "apollo value",
    }.items():
        bea.types(words)
        bea.is_told(said)
