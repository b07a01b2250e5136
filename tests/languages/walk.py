"""A walk through all that people can open: every Home, help, command, button and form, and what each sets off.

Nothing stays: each step is done in a transaction of its own, what it would say to whom is read there, and it is undone.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from bot import directory
from bot.forms import read_element, read_state
from bot.help import help_for
from bot.page import page
from bot.routes import Routes, subject_of
from bot.store import Store
from bot.tables import Outbox
from bot.transaction import Transaction
from rehearsal.page.forms import chosen, fields, state_values
from rehearsal.validation import validate_message, validate_view
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Notice, Ref, run
from workflows.kernel.replies import FieldErrors, Message, Open, Push, Reply, Say, Update
from workflows.language import Speech, speaking

MOST_PRESSES = 3
"""Of buttons that do the same to different things, how many are tried."""
_NEW = select(Outbox).where(Outbox.id > bindparam("last"))
_LAST = select(Outbox.id).order_by(Outbox.id.desc()).limit(1)  # type: ignore[union-attr,call-overload] # the same


@dataclass(frozen=True, slots=True)
class Seen:
    """Something a person reads: where, and the payload as Slack gets it."""

    place: str
    payload: Mapping[str, Any]
    view: bool = False
    refused: str = ""
    """The reason, when it is a refusal."""

    @property
    def violations(self) -> list[str]:
        """What Slack would not take."""
        found = validate_view(self.payload) if self.view else validate_message(self.payload)
        return [f"{self.place} {one.pointer}: {one.message}" for one in found]


class _Undone(Exception):  # noqa: N818 - it carries what was seen out of a transaction that must not stay
    def __init__(self, seen: list[Seen]) -> None:
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing somebody does."""

    verb: str
    about: str | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    typed: str | None = None

    def __str__(self) -> str:
        return f"{self.verb} {self.typed or ''}".strip()


@dataclass
class Walk:
    """Through one store, as it stands, spoken to in one way."""

    store: Store
    speech: Speech
    _tried: dict[tuple[str, str], int] = field(default_factory=dict)

    def all_of(self, people: Iterable[str]) -> Iterator[Seen]:
        """What these people can see; by their Slack ids."""
        for slack_id in people:
            yield from self._everything(slack_id)

    def due(self, days: Sequence[int]) -> Iterator[Seen]:
        """What the clock says on its own so many days from now."""
        clock = self.store.clock
        began = clock.now()
        for ahead in days:
            clock.follow(began + timedelta(days=ahead), speed=0)  # type: ignore[attr-defined] # a clock that is moved
            for workflow in self.store.workflows:
                yield from self.undone(lambda tx, one=workflow: self._due(tx, one))
        clock.follow(began, speed=0)  # type: ignore[attr-defined] # the same

    def _everything(self, slack_id: str) -> Iterator[Seen]:
        waiting = deque(self._first())
        for seen in self.undone(lambda tx: [self._home(tx, slack_id), *self._helps()]):
            yield seen
            waiting += _presses(seen)
        while waiting:
            deed = waiting.popleft()
            if self._often(slack_id, deed):
                continue
            for seen in self.undone(lambda tx, now=deed: self.do(tx, slack_id, now)):
                yield seen
                waiting += _presses(seen) if seen.place.startswith(slack_id) else ()

    def _often(self, slack_id: str, deed: Deed) -> bool:
        key = (slack_id, f"{deed.verb} {deed.typed}")
        self._tried[key] = self._tried.get(key, 0) + 1
        return self._tried[key] > MOST_PRESSES

    def _first(self) -> Iterator[Deed]:
        for workflow in self.store.workflows:
            for words in ("", "something else entirely", *typed(workflow.verbs)):
                yield Deed(workflow.command, typed=words.replace("@somebody", "<@U0BEA0004>"))

    def do(self, tx: Transaction, slack_id: str, deed: Deed) -> list[Seen]:
        """What somebody and others get to see when they do that."""
        actor = directory.actor(tx, slack_id)
        last = (tx.first(_LAST) or (0,))[0]
        place = f"{slack_id} {deed}"
        try:
            reply = self._replied(tx, actor, deed)
        except Refused as refused:
            return [Seen(place, {"text": refused.text}, refused=refused.reason)]
        return [*_of(place, reply), *self._told(tx, place, last)]

    def _replied(self, tx: Transaction, actor: Actor, deed: Deed) -> Reply:
        routes = Routes(self.store.workflows)
        if deed.typed is not None:
            workflow = routes.command(deed.verb)
            name, form = workflow.read(tx, actor, deed.typed)
            return run(workflow, name, tx, actor, form=form)
        step, (subject, version) = routes.step(deed.verb), subject_of(deed.about)
        return run(step.workflow, step.verb, tx, actor, subject, deed.form, version)

    def _told(self, tx: Transaction, place: str, last: int) -> Iterator[Seen]:
        known = {workflow.name: workflow for workflow in self.store.workflows}
        for row in tx.fetch(_NEW, last=last):
            to = PersonId(row.person) if row.person is not None else row.channel
            ref = Ref(row.workflow, row.subject)
            message = known[row.workflow].render(tx, Notice(row.key, to, row.kind, ref, only_update=row.only_update))
            if message is not None:
                yield _said(f"→ {to} {row.workflow} {row.kind}, after {place}", message)

    def _due(self, tx: Transaction, workflow: Any) -> list[Seen]:
        last = (tx.first(_LAST) or (0,))[0]
        list(workflow.advance(tx))
        found = [one for piece in workflow.pieces(tx) for one in piece(tx)]
        for notice in [*(one for one in found if isinstance(one, Notice)), *workflow.due(tx)]:
            tx.queue(notice)
        return list(self._told(tx, f"the clock, {tx.now.date()}", last))

    def _home(self, tx: Transaction, slack_id: str) -> Seen:
        blocks = page(tx, directory.actor(tx, slack_id), self.store.workflows)
        return Seen(f"{slack_id} Home", {"type": "home", "blocks": [dict(block) for block in blocks]}, view=True)

    def _helps(self) -> Iterator[Seen]:
        return (_said(f"help {one.name}", help_for(one)) for one in self.store.workflows)

    def undone(self, work: Any) -> list[Seen]:
        """What the work lets people see; nothing of it stays."""

        def once(tx: Transaction) -> None:
            with speaking(self.speech):
                raise _Undone(list(work(tx)))

        try:
            self.store.write(once)
        except _Undone as done:
            return done.seen
        raise AssertionError("a step was kept")


