"""`views.*`: opening, pushing and changing modals, publishing Homes."""

from typing import Any

from rehearsal.api.call import Call, Method
from rehearsal.api.reach import active
from rehearsal.delivery.payloads import view_payload
from rehearsal.limits import TIERS
from rehearsal.model import Payload, SlackError, View
from rehearsal.strict import require_view
from rehearsal.tickets import Trigger


def given_view(call: Call, kind: str) -> Payload:
    """Read the view and refuse it if it breaks a rule or is not of the kind that goes here."""
    view: Any = call.json("view")
    if view is None:
        raise SlackError("invalid_arguments", "[ERROR] missing required field: view")
    require_view(view)
    if view.get("type") != kind:
        raise SlackError("invalid_arguments", f"[ERROR] must be a {kind} [json-pointer:/view/type]")
    return dict(view)


def answer(call: Call, view: View) -> Payload:
    return {"view": view_payload(call.workspace, view)}


def redeem(call: Call) -> Trigger:
    return call.workspace.tickets.redeem_trigger(call.required("trigger_id"), call.app.id)


def open_modal(call: Call) -> Payload:
    view = given_view(call, "modal")
    trigger = redeem(call)
    return answer(call, call.workspace.views.open(call.app, trigger.user, view))


def push(call: Call) -> Payload:
    view = given_view(call, "modal")
    trigger = redeem(call)
    if trigger.view_id is None:
        raise SlackError("invalid_trigger_id", "Pushing needs the trigger_id of something done in a modal.")
    under = call.workspace.views.get(trigger.view_id)
    return answer(call, call.workspace.views.push(call.app, under, view))


def update(call: Call) -> Payload:
    current = existing(call)
    view = given_view(call, current.kind)
    return answer(call, call.workspace.views.update(current, view, call.text("hash")))


def existing(call: Call) -> View:
    """Find the view by `view_id` or `external_id`, of this app only."""
    if call.given("view_id"):
        view = call.workspace.views.get(call.text("view_id"))
    elif call.given("external_id"):
        view = call.workspace.views.by_external_id(call.app.id, call.text("external_id"))
    else:
        raise SlackError("invalid_arguments", "[ERROR] missing required field: view_id or external_id")
    if view.app_id != call.app.id:
        raise SlackError("not_found", "This view belongs to another app.")
    return view


def publish(call: Call) -> Payload:
    if not call.app.home_tab:
        raise SlackError("not_enabled", "The manifest's app_home says home_tab_enabled: false, or nothing.")
    user = active(call, "user_id")
    view = given_view(call, "home")
    return answer(call, call.workspace.views.publish(call.app, user.id, view, call.text("hash")))


METHODS = {
    "views.open": Method(open_modal, (), TIERS[4]),
    "views.push": Method(push, (), TIERS[4]),
    "views.update": Method(update, (), TIERS[4]),
    "views.publish": Method(publish, (), TIERS[4]),
}
