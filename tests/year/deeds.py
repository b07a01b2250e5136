"""What else people do in the year: milestones, sickness, work on days off, development, asks for people, consultations.

Each deed is written down in the diary, as whoever did it would remember it.
"""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from tests.year.diary import Away, Consulted, Question, Report, Sick
from tests.year.places import PLACES, Soul
from tests.year.plans import CRAFTS, Mark

if TYPE_CHECKING:
    from tests.year.life import Life

_DAY = timedelta(days=1)
_TERMS: dict[str, Any] = {"kind": "mentoring", "provider": "", "goal": "To know it alone", "cost": ""}
_ASK: dict[str, Any] = {"level": "1", "amount": "20 %", "people": "1", "work": "Somebody for the crossing."}


def reports_of(life: "Life") -> None:
    """Of most milestones somebody says how they stand while their day is near, and that they are reached."""
    for mark in life.plans.marks:
        for ahead in (*(life.random.randint(-15, -1) for _ in range(2)), life.random.randint(-3, 24)):
            done = ahead >= -3
            moment = datetime.combine(mark.day + ahead * _DAY, time(11, 40), life.people[mark.owner].zone)
            if moment > life.clock.now() and life.random.random() < 0.7:
                life.later(moment, lambda mark=mark, done=done: _reports(life, mark, done=done))  # type: ignore[misc] # bound early


def _reports(life: "Life", mark: Mark, *, done: bool) -> None:
    if any(one.mark == mark and one.done for one in life.diary.reports):
        return
    number = life.rows("SELECT id FROM milestone WHERE name = :name", name=mark.name)[0].id
    today = life.clock.now().astimezone(life.people[mark.owner].zone).date()
    if done:
        life.does(mark.owner, "milestones", "done", number, {"day": today, "sentence": None})
    else:
        form = {"health": "on_track", "day": mark.day, "percent": "50", "sentence": None}
        life.does(mark.owner, "milestones", "update", number, form)
    life.diary.reports.append(Report(mark, life.clock.now(), today, done=done))


def falls_ill(life: "Life", one: Soul, day: date) -> None:
    """They say so, and for how long; some say that they are back, for others the clock does."""
    last = day + life.random.choice((0, 0, 1, 2, 4, 6)) * _DAY
    days = [day + n * _DAY for n in range((last - day).days + 1)]
    if any(life.diary.gone(one.name, each, life.clock.now()) for each in days):
        return
    form = {"absence_type": "sickness", "first": day, "last": last, "halves": "whole", "note": None}
    life.does(one.name, "absence", "report", None, form)
    number = life.rows("SELECT max(id) AS id FROM absence_record")[0].id
    sick = Sick(number, one.name, day, last, life.clock.now())
    life.diary.sick.append(sick)
    life.diary.is_away(Away(one.name, day, last, life.clock.now(), 0, leave=False))
    hour = datetime.combine(last + life.random.randint(1, 12) * _DAY, time(9, 35), one.zone)
    life.later(hour, lambda: _is_back(life, sick))
    if life.random.random() < 0.6:
        life.later(hour + life.random.randint(0, 9) * _DAY, lambda: _receives(life, sick))


def _is_back(life: "Life", sick: Sick) -> None:
    state = life.rows("SELECT state FROM absence_record WHERE id = :number", number=sick.number)[0].state
    if state != "open":
        return
    form = {"back_on": sick.last + _DAY, "back_at": "morning"}
    life.does(sick.who, "absence", "back", sick.number, form)
    sick.closed_at = life.clock.now()


def _receives(life: "Life", sick: Sick) -> None:
    row = life.rows("SELECT certificate FROM absence_record WHERE id = :number", number=sick.number)[0]
    if row.certificate == "due":
        life.does(str(life.people[sick.who].manager), "absence", "receive", sick.number)
        sick.received_at = life.clock.now()


