"""Deliveries over HTTP: signed as Slack signs them, one request each, and what an answer means."""

import asyncio
import hashlib
import hmac
import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

from rehearsal.courier import Delivery, Envelope
from rehearsal.delivery.carriage import LostError, RefusedError, Retry, UnreachableError
from rehearsal.model import App, Payload

AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
WORKERS = 64


class Requests:
    """Sends deliveries to request URLs, each in a thread of its own."""

    def __init__(self, *, timeout: float) -> None:
        self._timeout = timeout
        self._threads = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="rehearsal-http")

    async def ask(self, app: App, delivery: Delivery, retry: Retry | None) -> Payload:
        """Send a delivery and give the body of its ack. Raises as `posted` does."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, posted, app, delivery, retry, self._timeout)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def posted(app: App, delivery: Delivery, retry: Retry | None, timeout: float) -> Payload:
    """Post a delivery. Raises `UnreachableError`, `LostError`, `RefusedError`, or `TimeoutError`."""
    parts = urlsplit(delivery.url)
    if not parts.hostname:
        raise UnreachableError(f"{app.name} has no request URL for this, and no Socket Mode.")
    body, kind = encoded(delivery)
    maker = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = maker(parts.hostname, parts.port, timeout=timeout)
    try:
        connection.request("POST", parts.path or "/", body, headers(app, body, kind, retry))
        response = connection.getresponse()
        return judged(response, response.read(), delivery)
    except TimeoutError:
        raise
    except ConnectionRefusedError as error:
        raise UnreachableError(f"Nobody listens at {delivery.url}.") from error
    except (OSError, http.client.HTTPException) as error:
        raise LostError(f"The line was cut: {error}") from error
    finally:
        connection.close()


def encoded(delivery: Delivery) -> tuple[bytes, str]:
    """Encode as Slack does: commands as a form, interactions as JSON in a form, events as JSON."""
    if delivery.envelope is Envelope.EVENT:
        return json.dumps(delivery.payload).encode(), "application/json"
    form = delivery.payload if delivery.envelope is Envelope.COMMAND else {"payload": json.dumps(delivery.payload)}
    return urlencode(form, errors="replace").encode(), "application/x-www-form-urlencoded"


def headers(app: App, body: bytes, kind: str, retry: Retry | None) -> dict[str, str]:
    stamp = str(int(time.time()))  # apps compare it with their real clock, wherever the workspace's stands
    marks = {"X-Slack-Retry-Num": str(retry.attempt), "X-Slack-Retry-Reason": retry.reason} if retry else {}
    return {
        "Content-Type": kind,
        "User-Agent": AGENT,
        "Accept": "application/json,*/*",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(app.signing_secret, stamp, body),
        **marks,
    }


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Sign a request: HMAC-SHA256 over `v0:{timestamp}:{raw body}`."""
    signed = b":".join([b"v0", stamp.encode(), body])
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def judged(response: http.client.HTTPResponse, body: bytes, delivery: Delivery) -> Payload:
    """Take a 2xx for an ack and read its body. Raises `RefusedError`."""
    if not 200 <= response.status < 300:
        name = "http_service_error" if response.status >= 500 else "http_client_error"
        may_retry = response.getheader("X-Slack-No-Retry") != "1"
        raise RefusedError(name, f"The app answered {response.status}.", retry=may_retry)
    text = body.decode("utf-8", errors="replace").strip()
    if not text or delivery.envelope is Envelope.EVENT:
        return {}
    if "json" in response.getheader("Content-Type", ""):
        return json_body(text)
    if delivery.envelope is Envelope.COMMAND:
        return {"text": text}
    raise RefusedError("invalid_response", f"The app answered with something that is no JSON: {text[:80]!r}.")


def json_body(text: str) -> Payload:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError("invalid_json", f"The app's answer is no JSON: {error}") from error
    if not isinstance(content, dict):
        raise RefusedError("json_not_object", "The app's answer is JSON, but no object.")
    return content
