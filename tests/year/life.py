"""The year as it is lived: people ask and answer at random, the bot is restarted, is down for days, and wakes.

The clock is one that is moved by hand and given to the real composition (`bot.app.build`) with a stand-in for Slack:
the rehearsal's own clock would cost a hundred times as long, in requests over a network. What people do goes the road
that every press in Slack goes (`flow.run`). A restart closes the bot and builds another on the same database.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import text

from bot.app import Bot, build
from bot.clock import FollowedClock
from bot.settings import Settings
from tests.year import company, deeds
from tests.year.diary import Away, Diary, Question
from tests.year.places import TOP, Soul, elders, souls
from tests.year.plans import drawn
from tests.year.slack import Workspace
from workflows import WORKFLOWS
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, run
from workflows.organisation import lines

START = datetime(2026, 11, 23, tzinfo=UTC)
HOURS = (time(), time(8, 30), time(9))
"""When something falls due, wherever somebody is."""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FLOWS = {one.name: one for one in WORKFLOWS}
_STEPS = {
    "leave": "SELECT p.email FROM leave_step s JOIN person p ON p.id = s.person_id JOIN leave_request r"
    " ON r.id = s.request_id AND r.stage = s.stage WHERE r.id = :number ORDER BY s.position",
    "chain": "SELECT p.email FROM chain_step s JOIN person p ON p.id = s.person_id"
    " WHERE s.workflow = :chain AND s.subject = :number ORDER BY s.position",
}
_ASKED = {
    "leave": "SELECT p.email FROM leave_step s JOIN person p ON p.id = s.person_id JOIN leave_request r"
    " ON r.id = s.request_id AND r.stage = s.stage WHERE r.id = :number AND s.asked_at IS NOT NULL"
    " ORDER BY s.position DESC",
    "case": "SELECT p.email FROM chain_step s JOIN person p ON p.id = s.person_id WHERE s.workflow = 'performance'"
    " AND s.subject = :number AND s.asked_at IS NOT NULL ORDER BY s.position DESC",
}
_NEWEST = {"leave": "leave_request", "claim": "skill_claim", "case": "performance_case"}
_NEWEST |= {"worked": "leave_worked", "item": "development"}
_CHAINS = {"claim": "skills.claim", "case": "performance", "worked": "leave_worked", "item": "skills"}
_CHAINS |= {"desk": "staffing_desk"}
CASE: dict[str, Any] = {"project": None, "expected": "A plan", "happened": "None came", "files": [], "links": None}
CASE |= {"effect": "Days lost", "help": "We talked"}


@dataclass
class Life:
    """One company, from its first day to the end of what is simulated."""

    folder: Path
    random: Random
    days: int
    start: datetime = START
    diary: Diary = field(default_factory=Diary)
    people: dict[str, Soul] = field(default_factory=souls)

    def __post_init__(self) -> None:
        self.clock = FollowedClock()
        self.clock.follow(self.start, speed=0)
        self.slack = Workspace(self.clock)
        self.everybody = {**self.people, **elders()}
        self.plans = drawn(self.random, self.people, self.start.date())
        self._deeds: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.bot = self._built()
        if not (self.folder / "company").exists():
            company.found(self.bot.store, self.folder / "company", self.people, self.plans)

    def live(self, tell: Callable[[str], None] = lambda _line: None) -> None:
        """From the first day to the last."""
        end, month = self.start + self.days * DAY, None
        deeds.opening(self)
        deeds.reports_of(self)
        for looks in self._looks(end):
            if (self.clock.now().year, self.clock.now().month) != month:
                month = (self.clock.now().year, self.clock.now().month)
                tell(f"{self.clock.now():%B %Y}")
            self._catch_up(looks)
            self._goes_to(looks)
            self._look()
        self.bot.store.close()

    def rows(self, statement: str, **values: Any) -> list[Any]:
        """What is in the database."""
        with self.bot.store.engine.connect() as connection:
            connection.execution_options(read_only=True)
            return list(connection.execute(text(statement), values))

    def _built(self) -> Bot:
        settings = Settings(slack_bot_token=SecretStr("xoxb-year"), data_dir=self.folder, pace_seconds=0.0)
        return build(settings, slack=self.slack.client(), clock=self.clock)

    def _looks(self, end: datetime) -> Iterator[datetime]:
        """When the clock is looked at: whenever something falls due anywhere, now and then a minute before, or not."""
        day, sleeps_until = self.start.date(), self.start
        while day <= end.date():
            self._plan(day + DAY)  # wherever somebody is, that is still to come
            for moment in self._moments(day):
                if moment <= self.start or moment > end or moment < sleeps_until:
                    continue
                if self.random.random() < 0.0006:
                    sleeps_until = moment + timedelta(minutes=self.random.randint(30, 4000))
                    self.diary.down.append((moment, sleeps_until))
                    continue
                yield moment
            day += DAY

    def _moments(self, day: date) -> list[datetime]:
        found = set()
        for zone in map(ZoneInfo, sorted({one.zone.key for one in self.everybody.values()})):
            for hour in HOURS:
                for local in (day - DAY, day, day + DAY):
                    moment = datetime.combine(local, hour, zone).astimezone(UTC)
                    found.add(moment)
                    if self.random.random() < 0.2:
                        found.add(moment - MINUTE)
        return sorted(moment for moment in found if moment.date() == day)

    def _goes_to(self, moment: datetime) -> None:
        self.clock.follow(moment, speed=0)

    def _look(self) -> None:
        """A tick, and what goes out at it; now and then the bot dies in between, or its clock goes back an hour."""
        self.diary.ticks.append(self.clock.now())
        failed = self.bot.ticks.tick().failed
        assert not failed, failed
        if self.random.random() < 0.002:
            self._restart()
        if self.random.random() < 0.0005:
            self._set_back()
        self.bot.outbox.deliver_all()

    def _restart(self) -> None:
        self.diary.restarts += 1
        self.bot.store.close()
        self.bot = self._built()

    def _set_back(self) -> None:
        """Somebody sets the machine's clock an hour back, and right again."""
        now = self.clock.now()
        self.diary.set_back += 1
        self._goes_to(now - timedelta(hours=1))
        self.bot.ticks.tick()
        self.bot.outbox.deliver_all()
        self._goes_to(now)

    def _catch_up(self, until: datetime) -> None:
        """Everything people do before the next look; each is looked at by the bot at once, as a commit nudges it."""
        while self._deeds and self._deeds[0][0] < until:
            moment, _, deed = heapq.heappop(self._deeds)
            if any(first <= moment < last for first, last in self.diary.down):
                self.later(moment + timedelta(hours=self.random.uniform(1, 30)), deed)
                continue
            self._goes_to(moment)
            try:
                deed()
            except Refused as refused:
                self.diary.refused[refused.reason or "other"] += 1
            self._look()

    def later(self, moment: datetime, deed: Callable[[], None]) -> None:
        """It will be done then: a moment that was counted where somebody is, too, as a clock says UTC."""
        moment = moment.astimezone(UTC).replace(second=17, microsecond=0)
        heapq.heappush(self._deeds, (moment, next(self._order), deed))

    def _plan(self, day: date) -> None:
        """What people will do on that day: whoever is at work may ask for something."""
        for one in self.people.values():
            moment = datetime.combine(day, time(10, 20), one.zone).astimezone(UTC)
            moment += timedelta(minutes=self.random.randint(0, 360))
            if moment <= self.start or not one.works(day) or self.diary.gone(one.name, day, moment):
                continue
            deeds.chances(self, one, day, moment)
            chance = self.random.random()
            if one.name != TOP and not one.name.endswith(".bo") and chance < 0.07:
                self.later(moment, lambda one=one, day=day: self._asks_for_leave(one, day))  # type: ignore[misc] # bound early
            elif one.name.endswith(".bo") and chance < 0.04:
                self.later(moment, lambda one=one: self._claims(one))  # type: ignore[misc] # the same
            elif one.manages and one.name != TOP and chance > 0.975:
                self.later(moment, lambda one=one, day=day: self._reports(one, day))  # type: ignore[misc] # the same

    def does(self, who: str, flow: str, verb: str, number: int | None = None, form: Form | None = None) -> None:
        """Somebody presses, types or submits."""

        def work(tx: Any) -> None:
            actor = lines.actor(tx, self.everybody[who].slack_id if who in self.people else _sample_id(tx, who), tx.now)
            assert actor is not None, who
            run(FLOWS[flow], verb, tx, actor, number, form)

        self.bot.store.write(work)

    def put(self, kind: str, number: int = 0) -> Question:
        """A question was put, the newest of its kind unless a number is given."""
        number = number or int(self.rows(f"SELECT max(id) FROM {_NEWEST[kind]}")[0][0])  # noqa: S608 - of these names
        steps = "chain" if kind in _CHAINS else kind
        rows = self.rows(_STEPS[steps], number=number, **({"chain": _CHAINS[kind]} if kind in _CHAINS else {}))
        line = tuple(row.email.partition("@")[0] for row in rows)
        question = Question(kind, number, line, self.clock.now())
        self.diary.questions.append(question)
        return question

    def _asks_for_leave(self, one: Soul, day: date) -> None:
        first = day + timedelta(days=self.random.randint(2, 40))
        last = first + timedelta(days=self.random.choice((0, 0, 0, 1, 2, 4, 11)))
        form = {"leave_type": "annual", "halves": "whole", "reason": None, "first": first, "last": last}
        named = f"{one.place.code}.bo" if one.name.endswith(".al") and self.random.random() < 0.5 else None
        form["replacement"] = self.people[named].slack_id if named else None
        self.does(one.name, "leave", "ask", None, form)
        question = self.put("leave")
        question.days = (one.name, first, last)
        question.replacement = named
        deeds.consulted(self, question)
        self.later(self._answer_at(), lambda: self._decided(question, one.name, first, last))

    def _answer_at(self) -> datetime:
        """Most answer within two days, some let it climb."""
        days = self.random.choice((0.05, 0.2, 0.9, 1.3, 2.0, 3.5, 6.0, 9.0, 16.0))
        return self.clock.now() + timedelta(days=days, minutes=self.random.randint(1, 400))

    def _decided(self, question: Question, who: str, first: date, last: date) -> None:
        asked = self.rows(_ASKED["leave"], number=question.number)[0].email.partition("@")[0]
        now = self.clock.now()
        past = first <= now.astimezone(self.people[who].zone).date()
        question.closed_at = now
        if past or self.random.random() < 0.15:
            self.does(asked, "leave", "decline", question.number, {"reason": "We are too few then."})
            return
        try:
            self.does(asked, "leave", "approve", question.number)
        except Refused:
            self.does(asked, "leave", "decline", question.number, {"reason": "We are too few then."})
            return
        soul = self.people[who]
        cost = sum(soul.works(first + timedelta(days=n)) for n in range((last - first).days + 1))
        self.diary.is_away(Away(who, first, last, now, cost))
        if question.replacement is not None:
            self.diary.replaced[question.number] = (question.replacement, first, now)

    def _claims(self, one: Soul) -> None:
        level = self.random.randint(1, 5)
        skill = self.random.choice(self.rows("SELECT name FROM skill WHERE merged_into IS NULL ORDER BY id")).name
        self.does(one.name, "skills", "claim", None, {"skill": skill, "level": str(level), "note": None})
        question = self.put("claim")

        def taken_back() -> None:
            question.closed_at = self.clock.now()
            self.does(one.name, "skills", "take_back", question.number)

        self.later(self.clock.now() + timedelta(days=self.random.uniform(0.5, 30)), taken_back)

    def _reports(self, one: Soul, day: date) -> None:
        about = self.people[f"{one.place.code}.bo"].slack_id
        self.does(one.name, "performance", "report", None, {**CASE, "person": about, "day": day})
        question = self.put("case")

        def acknowledged() -> None:
            asked = self.rows(_ASKED["case"], number=question.number)[0].email.partition("@")[0]
            question.closed_at = self.clock.now()
            self.does(asked, "performance", "acknowledge", question.number)

        self.later(self._answer_at(), acknowledged)


def _sample_id(tx: Any, who: str) -> str:
    """The Slack id of one of the sample company."""
    row = tx.connection.execute(
        text("SELECT slack_id FROM person WHERE email = :email"), {"email": f"{who}@northwind.example"}
    ).one()
    return str(row.slack_id)
