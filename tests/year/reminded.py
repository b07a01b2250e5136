"""What else must be said and when, counted out day by day: certificates, ends, milestones, sickness, who is away.

As in `expected`, the rules are written down a second time and nothing of the product's is used. What comes due while
its reader is off waits for their next morning at work.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tests.year.diary import Sick
from tests.year.expected import DIGEST, LATEST, MORNING, Due, Reckoning
from tests.year.places import PLACES, TOP
from tests.year.plans import REPORTED, Mark, Paper, Plans, Share

PAPER_DAYS = (60, 30, 7, 0)
ENDING = timedelta(days=14)
SOON = timedelta(days=3)
"""Before the first day, whoever replaces somebody is reminded."""
OVERDUE, SILENT, NEAR, LEAD = (1, 3, 5, 10), (5, 10), 10, 5
CERTIFICATE = {"US": None}
"""After how many days of sickness one is needed; three elsewhere."""
_DAY = timedelta(days=1)
_WEEKENDS = {"EG": {4, 5}, "IN": {6}}
"""Where it is not Saturday and Sunday."""


@dataclass(frozen=True)
class Reminded:
    """All of it, for one year."""

    reckoning: Reckoning
    plans: Plans

    def all(self) -> Iterator[Due]:
        """Each once."""
        found: dict[tuple[str, str], Due] = {}
        for one in self._each():
            found.setdefault((one.kind, one.key), one)
        yield from found.values()

    def _each(self) -> Iterator[Due]:
        for paper in self.plans.papers:
            for reader in (paper.who, f"{paper.who[:-3]}.mo"):
                yield from self._paper(paper, reader)
        for share in self.plans.shares:
            yield from self._ending(share)
        for mark in self.plans.marks:
            yield from self._mark(mark)
        for sick in self.reckoning.diary.sick:
            yield from self._sick(sick)
        yield from self._replacing()
        yield from self._consulted()
        yield from self._channels()

    def _arrival(self, who: str, now: datetime) -> datetime:
        """Now, where they are at work; else at nine on the next morning on which they are."""
        here, today = self.reckoning, self.reckoning.today(who, now)
        if here.at_work(who, today, now):
            return max(now, here.local(who, today, MORNING))
        return here.local(who, here.day_after(who, today, 1, now), MORNING)

    def _said(self, kind: str, key: str, who: str, due: datetime, now: datetime) -> Due | None:
        """Found by the bot at that look, and read once its reader is there; None when the year is over by then."""
        arrives = self._arrival(who, now)
        seen = self.reckoning.diary.first_tick(arrives)
        return Due(kind, key, due, seen) if seen is not None else None

    def _paper(self, one: Paper, reader: str) -> Iterator[Due]:
        """Sixty days before it runs out, thirty, seven, and on the day: the latest that has come."""
        here = self.reckoning
        over = datetime.combine(one.expires + 2 * _DAY, time(), UTC)
        starts = [here.local(reader, one.expires - n * _DAY, MORNING) for n in PAPER_DAYS]
        for days, begin, end in zip(PAPER_DAYS, starts, [*starts[1:], over], strict=True):
            now = next(here.diary.ticks_between(begin, end), None)
            if now is not None and (said := self._said("certificate", "", reader, begin, now)):
                yield Due("certificate", f"{one.who}:{one.skill}:{one.expires}/{reader}/{days}", begin, said.seen)

    def _ending(self, one: Share) -> Iterator[Due]:
        """Two weeks before its end, from each manager's own morning on; not where it goes on."""
        if one.last is None or self.plans.lasts(one):
            return
        over = datetime.combine(one.last + _DAY, time(), UTC)
        for reader in (f"{one.who[:-3]}.al", f"{one.who[:-3]}.mo"):
            begin = self.reckoning.local(reader, one.last - ENDING, MORNING)
            now = next(self.reckoning.diary.ticks_between(begin, over), None)
            said = now and self._said("allocation ends", f"{one.who}:{one.last}/{reader}", reader, begin, now)
            if said and self.reckoning.today(reader, said.seen) <= one.last:
                yield said

    def _replacing(self) -> Iterator[Due]:
        """Three days before, if it was granted before that."""
        here = self.reckoning
        for number, (who, first, granted) in here.diary.replaced.items():
            begin = here.local(who, first - SOON, MORNING)
            over = datetime.combine(first + _DAY, time(), UTC)
            now = next(here.diary.ticks_between(max(begin, granted), over), None) if granted < begin else None
            if now is not None and (said := self._said("replacing soon", f"{number}/{who}", who, begin, now)):
                yield said

    def _consulted(self) -> Iterator[Due]:
        """With the end of their second working day silence is an answer, while the leave is not decided."""
        here = self.reckoning
        for one in here.diary.consulted:
            until = here.day_after(one.who, here.today(one.who, one.at), 2, one.at)
            at = here.local(one.who, until + _DAY, time())
            seen, closed = here.diary.first_tick(at), one.question.closed_at
            answered = one.answered_at is not None and one.answered_at < (seen or at)
            if seen is not None and not answered and (closed is None or seen < closed):
                yield Due("consultation over", f"{one.number}/{one.who}", at, seen)

    def _mark(self, one: Mark) -> Iterator[Due]:
        """Until it is reached: nobody has reported though it is near, or its day is over."""
        here, reports = self.reckoning, [each for each in self.reckoning.diary.reports if each.mark == one]
        done = next((each.at for each in reports if each.done), None)
        begin = here.local(one.owner, one.day - 25 * _DAY, time())
        late, to = here.local(one.owner, one.day + 45 * _DAY, time()), ""
        for now in here.diary.ticks_between(begin, done):
            before, to = to, self._owing(one, now)
            if now > late and to == before:
                continue  # the last of its reminders was long ago, and only somebody else has one to come
            said = [each for each in reports if each.at <= now]
            following = next((each.at for each in reports if each.at > now), None)
            on = said[-1].on if said else REPORTED
            for found in self._asked(one, on, now):
                unsaid = following is None or found.seen < following or "manager" in found.kind
                if unsaid and (done is None or found.seen < done):
                    yield found

    def _asked(self, one: Mark, reported: date, now: datetime) -> Iterator[Due]:
        here = self.reckoning
        to = self._owing(one, now)
        if one.day < here.today(one.owner, now):
            rung = self._rung(to, one.day, OVERDUE, now)
            if rung is not None:
                said = self._said("milestone overdue", f"{one.name}/{one.day}.{rung[0]}/{to}", to, rung[1], now)
                yield from [said] if said else []
                if rung[0] >= LEAD and one.lead != to:
                    late = self._said("overdue, to the manager", f"{one.name}/{one.lead}", one.lead, rung[1], now)
                    yield from [late] if late else []
            return
        if self._ahead(one, here.today(one.owner, now)) > NEAR or self._rung(one.owner, reported, SILENT, now) is None:
            return
        rung = self._rung(to, reported, SILENT, now)
        if rung is not None:
            said = self._said("milestone silent", f"{one.name}/{reported}.{rung[0]}/{to}", to, rung[1], now)
            if said and here.today(to, said.seen) <= one.day:
                yield said

    def _owing(self, one: Mark, now: datetime) -> str:
        """Whoever answers for it; while they are away the project's manager, unless they are away too."""
        gone = [self.reckoning.diary.gone(who, self.reckoning.today(who, now), now) for who in (one.owner, one.lead)]
        return one.lead if gone == [True, False] else one.owner

    def _ahead(self, one: Mark, today: date) -> int:
        """Working days of the place until its day."""
        soul = self.reckoning.people[one.owner]
        weekend = _WEEKENDS.get(soul.place.country, {5, 6})
        days = (today + n * _DAY for n in range(1, (one.day - today).days + 1))
        return sum(day.weekday() not in weekend and day not in soul.holidays for day in days)

    def _rung(self, who: str, since: date, rungs: tuple[int, ...], now: datetime) -> tuple[int, datetime] | None:
        """The last of so many working days that has come, and when."""
        for count in reversed(rungs):
            morning = self.reckoning.local(who, self.reckoning.day_after(who, since, count, now), MORNING)
            if morning <= now:
                return count, morning
        return None

    def _sick(self, one: Sick) -> Iterator[Due]:
        """Are you back: a day after and two; the manager on their third; after five it is over. And the certificate."""
        here, who = self.reckoning, one.who
        over = here.local(who, here.day_after(who, one.last, 5, None), MORNING)
        settled = min(one.closed_at or over, over)
        for count, morning, end in self._rungs(who, one.last, (1, 2), settled):
            now = next(self._present(who, morning, max(end, morning), one.at), None)
            if now is not None:
                yield Due("back at work?", f"{one.number}/{who}/{one.last}.{count}", morning, now)
        yield from self._manager_asks(one, settled)
        ended = here.diary.first_tick(over)
        if ended is not None and (one.closed_at is None or ended < one.closed_at):
            yield Due("sickness over", f"{one.number}", over, ended)
        yield from self._certified(one)

    def _present(self, who: str, begin: datetime, end: datetime, _at: datetime) -> Iterator[datetime]:
        """The looks at which they are not known to be away."""
        for now in self.reckoning.diary.ticks_between(begin, end):
            if not self.reckoning.diary.gone(who, self.reckoning.today(who, now), now):
                yield now

    def _rungs(
        self, who: str, since: date, counts: tuple[int, ...], end: datetime
    ) -> Iterator[tuple[int, datetime, datetime]]:
        """Each with the moment from which on it counts, and that from which on it doesn't; leave aside."""
        days = [since if count == 0 else self.reckoning.day_after(who, since, count, None) for count in counts]
        mornings = [self.reckoning.local(who, day, MORNING) for day in days]
        for count, morning, following in zip(counts, mornings, [*mornings[1:], end], strict=True):
            yield count, morning, min(following, end)

    def _manager_asks(self, one: Sick, settled: datetime) -> Iterator[Due]:
        here, begin = self.reckoning, self.reckoning.local(one.who, one.last + _DAY, time())
        for now in self._present(one.who, begin, settled, one.at):
            told = self._told(one.who, now)
            morning = here.local(told, here.day_after(told, one.last, 3, None), MORNING)
            if morning <= now:
                yield Due("not back", f"{one.number}/{told}", morning, now)
                return

    def _told(self, who: str, now: datetime) -> str:
        """The first above them who is not away."""
        line = [str(self.reckoning.people[who].manager), TOP, "helen.marsh", "omar.haddad"]
        gone = self.reckoning.diary.gone
        return next((each for each in line if not gone(each, self.reckoning.today(each, now), now)), line[0])

    def _certified(self, one: Sick) -> Iterator[Due]:
        """Asked for on its day and a working day later; the manager after one and three of theirs."""
        here, soul = self.reckoning, self.reckoning.people[one.who]
        after = CERTIFICATE.get(soul.place.country, 3)
        if after is None or (one.last - one.first).days + 1 <= after:
            return
        day = one.first + after * _DAY
        while not soul.works(day):
            day += _DAY
        end = min(one.received_at or datetime.max.replace(tzinfo=UTC), here.diary.ticks[-1] + _DAY)
        for count, morning, until in self._rungs(one.who, day, (0, 1), end):
            now = next(here.diary.ticks_between(max(morning, one.at), until), None)
            if now is not None:
                yield Due("sick note", f"{one.number}/{one.who}/{day}.{count}", morning, now)
        said: set[int] = set()
        for now in here.diary.ticks_between(max(one.at, here.local(one.who, day, time())), end):
            told = self._told(one.who, now)
            rungs = [n for n in (1, 3) if here.local(told, here.day_after(told, day, n, None), MORNING) <= now]
            if rungs and rungs[-1] not in said:
                said.add(rungs[-1])
                morning = here.local(told, here.day_after(told, day, rungs[-1], None), MORNING)
                yield Due("sick note overdue", f"{one.number}/{day}.{rungs[-1]}", morning, now)
            if 3 in said:
                return

    def _channels(self) -> Iterator[Due]:
        """Who is away today: in each project's channel and in each place's, at half past eight where its manager is."""
        for place in PLACES:
            yield from self._mornings("in a team's channel", place.code, f"{place.code}.mo", _team(place.code))
            yield from self._mornings("in a project's channel", place.code, f"{place.code}.al", self._crew(place.code))

    def _crew(self, place: str) -> Callable[[date], list[str]]:
        mine = [one for one in self.plans.shares if one.who.startswith(f"{place}.")]

        def crew(day: date) -> list[str]:
            return [one.who for one in mine if one.first <= day + 6 * _DAY and (one.last or date.max) >= day]

        return crew

    def _mornings(self, kind: str, place: str, keeper: str, crew: Callable[[date], list[str]]) -> Iterator[Due]:
        here = self.reckoning
        day = here.today(keeper, here.diary.ticks[0]) + _DAY
        while (at := here.local(keeper, day, DIGEST)) <= here.diary.ticks[-1]:
            seen = here.diary.first_tick(at)
            if seen is not None and seen - at <= LATEST and self._somebody(crew(day), day, seen):
                yield Due(kind, f"{place}/{day}", at, seen)
            day += _DAY

    def _somebody(self, crew: list[str], day: date, now: datetime) -> bool:
        return any(self.reckoning.people[who].works(day) and self.reckoning.diary.gone(who, day, now) for who in crew)


def _team(place: str) -> Callable[[date], list[str]]:
    return lambda _day: [f"{place}.{name}" for name in ("mo", "al", "bo")]
