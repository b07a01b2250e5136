"""Digests in a real database: who gets which, on which day, what they read, and that each date has one."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.clock import FollowedClock
from bot.permissions import cells
from bot.store import Store
from bot.transaction import Transaction
from tests.workflows.digest_office import DigestOffice, said
from tests.workflows.handover_office import a_company
from tests.workflows.leave_office import START, a_person
from tests.workflows.performance_office import FILLED
from workflows import WORKFLOWS, digest, performance
from workflows.digest import readership
from workflows.kernel.digests import Kind
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Tx, digests, run
from workflows.kernel.replies import Open, Say
from workflows.leave import floors
from workflows.leave.floors import Measure, Standing
from workflows.leave.rules.settings import Effect
from workflows.organisation import language
from workflows.organisation.description import Charge, DepartmentEntry, Description, ProjectEntry
from workflows.organisation.milestone import Health
from workflows.organisation.register import write

ZONES = ("Europe/London", "America/New_York", "Africa/Cairo", "Pacific/Apia", "Asia/Kathmandu")


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> DigestOffice:
    """Monday nine in London: what was due before is not made up for."""
    office = DigestOffice(DigestOffice.opened(store, clock).store, clock)
    office.looks()
    return office


def test_a_manager_reads_what_waits_for_them_with_its_button(office: DigestOffice) -> None:
    office.asks("ann", "2026-12-21", "2026-12-22", reason="My sister's wedding")
    office.at("2026-11-24 08:29")
    assert office.issued() == []
    office.at("2026-11-24 08:30")
    office.at("2026-11-24 08:31")
    assert office.issued() == [("Bea", "daily"), ("Dan", "project")]
    text = said(office.digest("bea", "daily", "2026-11-24"))
    assert "*Ann* waits for your answer about leave from Mon, 21 Dec 2026 to Tue, 22 Dec 2026" in text
    assert "asked for yesterday" in text
    assert "One thing waits for you." in text
    assert "leave:approve" in text
    assert "wedding" not in text
    office.does("bea", "approve", 1, 1)
    assert office.digest("bea", "daily", "2026-11-24") is None


def test_nothing_is_said_when_there_is_nothing_to_say(office: DigestOffice) -> None:
    office.at("2026-11-24 09:00")
    office.at("2026-11-30 09:00")
    assert office.issued() == []
    reply = office.says("bea", "")
    assert isinstance(reply, Say)
    assert reply.message.text.startswith("There is nothing to say now")


def test_who_is_away_is_said_and_never_why(office: DigestOffice) -> None:
    office.is_away("ann", "2026-11-24", "2026-11-25")
    office.is_away("zoe", "2026-11-27")
    office.at("2026-11-24 08:30")
    assert office.issued() == [("#apollo", "channel"), ("Bea", "daily"), ("Dan", "project")]
    assert "Away today: *Ann* (until Wed 25 Nov)." in said(office.digest("bea", "daily", "2026-11-24"))
    assert "Away later this week: *Zoe*" in said(office.digest("bea", "daily", "2026-11-24"))
    theirs = said(office.digest("dan", "project", "2026-11-24"))
    assert "*Ann*" in theirs
    assert "Zoe" not in theirs
    office.at("2026-11-28 09:00")
    assert office.issued("2026-11-28") == []


def test_the_first_working_day_of_the_week_has_the_week(office: DigestOffice) -> None:
    office.asks("ann", "2026-12-21")
    office.plans("apollo", "Beta", "2026-12-02")
    office.is_away("bea", "2026-11-30")
    office.at("2026-11-30 08:30")
    assert office.issued("2026-11-30") == [("Dan", "project"), ("Head", "weekly")]
    assert "Away today: *Bea*." in said(office.digest("head", "weekly", "2026-11-30"))
    office.at("2026-12-01 08:30")
    assert office.issued("2026-12-01") == [("Bea", "weekly"), ("Dan", "project")]
    office.at("2026-12-02 08:30")
    assert office.issued("2026-12-02") == [("Bea", "daily"), ("Dan", "project")]
    assert "Your department this week" in said(office.digest("bea", "weekly", "2026-12-02"))


def test_a_project_manager_reads_of_dates(office: DigestOffice) -> None:
    office.plans("apollo", "Alpha", "2026-11-20")
    office.plans("apollo", "Beta", "2026-11-26")
    office.plans("apollo", "Gamma", "2027-02-01", Health.AT_RISK)
    office.plans("apollo", "Far", "2027-03-01")
    office.plans("zeus", "Elsewhere", "2026-11-20")
    text = said(office.digest("dan", "project", "2026-11-23"))
    assert "*Alpha* (Apollo) was expected on Fri, 20 Nov 2026 and is not reported as done." in text
    assert "*Beta* (Apollo) is due on Thu, 26 Nov 2026." in text
    assert "*Gamma* (Apollo) is at risk" in text
    assert text.index("Alpha") < text.index("Beta")
    assert "Far" not in text
    assert "Elsewhere" not in text
    assert "milestones:update" in text


def test_what_a_project_manager_was_told_is_not_said_again_until_it_changes_or_the_week_begins(
    office: DigestOffice,
) -> None:
    office.plans("apollo", "Alpha", "2026-11-20")
    office.plans("apollo", "Beta", "2026-11-26")
    office.plans("apollo", "Gamma", "2027-02-01", Health.AT_RISK)
    office.is_away("ann", "2026-11-26")
    read = {}
    for day in ("2026-11-24", "2026-11-25", "2026-11-26", "2026-11-30"):
        office.at(f"{day} 08:30")
        read[day] = said(office.digest("dan", "project", day))
    late, today, later = "*Alpha* (Apollo) was expected", "Away today: *Ann*", "Away later this week: *Ann*"
    beta, risk = "*Beta* (Apollo)", "*Gamma* (Apollo) is at risk"
    sentences = (late, beta, risk, today, later)
    found = {day: [one for one in sentences if one in text] for day, text in read.items()}
    assert found["2026-11-24"] == [late], "on Monday he read the rest"
    assert found["2026-11-25"] == [late, beta], "it is due tomorrow"
    assert found["2026-11-26"] == [late, beta, today]
    assert found["2026-11-30"] == [late, beta, risk]
    asked = said(office.says("dan", "project").message)  # type: ignore[union-attr] # it says
    assert risk in asked


def test_nobody_is_told_that_there_is_nothing_new(office: DigestOffice) -> None:
    office.plans("apollo", "Gamma", "2027-02-01", Health.AT_RISK)
    for day in range(24, 31):
        office.at(f"2026-11-{day} 08:30")
    assert office.issued() == [("Dan", "project")]
    assert office.issued("2026-11-30") == [("Dan", "project")]


def test_whoever_stands_in_reads_what_the_manager_would(office: DigestOffice) -> None:
    office.is_away("bea", "2026-11-25", "2026-11-26")
    office.is_away("ann", "2026-11-24", "2026-11-27")
    for day in range(24, 28):
        office.at(f"2026-11-{day} 08:30")
    daily = {day: [one for one, kind in office.issued(f"2026-11-{day}") if kind == "daily"] for day in range(24, 28)}
    assert daily == {24: ["Bea", "Head"], 25: ["Head", "Tom"], 26: ["Head", "Tom"], 27: ["Bea"]}
    office.goes_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    text = said(office.digest("tom", "daily", "2026-11-25"))
    assert "Away today: *Ann* (until Fri 27 Nov)." in text
    assert "*Tom*" not in text
    assert office.digest("zoe", "daily", "2026-11-25") is None


def test_of_cases_a_digest_says_only_how_many(office: DigestOffice) -> None:
    form = {**FILLED, "person": "U0ANN"}
    office.store.write(lambda tx: run(performance.WORKFLOW, "report", tx, office.actor(tx, "dan"), form=form))
    text = said(office.digest("bea", "daily", "2026-11-23"))
    assert "One case waits for you to take note of it." in text
    assert "Ann" not in text
    assert "One case" not in said(office.digest("head", "daily", "2026-11-23"))


def test_after_more_than_twelve_hours_it_is_skipped_and_that_is_on_record(office: DigestOffice) -> None:
    office.asks("zoe", "2026-12-21")
    office.at("2026-11-25 06:00")
    assert office.issued() == []
    rows = office.rows("select about, facts from audit where workflow = 'digest' and event = 'skipped'")
    skipped = {(row[0], str(row[1])) for row in rows}
    assert {person for person, facts in skipped if "daily" in facts and "2026-11-24" in facts} >= {office.person("bea")}
    office.at("2026-11-25 20:29")
    assert office.issued("2026-11-25") == [("Bea", "daily")]
    assert office.digest("bea", "daily", "2026-11-24") is None


def test_whoever_does_not_want_it_gets_none(office: DigestOffice) -> None:
    office.asks("ann", "2026-12-21")
    office.plans("apollo", "Alpha", "2026-11-20")
    office.says("bea", "off daily")
    office.says("dan", "off project")
    office.at("2026-11-24 08:30")
    assert office.issued() == []
    assert office.digest("bea", "daily", "2026-11-24") is None
    office.says("bea", "on daily")
    office.at("2026-11-25 08:30")
    assert office.issued() == [("Bea", "daily")]


def test_another_time_counts_from_tomorrow_so_that_each_date_has_one(office: DigestOffice) -> None:
    office.asks("zoe", "2026-12-21")
    office.at("2026-11-24 08:00")
    reply = office.says("bea", "at 7:15")
    assert isinstance(reply, Say)
    assert "From tomorrow on your digests come at 07:15" in reply.message.text
    office.says("bea", "at 10:00")
    office.at("2026-11-24 08:30")
    assert office.issued() == [("Bea", "daily")]
    office.at("2026-11-24 10:30")
    office.at("2026-11-25 09:59")
    assert office.issued() == [("Bea", "daily")]
    office.at("2026-11-25 10:00")
    assert office.issued("2026-11-25") == [("Bea", "daily")]


def test_the_modal_keeps_all_of_it(office: DigestOffice) -> None:
    opened = office.says("bea", "settings")
    assert isinstance(opened, Open)
    assert "08:30" in str(opened.view)
    form = {"at": "06:45", "kinds": ["mine"]}
    office.store.write(lambda tx: run(digest.WORKFLOW, "save", tx, office.actor(tx, "bea"), form=form))
    again = office.says("bea", "settings")
    assert isinstance(again, Open)
    assert "06:45" in str(again.view)
    with pytest.raises(Refused, match="such as 08:30"):
        office.store.write(
            lambda tx: run(digest.WORKFLOW, "save", tx, office.actor(tx, "bea"), form={"at": "25:00", "kinds": []})
        )


@pytest.mark.parametrize("words", ["off", "off everything", "weekly now", "at", "channel now", "<@U0ANN>"])
def test_words_that_lead_nowhere_are_answered(office: DigestOffice, words: str) -> None:
    with pytest.raises(Refused, match="off weekly"):
        office.says("bea", words)


def test_a_channel_is_told_on_days_on_which_somebody_would_work(office: DigestOffice) -> None:
    office.is_away("ann", "2026-11-24", "2026-11-30")
    office.says("dan", "off project")
    for day in ("2026-11-24", "2026-11-28", "2026-11-30"):
        office.at(f"{day} 08:30")
    assert [key for key in office.issued() if key[1] == "channel"] == [("#apollo", "channel")] * 2
    assert office.issued("2026-11-28") == []
    office.says("dan", "off channel")
    office.is_away("ann", "2026-12-01")
    office.at("2026-12-01 08:30")
    assert office.issued("2026-12-01") == [("Bea", "daily")]


def test_a_departments_channel_reads_who_is_away_until_it_cannot(office: DigestOffice) -> None:
    """Its manager says which; what is archived since is recorded, said to the manager once, and not tried again."""
    with pytest.raises(NotAllowed, match="operations manager"):
        office.says("ann", "channel")
    opened = office.says("bea", "channel")
    assert isinstance(opened, Open)
    office.chooses("bea", channel="C0SUPPORT")
    assert ("C0SUPPORT", "greeted") in office.issued()
    assert "who of *Support* is away today, never why" in said(office.rendered(office.last("greeted")))
    office.is_away("ann", "2026-11-24", "2026-11-26")
    office.at("2026-11-24 08:30")
    assert ("C0SUPPORT", "team") in office.issued("2026-11-24")
    office.store.write(lambda tx: language.choose(tx, office.person("bea"), "de"))
    assert said(office.rendered(office.last("team"))).startswith("Away today: *Ann* (until Thu")
    assert "never why" in said(office.rendered(office.last("greeted"))), "a channel has many readers, not only her"
    office.cannot(office.last("team"), "is_archived")
    office.cannot(office.last("team"), "is_archived")
    assert [one for one in office.issued() if one[1] == "stopped"] == [("Bea", "stopped")]
    assert "<#C0SUPPORT> is archived, so I no longer say there" in said(office.rendered(office.last("stopped")))
    office.at("2026-11-25 08:30")
    assert ("C0SUPPORT", "team") not in office.issued("2026-11-25")
    assert len(office.rows("select * from audit where event = 'channel_stopped'")) == 1
    office.says("bea", "on channel")
    office.at("2026-11-26 08:30")
    assert ("C0SUPPORT", "team") in office.issued("2026-11-26")
    office.chooses("bea", channel="")
    office.is_away("ann", "2026-11-27")
    office.at("2026-11-27 08:30")
    assert ("C0SUPPORT", "team") not in office.issued("2026-11-27")


@pytest.mark.parametrize(
    ("reason", "told"), [("not_in_channel", "I am not in it"), ("channel_not_found", "it is gone"), ("other", "Slack")]
)
def test_a_projects_channel_that_cannot_be_written_in_is_left_alone(
    office: DigestOffice, reason: str, told: str
) -> None:
    office.is_away("ann", "2026-11-24", "2026-11-26")
    office.at("2026-11-24 08:30")
    office.cannot(office.last("channel"), reason)
    assert "in #apollo" in said(office.rendered(office.last("stopped")))
    assert told in said(office.rendered(office.last("stopped")))
    office.at("2026-11-25 08:30")
    assert ("#apollo", "channel") not in office.issued("2026-11-25")
    office.says("dan", "on channel")
    office.at("2026-11-26 08:30")
    assert ("#apollo", "channel") in office.issued("2026-11-26")


def test_ones_own_week_has_what_is_due_and_when_one_is_away(office: DigestOffice) -> None:
    office.is_away("ann", "2026-12-03", "2026-12-04")
    office.at("2026-11-30 08:30")
    assert ("Ann", "mine") in office.issued()
    text = said(office.digest("ann", "mine", "2026-11-30"))
    assert "You are away: Thu 3 Dec to Fri 4 Dec." in text
    assert "Nothing waits for you today." in text


@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.CHANNEL])
def test_ten_times_the_readers_take_no_more_queries(office: DigestOffice, kind: Kind) -> None:
    """Every reader has something to say: a late milestone, somebody away, a question about leave, thin cover."""
    for name in ("bea", "dan", "ann"):
        office.is_away(name, "2026-11-23", "2026-11-24")
    office.asks("zoe", "2026-12-21")
    office.plans("apollo", "Alpha", "2026-11-20")
    keeps_people(office, "support")
    few = counted(office, kind, ["bea", "dan", "ann"])
    many = [f"n{n}" for n in range(30)]
    office.store.write(lambda tx: write(tx, grown(many)))
    for name in many:
        office.plans(f"q{name}", "Late", "2026-11-20")
        office.is_away(name, "2026-11-23", "2026-11-24")
        keeps_people(office, f"d{name}")
    more = counted(office, kind, ["bea", "dan", "ann", *many])
    assert 0 < more <= few, (few, more)


def keeps_people(office: DigestOffice, department: str) -> None:
    """Everybody must be there."""
    number = int(office.rows(f"select id from department where code = '{department}'")[0][0])  # noqa: S608 - ours
    standing = Standing(number, Measure.PERCENT, Decimal(100), Effect.WARN, date(2026, 1, 1))
    office.store.write(lambda tx: floors.put(tx, standing, office.person("bea")))


def grown(names: list[str]) -> Description:
    """The company with these besides, each of whom manages a department and a project."""
    known, people = a_company(), [a_person(name, f"d{name}") for name in names]
    departments = {
        f"d{n}": DepartmentEntry(f"d{n}", n, "all", START, None, (Charge(START, f"{n}@x.org"),)) for n in names
    }
    projects = {f"q{n}": ProjectEntry(f"q{n}", n, "", START, None, (Charge(START, f"{n}@x.org"),)) for n in names}
    return replace(
        known,
        people={**known.people, **{one.email: one for one in people}},
        departments={**known.departments, **departments},
        projects={**known.projects, **projects},
    )


def counted(office: DigestOffice, kind: Kind, names: list[str]) -> int:
    """How many queries find the lines of these readers, the second time (the organisation is known by then)."""

    def work(tx: Transaction) -> int:
        actors = {office.person(name): office.actor(tx, name) for name in names}
        digests(tx, readership.edition(tx, kind, date(2026, 11, 23), actors))
        with patch.object(Transaction, "fetch", autospec=True, side_effect=Transaction.fetch) as fetch:
            found = digests(tx, readership.edition(tx, kind, date(2026, 11, 23), actors))
        assert found
        queries: int = fetch.call_count
        return queries

    return office.store.read(work)


def around_the_world() -> Description:
    """Somebody in each zone who works every day and manages a project there."""
    people = [a_person(f"p{n}", zone=zone, pattern="mon-fri sat sun") for n, zone in enumerate(ZONES)]
    known = a_company()
    projects = {
        f"x{n}": ProjectEntry(f"x{n}", f"X{n}", "", START, None, (Charge(START, one.email),))
        for n, one in enumerate(people)
    }
    return replace(
        known, people={**known.people, **{one.email: one for one in people}}, projects={**known.projects, **projects}
    )


@pytest.mark.parametrize("start", ["2026-03-24", "2026-04-20", "2026-10-22"], ids=["spring", "Cairo", "autumn"])
def test_every_local_date_has_exactly_one_whatever_the_clocks_do(
    store: Store, database_url: str, clock: FollowedClock, start: str
) -> None:
    """Two replicas look by turns, every 97 minutes; the clock is set back by an hour now and then."""
    first = datetime.fromisoformat(f"{start} 00:00").replace(tzinfo=UTC)
    clock.follow(first, speed=0)
    store.write(_found)
    office, other = (
        DigestOffice(store, clock),
        DigestOffice(Store(database_url, clock, WORKFLOWS), clock),
    )
    for n in range(len(ZONES)):
        office.plans(f"x{n}", "Late", "2026-01-30")
        office.says(f"p{n}", "at 02:30")
    for step in range(10 * 24 * 60 // 97):
        back = timedelta(hours=1) if step % 11 == 0 else timedelta()
        clock.follow(first + timedelta(minutes=97 * step) - back, speed=0)
        (office if step % 2 else other).looks()
    other.store.close()
    for n in range(len(ZONES)):
        number = office.person(f"p{n}")
        rows = office.rows(f"select key from outbox where kind = 'project' and person = {number}")  # noqa: S608 - an id
        days = sorted(date.fromisoformat(row[0].split("/")[2]) for row in rows)
        assert Counter(days).most_common(1)[0][1] == 1
        assert days == [days[0] + timedelta(days=one) for one in range(len(days))]
        assert len(days) >= 9, ZONES[n]


def test_the_permission_table_written_by_hand_is_what_holds() -> None:
    with (Path(__file__).parent / "digest_permissions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    written = {(row["verb"], relation) for row in rows for relation in row["relations"].split()}
    computed = {(verb, relation) for _, verb, relation, _, allowed in cells([digest.WORKFLOW]) if allowed == "yes"}
    assert computed == written
    assert {verb for verb, _ in written} == {verb.name for verb in digest.WORKFLOW.verbs}


def _found(tx: Tx) -> None:
    write(tx, around_the_world())
    for workflow in WORKFLOWS:
        workflow.seed(tx)
