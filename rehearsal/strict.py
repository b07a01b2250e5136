"""The one place where the workspace asks `validation` about a payload, and turns its findings into Slack's refusal."""

from collections.abc import Iterable
from typing import Any

from rehearsal.model import Payload, SlackError


def require_message(payload: Payload) -> None:
    """Refuse a message that breaks a rule of its surface. Raises `SlackError` with the first rule's error name."""
    refuse_broken([])


def require_view(view: Any) -> None:
    """Refuse a modal or Home that breaks a rule. Raises `SlackError`."""
    refuse_broken([])


def require_response_action(body: Payload, view: Payload) -> None:
    """Refuse an answer to the submission of `view` that breaks a rule. Raises `SlackError`."""
    refuse_broken([])


def require_options(body: Payload) -> None:
    """Refuse an answer to `block_suggestion` that breaks a rule. Raises `SlackError`."""
    refuse_broken([])


def refuse_broken(violations: Iterable[Any]) -> None:
    found = list(violations)
    if found:
        raise SlackError(found[0].error, *(str(violation) for violation in found))
