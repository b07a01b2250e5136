"""What becomes of allocations: released, extended, ended by leaving; tasks from cases; what an absence would touch."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import a_person
from tests.workflows.staffing_office import FIRST, LAST, Office, shown
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Away, Event, Ref, Tx
from workflows.organisation import allotting, recent, skills
from workflows.organisation.description import Description
from workflows.organisation.register import write
from workflows.staffing import WORKFLOW
from workflows.staffing.rules.life import State

UNTIL = date(2027, 1, 29)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock)


def allotted(office: Office, name: str = "bob") -> int:
    """Somebody is allotted to Apollo; the allocation's id."""
    office.does("dan", "accept", office.offers("bea", office.asks(), name))
    return int(office.allocations(name)[0].id)


def ends(office: Office, booking: int) -> date | None:
    found = office.store.read(lambda tx: allotting.allocation(tx, booking))
    assert found is not None
    return found.ends


def lives_in(office: Office, name: str, zone: str) -> None:
    def moves(tx: Any) -> None:
        moved = text("update residence set time_zone = :zone where person_id = :who")
        tx.connection.execute(moved, {"zone": zone, "who": office.person(name)})
        recent.changed(tx)

    office.store.write(moves)


def test_the_department_releases_and_both_others_are_told(office: Office) -> None:
    booking = allotted(office)
    office.does("bea", "release", booking, last=UNTIL, reason="Support needs him back.")
    assert ends(office, booking) == UNTIL
    assert "now ends on Fri, 29 Jan 2027" in office.told("bob", "told_released")[0]
    assert "The allocation of *Bob* to *Apollo* now ends on" in office.told("dan", "told_released")[0]
    assert office.told("bea", "told_released") == []
    assert office.rows("select event, workflow from audit order by id")[-1] == ("released", "staffing")


def test_a_release_before_it_begins_leaves_nothing_and_says_so(office: Office) -> None:
    booking = allotted(office)
    office.does("bea", "release", booking, last=date(2026, 11, 30), reason="A mistake.")
    assert not office.allocations("bob")
    assert "that had not begun is off" in office.told("bob", "told_off")[0]


@pytest.mark.parametrize(
    ("verb", "last", "text"),
    [
        ("release", date(2026, 11, 20), "What is past stays"),
        ("release", LAST, "until Fri, 26 Feb 2027 only"),
        ("ask_extension", FIRST, "there until Fri, 26 Feb 2027 anyway"),
        ("ask_extension", date(2028, 3, 1), "Apollo ends on Fri, 31 Dec 2027"),
    ],
)
def test_last_days_that_make_no_sense_are_refused(office: Office, verb: str, last: date, text: str) -> None:
    booking = allotted(office)
    name = "bea" if verb == "release" else "dan"
    with pytest.raises(Refused, match=text) as refused:
        office.does(name, verb, booking, last=last, reason="Because.")
    assert refused.value.field == "last"
    assert ends(office, booking) == LAST


def test_a_project_manager_asks_to_release_and_the_department_agrees(office: Office) -> None:
    booking = allotted(office)
    with pytest.raises(NotAllowed):
        office.does("dan", "release", booking, last=UNTIL, reason="Done by then.")
    office.does("dan", "ask_release", booking, last=UNTIL, reason="Done by then.")
    assert "asks to release *Bob* from *Apollo* after Fri, 29 Jan 2027" in office.told("bea", "change")[0]
    assert "Done by then." in office.told("bea", "change")[0]
    assert ends(office, booking) == LAST, "nothing is changed by asking"
    with pytest.raises(Refused, match="asked for already"):
        office.does("dan", "ask_release", booking, last=UNTIL, reason="Again.")
    office.does("bea", "agree", 1)
    assert ends(office, booking) == UNTIL
    assert "is released from" in office.told("dan", "heard_change")[0]


def test_an_extension_is_asked_for_and_decided(office: Office) -> None:
    booking = allotted(office)
    office.does("dan", "ask_extension", booking, last=date(2027, 4, 30), reason="A month more.")
    office.does("bea", "turn_down", 1, reason="He is promised elsewhere.")
    assert "He is promised elsewhere." in office.told("dan", "heard_change")[0]
    assert ends(office, booking) == LAST
    office.does("dan", "ask_extension", booking, last=date(2027, 3, 31), reason="Two weeks, then.")
    office.does("tom", "agree", 2)
    assert ends(office, booking) == date(2027, 3, 31)
    assert "goes on until" in office.told("bob", "told_extended")[0]


def test_a_wish_is_dropped_and_an_unanswered_one_climbs(office: Office) -> None:
    booking = allotted(office)
    office.does("dan", "ask_release", booking, last=UNTIL, reason="Done by then.")
    office.goes_to(datetime(2026, 11, 25, 9, 30, tzinfo=UTC))
    assert office.told("bea", "waiting_change")
    office.goes_to(datetime(2026, 11, 27, 9, 30, tzinfo=UTC))
    assert office.told("tom", "change")
    office.does("dan", "drop", 1)
    assert not office.rows("select 1 from chain_step where settled_at is null and workflow = 'staffing_change'")


