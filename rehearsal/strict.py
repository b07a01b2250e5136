"""The one place where the workspace asks `validation` about a payload, and turns its findings into Slack's refusal."""

from collections.abc import Sequence
from typing import Any

from rehearsal.model import Payload, SlackError
from rehearsal.validation import (
    Violation,
    validate_message,
    validate_options_response,
    validate_response_action,
    validate_view,
)


def require_message(payload: Payload, *, method: str = "chat.postMessage") -> None:
    """Refuse a message that breaks a rule of its surface. Raises `SlackError` with the first rule's error name."""
    refuse_broken(validate_message(payload, method=method))


def require_view(view: Any) -> None:
    """Refuse a modal or Home that breaks a rule. Raises `SlackError`."""
    refuse_broken(validate_view(view))


def require_response_action(body: Payload, submitted: Payload) -> None:
    """Refuse an answer to a submission that breaks a rule. Raises `SlackError`."""
    refuse_broken(validate_response_action(body, submitted=submitted))


def require_options(body: Payload) -> None:
    """Refuse an answer to `block_suggestion` that breaks a rule. Raises `SlackError`."""
    refuse_broken(validate_options_response(body))


def refuse_broken(violations: Sequence[Violation]) -> None:
    if violations:
        raise SlackError(violations[0].error, *(str(violation) for violation in violations))
