"""What a person can do in the workspace, as Slack's own client lets them; what comes of it is what Slack would show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rehearsal.courier import Answer, Delivery, Envelope, Outcome
from rehearsal.delivery import interactions
from rehearsal.delivery.answers import Submitted, act_on_submission, offered_options, say_command_answer
from rehearsal.delivery.payloads import view_payload, with_files
from rehearsal.ids import new_id
from rehearsal.model import (
    App,
    Channel,
    Command,
    File,
    Kind,
    OnMessage,
    OnView,
    Payload,
    Place,
    Shortcut,
    SlackError,
    User,
    View,
)
from rehearsal.page import forms
from rehearsal.places import app_at, blocks_at, element_at, joined_channel, own_view, seen_message
from rehearsal.typed import as_arguments, as_message, as_rich_text

if TYPE_CHECKING:  # a person acts on a workspace, and is made by it
    from rehearsal.workspace import Workspace

Answers = Mapping[str, Mapping[str, Any]]
LONGEST_LINE = 40_000
"""Characters that a message holds on Slack; a longer one the person is asked to shorten."""


@dataclass(frozen=True)
class Sent:
    """What came of an action: `ok`, else the sentence that Slack would show."""

    ok: bool = True
    explanation: str = ""
    ms: float = 0.0
    ts: str = ""
    """The ts of the message, if one was posted."""
    channel: str = ""
    extra: Payload = field(default_factory=dict)


class Person:
    """One person's hands. Every method blocks until the app has acked (at most 3 s): call it in a thread."""

    def __init__(self, workspace: "Workspace", user_id: str) -> None:
        self.workspace = workspace
        self.id = user_id

    @property
    def user(self) -> User:
        return self.workspace.users[self.id]

    # -- typing

    def type(self, channel: str, text: str, *, thread_ts: str = "") -> Sent:
        """Type a line and press Enter: `/leave tomorrow` is a command, anything else a message."""
        place = joined_channel(self.workspace, self.id, channel)
        if len(text) > LONGEST_LINE:
            return Sent(
                ok=False, explanation=f"Your message is too long: {len(text):,} of {LONGEST_LINE:,} characters."
            )
        if text.startswith("/") and text[1:2].strip():
            return self._command(place, text, in_thread=bool(thread_ts))
        if not text.strip():
            return Sent(ok=False, explanation="There is nothing to send.")
        if place.archived:
            return Sent(ok=False, explanation=f"#{place.name} is archived.")
        if thread_ts not in ("", *self.workspace.messages[place.id]):
            raise SlackError("thread_not_found", f"There is no message {thread_ts!r} here.")
        return self._say(place, text, thread_ts)

    def _say(self, channel: Channel, text: str, thread_ts: str) -> Sent:
        words = as_message(self.workspace, text)
        message = self.workspace.post(
            channel.id,
            self.id,
            text=words,
            blocks=(as_rich_text(self.workspace, text),),
            thread_ts=thread_ts,
            client_msg_id=new_id("m"),
        )
        self.workspace.mark_read(self.id, channel.id)
        return Sent(ts=message.ts, channel=channel.id)

    def _command(self, channel: Channel, text: str, *, in_thread: bool) -> Sent:
        name, *rest = text.split(maxsplit=1)
        found = self._command_called(name)
        if found is None:
            return self._told(channel, f"`{name}` is not a valid command.")
        if in_thread:
            return self._told(channel, f"`{name}` is not supported in threads. Sorry!")
        app, command = found
        arguments = as_arguments(self.workspace, "".join(rest).strip(), should_escape=command.should_escape)
        payload = interactions.command(self.workspace, app, self.user, channel, name, arguments)
        answer = self.workspace.courier.send(app, Delivery(Envelope.COMMAND, name, dict(payload), command.url))
        if not answer.acked:
            return self._told(channel, failed_command(name, answer), answer.ms)
        explanation = say_command_answer(self.workspace, app, self.id, channel.id, answer)
        if explanation:
            return self._told(channel, f"{name} failed with the error “{explanation}”", answer.ms)
        return Sent(ms=answer.ms, channel=channel.id)

    def _command_called(self, name: str) -> tuple[App, Command] | None:
        """Find a command; names are not namespaced, the app installed last wins."""
        for app in reversed(list(self.workspace.apps.values())):
            for command in app.commands:
                if command.name == name:
                    return app, command
        return None

    def _told(self, channel: Channel, text: str, ms: float = 0.0) -> Sent:
        self.workspace.slackbot(self.id, channel.id, text)
        return Sent(ok=False, explanation=text, ms=ms, channel=channel.id)

    # -- pressing and filling in

    def press(
        self, place: Place, block_id: str, action_id: str, *, value: Any = None, answers: Answers | None = None
    ) -> Sent:
        """Press a button, or choose in an element of a message, a modal or a Home.

        `value` is what was chosen, in the words of `page.forms` (nothing for a button); `answers` is what else the
        person has entered there. Confirm dialogs are taken as confirmed: who shows them asks before calling this.
        """
        block, element = element_at(self.workspace, self.id, place, block_id, action_id)
        self._enter(place, merged(answers, block_id, element, value))
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Sent()
        return self._deliver_action(place, block_id, element, choice_of(element, value))

    def change(
        self, view_id: str, block_id: str, action_id: str, value: Any, *, answers: Answers | None = None
    ) -> Sent:
        """Fill in one input of a view; the app hears of it when the input has `dispatch_action`."""
        return self.press(OnView(view_id), block_id, action_id, value=value, answers=answers)

    def submit(self, view_id: str, answers: Answers | None = None) -> Submitted:
        """Press a modal's submit button; what Slack's client refuses is not sent."""
        self._enter(OnView(view_id), answers or {})
        view = own_view(self.workspace, self.id, view_id)
        if not view.payload.get("submit"):
            return Submitted("failed", explanation="This modal has no submit button.")
        complaints = forms.complaints(view.blocks, view.state)
        if complaints:
            self.workspace.views.refuse(view, dict(complaints))
            return Submitted("errors", errors=complaints, view_id=view.id)
        app = self.workspace.app(view.app_id)
        payload = interactions.view_submission(self.workspace, app, self.user, view)
        answer = self._interact(app, "view_submission", payload)
        result = act_on_submission(self.workspace, app, view, answer)
        if result.outcome == "failed":
            self.workspace.toast(self.id, result.explanation)
        return result

    def close(self, view_id: str, *, everything: bool = False) -> Sent:
        """Close a modal (or the whole stack, as the × of a pushed one does); the app hears if it asked to."""
        view = own_view(self.workspace, self.id, view_id)
        stack = self.workspace.views.stack(self.id)
        whole = everything or bool(view.payload.get("clear_on_close"))
        closing = stack if whole else [view]
        for closed in reversed(closing):
            self.workspace.views.close(closed)
        return self._tell_closed(closing, is_cleared=whole)

    def _tell_closed(self, closing: list[View], *, is_cleared: bool) -> Sent:
        for view in reversed(closing):
            if not view.payload.get("notify_on_close"):
                continue
            app = self.workspace.app(view.app_id)
            payload = interactions.view_closed(self.workspace, app, self.user, view, is_cleared=is_cleared)
            self._interact(app, "view_closed", payload)
        return Sent()

    def options(self, place: Place, block_id: str, action_id: str, query: str) -> list[Payload]:
        """Ask the app for the options (or option groups) of an external select. Raises `SlackError` if it fails."""
        _, element = element_at(self.workspace, self.id, place, block_id, action_id)
        if len(query) < element.get("min_query_length", 3):
            return []
        app = app_at(self.workspace, self.id, place)
        payload = interactions.block_suggestion(self.workspace, app, self.user, place, block_id, action_id, query)
        return offered_options(self.workspace, self._interact(app, "block_suggestion", payload, app.options_url))

    # -- elsewhere

    def shortcut(self, callback_id: str, message: OnMessage | None = None) -> Sent:
        """Choose a global shortcut, or one from the menu of a message."""
        app, _ = self._shortcut_called(callback_id, "message" if message else "global")
        if message is None:
            payload = interactions.shortcut(self.workspace, app, self.user, callback_id)
        else:
            on = seen_message(self.workspace, self.id, message)
            payload = interactions.message_action(self.workspace, app, self.user, callback_id, on)
        return self._result(self._interact(app, payload["type"], payload))

    def _shortcut_called(self, callback_id: str, kind: str) -> tuple[App, Shortcut]:
        for app in self.workspace.apps.values():
            for shortcut in app.shortcuts:
                if (shortcut.callback_id, shortcut.kind) == (callback_id, kind):
                    return app, shortcut
        raise SlackError("not_found", f"No app has a {kind} shortcut {callback_id!r}.")

    def open_home(self, app_id: str, tab: str = "home") -> Sent:
        """Open an app's Home or Messages tab; the app hears `app_home_opened`."""
        app = self.workspace.app(app_id)
        if tab == "home" and not app.home_tab:
            return Sent(ok=False, explanation=f"{app.name} has no Home.")
        channel = self.workspace.open_direct([self.id, app.bot_user])
        event: Payload = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": channel.id,
            "tab": tab,
            "event_ts": f"{self.workspace.clock.timestamp():.6f}",
        }
        home = self.workspace.views.home(app_id, self.id)
        if home is not None and tab == "home":
            event["view"] = view_payload(self.workspace, home)
        if "app_home_opened" in app.events:
            self.workspace.courier.announce(app, interactions.event_delivery(self.workspace, app, event))
        return Sent(channel=channel.id)

    def open_channel(self, channel: str) -> Sent:
        """Look at a channel: it is read."""
        place = joined_channel(self.workspace, self.id, channel)
        self.workspace.mark_read(self.id, place.id)
        app_id = self._app_of_direct(place)
        return self.open_home(app_id, "messages") if app_id else Sent(channel=place.id)

    def _app_of_direct(self, channel: Channel) -> str:
        others = [self.workspace.users[member] for member in channel.members if member != self.id]
        return others[0].app_id if channel.is_direct and len(others) == 1 else ""

    def open_direct(self, *others: str) -> Channel:
        """Open the direct conversation with others: ids, names or emails."""
        return self.workspace.open_direct([self.id, *(self.workspace.user(other).id for other in others)])

    def react(self, channel: str, ts: str, name: str) -> Sent:
        """Add a reaction, or take it back when it is already there."""
        message = self.workspace.message(joined_channel(self.workspace, self.id, channel).id, ts)
        try:
            self.workspace.react(message, name, self.id)
        except SlackError:
            self.workspace.unreact(message, name, self.id)
        return Sent()

    def upload(self, channel: str, name: str, content: bytes, mimetype: str, text: str = "") -> Sent:
        """Share a file in a channel."""
        place = joined_channel(self.workspace, self.id, channel)
        created = int(self.workspace.clock.timestamp())
        file = File(new_id("F"), self.id, name, name, mimetype, len(content), created, "", (place.id,), complete=True)
        self.workspace.add_file(file, content)
        words = as_message(self.workspace, text)
        message = self.workspace.post(place.id, self.id, text=words, files=(file.id,), subtype="file_share")
        return Sent(ts=message.ts, channel=place.id, extra={"file": file.id})

    def join(self, channel: str) -> Sent:
        """Join a public channel. Raises `SlackError` channel_not_found for another, which one is invited to."""
        place = self.workspace.channel(channel)
        if place.kind is not Kind.PUBLIC:
            raise SlackError("channel_not_found", f"{self.user.name} sees no public channel {channel!r}.")
        self.workspace.join(place.id, self.id)
        return Sent()

    def leave(self, channel: str) -> Sent:
        self.workspace.leave(self.workspace.channel(channel).id, self.id)
        return Sent()

    def reload(self) -> None:
        """Load the page again: what was ephemeral is gone."""
        self.workspace.forget_ephemerals(self.id)

    # -- the parts

    def _enter(self, place: Place, answers: Answers) -> None:
        """Keep what was entered, in the shape of `state.values`."""
        with self.workspace.lock:  # the app may change the view or message meanwhile
            if isinstance(place, OnView):
                view = own_view(self.workspace, self.id, place.view_id)
                entered = forms.state_values(view.blocks, answers, view.state)
                self.workspace.views.enter(view, with_files(self.workspace, entered))
                return
            message = seen_message(self.workspace, self.id, place)
            state = forms.state_values(blocks_at(self.workspace, self.id, place), answers, message.state)
            self.workspace.enter(self.id, message, state)

    def _deliver_action(self, place: Place, block_id: str, element: Payload, choice: dict[str, Any]) -> Sent:
        app = app_at(self.workspace, self.id, place)
        action = interactions.action_of(self.workspace, block_id, element, choice)
        payload = interactions.block_actions(self.workspace, app, self.user, place, action)
        return self._result(self._interact(app, "block_actions", payload))

    def _interact(self, app: App, name: str, payload: Payload, url: str = "") -> Answer:
        if not app.interactive:
            return Answer(Outcome.REFUSED, explanation=f"{app.name} is not configured to handle interactive responses.")
        delivery = Delivery(Envelope.INTERACTIVE, name, payload, url or app.interactivity_url)
        return self.workspace.courier.send(app, delivery)

    def _result(self, answer: Answer) -> Sent:
        if answer.acked:
            return Sent(ms=answer.ms)
        return self._shown(answer.explanation, answer.ms)

    def _shown(self, text: str, ms: float = 0.0) -> Sent:
        self.workspace.toast(self.id, text)
        return Sent(ok=False, explanation=text, ms=ms)


def failed_command(name: str, answer: Answer) -> str:
    """Say what Slackbot says of a command that was not acked."""
    if answer.outcome is Outcome.REFUSED:
        return f"{name} failed with the error “{answer.explanation}”."
    return f"{name} failed because the app did not respond. {answer.explanation}"


def choice_of(element: Payload, value: Any) -> dict[str, Any]:
    """Give what an action says was chosen."""
    if element["type"] in forms.SLOTS:
        return forms.chosen(element, value)
    if element["type"] == "overflow":
        return {"selected_option": forms.option_of(element, value)}
    return {}


def merged(answers: Answers | None, block_id: str, element: Payload, value: Any) -> Answers:
    """Add the one thing that was just chosen to the rest of what was entered."""
    if element["type"] not in forms.SLOTS:
        return answers or {}
    rest = dict(answers or {})
    rest[block_id] = {**rest.get(block_id, {}), element["action_id"]: value}
    return rest
