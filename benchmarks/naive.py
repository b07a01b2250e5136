"""The naive stack in full, as the tutorials have it: Bolt's default mode, an ORM session per request, SQLite as it comes.

It reads and writes what a leave request needs (person, policy, balance, overlaps; request, audit, outbox) and acks
after its commit, as the bot does. It is given a thread pool to be served from, which the adapters of Bolt for
Starlette and FastAPI don't do: they sleep on the event loop.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
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

from benchmarks.signed import DAYS_EACH, PATH, PEOPLE, SECRET, TOKEN, slack_id


class Naive(SQLModel, registry=registry()):
    """Tables of their own, apart from the bot's."""


class Person(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    slack_id: str = Field(index=True, unique=True)
    name: str
    email: str
    time_zone: str
    manager_id: int | None = Field(default=None, foreign_key="person.id")


class Policy(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    leave_type: str = Field(index=True)
    notice_days: int
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
    asked_at: datetime = Field(default_factory=lambda: datetime.now(UTC))


class Audit(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=lambda: datetime.now(UTC))
    event: str
    request_id: int = Field(foreign_key="leaverequest.id")
    person_id: int = Field(foreign_key="person.id")


class Outbox(Naive, table=True):
    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None
    text: str
    sent: bool = False


def prepare(database: Path) -> None:
    """The tables and the same number of people as the bot has."""
    engine = create_engine(f"sqlite:///{database}")
    Naive.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Policy(leave_type="annual", notice_days=0, longest=30))
        for number in range(PEOPLE):
            email = f"person.{number}@northwind.example"
            manager = 1 if number else None
            person = Person(
                slack_id=slack_id(number), name=f"Person {number}", email=email, time_zone="UTC", manager_id=manager
            )
            session.add(person)
            session.flush()
            session.add(Balance(person_id=person.id or 0, leave_type="annual", days=DAYS_EACH))
        session.commit()
    engine.dispose()


def pages(database: Path, slack: str) -> Starlette:
    """The site. `slack` is the address of the stand-in's API."""
    engine = create_engine(f"sqlite:///{database}")
    app = App(client=WebClient(TOKEN, base_url=slack), signing_secret=SECRET)

    @app.view("leave:ask")
    def ask(ack: Callable[..., Any], body: dict[str, Any], view: dict[str, Any]) -> None:
        values = {block: next(iter(elements.values())) for block, elements in view["state"]["values"].items()}
        with Session(engine) as session:
            errors = _ask(session, body["user"]["id"], values)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        ack()

    async def events(request: Request) -> Response:
        asked = BoltRequest(body=(await request.body()).decode(), headers=dict(request.headers))
        answer = await run_in_threadpool(app.dispatch, asked)
        return Response(answer.body, answer.status, answer.first_headers_without_set_cookie())

    return Starlette(routes=[Route(PATH, events, methods=["POST"])])


def _ask(session: Session, who: str, values: dict[str, Any]) -> dict[str, str]:
    """Keep the request; what is wrong with it by field."""
    leave_type = values["leave_type"]["selected_option"]["value"]
    first, last = (date.fromisoformat(values[field]["selected_date"]) for field in ("first", "last"))
    days = float((last - first).days + 1)
    person = session.exec(select(Person).where(Person.slack_id == who)).one()
    policy = session.exec(select(Policy).where(Policy.leave_type == leave_type)).one()
    balance = session.exec(
        select(Balance).where(Balance.person_id == person.id, Balance.leave_type == leave_type)
    ).one()
    others = session.exec(select(LeaveRequest).where(LeaveRequest.person_id == person.id)).all()
    if any(other.first <= last and other.last >= first for other in others):
        return {"first": "You are away then already."}
    if days > policy.longest or days > balance.days - sum(other.days for other in others):
        return {"last": "That is more than you have left."}
    request = LeaveRequest(
        person_id=person.id or 0,
        leave_type=leave_type,
        first=first,
        last=last,
        days=days,
        reason=values["reason"]["value"],
    )
    session.add(request)
    session.flush()
    session.add(Audit(event="asked", request_id=request.id or 0, person_id=person.id or 0))
    session.add(Outbox(person_id=person.manager_id, text=f"{person.name} asks for leave from {first} to {last}."))
    session.commit()
    return {}
