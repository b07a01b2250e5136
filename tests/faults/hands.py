"""What a person does who wants something from a bot that may die at any moment: do it again until it is done.

Slack repeats neither commands, presses nor submissions. Whoever saw an error, or nothing at all, does it once more;
whoever was told "already" leaves it at that.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from rehearsal.model import Message, OnMessage, SlackError, View
from rehearsal.people import Person
from rehearsal.workspace import Workspace

T = TypeVar("T")
PATIENCE = 600.0
LOOK = 3.5
"""Seconds until somebody who sees nothing happen does it again."""
AGAIN = 0.5
"""Seconds until somebody who saw an error does it again."""
GLANCE = 0.04
"""Seconds between two looks at the screen."""
DONE_ALREADY = ("already asked", "already approved", "already declined")
DECIDING = ("leave:approve", "leave:decline")


class GaveUpError(AssertionError):
    """Somebody tried for long enough."""


@dataclass(frozen=True)
class Button:
    """One that can be pressed now, and where."""

    place: OnMessage
    block_id: str
    action_id: str
    value: str

    @property
    def request(self) -> int:
        """The request it is about."""
        return int(self.value.partition(".")[0])


class Hands:
    """One person, one thing at a time."""

    def __init__(self, workspace: Workspace, who: str) -> None:
        self._workspace = workspace
        self._person: Person = workspace.person(who)
        self._general = workspace.channel("general").id
        self.id = self._person.id
        self._conversation: str | None = None
        """Theirs with the bot, once there is one."""
        self._read: dict[str, tuple[Message, list[Button]]] = {}
        """What each message offered when it was looked at last, by ts: most have not changed since."""

    def asks(self, day: date, *, before_submitting: Callable[[], None] = lambda: None) -> None:
        """Ask for one day of leave. Raises GaveUpError when it cannot be done, or is refused for another reason."""
        for _ in _tries(f"{self.id} asks for {day}"):
            if self._asked(day, before_submitting):
                return

    def decides(self, button: Button, reason: str = "The team is thin then.") -> None:
        """Press it, and say why where that is asked, until the card shows that it is decided."""
        for _ in _tries(f"{self.id} presses {button.action_id} of {button.value}"):
            if not self._still_there(button):
                return
            if not self._press(button):
                continue
            if button.action_id == "leave:decline":
                self._says_why(button.value, reason)
            self._wait(lambda: True if not self._still_there(button) else None)

    def opens_home(self) -> None:
        """Look at the bot's App Home."""
        for app in self._workspace.apps:
            self._person.open_home(app)

    def sees_home(self) -> bool:
        """Whether the bot has published theirs."""
        return all(self._workspace.views.home(app, self.id) is not None for app in self._workspace.apps)

    def buttons(self) -> list[Button]:
        """The decisions this person is offered in messages."""
        return [button for message in self._messages() for button in self._offered(message)]

    def waits_for_button(self, action_id: str, besides: set[str]) -> Button:
        """The first such button about something that is not in `besides`."""
        for _ in _tries(f"{self.id} sees a button {action_id}"):
            found = self._wait(lambda: self._fresh(action_id, besides))
            if found is not None:
                return found
        raise AssertionError

    def _fresh(self, action_id: str, besides: set[str]) -> Button | None:
        fitting = (one for one in self.buttons() if one.action_id == action_id and one.value not in besides)
        return next(fitting, None)

    def _asked(self, day: date, before_submitting: Callable[[], None]) -> bool:
        if not self._person.type(self._general, f"/leave {day.isoformat()}").ok:
            return False
        view = self._wait(lambda: self._modal("leave:ask", day))
        if view is None:
            return False
        before_submitting()
        return self._submit(view)

    def _submit(self, view: View, answers: Any = None) -> bool:
        """Whether it is done; while it only fails, submit the same modal again."""
        for _ in range(12):
            try:
                result = self._person.submit(view.id, answers)
            except SlackError:  # the modal is gone: another try replaced it
                return False
            if result.outcome == "closed":
                return True
            if result.outcome == "errors":
                return self._read_refusal(view, " ".join(result.errors.values()))
            time.sleep(AGAIN)
        return False

    def _read_refusal(self, view: View, words: str) -> bool:
        self._person.close(view.id)
        if any(said in words for said in DONE_ALREADY):
            return True
        if "went wrong" in words:
            return False
        raise GaveUpError(f"{self.id} was refused: {words}")

    def _press(self, button: Button) -> bool:
        """Whether there was no error to see."""
        try:
            return self._person.press(button.place, button.block_id, button.action_id).ok
        except SlackError:  # it changed under the finger
            return True

    def _says_why(self, value: str, reason: str) -> None:
        view = self._wait(lambda: self._reason_modal(value))
        if view is not None:
            element = next(block["element"]["action_id"] for block in view.blocks if block["block_id"] == "reason")
            self._submit(view, {"reason": {element: reason}})

    def _modal(self, callback_id: str, day: date) -> View | None:
        view = self._workspace.views.top(self.id)
        if view is None or view.callback_id != callback_id:
            return None
        first = next((block for block in view.blocks if block.get("block_id") == "first"), {})
        return view if first.get("element", {}).get("initial_date") == day.isoformat() else None

    def _reason_modal(self, value: str) -> View | None:
        view = self._workspace.views.top(self.id)
        return view if view is not None and view.payload.get("private_metadata") == value else None

    def _still_there(self, button: Button) -> bool:
        return any(one == button for one in self.buttons())

    def _offered(self, message: Message) -> list[Button]:
        known = self._read.get(message.ts)
        if known is None or known[0] is not message:
            known = self._read[message.ts] = (message, list(_buttons(message)))
        return known[1]

    def _messages(self) -> list[Message]:
        with self._workspace.lock:
            self._conversation = self._conversation or self._with_bot()
            return list(self._workspace.messages.get(self._conversation or "", {}).values())

    def _with_bot(self) -> str | None:
        bots = {user.id for user in self._workspace.users.values() if user.is_bot}
        pairs = (place for place in self._workspace.channels.values() if place.is_direct and len(place.members) == 2)
        return next((place.id for place in pairs if self.id in place.members and bots & {*place.members}), None)

    def _wait(self, look: Callable[[], T | None]) -> T | None:
        until = time.monotonic() + LOOK
        while time.monotonic() < until:
            found = look()
            if found is not None:
                return found
            time.sleep(GLANCE)
        return None


def _tries(what: str) -> Iterator[int]:
    deadline = time.monotonic() + PATIENCE
    number = 0
    while time.monotonic() < deadline:
        yield number
        number += 1
        time.sleep(AGAIN)
    raise GaveUpError(f"for {PATIENCE:.0f} s: {what}")


def _buttons(message: Message) -> Iterator[Button]:
    for block in message.blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element["action_id"] in DECIDING:
                place = OnMessage(message.channel, message.ts)
                yield Button(place, block["block_id"], element["action_id"], element["value"])