def words_of(payload: Any) -> Iterator[str]:
    """Every text in a payload that a person reads, as it stands there."""
    if isinstance(payload, Mapping):
        for key, value in payload.items():
            if isinstance(value, str) and key in ("text", "alt_text"):
                yield value
            else:
                yield from words_of(value)
    elif isinstance(payload, list | tuple):
        for one in payload:
            yield from words_of(one)


def typed(verbs: Iterable[Any]) -> list[str]:
    """What the helps of these verbs say that one may type."""
    return [verb.help.partition(": ")[0] for verb in verbs if verb.help]


def _of(place: str, reply: Reply) -> list[Seen]:
    if isinstance(reply, Open | Push | Update):
        return [Seen(place, reply.view, view=True)]
    if isinstance(reply, FieldErrors):
        return [Seen(place, {"text": text}, refused="field") for text in reply.errors.values()]
    return [_said(place, reply.message)] if isinstance(reply, Say) else []


def _said(place: str, message: Message) -> Seen:
    payload: dict[str, Any] = {"text": message.text, "blocks": [dict(block) for block in message.blocks]}
    if message.picture:
        payload |= {"attachments_of_ours": [{"text": message.picture.title}, {"alt_text": message.picture.alt}]}
    return Seen(place, {key: value for key, value in payload.items() if value})


def _presses(seen: Seen) -> Iterator[Deed]:
    """Every button of a message or view, and the form sent: empty where it may be, filled in where it must be."""
    blocks = seen.payload.get("blocks", ())
    about = seen.payload.get("private_metadata") or None
    for button in _buttons(blocks):
        yield Deed(button["action_id"], button.get("value") or about)
    callback = seen.payload.get("callback_id")
    if callback and seen.payload.get("submit"):
        yield Deed(callback, about, read_state(state_values(blocks)))
        yield Deed(callback, about, _filled(blocks))


def _buttons(blocks: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for block in blocks:
        for one in (*block.get("elements", ()), block.get("accessory", {})):
            if one.get("type") == "button" and re.match(r"\w+:\w+", one.get("action_id", "")):
                yield one


def _filled(blocks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Something plausible in every field that has nothing yet."""
    filled: dict[str, Any] = {}
    for one in fields(list(blocks)):
        value = read_element(state_values(list(blocks))[one.block_id][one.action_id])
        filled[one.block_id] = value if value not in (None, []) else read_element(plausible(one.element))
    return filled


def plausible(element: Mapping[str, Any]) -> dict[str, Any]:
    """What a person might put into a field."""
    kind = str(element["type"])
    groups = element.get("option_groups") or [{"options": element.get("options") or []}]
    options = [option["value"] for group in groups for option in group["options"]]
    given: Any = {
        "datepicker": "2027-03-01",
        "users_select": "U0BEA0004",
        "channels_select": "C0GENERAL",
        "conversations_select": "C0GENERAL",
        "number_input": "3",
        "timepicker": "07:15",
    }.get(kind, "3")
    if options:
        given = options[-1:] if kind.startswith(("multi", "checkboxes")) else options[-1]
    elif kind in ("file_input", "multi_static_select", "checkboxes", "multi_users_select"):
        given = []
    return {"type": kind, **chosen(element, given)}
