"""Deputies with dates, substitutes, and that no path of delegation lets anybody decide about themselves."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import START, Office, a_person, an_office
from workflows.calendar import ladder
from workflows.calendar.rules import Span
from workflows.calendar.store import put_absence
from workflows.directory import WORKFLOW as DIRECTORY
from workflows.directory import deputies
from workflows.kernel.access import PersonId, Relation
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Ref, Tx, run
from workflows.kernel.replies import Message, Reply, Say
from workflows.leave import WORKFLOW as LEAVE
from workflows.leave import offers, standins
from workflows.organisation import chains, deputising, lines
from workflows.organisation import store as organisation
from workflows.organisation.deputising import Deputyship
from workflows.organisation.description import Charge, DepartmentEntry, Description
from workflows.organisation.rules import Chart, Dated, Department, route
from workflows.organisation.rules import lines as on_the_line

DECIDING = ("approve", "decline", "approve_first", "suggest", "approve_cancel", "refuse_cancel")
DAY = timedelta(days=1)
RUNGS = ladder.Ladder(remind_after=(1,), climb_after=4)
PEOPLE = st.integers(min_value=1, max_value=6).map(PersonId)
DAYS = st.dates(date(2026, 1, 1), date(2026, 2, 10))


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def names_deputy(office: Office, who: str, deputy: str | None, first: str, last: str = "", **form: object) -> Reply:
    given = {
        "who": f"U0{deputy.upper()}" if deputy else None,
        "first": date.fromisoformat(first),
        "last": date.fromisoformat(last) if last else None,
        "department": "support",
        **form,
    }
    return office.store.write(lambda tx: run(DIRECTORY, "set_deputy", tx, office.actor(tx, who), None, given))


def deputy_on(office: Office, day: str) -> str | None:
    def work(tx: Tx) -> str | None:
        department = organisation.department_of(tx, office.person("ann"), START)
        assert department is not None
        desk = organisation.chart(tx).line(department.id, date.fromisoformat(day))[0]
        known = organisation.person(tx, desk.deputy) if desk.deputy else None
        return known.name if known else None

    return office.store.read(work)


def messages(office: Office, name: str) -> list[str]:
    """What the directory has told them, as it reads now."""
    rows = office.rows(f"select id from outbox where workflow = 'directory' and person = {office.person(name)}")  # noqa: S608 - the test's own

    def work(tx: Tx) -> Iterator[Message]:
        for row in rows:
            notice = tx.notice(row.id)
            message = DIRECTORY.render(tx, notice) if notice else None
            if message is not None:
                yield message

    return [one.text for one in office.store.read(lambda tx: list(work(tx)))]


def test_a_deputy_is_named_for_some_days_and_the_standing_one_goes_on_afterwards(office: Office) -> None:
    reply = names_deputy(office, "bea", "zoe", "2026-12-01", "2026-12-14")
    assert isinstance(reply, Say)
    assert "Zoe" in reply.message.text
    found = {day: deputy_on(office, day) for day in ("2026-11-30", "2026-12-01", "2026-12-14", "2026-12-15")}
    assert found == {"2026-11-30": "Tom", "2026-12-01": "Zoe", "2026-12-14": "Zoe", "2026-12-15": "Tom"}
    assert "You deputise in Support from Tue, 1 Dec 2026 to Mon, 14 Dec 2026." in messages(office, "zoe")[0]
    assert messages(office, "bea") == ["Zoe deputises in Support from Tue, 1 Dec 2026 to Mon, 14 Dec 2026."]
    assert messages(office, "tom") == ["From Tue, 1 Dec 2026 to Mon, 14 Dec 2026 you do not deputise in Support."]
    audit = office.rows("select event, workflow, about, by from audit where event = 'deputy_set'")
    assert [tuple(row) for row in audit] == [("deputy_set", "deputy", office.person("zoe"), office.person("bea"))]
    for name, wanted in (("bea", "Change deputy"), ("zoe", "Zoe"), ("tom", "Tom")):
        home = office.store.read(lambda tx, name=name: str(deputies.home(tx, office.actor(tx, name))))  # type: ignore[misc]
        assert wanted in home, name
    assert office.store.read(lambda tx: deputies.home(tx, office.actor(tx, "ann"))) == ()


def test_a_deputy_of_those_days_decides_then_and_neither_before_nor_after(office: Office) -> None:
    names_deputy(office, "bea", "zoe", "2026-12-01", "2026-12-14")
    request = office.asks("ann", "2026-12-21")
    for day, may in ((24, False), (31, True), (45, False)):
        office.goes_to(datetime(2026, 11, 1, 10, tzinfo=UTC) + (day - 1) * DAY)
        leave = office.leave(request)
        allowed = office.store.read(lambda tx, leave=leave: offers.may(tx, office.actor(tx, "zoe"), leave, "approve"))  # type: ignore[misc]
        assert allowed is may, day


def test_nobody_deputises_while_that_is_what_was_said(office: Office) -> None:
    names_deputy(office, "bea", None, "2026-12-01", "2026-12-07")
    found = [deputy_on(office, day) for day in ("2026-11-30", "2026-12-01", "2026-12-07", "2026-12-08")]
    assert found == ["Tom", None, None, "Tom"]
    names_deputy(office, "nora", "eve", "2026-12-03")
    found = [deputy_on(office, day) for day in ("2026-12-02", "2026-12-03", "2027-12-03")]
    assert found == [None, "Eve", "Eve"]


@pytest.mark.parametrize(
    ("who", "deputy", "first", "last", "reason"),
    [
        ("tom", "zoe", "2026-12-01", "", "not_allowed"),
        ("ann", "zoe", "2026-12-01", "", "not_allowed"),
        ("dan", "zoe", "2026-12-01", "", "not_allowed"),
        ("bea", "bea", "2026-12-01", "", "oneself"),
        ("head", "bea", "2026-12-01", "", "manager"),
        ("bea", "nobody", "2026-12-01", "", "unknown"),
        ("bea", "zoe", "2026-11-22", "", "past"),
        ("bea", "zoe", "2026-12-02", "2026-12-01", "reversed"),
        ("bea", "zoe", "2026-12-02", "2036-12-01", "dates"),
    ],
)
def test_what_makes_no_sense_is_refused(
    office: Office, who: str, deputy: str, first: str, last: str, reason: str
) -> None:
    with pytest.raises(Refused) as refused:
        names_deputy(office, who, deputy, first, last)
    assert refused.value.reason == reason
    assert deputy_on(office, "2026-12-01") == "Tom"


@given(
    st.lists(
        st.tuples(PEOPLE, DAYS, st.none() | DAYS).filter(lambda one: one[2] is None or one[1] <= one[2]), max_size=4
    ),
    DAYS,
    st.none() | DAYS,
)
def test_laying_days_over_others_leaves_each_other_day_as_it_was(
    known: list[tuple[PersonId, date, date | None]], first: date, last: date | None
) -> None:
    if last is not None and last < first:
        first, last = last, first
    for person, starts, ends in known:
        rest = list(deputising.without(Dated(person, starts, ends), first, last))
        for ahead in range(-2, 50):
            day = date(2026, 1, 1) + ahead * DAY
            held = starts <= day and (ends is None or day <= ends)
            covered = first <= day and (last is None or day <= last)
            now = [one for one in rest if one.starts <= day and (one.ends is None or day <= one.ends)]
            assert len(now) == (held and not covered), day
    told = deputising.passed_over([Deputyship(0, 1, *one) for one in known], first, last)
    assert len(set(told)) == len(told)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Departments under one another; each with or without a manager and a deputy, who may be anybody."""
    number = draw(st.integers(min_value=1, max_value=5))
    parents = [None, *(draw(st.integers(min_value=1, max_value=one)) for one in range(1, number))]
    departments = {one + 1: Department(one + 1, f"d{one}", f"D{one}", parents[one], START) for one in range(number)}

    def holders() -> dict[int, list[Dated[PersonId]]]:
        return {one: [Dated(draw(PEOPLE), START)] for one in departments if draw(st.booleans())}

    admins = [Dated(one, START) for one in draw(st.lists(PEOPLE, max_size=2))]
    return Chart(departments, holders(), holders(), admins=admins)


