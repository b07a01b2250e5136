"""Reading a request to the Web API: where its token is, and its arguments from query, form, multipart or JSON."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from rehearsal.api.call import strict_json
from rehearsal.model import SlackError

LARGEST = 1_000_000
"""Slack documents no limit for a whole call; its largest documented part is a view of 250 KB."""


async def read(request: Request) -> tuple[str, dict[str, Any]]:
    """Give the token and the arguments. Raises `SlackError` with Slack's name for what cannot be read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        arguments = await multipart(request)
    else:
        arguments = decoded(await limited_body(request), kind)
    arguments = {**dict(request.query_params), **arguments}
    token = bearer(request) or str(arguments.pop("token", "") or "")
    arguments.pop("token", None)
    return token, arguments


def bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def limited_body(request: Request, largest: int = LARGEST) -> bytes:
    """Read a body, and the rest of a too long one, so that the caller hears why. Raises request_too_large."""
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size <= largest:
                chunks.append(chunk)
    except ClientDisconnect as error:
        raise SlackError("request_timeout", "The body was cut short.") from error
    if size > largest:
        raise SlackError("request_too_large", f"The body has {size} bytes; at most {largest} are read here.")
    return b"".join(chunks)


async def multipart(request: Request) -> dict[str, Any]:
    try:
        async with request.form() as form:
            return {name: value for name, value in form.items() if not isinstance(value, UploadFile)}
    except HTTPException as error:
        raise SlackError("invalid_form_data", str(error.detail)) from error


def decoded(body: bytes, kind: str) -> dict[str, Any]:
    if not body:
        return {}
    text = utf8(body)
    if kind == "application/json":
        return json_object(text)
    if kind in {"application/x-www-form-urlencoded", "text/plain"}:
        return dict(parse_qsl(text, keep_blank_values=True))
    if not kind:
        raise SlackError("missing_post_type", "The request has a body and no Content-Type.")
    raise SlackError("invalid_post_type", f"The Content-Type {kind} is none that the Web API reads.")


def utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SlackError("invalid_charset", "The body is not UTF-8.") from error


def json_object(text: str) -> dict[str, Any]:
    content = strict_json(text, "invalid_json")
    if not isinstance(content, Mapping):
        raise SlackError("json_not_object", "The body is JSON, but no object.")
    return dict(content)
