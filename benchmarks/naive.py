"""The naive stack in full, as tutorials have it: Bolt's default mode, an ORM session per request, SQLite as it comes.

It is served from a thread pool, which Bolt's adapters for Starlette and FastAPI do not do (they sleep on the event
loop), and acks after its commit, as the bot does. Twice: `least` reads person, policy, balance and overlaps and adds
request, audit and outbox; `alike` also keeps what the bot keeps of a request (see `_keep_all`).
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk.web import WebClient
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, create_engine, select
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.organisation import DEPARTMENTS, PROJECTS
from benchmarks.signed import DAYS_EACH, PATH, PEOPLE, SECRET, TOKEN, slack_id


class Naive(SQLModel, registry=registry()):
    """Tables of their own, apart from the bot's."""


def _now() -> datetime:
    return datetime.now(UTC)


class Department(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    manager_id: int
    deputy_id: int


class Project(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    manager_id: int


class Person(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    slack_id: str = Field(index=True, unique=True)
    name: str
    email: str
    time_zone: str
    admin: bool = Field(default=False, index=True)
    department_id: int = Field(foreign_key="department.id", index=True)
    project_id: int = Field(foreign_key="project.id", index=True)


class Policy(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    leave_type: str = Field(index=True)
    longest: int


class Balance(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    leave_type: str
    days: float


class LeaveRequest(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    leave_type: str
    first: date
    last: date
    days: float
    reason: str
    state: str = "requested"
    asked_at: datetime = Field(default_factory=_now)


class Audit(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=_now)
    event: str
    request_id: int = Field(foreign_key="leaverequest.id")
    person_id: int = Field(foreign_key="person.id")


class Outbox(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    person_id: int
    text: str
    sent: bool = False
    queued_at: datetime = Field(default_factory=_now)


class Inbox(Naive, table=True):
    key: str = Field(primary_key=True)
    at: datetime = Field(default_factory=_now)


class Note(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="leaverequest.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    text: str


class Step(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="leaverequest.id", index=True)
    position: int
    person_id: int = Field(foreign_key="person.id", index=True)
    asked_at: datetime | None


class Consultation(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="leaverequest.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    project_id: int = Field(foreign_key="project.id")
    until: date
    answer: str | None = Field(default=None)


class Absence(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    first: date
    last: date
    certain: bool


def prepare(database: Path) -> None:
    """The tables and the same number of people and departments as the bot has."""
    engine = create_engine(f"sqlite:///{database}")
    Naive.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Policy(leave_type="annual", longest=30))
        for number in range(DEPARTMENTS):
            session.add(Department(name=str(number), manager_id=number + 1, deputy_id=number + DEPARTMENTS + 1))
        for number in range(PROJECTS):
            session.add(Project(name=str(number), manager_id=2 * DEPARTMENTS + number + 1))
        for number in range(PEOPLE):
            session.add(_person(number))
            session.add(Balance(person_id=number + 1, leave_type="annual", days=DAYS_EACH))
        session.commit()
    engine.dispose()


def pages(database: Path, slack: str, *, alike: bool) -> Starlette:
    """The site. `slack` is the address of the stand-in's API."""
    engine = create_engine(f"sqlite:///{database}")
    app = App(client=WebClient(TOKEN, base_url=slack), signing_secret=SECRET)

    @app.view("leave:ask")
    def ask(ack: Callable[..., Any], body: dict[str, Any], view: dict[str, Any]) -> None:
        with Session(engine) as session:
            errors = _ask(session, body["user"]["id"], view, alike=alike)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        ack()

    async def events(request: Request) -> Response:
        asked = BoltRequest(body=(await request.body()).decode(), headers=dict(request.headers))
        answer = await run_in_threadpool(app.dispatch, asked)
        return Response(answer.body, answer.status, answer.first_headers_without_set_cookie())

    return Starlette(routes=[Route(PATH, events, methods=["POST"])])


def _ask(session: Session, who: str, view: dict[str, Any], *, alike: bool) -> dict[str, str]:
    """Keep the request; what is wrong with it by field."""
    values = {block: next(iter(elements.values())) for block, elements in view["state"]["values"].items()}
    leave_type = values["leave_type"]["selected_option"]["value"]
    first, last = (date.fromisoformat(values[field]["selected_date"]) for field in ("first", "last"))
    days = float((last - first).days + 1)
    person = session.exec(select(Person).where(Person.slack_id == who)).one()
    policy = session.exec(select(Policy).where(Policy.leave_type == leave_type)).one()
    of_type = select(Balance).where(Balance.person_id == person.id, Balance.leave_type == leave_type)
    balance = session.exec(of_type).one()
    others = session.exec(select(LeaveRequest).where(LeaveRequest.person_id == person.id)).all()
    if any(other.first <= last and other.last >= first for other in others):
        return {"first": "You are away then already."}
    if days > policy.longest or days > balance.days - sum(other.days for other in others):
        return {"last": "That is more than you have left."}
    reason = values["reason"]["value"]
    request = LeaveRequest(
        person_id=person.id or 0, leave_type=leave_type, first=first, last=last, days=days, reason=reason
    )
    session.add(request)
    session.flush()
    session.add(Audit(event="asked", request_id=request.id or 0, person_id=person.id or 0))
    session.add(Outbox(person_id=person.id or 0, text=f"{person.name} asks for leave from {first} to {last}."))
    if alike:
        _keep_all(session, view["id"], person, request)
    session.commit()
    return {}


def _keep_all(session: Session, key: str, person: Person, request: LeaveRequest) -> None:
    """What the bot keeps besides: the key of the payload, the note, whom to ask in turn, the absence, whom to consult.

    And a message to each.
    """
    department = session.get_one(Department, person.department_id)
    route = _route(session, department)
    here = [one for one in route if not _away(session, one, request.asked_at.date())]
    number, whose = request.id or 0, person.id or 0
    session.add(Inbox(key=key))
    session.add(Note(request_id=number, person_id=whose, text=request.reason))
    for position, one in enumerate(here):
        asked_at = None if position else _now()
        session.add(Step(request_id=number, position=position, person_id=one.id or 0, asked_at=asked_at))
    session.add(Absence(person_id=whose, first=request.first, last=request.last, certain=False))
    session.add(Outbox(person_id=here[0].id or 0, text=f"{person.name} asks for leave from {request.first}."))
    project = session.get_one(Project, person.project_id)
    if project.manager_id not in {whose, here[0].id}:
        until = request.asked_at.date() + timedelta(days=2)
        session.add(
            Consultation(request_id=number, person_id=project.manager_id, project_id=project.id or 0, until=until)
        )
        session.add(Outbox(person_id=project.manager_id, text=f"{person.name} would be away from {request.first}."))


def _route(session: Session, department: Department) -> Sequence[Person]:
    manager, deputy = (session.get_one(Person, one) for one in (department.manager_id, department.deputy_id))
    return [manager, deputy, *session.exec(select(Person).where(Person.admin)).all()]


def _away(session: Session, person: Person, today: date) -> bool:
    now = select(Absence).where(Absence.person_id == person.id, Absence.first <= today, Absence.last >= today)
    return any(absence.certain for absence in session.exec(now).all())


def _person(number: int) -> Person:
    return Person(
        slack_id=slack_id(number),
        name=f"Person {number}",
        email=f"person.{number}@northwind.example",
        time_zone="UTC",
        admin=number == DEPARTMENTS,
        department_id=number % DEPARTMENTS + 1,
        project_id=number % PROJECTS + 1,
    )
