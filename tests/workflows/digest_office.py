"""The office of handover's tests, with digests: who got which, and what it says."""

from datetime import UTC, date, datetime
from decimal import Decimal

from bot.schedule import Ticks
from tests.workflows.handover_office import HandoverOffice
from workflows.calendar import store as calendar
from workflows.calendar.rules import Span
from workflows.digest import WORKFLOW
from workflows.kernel.flow import Notice, Ref, Tx, run
from workflows.kernel.replies import Message, Reply
from workflows.organisation import plan
from workflows.organisation.milestone import Health, Milestone


class DigestOffice(HandoverOffice):
    """People are called by their first names."""

    def looks(self) -> None:
        """The clock looks for digests, once."""
        assert not Ticks(self.store, [WORKFLOW]).tick().failed

    def at(self, moment: str) -> None:
        """It is then, UTC, and the clock looks."""
        self.goes_to(datetime.fromisoformat(moment).replace(tzinfo=UTC))
        self.looks()

    def issued(self, day: str = "") -> list[tuple[str, str]]:
        """Who got which kind on a date, or on any."""
        rows = self.rows(
            "select coalesce(p.name, o.channel), o.kind, o.key from outbox o "
            "left join person p on p.id = o.person where o.workflow = 'digest' order by o.id"
        )
        return sorted((row[0], row[1]) for row in rows if day in row[2])

    def says(self, name: str, words: str) -> Reply:
        """Somebody types `/digest ...`."""
        return self.typed(WORKFLOW, name, words)

    def digest(self, name: str, kind: str, day: str) -> Message | None:
        """What somebody reads of that kind when it is sent now."""
        person = self.person(name)
        notice = Notice(f"digest/{kind}/{day}/{person}", person, kind, Ref("digest", person))
        return self.store.read(lambda tx: WORKFLOW.render(tx, notice))

    def chooses(self, name: str, **form: str) -> Reply:
        """Somebody submits the modal for a department's channel."""
        return self.store.write(lambda tx: run(WORKFLOW, "set_channel", tx, self.actor(tx, name), form=form))

    def last(self, kind: str) -> Notice:
        """The newest notice of a kind."""
        return next(one for one in reversed(self.queued()) if one.kind == kind)

    def rendered(self, notice: Notice) -> Message | None:
        """One of digest's own as it reads now."""
        return self.store.read(lambda tx: WORKFLOW.render(tx, notice))

    def cannot(self, notice: Notice, reason: str) -> None:
        """Slack refuses it for good."""

        def work(tx: Tx) -> None:
            for one in WORKFLOW.undelivered(tx, notice, reason):
                tx.queue(one)

        self.store.write(work)

    def is_away(self, name: str, first: str, last: str = "") -> None:
        """Somebody is away, whyever."""
        span = Span(date.fromisoformat(first), date.fromisoformat(last or first))
        source = f"test/{name}/{first}"
        self.store.write(lambda tx: calendar.put_absence(tx, source, self.person(name), span, certain=True))

    def plans(self, code: str, name: str, day: str, health: Health = Health.ON_TRACK) -> None:
        """A project has a milestone."""
        when = date.fromisoformat(day)
        project = self.project(code)
        new = Milestone(
            0, project, name, when, when, when, health, None, Decimal(0), None, None, "", date(2026, 1, 5), None, 1
        )
        self.store.write(lambda tx: plan.add(tx, new, None))


def said(message: Message | None) -> str:
    """All that stands in a message."""
    return "" if message is None else f"{message.text} {message.blocks}"
