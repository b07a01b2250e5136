"""A small office for milestones' tests: Dan manages Apollo, Eve and Ann work on it, Bea owns Ann's department."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import START, a_person, an_office
from tests.workflows.premises import Premises
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref, Tx, run
from workflows.kernel.replies import Message, Open, Reply, Say
from workflows.leave import WORKFLOW as LEAVE
from workflows.leave.seed import seed as seed_leave
from workflows.milestones import WORKFLOW, store
from workflows.milestones.rules.item import Item
from workflows.organisation import plan
from workflows.organisation.description import AllocationEntry, Charge, Description, PersonEntry, ProjectEntry, Share
from workflows.organisation.plan import Report
from workflows.organisation.register import write

MONDAY = date(2026, 11, 23)
BETA = date(2026, 12, 18)
ENDS = date(2027, 3, 31)


def an_office_with_projects(*more: PersonEntry, channel: str = "#apollo") -> Description:
    """Bea and Tom over Support with Ann and Zoe; Dan leads Apollo; Ivo leads Silent, which has no channel.

    Allocated to Apollo are Ann (until 8 January) and Eve, of Delivery, which Head answers for.
    """
    known = an_office(a_person("ivo", "delivery"), a_person("kim", "island"), *more)
    apollo = ProjectEntry("apollo", "Apollo: the portal", channel, START, ENDS, (Charge(START, "dan@x.org"),))
    silent = ProjectEntry("silent", "Silent", "", START, None, (Charge(START, "ivo@x.org"),))
    shares = {
        ("ann@x.org", "apollo"): Share(Decimal(40), None, START, date(2027, 1, 8)),
        ("eve@x.org", "apollo"): Share(None, Decimal(8), START, None),
    }
    return Description(
        known.people,
        known.departments,
        {"apollo": apollo, "silent": silent},
        {key: AllocationEntry(*key, (share,)) for key, share in shares.items()},
    )


class Office(Premises):
    """The office in a test's database; people are called by their first names."""

    workflow = WORKFLOW

    def __init__(self, store: Store, clock: FollowedClock, described: Description | None = None) -> None:
        self.store, self.clock = store, clock

        def found(tx: Tx) -> None:
            write(tx, described or an_office_with_projects())
            seed_leave(tx)

        store.write(found)

    def does(self, name: str, verb: str, subject: int | None = None, seen: int | None = None, /, **form: Any) -> Reply:
        """Somebody uses a verb, in one unit of work; raises Refused and then nothing is kept."""
        return self.store.write(lambda tx: run(WORKFLOW, verb, tx, self.actor(tx, name), subject, form, seen))

    def adds(self, name: str = "dan", called: str = "Beta release", day: date = BETA, **form: Any) -> int:
        """Somebody submits the modal; the new milestone's id."""
        plain = {"project": "apollo", "name": called, "day": day, "owner": None, "weight": None}
        self.does(name, "create", None, None, **plain | form)
        return int(self.rows("select max(id) from milestone")[0][0])

    def reports(self, name: str, milestone: int, **said: Any) -> Reply:
        """Somebody submits a report; what isn't said stays as it is."""
        known = self.item(milestone).milestone
        form = {"health": known.health.value, "day": known.forecast, "percent": str(known.percent), "sentence": None}
        return self.does(name, "update", milestone, **form | said)

    def leave(self, name: str, verb: str, request: int | None = None, **form: Any) -> Reply:
        """Somebody uses a verb of leave's."""
        return self.store.write(lambda tx: run(LEAVE, verb, tx, self.actor(tx, name), request, form))

    def takes_leave(self, name: str, begin: date, end: date, decider: str = "bea") -> int:
        """Somebody asks for leave and gets it; the request's id."""
        form: dict[str, Any] = {
            "leave_type": "annual",
            "halves": "whole",
            "reason": "QUOKKA",
            "first": begin,
            "last": end,
        }
        self.leave(name, "ask", **form)
        request = int(self.rows("select max(id) from leave_request")[0][0])
        self.leave(decider, "approve", request)
        return request

    def item(self, milestone: int) -> Item:
        """A milestone as it is kept."""
        found = self.store.read(lambda tx: store.item(tx, milestone))
        assert found is not None, milestone
        return found

    def history(self, milestone: int) -> list[Report]:
        return self.store.read(lambda tx: plan.history(tx, milestone))

    def goes_to(self, moment: datetime) -> None:
        self.clock.follow(moment, speed=0)

    def queued(self) -> list[Notice]:
        """Every notice of this workflow so far, in order."""
        found = self.rows(
            "select key, person, channel, kind, subject, card, only_update, thread from outbox "
            "where workflow = 'milestones' order by id"
        )
        return [
            Notice(
                row.key,
                row.channel or PersonId(row.person),
                row.kind,
                Ref("milestones", row.subject),
                card=row.card,
                only_update=bool(row.only_update),
                thread=row.thread,
            )
            for row in found
        ]

    def told(self, to: str, kind: str, *, updates: bool = False) -> list[Message]:
        """What somebody (or a channel) is told of this kind, rendered now; what is no longer true is not among it."""
        recipient = to if to.startswith("#") else self.person(to)
        found = [one for one in self.queued() if (one.to, one.kind, one.only_update) == (recipient, kind, updates)]
        return [message for notice in found if (message := self.rendered(notice))]

    def events(self) -> list[str]:
        """The audit's events of this workflow, in order."""
        return [row.event for row in self.rows("select event from audit where workflow like 'milestones%' order by id")]


def words(reply: Reply | Message) -> str:
    """All that somebody reads of it."""
    if isinstance(reply, Open):
        return str(reply.view)
    message = reply.message if isinstance(reply, Say) else reply
    return f"{message.text} {message.blocks}" if isinstance(message, Message) else ""
