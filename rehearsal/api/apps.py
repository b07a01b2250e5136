"""`apps.connections.open`: a ticket for one Socket Mode connection."""

from urllib.parse import urlencode

from rehearsal.api.call import Call, Method
from rehearsal.limits import CONNECTIONS
from rehearsal.model import Payload, SlackError


def open_connection(call: Call) -> Payload:
    if not call.app.socket_mode:
        raise SlackError("not_allowed_token_type", "The manifest's settings say socket_mode_enabled: false.")
    ticket = call.workspace.tickets.socket_ticket(call.app.id)
    query = urlencode({"ticket": ticket, "app_id": call.app.id})
    return {"url": f"{call.address.replace('http', 'ws', 1)}/link/?{query}"}


METHODS = {"apps.connections.open": Method(open_connection, (), CONNECTIONS, token="app")}  # noqa: S106 - a kind of token