def worked(life: "Life", one: Soul, day: date) -> None:
    """They worked on a day off; after a while they take that back, as nobody has answered."""
    off = next(found for n in range(1, 9) if not one.works(found := day - n * _DAY))
    life.does(
        one.name, "leave", "earn", None, {"first": off, "leave_type": "toil", "halves": "whole", "reason": "Storm"}
    )
    _withdrawn(life, one, life.put("worked"), ("leave", "take_back"))


def proposes(life: "Life", one: Soul, day: date) -> None:
    """They would like to be mentored; after a while they would not."""
    partner = life.people[f"{one.place.code}.al"].slack_id
    form = _TERMS | {"skill": CRAFTS[0], "partner": partner, "first": day + 60 * _DAY, "last": day + 150 * _DAY}
    life.does(one.name, "skills", "propose", None, form)
    _withdrawn(life, one, life.put("item"), ("skills", "withdraw"))


def asks_for_people(life: "Life", one: Soul, day: date) -> None:
    """A project manager needs somebody; every place could supply them, and is asked."""
    project = life.rows("SELECT id FROM project WHERE code = :code", code=f"v-{one.place.code}")[0].id
    skill = life.rows("SELECT id FROM skill WHERE name = :name", name=life.random.choice(CRAFTS))[0].id
    days = {"first": day + 200 * _DAY, "last": day + 220 * _DAY}
    life.does(one.name, "staffing", "ask", None, _ASK | days | {"project": str(project), "skill": str(skill)})
    request = life.rows("SELECT max(id) AS id FROM staffing_request")[0].id
    desks = life.rows("SELECT id FROM staffing_desk WHERE request_id = :request ORDER BY id", request=request)
    questions = [life.put("desk", desk.id) for desk in desks]

    def withdrawn() -> None:
        life.does(one.name, "staffing", "withdraw", request)
        for question in questions:
            question.closed_at = life.clock.now()

    life.later(life.clock.now() + timedelta(days=life.random.uniform(0.5, 16)), withdrawn)


def _withdrawn(life: "Life", one: Soul, question: Question, verb: tuple[str, str]) -> None:
    def taken_back() -> None:
        life.does(one.name, *verb, question.number)
        question.closed_at = life.clock.now()

    life.later(life.clock.now() + timedelta(days=life.random.uniform(0.5, 20)), taken_back)


def consulted(life: "Life", question: Question) -> None:
    """Project managers are asked about a leave; some say that it is no concern, others nothing."""
    rows = life.rows(
        "SELECT c.id, p.email FROM leave_consultation c JOIN person p ON p.id = c.person_id"
        " WHERE c.request_id = :number AND c.ended_at IS NULL",
        number=question.number,
    )
    for row in rows:
        one = Consulted(row.id, row.email.partition("@")[0], question, life.clock.now())
        life.diary.consulted.append(one)
        if life.random.random() < 0.4:
            moment = life.clock.now() + timedelta(days=life.random.uniform(0.1, 4))
            life.later(moment, lambda one=one: _answers(life, one))  # type: ignore[misc] # bound early


def _answers(life: "Life", one: Consulted) -> None:
    if one.question.closed_at is None:
        life.does(one.who, "leave", "no_concern", one.number)
        one.answered_at = one.answered_at or life.clock.now()


def chances(life: "Life", one: Soul, day: date, moment: datetime) -> None:
    """What somebody may do on a working day besides."""
    chance = life.random.random()
    if one.name.endswith(".bo") and chance < 0.022:
        life.later(moment, lambda: falls_ill(life, one, day))
    elif one.name.endswith(".bo") and chance > 0.985:
        life.later(moment, lambda: proposes(life, one, day))
    elif one.name.endswith(".al") and chance < 0.012:
        life.later(moment, lambda: worked(life, one, day))
    elif one.name.endswith(".al") and chance > 0.994:
        life.later(moment, lambda: asks_for_people(life, one, day))


def opening(life: "Life") -> None:
    """On the first day: every place says where its people read who is away."""
    for place in PLACES:
        number = life.rows("SELECT id FROM department WHERE code = :code", code=place.code)[0].id
        form = {"department": str(number), "channel": f"C0{place.code.upper()}"}
        life.does(f"{place.code}.mo", "digest", "set_channel", None, form)
