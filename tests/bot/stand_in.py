"""A stand-in for Slack that can be told to fail, and a workflow small enough to be seen through."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from bot.slack import Failure
from workflows.kernel.access import Actor, Permission, PersonId, Policy, Relation, grants
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Notice, Outcome, Ref, Tx, Verb, Workflow
from workflows.kernel.machine import Machine, move
from workflows.kernel.replies import Done, Message


@dataclass
class Posted:
    channel: str
    text: str
    mark: str
    ts: str
    thread: str | None = None


@dataclass
class StandIn:
    """Quacks like `bot.slack.Slack`; each planned failure is raised once, before or after the deed."""

    posted: list[Posted] = field(default_factory=list)
    updated: list[tuple[str, str, str]] = field(default_factory=list)
    before: deque[Failure] = field(default_factory=deque)
    after: deque[Failure] = field(default_factory=deque)
    looked: int = 0

    def let_in(self) -> None:
        self._fail(self.before)

    def direct(self, slack_id: str) -> str:
        return f"D{slack_id}"

    def channel(self, named: str) -> str:
        return named

    def post(self, channel: str, message: Message, mark: str, thread: str | None = None) -> tuple[str, str]:
        self._fail(self.before)
        ts = f"{len(self.posted) + 1}.0"
        self.posted.append(Posted(channel, message.text, mark, ts, thread))
        self._fail(self.after)
        return channel, ts

    def update(self, channel: str, ts: str, message: Message) -> None:
        self._fail(self.before)
        self.updated.append((channel, ts, message.text))

    def find(self, channel: str, mark: str, thread: str | None = None) -> str | None:
        """As Slack's histories: what stands under a message is found only by looking there."""
        self.looked += 1
        there = [post for post in self.posted if (post.channel, post.thread) == (channel, thread)]
        return next((post.ts for post in there if post.mark == mark), None)

    def _fail(self, planned: deque[Failure]) -> None:
        if planned:
            raise planned.popleft()


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


@dataclass(frozen=True)
class Lamp:
    person: PersonId
    state: Light
    version: int = 1


def _switch(_tx: Tx, actor: Actor, lamp: Lamp, _form: Form) -> Outcome:
    return Outcome(Done(), (Event("switched", Ref("lamp", 1), lamp.version + 1, lamp.person, actor.person),))


def _notices(_tx: Tx, event: Event) -> Iterator[Notice]:
    yield Notice(f"lamp/{event.name}/{event.version}", event.about, "lamp", event.subject)


def _undelivered(_tx: Tx, notice: Notice, reason: str) -> Iterator[Notice]:
    if notice.to == "C7":
        yield Notice(f"lost/{notice.key}/{reason}", "C9", "told", notice.subject)


def a_lamp_workflow(lamp: Lamp, relations: frozenset[Relation], words: dict[str, str | None]) -> Workflow:
    """A workflow of one verb about one lamp; `words` says what each kind of notice reads."""

    def render(_tx: Tx, notice: Notice) -> Message | None:
        text = words[notice.kind]
        if text == "broken":
            raise Refused("cannot be rendered")
        return None if text is None else Message(text)

    return Workflow(
        name="lamp",
        command="/lamp",
        summary="switches a lamp",
        hint="[on|off]",
        verbs=(Verb("switch", Permission("switch"), _switch, lambda *_: lamp, "`/lamp on`  switch it on"),),
        machine=Machine(Light, (move("switch", Light.RED, Light.GREEN),)),
        policy=Policy(grants(switch=(Relation.OWN,))),
        relate=lambda *_: relations,
        read=lambda *_: ("switch", {}),
        explain=lambda *_: "The lamp is green already.",
        notices=_notices,
        due=lambda _tx: (),
        render=render,
        home=lambda *_: [],
        undelivered=_undelivered,
    )
