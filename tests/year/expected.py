"""What must happen, counted out day by day from the diary: ladders, digests, and what dates bring to balances.

The rules are written down here a second time, from the issue and the policy, in the plainest way; nothing of the
product's is used. Whatever depends on when the bot looked goes by the diary's ticks: it is due at a moment, and seen
at the first look from then on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

from tests.year.diary import Diary, Question
from tests.year.places import HIRED, Soul

LADDERS = {"leave": ((1, 2), 3), "claim": ((3, 6), 8), "case": ((1,), 2)}
LADDERS |= {"worked": ((1, 2), 3), "item": ((3, 6), 8), "desk": ((2, 5), 4)}
"""Reminders after so many working days of whoever owes the answer; after so many the question goes on."""
MOST = Decimal(5)
"""Of a year's rest goes on at most so much."""
MORNING, DIGEST = time(9), time(8, 30)
LATEST = timedelta(hours=12)
"""A digest that is later than that is skipped."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that must be seen once: what, when it is due, and at which look of the bot's it is seen."""

    kind: str
    key: str
    at: datetime
    seen: datetime


@dataclass(frozen=True)
class Reckoning:
    """One year's calculation."""

    people: Mapping[str, Soul]
    diary: Diary

    def local(self, who: str, day: date, hour: time) -> datetime:
        """That hour of that day where they are; one that the clock leaps over is when it has leapt."""
        return datetime.combine(day, hour, self.people[who].zone).astimezone(UTC)

    def today(self, who: str, moment: datetime) -> date:
        return moment.astimezone(self.people[who].zone).date()

    def at_work(self, who: str, day: date, known_at: datetime) -> bool:
        """Whether it is a working day of theirs on which they are there, as far as was certain by then."""
        return self.people[who].works(day) and not self.diary.gone(who, day, known_at)

    def day_after(self, who: str, day: date, count: int, known_at: datetime | None) -> date:
        """The `count`-th working day after that day; with None as if nobody were ever away."""
        while count:
            day += _DAY
            there = self.people[who].works(day) if known_at is None else self.at_work(who, day, known_at)
            count -= there
        return day

    def ladders(self) -> Iterator[Due]:
        """Every reminder and every climb of every question."""
        for question in self.diary.questions:
            yield from self._ladder(question)

    def _ladder(self, question: Question) -> Iterator[Due]:
        remind_after, climb_after = LADDERS[question.kind]
        position, asked_at = 0, question.asked_at
        said: set[str] = set()
        for now in self.diary.ticks_between(question.asked_at, question.closed_at):
            ahead = len(question.line) - position - 1
            up_at = self._is_up(question.line[position], asked_at, climb_after, now) if ahead else None
            if up_at is not None:
                position = self._next(question.line, position, now)
                asked_at = now
                yield Due(f"{question.kind} climb", f"{question.number}.{position}", up_at, now)
            who = question.line[position]
            before = climb_after if position < len(question.line) - 1 else None
            found = self._reminder(who, asked_at, [n for n in remind_after if before is None or n < before], now)
            if found and (key := f"{question.number}/{found}/{who}") not in said:
                said.add(key)
                yield Due(f"{question.kind} reminder", key, self.local(who, found, MORNING), now)

    def _is_up(self, who: str, asked_at: datetime, count: int, now: datetime) -> datetime | None:
        """Since when somebody has had their time: so many working days, or away for longer than these would take."""
        asked, today = self.today(who, asked_at), self.today(who, now)
        morning = self.local(who, self.day_after(who, asked, count, now), MORNING)
        if morning <= now:
            return morning
        if not self.diary.gone(who, today, now):
            return None
        back = self.day_after(who, today, 1, now)
        begun = self.local(who, today, MORNING)
        return begun if back > self.day_after(who, asked, count, None) and begun <= now else None

    def _next(self, line: tuple[str, ...], position: int, now: datetime) -> int:
        """Who is there today, in turn; one who is away for want of others."""
        ahead = range(position + 1, len(line))
        there = (one for one in ahead if not self.diary.gone(line[one], self.today(line[one], now), now))
        return next(there, position + 1)

    def _reminder(self, who: str, asked_at: datetime, rungs: list[int], now: datetime) -> date | None:
        """The latest of these days that has come, on a morning on which they are at work."""
        asked = self.today(who, asked_at)
        for count in sorted(rungs, reverse=True):
            day = self.day_after(who, asked, count, now)
            if self.local(who, day, MORNING) <= now:
                return day if self.at_work(who, self.today(who, now), now) else None
        return None

    def digests(self) -> Iterator[Due]:
        """Those of the added people for which there is certainly something to say."""
        first, last = self.diary.ticks[0], self.diary.ticks[-1]
        for who, soul in self.people.items():
            if soul.place.code == "":
                continue
            day = self.today(who, first) + _DAY  # whoever looks for the first time begins with the next one
            while (at := self.local(who, day, DIGEST)) <= last:
                seen = self.diary.first_tick(at)
                if seen is not None:
                    yield from self._digest(who, day, at, seen)
                day += _DAY

    def _digest(self, who: str, day: date, at: datetime, seen: datetime) -> Iterator[Due]:
        if not self.at_work(who, day, seen):
            return
        begins = self._begins(who, day, seen)
        late = " skipped" if seen - at > LATEST else ""
        if self.people[who].manages and (self._asked(who, seen) or self._team_away(who, day, seen)):
            kind = "weekly" if begins else "daily"
            yield Due(f"digest{late}", f"{kind}/{day}/{who}", at, seen)
        if begins and self._away_this_week(who, day, seen):
            yield Due(f"digest{late}", f"mine/{day}/{who}", at, seen)

    def _begins(self, who: str, day: date, known_at: datetime) -> bool:
        """Whether it is the first day of their week on which they are there."""
        passed = (day.weekday() - self.people[who].first_weekday) % 7
        return not any(self.at_work(who, day - n * _DAY, known_at) for n in range(1, passed + 1))

    def _asked(self, who: str, now: datetime) -> bool:
        """Whether a leave waits for their decision."""
        return any(self._owes(question, now) == who for question in self.diary.questions if question.kind == "leave")

    def _owes(self, question: Question, now: datetime) -> str | None:
        """Of whom it was asked last by then; None when it is not open."""
        if not (question.asked_at <= now and (question.closed_at is None or now < question.closed_at)):
            return None
        until = Question(question.kind, question.number, question.line, question.asked_at, now)
        steps = [int(due.key.split(".")[1]) for due in self._ladder(until) if due.kind.endswith("climb")]
        return question.line[steps[-1] if steps else 0]

    def _team_away(self, who: str, day: date, now: datetime) -> bool:
        """Whether one of those they answer for would work that day and is away."""
        team = [one for one in self.people.values() if one.manager == who]
        return any(one.works(day) and self.diary.gone(one.name, day, now) for one in team)

    def _away_this_week(self, who: str, day: date, now: datetime) -> bool:
        """Whether they are away themselves on a working day of what is left of their week."""
        left = 6 - (day.weekday() - self.people[who].first_weekday) % 7
        days = (day + n * _DAY for n in range(left + 1))
        return any(self.people[who].works(one) and self.diary.gone(who, one, now) for one in days)

    def postings(self) -> Iterator[Due]:
        """Two days with each month, what goes on into the new year, and what of that is lost with March."""
        last = self.diary.ticks[-1]
        for who, soul in self.people.items():
            if soul.place.code == "":
                continue
            month = HIRED.replace(day=1)
            while self.local(who, month, time()) <= last:
                yield from self._posted("accrual", who, month, self._monthly(who))
                if month.month == 1:
                    rest = self._rest_of_2026(who)
                    yield from self._posted("carry_over", who, month, min(MOST, rest))
                    yield from self._posted("expiry", who, month, min(Decimal(0), MOST - rest))
                if month == date(2027, 4, 1):
                    yield from self._posted("expiry", who, month, -self._unused(who, month, last))
                month = (month + 31 * _DAY).replace(day=1)

    def _posted(self, kind: str, who: str, day: date, amount: Decimal) -> Iterator[Due]:
        at = self.local(who, day, time())
        seen = self.diary.first_tick(at)
        if amount and seen is not None:
            yield Due(kind, f"{who}/{day}/{amount.normalize():f}", at, seen)

    def _monthly(self, who: str) -> Decimal:
        """Two days for whoever works five a week, and their part for whoever works fewer."""
        return Decimal(2) * len(self.people[who].weekdays) / 5

    def _rest_of_2026(self, who: str) -> Decimal:
        """What November and December brought, less what was taken."""
        return 2 * self._monthly(who) - self._taken(
            who, HIRED, date(2026, 12, 31), self.local(who, date(2027, 1, 1), time())
        )

    def _unused(self, who: str, day: date, known_at: datetime) -> Decimal:
        """What was carried over and not used before that day, as far as was granted by then."""
        carried = min(MOST, self._rest_of_2026(who))
        return max(Decimal(0), carried - self._taken(who, date(2027, 1, 1), day - _DAY, known_at))

    def _taken(self, who: str, first: date, last: date, known_at: datetime) -> int:
        granted = (one for one in self.diary.absences.get(who, ()) if one.since <= known_at and one.leave)
        return sum(self._cost(who, max(first, one.first), min(last, one.last)) for one in granted)

    def _reserved(self, who: str, first: date, last: date, now: datetime) -> int:
        """What waits for an answer counts as used."""
        waiting = (
            one.days[1:]
            for one in self.diary.questions
            if one.days
            and one.days[0] == who
            and one.asked_at <= now
            and (one.closed_at is None or now < one.closed_at)
        )
        return sum(self._cost(who, max(first, begin), min(last, end)) for begin, end in waiting)

    def _cost(self, who: str, first: date, last: date) -> int:
        return sum(self.people[who].works(first + n * _DAY) for n in range((last - first).days + 1))

    def warnings(self) -> Iterator[Due]:
        """That carried leave is about to be lost: thirty days before, and seven; or later, if it was not so then."""
        lost = date(2027, 4, 1)
        for who in (name for name, soul in self.people.items() if soul.place.code):
            days = [lost - before * _DAY for before in (30, 7)]
            for since, until in pairwise([*days, lost]):
                begin, end = self.local(who, since, MORNING), self.local(who, until, time())
                for now in self.diary.ticks_between(begin, end):
                    left = self._unused(who, lost, now) - self._reserved(who, date(2027, 1, 1), lost - _DAY, now)
                    if left > 0:
                        yield Due("about to expire", f"{who}/{since}", begin, now)
                        break
