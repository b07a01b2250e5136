"""What the inspector shows: each exchange with its app, its time and its content, ready to be read."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from rehearsal.inspector import Exchange
from rehearsal.page.looks import Look


@dataclass(frozen=True)
class Traffic:
    """One exchange, ready to be read."""

    exchange: Exchange
    time: str
    app: str
    request: str
    response: str


def traffic(look: Look, limit: int = 120) -> list[Traffic]:
    """Give the newest exchanges, newest first."""
    return [traffic_of(look, exchange) for exchange in reversed(look.workspace.inspector.exchanges(limit=limit))]


def traffic_of(look: Look, exchange: Exchange) -> Traffic:
    app = look.workspace.apps.get(exchange.app)
    moment = datetime.fromtimestamp(exchange.at, UTC).astimezone(look.zone)
    return Traffic(
        exchange=exchange,
        time=f"{moment:%H:%M:%S}",
        app=app.name if app else exchange.app,
        request=as_json(exchange.request),
        response=as_json(exchange.response),
    )


def as_json(content: object) -> str:
    """Write what was sent, as far as a person wants to read."""
    text = content if isinstance(content, str) else json.dumps(content, indent=2, ensure_ascii=False, default=str)
    return text if len(text) <= 20_000 else f"{text[:20_000]}\n… and {len(text) - 20_000} characters more"
