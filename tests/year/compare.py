"""What the bot did, read from its database, against what was expected: kind by kind, each thing once, at its look."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.year.expected import DIGEST, LATEST, Due, Reckoning
from tests.year.life import Life
from tests.year.reminded import Reminded
from tests.year.seen import Seen, moment, seen_besides

KINDS = (
    *("leave reminder", "leave climb", "claim reminder", "claim climb", "case reminder", "case climb"),
    *("worked reminder", "worked climb", "item reminder", "item climb", "desk reminder", "desk climb"),
    *("digest", "digest skipped", "accrual", "carry_over", "expiry", "about to expire"),
    *("certificate", "allocation ends", "replacing soon", "consultation over"),
    *("milestone overdue", "milestone silent", "overdue, to the manager"),
    *("back at work?", "not back", "sickness over", "sick note", "sick note overdue"),
    *("in a team's channel", "in a project's channel"),
)
NOT_CALCULATED = (
    "budget levels (they follow from months of rates, shares and leave)",
    "steps of joining and leaving, items of handovers, and what moved while somebody was away",
    "development that is agreed on (quiet, overdue, to be rated), offers of people, changes and tasks",
    "newcomers, nudges and reminders put off: a person begins each of them",
    "leave without plans at the third quarter; a handover suggested before a long leave",
    "a project manager's digest; a standing deputy's first and last day",
    "comp time that expires; who could replace somebody, and is asked",
)
"""What is lived through, and not counted here; each has tests of its own."""
_REMINDERS = {
    "leave": ("leave/%/waiting/%", "waiting"),
    "worked": ("leave/worked_%/waiting/%", "worked_waiting"),
    "claim": ("skills/claim/%/waiting/%", "claim_waiting"),
    "item": ("skills/item/%/waiting/%", "waiting"),
    "case": ("performance/%/waiting/%", "waiting"),
    "desk": ("staffing_desk/%/waiting/%", "waiting_desk"),
}
_MESSAGES = "SELECT key, person, queued_at FROM outbox"
_MOST_TOLD = 12


@dataclass
class Tally:
    """How one kind came out."""

    expected: int = 0
    seen: int = 0
    missing: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    """Seen, and nothing expected it."""
    besides: int = 0
    """Seen, with a reason that is not counted here (a milestone of a manager's own, say), at the right look."""

    @property
    def wrong(self) -> Sequence[str]:
        """Everything that should not be, in words."""
        named = {name: getattr(self, name) for name in ("missing", "doubled", "early", "late", "unasked")}
        return [f"{name}: {one}" for name, found in named.items() for one in found]


def compared(life: Life) -> dict[str, Tally]:
    """Every kind."""
    reckoning = Reckoning(life.everybody, life.diary)
    due = [*reckoning.ladders(), *reckoning.digests(), *reckoning.postings(), *reckoning.warnings()]
    due += Reminded(reckoning, life.plans).all()
    found = {kind: Tally() for kind in KINDS}
    known: dict[tuple[str, str], Due] = {(one.kind, one.key): one for one in due}
    for kind, _ in known:
        found[kind].expected += 1
    seen = list(_seen(life))
    times = Counter((one.kind, one.key) for one in seen)
    for each in seen:
        _judge(found[each.kind], each, known.get((each.kind, each.key)), reckoning, life)
    for (kind, key), number in times.items():
        if number > 1:
            found[kind].doubled.append(key)
    for (kind, key), one in known.items():
        if not times[kind, key]:
            found[kind].missing.append(f"{key}, due {one.at:%Y-%m-%d %H:%M}, at the look of {one.seen:%Y-%m-%d %H:%M}")
    return found


def posted_twice(life: Life) -> list[str]:
    """Messages that reached Slack more than once."""
    return [mark for mark, number in Counter(post.mark for post in life.slack.posts).items() if number > 1]


def unsent(life: Life) -> int:
    """Messages that are due and not out: nothing was ever in their way."""
    statement = (
        "SELECT count(*) AS number FROM outbox WHERE state IN ('queued', 'sending', 'unknown', 'checking')"
        " AND (not_before IS NULL OR not_before <= :now)"
    )
    now = life.diary.ticks[-1].replace(tzinfo=None).isoformat(" ", "microseconds")
    return int(life.rows(statement, now=now)[0].number)


def table(found: Mapping[str, Tally]) -> Iterator[str]:
    """A line a kind, and what is wrong below it."""
    columns = ("expected", "seen", "missing", "doubled", "early", "late", "unasked", "besides")
    yield f"  {'':24}" + "".join(f"{name:>10}" for name in columns)
    for kind, tally in found.items():
        values = [getattr(tally, name) for name in columns]
        yield f"  {kind:24}" + "".join(f"{one if isinstance(one, int) else len(one):10,}" for one in values)
    for kind, tally in found.items():
        yield from (f"  WRONG {kind} {one}" for one in tally.wrong[:_MOST_TOLD])
    yield from (f"  not calculated: {one}" for one in NOT_CALCULATED)


def right(found: Mapping[str, Tally]) -> bool:
    """Whether everything expected was seen once, at its look, and nothing else."""
    return not any(tally.wrong for tally in found.values())


def _judge(tally: Tally, seen: Seen, due: Due | None, reckoning: Reckoning, life: Life) -> None:
    tally.seen += 1
    if due is None:
        _judge_unasked(tally, seen, reckoning, life)
        return
    said = f"{seen.key} at {seen.at:%Y-%m-%d %H:%M}, due {due.at:%Y-%m-%d %H:%M}"
    if seen.at < due.at:
        tally.early.append(said)
    elif seen.at != due.seen:
        tally.late.append(f"{said}, at the look of {due.seen:%Y-%m-%d %H:%M}")


def _judge_unasked(tally: Tally, seen: Seen, reckoning: Reckoning, life: Life) -> None:
    """A digest may have other reasons than those that are counted; but it has its time, and its reader is at work."""
    if not seen.kind.startswith("digest"):
        tally.unasked.append(f"{seen.key} at {seen.at:%Y-%m-%d %H:%M}")
        return
    _, day, who = seen.key.split("/")
    if not reckoning.people[who].place.code:
        tally.besides += 1
        return
    at = reckoning.local(who, date.fromisoformat(day), DIGEST)
    if not reckoning.at_work(who, date.fromisoformat(day), seen.at) or (seen.at - at > LATEST) is (
        seen.kind == "digest"
    ):
        tally.unasked.append(f"{seen.key} at {seen.at:%Y-%m-%d %H:%M}")
    elif seen.at != life.diary.first_tick(at):
        (tally.early if seen.at < at else tally.late).append(f"{seen.key} at {seen.at:%Y-%m-%d %H:%M}")
    else:
        tally.besides += 1


def _seen(life: Life) -> Iterator[Seen]:
    names = {row.id: row.email.partition("@")[0] for row in life.rows("SELECT id, email FROM person")}
    ours = {number: name for number, name in names.items() if name in life.everybody}
    yield from _reminders(life, ours)
    yield from _climbs(life)
    yield from _digests(life, ours)
    yield from _postings(life, ours)
    yield from seen_besides(life, names)
    for row in life.rows(f"{_MESSAGES} WHERE kind = 'expiring' ORDER BY id"):
        parts = row.key.split("/")
        if ours.get(row.person) in life.people and parts[0] == "leave" and parts[4] == "2027-04-01":
            yield Seen("about to expire", f"{ours[row.person]}/{parts[5]}", moment(row.queued_at))


def _reminders(life: Life, names: Mapping[int, str]) -> Iterator[Seen]:
    for kind, (pattern, named) in _REMINDERS.items():
        statement = "SELECT key, person, queued_at FROM outbox WHERE key LIKE :pattern AND kind = :named ORDER BY id"
        for row in life.rows(statement, pattern=pattern, named=named):
            parts = row.key.split("/")
            number, day = parts[-4].removeprefix("worked_"), parts[-2]
            yield Seen(f"{kind} reminder", f"{number}/{day}/{names[row.person]}", moment(row.queued_at))


def _climbs(life: Life) -> Iterator[Seen]:
    steps = {
        "leave": "SELECT request_id AS number, position, asked_at FROM leave_step WHERE stage = 1",
        "claim": "SELECT subject AS number, position, asked_at FROM chain_step WHERE workflow = 'skills.claim'",
        "case": "SELECT subject AS number, position, asked_at FROM chain_step WHERE workflow = 'performance'",
        "worked": "SELECT subject AS number, position, asked_at FROM chain_step WHERE workflow = 'leave_worked'",
        "item": "SELECT subject AS number, position, asked_at FROM chain_step WHERE workflow = 'skills'",
        "desk": "SELECT subject AS number, position, asked_at FROM chain_step WHERE workflow = 'staffing_desk'",
    }
    for kind, statement in steps.items():
        for row in life.rows(f"{statement} AND asked_at IS NOT NULL AND position > 0 ORDER BY id"):
            yield Seen(f"{kind} climb", f"{row.number}.{row.position}", moment(row.asked_at))


def _digests(life: Life, names: Mapping[int, str]) -> Iterator[Seen]:
    statement = (
        "SELECT key, person, queued_at FROM outbox WHERE workflow = 'digest' AND kind IN ('daily', 'weekly', 'mine')"
    )
    for row in life.rows(f"{statement} ORDER BY id"):
        _, kind, day, _ = row.key.split("/")
        if row.person in names:
            yield Seen("digest", f"{kind}/{day}/{names[row.person]}", moment(row.queued_at))
    facts = "json_extract(facts, '$.kind') AS kind, json_extract(facts, '$.day') AS day"
    for row in life.rows(f"SELECT at, about, {facts} FROM audit WHERE event = 'skipped' ORDER BY id"):  # noqa: S608 - written above
        if row.about in names and row.kind in ("daily", "weekly", "mine"):
            yield Seen("digest skipped", f"{row.kind}/{row.day}/{names[row.about]}", moment(row.at))


def _postings(life: Life, names: Mapping[int, str]) -> Iterator[Seen]:
    statement = (
        "SELECT person_id, kind, day, amount, written_at FROM leave_ledger WHERE leave_type = 'annual'"
        " AND kind IN ('accrual', 'carry_over', 'expiry') ORDER BY id"
    )
    for row in life.rows(statement):
        amount = Decimal(row.amount) / 10_000
        if row.person_id in names and names[row.person_id] in life.people and (row.kind != "carry_over" or amount > 0):
            yield Seen(row.kind, f"{names[row.person_id]}/{row.day}/{amount.normalize():f}", moment(row.written_at))