@given(charts(), PEOPLE, st.integers(min_value=1, max_value=5))
def test_no_route_leads_to_whom_it_is_about_nor_to_a_deputy_in_their_name(
    chart: Chart, person: PersonId, department: int
) -> None:
    line = chart.line(min(department, len(chart.departments)), date(2026, 11, 23))
    asked = route(person, line, chart.people_admins(date(2026, 11, 23)))
    assert person not in asked
    for desk in line:
        if desk.manager == person and desk.deputy is not None:
            others = [one for one in line if one is not desk]
            named_elsewhere = any(desk.deputy in (one.manager, one.deputy) for one in others)
            admin = desk.deputy in chart.people_admins(date(2026, 11, 23))
            assert desk.deputy not in asked or named_elsewhere or admin
            answers = on_the_line(desk.deputy, person, [desk])
            assert Relation.DEPUTY not in answers


def a_company(random: Random, people: int) -> Description:
    """A tree of departments whose managers and deputies are drawn at random, also from below, also one for several."""
    names = [f"p{number}" for number in range(people)]
    codes = [f"d{number}" for number in range(max(2, people // 4))]
    everyone = [a_person(name, random.choice(codes), admin=number < 2) for number, name in enumerate(names)]

    def charge() -> tuple[Charge, ...]:
        manager, deputy = random.choice(names), random.choice([*names, ""])
        return (Charge(START, f"{manager}@x.org", f"{deputy}@x.org" if deputy and deputy != manager else ""),)

    departments = [
        DepartmentEntry(code, code, random.choice(codes[:number]) if number else "", START, None, charge())
        for number, code in enumerate(codes)
    ]
    return Description({one.email: one for one in everyone}, {one.code: one for one in departments}, {}, {})


@pytest.mark.parametrize("seed", range(4))
def test_nobody_ever_comes_to_decide_about_themselves(store: Store, clock: FollowedClock, seed: int) -> None:
    """At random: who is away, whom they name (also who asked), who is named deputy meanwhile; day by day, climbing."""
    random = Random(seed)  # noqa: S311 - a test that can be repeated
    office = Office.founded(store, clock, a_company(random, 16))
    names = [f"p{number}" for number in range(16)]
    asked = {name: office.asks(name, "2027-03-01") for name in names}
    for name in random.sample(names, 8):
        away = office.asks(name, "2026-11-25", "2026-12-16")
        standing = office.leave(away)

        def grant(tx: Any, number: int = away, first: str = name) -> None:
            tx.connection.exec_driver_sql(f"update leave_request set state = 'approved' where id = {number}")  # noqa: S608 - the test's own
            standins.put(
                tx, number, standins.Named(decides=office.person(random.choice([n for n in names if n != first])))
            )

        assert standing.person == office.person(name)
        office.store.write(grant)
    for day in range(24, 24 + 21):
        office.goes_to(datetime(2026, 11, 1, 10, tzinfo=UTC) + (day - 1) * DAY)
        if day % 5 == 0:
            deputy, department = office.person(random.choice(names)), random.randrange(1, 5)
            today = office.clock.now().date()
            office.store.write(
                lambda tx, who=deputy, where=department, since=today: deputising.lay_over(tx, where, who, since, None)  # type: ignore[misc]
            )
        office.ticks()
        _nobody_decides_about_themselves(office, asked)
    climbed = office.rows("select count(*) from audit where event = 'climbed'")[0][0]
    assert climbed > len(names)


def _nobody_decides_about_themselves(office: Office, asked: dict[str, int]) -> None:
    def look(tx: Tx) -> None:
        for name, request in asked.items():
            actor = office.actor(tx, name)
            leave = office.leave(request)
            assert offers.relate(tx, actor, leave) == {Relation.OWN}
            assert actor.person not in {step.person for step in leave.asked}
            assert not set(DECIDING) & set(offers.offered(tx, actor, leave))
            assert lines.relations(tx, actor, actor.person) == {Relation.OWN}

    office.store.read(look)
    name, request = next(iter(asked.items()))
    with pytest.raises(NotAllowed):
        office.store.write(lambda tx: run(LEAVE, "approve", tx, office.actor(tx, name), request))


def test_a_substitute_comes_first_then_the_line_goes_on_as_before(office: Office) -> None:
    """Any stored route: the one asked is away for longer than its clock, and names whom they like; who asked never."""
    never = office.person("ann")
    for number, (substitute, expected) in enumerate((("zoe", "zoe"), ("ann", "tom"))):
        leave = office.asks("bea", f"2027-0{number + 1}-04")
        ref = Ref("tried", number)

        def named(tx: Any, leave: int = leave, who: str = substitute) -> None:
            tx.connection.exec_driver_sql(f"update leave_request set state = 'approved' where id = {leave}")  # noqa: S608 - the test's own
            standins.put(tx, leave, standins.Named(decides=office.person(who)))

        office.store.write(named)
        office.goes_to(datetime(2026, 12, 31, 10, tzinfo=UTC) if not number else datetime(2027, 2, 1, 10, tzinfo=UTC))
        route_of = [office.person(name) for name in ("bea", "tom", "head")]
        office.store.write(lambda tx, ref=ref, people=route_of: chains.start(tx, ref, people))  # type: ignore[misc]
        absent = date(2027, number + 1, 4)
        office.store.write(
            lambda tx, day=absent, number=number: put_absence(  # type: ignore[misc]
                tx, f"test/{number}", office.person("bea"), Span(day, day + 20 * DAY), certain=True
            )
        )
        office.goes_to(datetime(2027, number + 1, 4, 10, tzinfo=UTC))
        office.store.write(lambda tx: list(ladder.climbs(tx, "tried", RUNGS, lambda _chain: (never,))))
        chain = office.store.read(lambda tx, ref=ref: chains.steps(tx, ref))  # type: ignore[misc]
        assert chain.current is not None
        assert chain.current.person == office.person(expected), substitute
        assert [link.person for link in chain.ahead][-1] == office.person("head")
