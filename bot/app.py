"""The composition root: one bot from settings, a Slack client and a clock. Nothing happens at import."""

import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web import WebClient

from bot.carrier import Timings
from bot.clock import Clock, FollowedClock, MachineClock
from bot.courtesy import Courtesy
from bot.directory import Faces
from bot.exposition import Exposition
from bot.feeds import Feeds
from bot.gate import Gate
from bot.health import answers, attempt
from bot.home import Home
from bot.housekeeping import Housekeeping
from bot.http import Door, Server, site
from bot.listeners import Listener, Listeners
from bot.meters import CONNECTIONS, STOPPED, Measure
from bot.migrate import upgrade
from bot.outbox import HANDS, Outbox
from bot.replies import Replies
from bot.restraint import Restraint
from bot.routes import Routes
from bot.schedule import Loop, Ticks, ticking
from bot.settings import MEANINGS, Settings, Unsettled
from bot.slack import Failure, Slack, Stopped, call
from bot.sockets import Sockets
from bot.store import Store
from workflows import WORKFLOWS
from workflows.kernel.flow import Workflow
from workflows.language import speak_from

if TYPE_CHECKING:
    from bot.bell import Bell

log = structlog.get_logger()


class ServingApp(App):
    """Bolt, which lets work that nobody waits for know that somebody is being served.

    Modals, presses and commands go straight to their listeners: for each payload Bolt makes a client and a context, and
    gathers some thirty arguments twice to hand over two.
    """

    courtesy: Courtesy
    straight: Callable[[Mapping[str, Any]], Listener | None] = staticmethod(lambda _body: None)

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer one payload, as Bolt holds it."""
        return self.answer(req.body, req)

    def answer(self, body: dict[str, Any], req: BoltRequest | None = None) -> BoltResponse:
        """Answer one payload."""
        self.courtesy.begin()
        try:
            listener = self.straight(body)
            if listener is None:
                return super().dispatch(req or BoltRequest(body=body, mode="socket_mode"))
            ack = Ack()
            listener(ack, body)
            return ack.response or BoltResponse(status=404)
        finally:
            self.courtesy.end()


@dataclass(frozen=True)
class Bot:
    """Everything that runs, ready to be started; tests use the parts by themselves."""

    settings: Settings
    store: Store
    slack: Slack
    app: ServingApp
    outbox: Outbox
    home: Home
    faces: Faces
    ticks: Ticks
    loops: tuple[Loop, ...]
    bell: "Bell | None"
    """By which replicas wake one another."""
    house: Housekeeping
    clock: Clock
    nudge: threading.Event
    identity: Callable[[], AuthorizeResult]

    def door(self) -> Door | None:
        """The entrance for Slack over HTTP, when it comes that way."""
        secret = self.settings.slack_signing_secret.get_secret_value()
        return Door(self.app.answer, Gate(secret), self.store.crew()) if secret else None

    def sockets(self) -> Sockets | None:
        """The connections to Slack, when it comes by Socket Mode."""
        token = self.settings.slack_app_token.get_secret_value()
        if not token:
            return None
        return Sockets(self.app, token, lambda: client_for(self.settings), self.settings.socket_connections)

    def healthy(self) -> dict[str, Any]:
        """Alive: the database answers, nothing stopped the outbox."""
        waiting, stopped = attempt(self.store, self.outbox.waiting), self.outbox.stopped
        return {"ok": stopped is None and waiting is not None, "outbox": waiting, "stopped": stopped}


class Running:
    """A started bot."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self._sockets = bot.sockets()
        self.server = Server(
            site(bot.healthy, self.ready, bot.door(), Feeds(bot.store).answer, self._metrics().answer),
            bot.settings.http_host,
            bot.settings.http_port,
        )
        self._scheduler = ticking(bot.ticks.tick, bot.settings.tick_seconds)
        self._catching_up: threading.Thread | None = None
        if isinstance(bot.clock, FollowedClock):
            bot.clock.when_moved(self._catch_up)

    def start(self) -> None:
        """Listen, connect, tick. Raises Unsettled for what only whoever set it up can mend."""
        refuse_bad_token(self.bot.identity)
        self.server.start()
        for loop in self.bot.loops:
            loop.start()
        if self.bot.bell is not None:
            self.bot.bell.start()
        if self._sockets is not None:
            self._sockets.start()
        self._scheduler.start()
        self._catch_up()

    def ready(self) -> dict[str, Any]:
        """Whether it can be spoken to now."""
        connected = self._sockets.connected() if self._sockets is not None else None
        there = answers(self.bot.store)
        return {"ok": there and connected != 0, "database": there, "socket_connections": connected}

    def _metrics(self) -> Exposition:
        settings = self.bot.settings
        return Exposition(self.bot.store, self._gauges, settings.metrics_token.get_secret_value(), alone=settings.alone)

    def _gauges(self) -> dict[Measure, float]:
        stopped = {STOPPED: float(self.bot.outbox.stopped is not None)}
        return stopped | ({CONNECTIONS: self._sockets.connected()} if self._sockets is not None else {})

    def stop(self) -> None:
        """Finish what is in hand and end, however far the start came."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        if self._catching_up is not None:
            self._catching_up.join()
        if self._sockets is not None:
            self._sockets.stop()
        self.server.stop()
        for loop in self.bot.loops:
            loop.stop()
        if self.bot.bell is not None:
            self.bot.bell.stop()
        self.bot.store.close()

    def _catch_up(self) -> None:
        self._catching_up = threading.Thread(target=self._tick_and_deliver, name="catch-up", daemon=True)
        self._catching_up.start()

    def _tick_and_deliver(self) -> None:
        self.bot.ticks.tick()
        self.bot.nudge.set()


def build(
    settings: Settings,
    *,
    slack: WebClient | None = None,
    clock: Clock | None = None,
    workflows: Iterable[Workflow] = WORKFLOWS,
) -> Bot:
    """Put a bot together. The database is brought up to date; Slack is not spoken to yet."""
    clock = clock or MachineClock()
    speak_from(Path(__file__).parent)
    routes = Routes(workflows)
    store = Store(settings.database, clock, routes.workflows, settings.site)
    upgrade(store)
    house = Housekeeping(store, settings)
    for workflow in routes.workflows:
        store.write(workflow.seed)
    client = Slack(slack or client_for(settings))
    nudge = threading.Event()
    home = Home(store, client, routes.workflows)
    timings = Timings(settings.lease_seconds, settings.quiet_seconds, settings.pace_seconds, settings.call_seconds)
    courtesy = Courtesy()
    hands = ThreadPoolExecutor(HANDS, "carry")
    outbox = Outbox(store, client, routes.workflows, timings, hands, courtesy, settings.house_locale)
    store.watch(lambda *, queued, touched: nudge.set() if queued else None)  # noqa: ARG005 - a watcher's signature
    store.watch(home.touched)
    faces = Faces(store, client)
    store.watch(faces.touched)
    replies = Replies(client, ThreadPoolExecutor(4, "reply"))
    identity = _identity(client.client)
    app = bolt_app(client.client, identity, courtesy)
    listeners = Listeners(store, routes, replies, home, Restraint(settings.most_an_hour), outbox.standing.lose)
    listeners.register(app)
    app.straight = listeners.straight
    loops = (
        Loop("outbox", outbox.deliver_all, nudge, outbox.pause),
        Loop("home", home.publish_stale, home.nudge, lambda: 60.0),
        Loop("faces", faces.introduce_all, faces.nudge, lambda: 20.0),
        *house.loops(),
    )
    ticks = Ticks(store, routes.workflows)
    bell = _bell(store, nudge)
    return Bot(settings, store, client, app, outbox, home, faces, ticks, loops, bell, house, clock, nudge, identity)


def _bell(store: Store, nudge: threading.Event) -> "Bell | None":
    """None where there can be no replicas."""
    if store.engine.dialect.name == "sqlite":
        return None
    from bot.bell import Bell  # noqa: PLC0415 - it needs PostgreSQL's driver

    bell = Bell(store, nudge.set)
    store.watch(lambda *, queued, touched: bell.ring() if queued else None)  # noqa: ARG005 - a watcher's signature
    return bell


def refuse_bad_token(identity: Callable[[], AuthorizeResult]) -> None:
    """Raise Unsettled when Slack refuses the bot's token; whatever else ails Slack passes by itself.

    Who the bot is, is known from then on: no request has to wait for it.
    """
    try:
        identity()
    except Stopped as refused:
        raise Unsettled(
            f"Slack refuses SLACK_BOT_TOKEN ({refused.reason}): the right one {MEANINGS['SLACK_BOT_TOKEN']}."
        ) from None
    except Failure as failure:
        log.warning("slack.waiting", reason=failure.reason)


def client_for(settings: Settings) -> WebClient:
    """A Web API client that never sends anything twice by itself."""
    return WebClient(
        settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=settings.call_seconds,
        retry_handlers=[],
    )


def bolt_app(client: WebClient, identity: Callable[[], AuthorizeResult], courtesy: Courtesy) -> ServingApp:
    """Bolt, inline (`process_before_response`): its thread runner polls for the ack every 10 ms.

    The gate in front has verified signatures and answered Slack's checks already, and there are no functions: what
    Bolt would do about those for each payload is left out. Who the bot is, is asked once.
    """
    app = ServingApp(
        name="dotted-line",  # else Bolt looks through every module there is for the file that called it
        client=WebClient(base_url=client.base_url, timeout=client.timeout, retry_handlers=[]),
        authorize=identity,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
    )
    app.courtesy = courtesy
    return app


def _identity(client: WebClient) -> Callable[[], AuthorizeResult]:
    """Who the bot is; Slack is asked once. A plain function, because Bolt reads its parameters' names."""
    known: list[AuthorizeResult] = []
    guard = threading.Lock()

    def authorize() -> AuthorizeResult:
        with guard:
            if not known:
                answer = call(client.auth_test)
                known.append(AuthorizeResult.from_auth_test_response(bot_token=client.token, auth_test_response=answer))
            return known[0]

    return authorize
