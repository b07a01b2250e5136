"""The only file that imports slack_bolt: a payload -> one unit of work -> a reply.

Bolt tries its listeners one after another, so there is one for each kind of payload, and the verb is found in a
dictionary. Everything in a payload is believed only as far as its signature goes: who acts is looked up, what they may
do is required, every amount is read again.
"""

import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import structlog
from slack_bolt import App

from bot import directory
from bot.forms import clean, read_element, read_state
from bot.help import help_for
from bot.home import Home, look_at_home
from bot.meters import ACK, METERS, REQUESTS
from bot.notices import answer_chat
from bot.points import POINTS
from bot.replies import Ack, Body, Replies
from bot.restraint import Restraint
from bot.routes import Routes, Step, subject_of
from bot.store import Store
from bot.transaction import Transaction
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import run
from workflows.kernel.replies import Done, Message, Reply, Say
from workflows.language import SOURCE, Speech, speak, speaking, speech, tr

log = structlog.get_logger()
ANYTHING = re.compile(".*", re.DOTALL)
Listener = Callable[[Ack, Body], None]


@dataclass(frozen=True, slots=True)
class Listeners:
    """The road from Bolt into the workflows."""

    store: Store
    routes: Routes
    replies: Replies
    home: Home
    restraint: Restraint
    lose: Callable[[str], None]
    """Told when Slack says that the bot is let in no longer, and why."""

    def register(self, app: App) -> None:
        """One listener a kind of payload; Bolt asks each in turn, so those who come with much to do come first."""
        app.view_submission(ANYTHING)(self.on_submission)
        app.action(ANYTHING)(self.on_press)
        app.command(ANYTHING)(self.on_command)
        app.view_closed(ANYTHING)(_acknowledge)
        app.shortcut(ANYTHING)(self.on_shortcut)
        app.options(ANYTHING)(_no_options)
        app.event("app_home_opened")(self.on_home_opened)
        app.event({"type": "message", "subtype": None})(self.on_chat)
        app.event("app_uninstalled")(self.on_uninstalled)
        app.event("tokens_revoked")(self.on_revoked)
        app.event(ANYTHING)(_acknowledge)

    def straight(self, body: Body) -> Listener | None:
        """Who answers a payload of the kinds that nearly all are of; None for what Bolt is to find a listener for."""
        match body:
            case {"type": "view_submission", "view": {"callback_id": str()}}:
                return self.on_submission
            case {"type": "block_actions", "actions": [{"action_id": str()}, *_]}:
                return self.on_press
            case {"command": str(), "trigger_id": str()}:
                return self.on_command
        return None

    def on_command(self, ack: Ack, body: Body) -> None:
        """`/leave next week`."""

        def work(tx: Transaction) -> Reply:
            if not tx.recognise(f"command/{body['trigger_id']}"):
                return Done()
            workflow = self.routes.command(body["command"])

            def act(actor: Actor) -> Reply:
                text = clean(body.get("text", ""))
                if text.lower() == "help":
                    return Say(help_for(workflow))
                name, form = workflow.read(tx, actor, f"{workflow.stands_for.get(body['command'], '')} {text}".strip())
                return run(workflow, name, tx, actor, form=form)

            return self._serve(tx, body["user_id"], body["command"], act)

        self._answer(
            "command",
            str(body["command"]),
            body,
            work,
            lambda reply: self.replies.to_command(ack, body, reply),
            _said(ack),
        )

    def on_press(self, ack: Ack, body: Body) -> None:
        """A button, a menu, or an input that reports each change."""
        action = body["actions"][0]

        def work(tx: Transaction) -> Reply:
            if not tx.recognise(f"press/{body['trigger_id']}/{action['action_id']}"):
                return Done()
            step = self.routes.step(action["action_id"])
            view = body.get("view") or {}

            def act(actor: Actor) -> Reply:
                form = read_state((view.get("state") or {}).get("values") or {}) | {"selected": read_element(action)}
                subject, seen = subject_of(_about(action, view))
                return run(step.workflow, step.verb, tx, actor, subject, form, seen)

            return self._serve(tx, body["user"]["id"], directory.BUTTON, act)

        def answer(reply: Reply) -> None:
            self.replies.to_press(ack, body, reply)

        self._answer(
            "press", str(action["action_id"]), body, work, answer, lambda refused: answer(Say(Message(refused.text)))
        )

    def on_submission(self, ack: Ack, body: Body) -> None:
        """A modal."""
        view = body["view"]

        def work(tx: Transaction) -> Reply:
            if not tx.recognise(f"view/{view['id']}/{view.get('hash', '')}/{_entered(view)}"):
                return Done()
            step = self.routes.step(view["callback_id"])

            def act(actor: Actor) -> Reply:
                form = read_state(view["state"]["values"])
                subject, seen = subject_of(view.get("private_metadata"))
                return run(step.workflow, step.verb, tx, actor, subject, form, seen)

            return self._serve(tx, body["user"]["id"], directory.BUTTON, act)

        self._answer(
            "submission",
            str(view["callback_id"]),
            body,
            work,
            lambda reply: self.replies.to_submission(ack, body, reply),
            lambda refused: self.replies.refuse_submission(ack, body, refused),
        )

    def on_shortcut(self, ack: Ack, body: Body) -> None:
        """A global or message shortcut, named like a verb."""

        def work(tx: Transaction) -> Reply:
            if not tx.recognise(f"shortcut/{body['trigger_id']}"):
                return Done()
            step: Step = self.routes.step(body["callback_id"])

            def act(actor: Actor) -> Reply:
                return run(
                    step.workflow, step.verb, tx, actor, form={"message": body.get("message"), "link": _link(body)}
                )

            return self._serve(tx, body["user"]["id"], directory.BUTTON, act)

        def answer(reply: Reply) -> None:
            self.replies.to_press(ack, body, reply)

        self._answer(
            "shortcut", str(body["callback_id"]), body, work, answer, lambda refused: answer(Say(Message(refused.text)))
        )

    def on_home_opened(self, ack: Ack, body: Body, event: dict[str, Any]) -> None:
        """Somebody looks at App Home: it is published, and from now on kept fresh."""
        ack()
        if event.get("tab") != "home":
            return

        def work(tx: Transaction) -> Reply:
            if tx.recognise(f"event/{body['event_id']}"):

                def look(actor: Actor) -> Reply:
                    look_at_home(tx, actor, blank="view" not in event)
                    return Done()

                return self._serve(tx, event["user"], directory.HOME, look)
            return Done()

        self._answer("event", "home", body, work, lambda _: self.home.opened(event["user"]), lambda _: None)

    def on_chat(self, ack: Ack, body: Body, event: dict[str, Any]) -> None:
        """Somebody writes to the bot in a direct message: told how it is spoken to."""
        ack()

        def work(tx: Transaction) -> Reply:
            if event.get("channel_type") == "im" and tx.recognise(f"event/{body['event_id']}"):
                answer_chat(tx, event["channel"])
            return Done()

        self._answer("event", "chat", body, work, lambda _: None, lambda _: None)

    def on_uninstalled(self, ack: Ack) -> None:
        """The app was taken out of the workspace."""
        ack()
        self.lose("app_uninstalled")

    def on_revoked(self, ack: Ack, event: dict[str, Any]) -> None:
        """Somebody's tokens are good no longer: the bot's own, perhaps."""
        ack()
        tokens = event.get("tokens")
        if isinstance(tokens, dict) and tokens.get("bot"):
            self.lose("token_revoked")

    def _serve(self, tx: Transaction, slack_id: str, used: str, act: Callable[[Actor], Reply]) -> Reply:
        def with_restraint(actor: Actor) -> Reply:
            reply = act(actor)
            self.restraint.heed(tx, actor)
            return reply

        return directory.serve(tx, slack_id, used, with_restraint)

    @speaking(SOURCE)
    def _answer(
        self,
        kind: str,
        what: str,
        body: Body,
        work: Callable[[Transaction], Reply],
        answer: Callable[[Reply], None],
        refuse: Callable[[Refused], None],
    ) -> None:
        """Commit, then ack. What raises was undone: the person reads why, or an id to report."""
        began = time.perf_counter()
        outcome = "done"
        try:
            POINTS.reach("listener.received")
            reply, spoken = self.store.write(lambda tx: _decided(work, tx))
            speak(spoken)
            POINTS.reach("listener.committed")
            answer(reply)
            POINTS.reach("listener.answered")
        except Refused as refused:
            outcome = f"refused:{refused.reason}"
            refuse(refused)
        except Exception:
            outcome = str(uuid.uuid4())[:8]
            log.exception("request.failed", what=what, id=outcome)
            refuse(
                Refused(
                    tr(
                        "Something went wrong on my side, and nothing was saved. Please try again; if it happens "
                        "twice, tell whoever looks after me this number: {id}.",
                        id=outcome,
                    )
                )
            )
        seconds = time.perf_counter() - began
        METERS.time(ACK, seconds, kind)
        METERS.count(REQUESTS, kind, outcome if outcome.startswith(("done", "refused")) else "failed")
        milliseconds = round(seconds * 1000, 2)
        log.info("request", what=what[:80], user=_user(body), outcome=outcome, ms=milliseconds)


