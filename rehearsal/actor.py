"""One person in a test: what they do, and what they are expected to see, sooner or later."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from rehearsal.controls import Control, controls
from rehearsal.driving import GoneError
from rehearsal.entering import NoSuchInputError, answers_for
from rehearsal.model import Payload
from rehearsal.page.forms import Field
from rehearsal.wording import contains, described, message_words, view_words

if TYPE_CHECKING:  # an actor is made by it
    from rehearsal.client import RehearsalClient

PATIENCE = 120.0
POLL = 0.02
SLOWEST_POLL = 0.2


class Actor:
    """One person: what they do returns what came of it, and what they see fails with what they see instead."""

    def __init__(self, client: "RehearsalClient", who: str) -> None:
        self._client = client
        self._who = who
        self._channel = ""
        self._known: set[tuple[str, ...]] = set()

    # -- doing

    def in_channel(self, channel: str) -> Self:
        """Go to a channel; what is typed from now on is typed there."""
        self._channel = channel.removeprefix("#")
        self._act("channel", {"channel": self._channel_id()})
        return self

    def types(self, text: str, *, thread_ts: str = "") -> Payload:
        """Type a line where they are: a command, or a message. A modal that lies over it is closed before."""
        seen = self._freed()
        self._remember(seen)
        return self._act("type", {"channel": self._channel_id(seen), "text": text, "thread_ts": thread_ts})

    def submits(self, *, timeout: float = PATIENCE, **values: Any) -> Payload:
        """Fill in the modal in front, by block id, action id or label, and submit it."""
        modal = self._await_modal(values, timeout)
        self._remember(self.seen())
        return self._act("submit", {"view": modal["id"], "answers": self._answers(modal, values)})

    def changes(self, *, timeout: float = PATIENCE, **values: Any) -> None:
        """Fill in fields of the modal in front one after the other; the app hears of those that dispatch."""
        modal = self._await_modal(values, timeout)
        self._remember(self.seen())
        for name, value in values.items():
            for block_id, actions in self._answers(modal, {name: value}).items():
                for action_id, answer in actions.items():
                    place = {"view": modal["id"], "block_id": block_id, "action_id": action_id}
                    self._act("change", {**place, "value": answer})

    def presses(self, label: str, *, on: str = "", timeout: float = PATIENCE, **values: Any) -> Payload:
        """Press the newest visible button with this text, or choose the option; `on` is a text nearby.

        Confirm dialogs are confirmed. `values` are what else is filled in there, as for `submits`. What is drawn anew
        under the finger is pressed as it then stands.
        """

        def press(seen: Payload) -> Payload | None:
            control = self._control(seen, label, on)
            if control is None:
                return None
            self._remember(seen)
            try:
                return self._press(control, values)
            except GoneError:
                return None

        pressed: Payload = self._await(press, timeout, f"a button “{label}”", on)
        return pressed

    def closes(self, *, timeout: float = PATIENCE) -> Payload:
        """Close the modal in front."""
        modal = self._await_modal({}, timeout)
        self._remember(self.seen())
        return self._act("close", {"view": modal["id"]})

    def chooses(self, callback_id: str, *, on: str = "") -> Payload:
        """Choose a shortcut: a global one, or from the menu of the newest message that says `on`."""
        self._remember(self.seen())
        if not on:
            return self._act("shortcut", {"callback_id": callback_id})
        message = self._await(lambda seen: self._message(seen, on), PATIENCE, "a message", on)
        return self._act("shortcut", {"callback_id": callback_id, "channel": message["channel"], "ts": message["ts"]})

    def reloads(self) -> None:
        """Load the page again: what was ephemeral is gone."""
        self._act("reload", {})

    # -- seeing

    def sees(self, text: str, *, timeout: float = PATIENCE) -> None:
        """Expect a text anywhere: messages, ephemerals, the modal in front, Homes, toasts, errors under fields."""
        self._await(lambda seen: any(contains(words, text) for words in self._words(seen)) or None, timeout, text, "")

    def does_not_see(self, text: str, *, within: float = 0.3) -> None:
        """Expect that a text is nowhere, and does not turn up within some seconds."""
        until = time.monotonic() + within
        while True:
            seen = self.seen()
            if any(contains(words, text) for words in self._words(seen)):
                raise AssertionError(f"{self._who} sees “{text}”, and should not:\n{self._described(seen)}")
            if time.monotonic() > until:
                return
            time.sleep(POLL)

    def is_told(self, text: str, *, timeout: float = PATIENCE) -> None:
        """Expect a text in a direct or ephemeral message, new or changed since their last action."""
        self._await(lambda seen: self._news(seen, text), timeout, f"{text}” newly said to them, “", "")

    @property
    def modal(self) -> Payload | None:
        """The modal in front, as Slack shapes a view, with `errors`."""
        found = self.seen()["modal"]
        return dict(found) if found else None

    @property
    def errors(self) -> dict[str, str]:
        """What stands under the fields of the modal in front, by block id."""
        return dict((self.modal or {}).get("errors", {}))

    def home(self, app: str = "", *, timeout: float = PATIENCE) -> Payload:
        """Open an app's Home (the only app's, if none is named) and give what it shows once it was published."""
        app_id = self._app_id(app)
        self._act("home", {"app": app_id})
        found: Payload = self._await(lambda seen: seen["homes"].get(app_id), timeout, "a Home", "")
        return found

    def messages(self, channel: str = "") -> list[Payload]:
        """Give what they see in a channel (where they are, if none is named), oldest first."""
        wanted = channel.removeprefix("#") or self._channel_id()
        for place in self.seen()["conversations"]:
            if wanted in {place["id"], place["name"]}:
                return list(place["messages"])
        raise AssertionError(f"{self._who} is in no channel {wanted!r}.")

    def seen(self) -> Payload:
        """Give all they see, as JSON."""
        return self._act("sees", {})

    # -- the parts

    def _freed(self) -> Payload:
        """What they see with no modal in front."""
        while (seen := self.seen())["modal"]:
            with suppress(GoneError):
                self._act("close", {"view": seen["modal"]["id"]})
        return seen

    def _act(self, verb: str, asked: Mapping[str, Any]) -> Payload:
        if verb != "sees":
            self._client.forget_names()
        return self._client.wire.act(self._who, verb, asked)

    def _press(self, control: Control, values: Mapping[str, Any]) -> Payload:
        answers = self._answers(control.container, values)
        if control.verb in {"submit", "close"}:
            return self._act(control.verb, {**control.place, "answers": answers})
        return self._act("press", {**control.asked(), "answers": answers})

    def _channel_id(self, seen: Payload | None = None) -> str:
        places = (seen or self.seen())["conversations"]
        for place in places:
            if self._channel in {place["id"], place["name"]}:
                return str(place["id"])
        if self._channel or not places:
            raise AssertionError(f"{self._who} is in no channel {self._channel!r}.")
        general = [place for place in places if place["name"] == "general"]
        return str((general or places)[0]["id"])

    def _app_id(self, app: str) -> str:
        apps = self._client.wire.dump()["apps"]
        for known in apps:
            if app in {"", known["id"], known["name"]}:
                return str(known["id"])
        raise AssertionError(f"There is no app {app!r}.")

    def _await(self, look: Callable[[Payload], Any], timeout: float, wanted: str, on: str) -> Any:
        until, pause = time.monotonic() + timeout, POLL
        while True:
            seen = self.seen()
            found = look(seen)
            if found is not None:
                return found
            if time.monotonic() > until:
                where = f" on “{on}”" if on else ""
                raise AssertionError(f"{self._who} does not see “{wanted}”{where}, but:\n{self._described(seen)}")
            time.sleep(pause)
            pause = min(pause * 1.5, SLOWEST_POLL)

    def _described(self, seen: Payload) -> str:
        return described(seen, self._client.names())

    def _await_modal(self, values: Mapping[str, Any], timeout: float) -> Payload:
        """Wait for a modal in front that has all these inputs."""
        problems = ["no modal is open"]

        def look(seen: Payload) -> Payload | None:
            if not seen["modal"]:
                return None
            try:
                self._answers(seen["modal"], values)
            except NoSuchInputError as error:
                problems[0] = str(error)
                return None
            return dict(seen["modal"])

        try:
            return dict(self._await(look, timeout, "a modal to fill in", ""))
        except AssertionError as error:
            raise AssertionError(f"{problems[0]}\n{error}") from None

    def _answers(self, container: Payload, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        if not values:
            return {}

        def offer(field: Field, query: str) -> list[Payload]:
            place = (
                {"view": container["id"]} if "id" in container else {key: container[key] for key in ("channel", "ts")}
            )
            asked = {**place, "block_id": field.block_id, "action_id": field.action_id, "query": query}
            return list(self._act("options", asked)["options"])

        return answers_for(container["blocks"], values, self._client.ids(), offer)

    def _control(self, seen: Payload, label: str, on: str) -> Control | None:
        names = self._client.names() if on else {}
        found = controls(seen, label, lambda words: contains(words, on), names)
        return next(found, None)

    def _message(self, seen: Payload, on: str) -> Payload | None:
        names = self._client.names()
        messages = [message for place in seen["conversations"] for message in place["messages"]]
        fitting = [message for message in messages if contains(message_words(message, names), on)]
        return max(fitting, key=lambda message: str(message["ts"]), default=None)

    def _words(self, seen: Payload) -> list[str]:
        names = self._client.names()
        views = [view for view in [seen["modal"], *seen["homes"].values()] if view]
        messages = [message for place in seen["conversations"] for message in place["messages"]]
        return [
            *(view_words(view, names) for view in views),
            *(toast["text"] for toast in seen["toasts"]),
            *(message_words(message, names) for message in messages),
        ]

    def _remember(self, seen: Payload) -> None:
        self._known = {key for key, _ in self._said(seen, {})}

    def _said(self, seen: Payload, names: Mapping[str, str]) -> list[tuple[tuple[str, ...], str]]:
        """List what was said to them alone, each with a key that changes when it is changed."""
        found = []
        for place in seen["conversations"]:
            for message in place["messages"]:
                if (place["is_direct"] or message["is_ephemeral"]) and message["user"] != seen["user"]:
                    key = (message["channel"], message["ts"], message_words(message, {}))
                    found.append((key, message_words(message, names)))
        return found + [(("toast", toast["ts"]), toast["text"]) for toast in seen["toasts"]]

    def _news(self, seen: Payload, text: str) -> bool | None:
        fresh = [words for key, words in self._said(seen, self._client.names()) if key not in self._known]
        return any(contains(words, text) for words in fresh) or None
