"""Holds what an app sends against Slack's reference, and refuses it with Slack's error name, the place and the limit.

The table is in `compositions`, `elements`, `rich_text`, `blocks`, `data_blocks`, `attachments`, `views` and `messages`;
`interpreter` reads it; `stricter` says where it asks more than Slack does; `catalogue` names all rules. Whether text in
mrkdwn is live is not judged here.
"""

from rehearsal.validation.messages import validate_message
from rehearsal.validation.responses import validate_options_response, validate_response_action
from rehearsal.validation.views import validate_view
from rehearsal.validation.violations import Surface, Violation

__all__ = [
    "Surface",
    "Violation",
    "validate_message",
    "validate_options_response",
    "validate_response_action",
    "validate_view",
]