def _entered(view: Body) -> str:
    """A digest of what was filled in: the same modal with other words in it is no repetition; a repeat is literal."""
    entered = repr((view.get("state") or {}).get("values"))
    return blake2b(entered.encode(), digest_size=8).hexdigest()


def _decided(work: Callable[[Transaction], Reply], tx: Transaction) -> tuple[Reply, Speech]:
    """The reply, and how whoever it is for is spoken to: writers work for one another, so each begins anew."""
    with speaking(SOURCE):
        reply = work(tx)
        POINTS.reach("listener.decided")
        return reply, speech()


def _said(ack: Ack) -> Callable[[Refused], None]:
    return lambda refused: ack(response_type="ephemeral", text=refused.text)


def _about(action: Body, view: Body) -> str | None:
    """The subject a press is about: the button's own value, else the one its modal is about."""
    if action.get("type") == "button" and action.get("value"):
        return str(action["value"])
    if action.get("type") != "button" and "." in str(action.get("block_id", "")):
        return str(action["block_id"]).rpartition("/")[2]
    return view.get("private_metadata") if view.get("type") == "modal" else None


def _link(body: Body) -> str | None:
    """Where people find the message that a shortcut was chosen on; None when Slack doesn't say in which workspace."""
    message, domain = body.get("message") or {}, (body.get("team") or {}).get("domain")
    channel, ts = (body.get("channel") or {}).get("id"), message.get("ts")
    if not (domain and channel and ts):
        return None
    thread = message.get("thread_ts")
    suffix = f"?thread_ts={thread}&cid={channel}" if thread and thread != ts else ""
    return f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}{suffix}"


def _user(body: Body) -> str:
    user = body.get("user_id") or body.get("user") or (body.get("event") or {}).get("user")
    return str(user["id"] if isinstance(user, dict) else user)


def _acknowledge(ack: Ack) -> None:
    ack()


def _no_options(ack: Ack) -> None:
    ack(options=[])