def leaves(office: Office, name: str, last: date) -> None:
    """They leave the company: the directory has their last day."""
    gone = replace(a_person(name), ends=last)
    office.store.write(lambda tx: write(tx, Description(people={gone.email: gone})))


def test_whoever_leaves_works_to_their_last_day_and_the_rest_is_proposed_anew(office: Office) -> None:
    booking = allotted(office)
    second = office.asks("eve", project=str(office.project("borealis")), amount="20 %")
    offer = office.offers("bea", second, "bob", amount="20 %")
    leaves(office, "bob", UNTIL)
    office.ticks()
    assert ends(office, booking) == UNTIL
    assert office.offer(offer).state is State.LAPSED
    (dan,) = office.told("dan", "vacancy")
    assert "*Bob* is not available for *Apollo* from Sat, 30 Jan 2027 on" in dan
    assert "Ask for somebody else…" in dan
    assert "leave" not in dan.lower(), "nobody learns from here why"
    office.ticks()
    assert len(office.told("dan", "vacancy")) == 1
    modal = shown(office.does("dan", "refill", 1))
    assert "2027-01-30" in modal
    assert "'initial_value': '50 %'" in modal
    with pytest.raises(NotAllowed):
        office.does("eve", "refill", 1)


def test_whoever_leaves_before_the_end_of_an_ask_is_ranked_by_the_weeks_they_are_there(office: Office) -> None:
    office.asks(amount="20 %")
    leaves(office, "bob", date(2026, 12, 31))
    (card,) = office.told("bea", "desk")
    first, second = card[card.index("1. ") :].split("2. ")
    assert "Zoe" in first
    assert "*Bob*: Python 4; 100 % free in all weeks but 4 Jan to 28 Feb" in second


def test_leave_takes_nothing_from_what_is_allotted(office: Office) -> None:
    booking = allotted(office)
    office.is_away("bob", date(2026, 12, 21), date(2027, 1, 3))
    office.ticks()
    assert ends(office, booking) == LAST


def test_both_managers_hear_once_that_an_allocation_ends_soon(office: Office) -> None:
    allotted(office)
    office.goes_to(datetime(2027, 2, 15, 9, 30, tzinfo=UTC))
    office.goes_to(datetime(2027, 2, 16, 9, 30, tzinfo=UTC))
    assert len(office.told("dan", "ending")) == len(office.told("bea", "ending")) == 1
    assert "The allocation of *Bob* to *Apollo* ends on Fri, 26 Feb 2027" in office.told("bea", "ending")[0]


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Pacific/Tongatapu", datetime(2027, 2, 11, 20, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2027, 2, 12, 20, tzinfo=UTC)),
    ],
)
def test_that_an_allocation_ends_soon_is_told_two_weeks_before_from_the_readers_own_morning_on(
    office: Office, zone: str, hour: datetime
) -> None:
    allotted(office)
    lives_in(office, "bea", zone)
    office.goes_to(hour - timedelta(minutes=1))
    assert office.told("bea", "ending") == []
    office.goes_to(hour)
    assert len(office.told("bea", "ending")) == 1


def test_a_case_that_ends_in_reallocation_opens_a_task_for_the_department_alone(office: Office) -> None:
    closed = Event(
        "closed", Ref("performance", 7), 3, office.person("ann"), office.person("bea"), {"outcome": "reallocation"}
    )
    office.overhears(closed)
    office.overhears(closed)
    (bea,) = office.told("bea", "task")
    assert "Find other work for *Ann*" in bea
    assert "case 7" in bea
    assert "*Apollo*: 50 % of working time" in bea
    everybody = [one.to for one in office.queued()]
    assert set(everybody) == {office.person("bea")}
    office.does("bea", "finish", 1)
    assert "*Done* by you" in office.told("bea", "task")[0]


@pytest.mark.parametrize("outcome", ["no_action", "training", "coaching", "mentoring"])
def test_other_outcomes_are_others_business(office: Office, outcome: str) -> None:
    office.overhears(Event("closed", Ref("performance", 7), 3, office.person("ann"), None, {"outcome": outcome}))
    assert not office.rows("select 1 from staffing_task")


def touched(office: Office, viewer: str, who: str) -> list[str]:
    away = Away(office.person(who), date(2026, 12, 14), date(2026, 12, 18))
    return list(office.store.read(lambda tx: WORKFLOW.effects(tx, away, office.actor(tx, viewer))))


def test_whoever_decides_about_leave_sees_allocations_and_the_skill_that_would_be_missing(office: Office) -> None:
    allotted(office)
    need = skills.Need(office.department("support"), 1, 3, 2)
    office.store.write(lambda tx: skills.set_need(tx, need))
    there = "There throughout with it: Zoe (60 % free)."
    assert touched(office, "bea", "bob") == [
        "Apollo: 50 %, until Fri, 26 Feb 2027.",
        f"Python, level 3: 1 of the 2 that Support needs would be there on Mon, 14 Dec 2026. {there}",
    ]
    office.is_away("zoe", date(2026, 12, 16), date(2026, 12, 16))
    assert touched(office, "bea", "bob")[1] == (
        "Python, level 3: 0 of the 2 that Support needs would be there on Wed, 16 Dec 2026. "
        "Nobody else who holds it is there throughout."
    )


def test_a_project_manager_reads_of_their_own_project_alone_and_others_nothing(office: Office) -> None:
    assert touched(office, "dan", "ann") == ["Apollo: 50 %, with no end yet."]
    assert touched(office, "eve", "ann") == touched(office, "nora", "ann") == []
    assert touched(office, "dan", "zoe") == []


def test_load_is_said_from_where_one_stands(office: Office) -> None:
    allotted(office)
    project = shown(office.types("dan", "load project"))
    assert "*Ann*: 50 % here, 0 % elsewhere." in project
    assert "*Bob*: 41 % here, 0 % elsewhere." in project
    assert "Zoe" not in project, "she is on another project"
    department = shown(office.types("bea", "load department"))
    assert "*Zoe*: 33 % booked, 0 % offered." in department
    assert "Borealis" not in project


def test_a_picture_stands_beside_the_words(office: Office) -> None:
    reply = office.types("bea", "load department")
    picture = reply.message.picture  # type: ignore[union-attr] # it says something
    assert picture is not None
    assert picture.draw().startswith(b"\x89PNG")
    assert "Nobody is above 100 %" in picture.alt


def test_the_plan_proposes_nobody_twice_and_offers_what_was_chosen(office: Office) -> None:
    office.asks()
    office.asks(work="Something else.", level="4")
    view = shown(office.types("bea", "plan"))
    assert "Zoe" in view
    bob, zoe = str(office.person("bob")), str(office.person("zoe"))
    with pytest.raises(Refused, match="proposed twice"):
        office.does("bea", "offer_plan", None, None, **{"place-1-0": bob, "place-2-0": bob})
    assert not office.rows("select 1 from staffing_offer"), "all or none"
    office.does("bea", "offer_plan", None, None, **{"place-1-0": zoe, "place-2-0": bob})
    assert len(office.told("dan", "offer")) == 2
    with pytest.raises(Refused, match="Nobody asks your departments"):
        office.types("bea", "plan")


def test_the_plan_is_the_best_for_all_together(office: Office) -> None:
    """Bob alone can do what asks for level 4, so Zoe does the other, though Bob would be better at both."""
    office.asks(work="Anybody could do this.")
    office.asks(work="Only Bob can.", level="4")
    blocks = office.types("bea", "plan").view["blocks"]  # type: ignore[union-attr] # it opens a modal
    chosen = [one["element"]["initial_option"]["text"]["text"] for one in blocks if one["type"] == "input"]
    assert chosen == ["Zoe", "Bob"]


def test_the_floor_is_for_those_who_own_the_department(office: Office) -> None:
    number = office.department("support")
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"amount": "x"}, "amount"),
        ({"amount": "120", "measure": "percent"}, "amount"),
        ({"first": date(2026, 11, 1)}, "first"),
        ({"measure": "weight"}, "measure"),
    )
    for form, field in wrong:
        with pytest.raises(Refused) as refused:
            office.does(
                "bea", "set_floor", number, None, **{"amount": "2", "measure": "people", "first": FIRST, **form}
            )
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        office.does("max", "set_floor", number, amount="2", measure="people", first=FIRST)
    office.does("head", "set_floor", number, amount="2.5", measure="people", first=date(2026, 11, 23))
    assert "2.5" in shown(office.types("bea", "floor"))
    assert office.rows("select people from staffing_floor")[0].people == int(Decimal("2.5") * 10000)


def test_home_says_who_is_free_and_what_waits(office: Office) -> None:
    office.asks()
    bea = office.home("bea")
    assert "People asked for" in bea
    assert "*Bob*: 100 % free" in bea
    assert "*Zoe*: 60 % free" in bea
    assert "Your asks for people" in office.home("dan")
    assert "*Apollo*: 50 % of working time, with no end yet" in office.home("ann")
    assert "People asked for" not in office.home("cem")


def test_nobody_reads_anothers_reason_for_being_away(office: Office) -> None:
    def everything(tx: Tx) -> str:
        return str([WORKFLOW.render(tx, one) for one in office.queued()])

    office.is_away("bob", date(2026, 12, 21), date(2027, 1, 3))
    allotted(office)
    said = office.store.read(everything)
    assert not any(word in said for word in ("sick", "leave/", "Annual", "absence"))
