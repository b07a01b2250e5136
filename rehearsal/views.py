"""Modals and Homes: the stack in front of each person, who may change it, and when a change comes too late."""

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rehearsal.feed import Change
from rehearsal.ids import identified, new_id
from rehearsal.model import App, Payload, SlackError, View
from rehearsal.page.forms import state_values

if TYPE_CHECKING:  # the workspace owns its views
    from rehearsal.workspace import Workspace

DEEPEST = 3


class Views:
    """The views of a workspace, under the workspace's lock."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._views: dict[str, View] = {}
        self._stacks: dict[str, tuple[str, ...]] = {}
        self._homes: dict[tuple[str, str], str] = {}

    def get(self, view_id: str) -> View:
        """Find a view that is open, or a Home. Raises `SlackError` not_found."""
        view = self._views.get(view_id)
        if view is None:
            raise SlackError("not_found", f"There is no open view {view_id!r}.")
        return view

    def by_external_id(self, app_id: str, external_id: str) -> View:
        """Find a view by the name its app gave it. Raises `SlackError` not_found."""
        for view in self._views.values():
            if (view.app_id, view.external_id) == (app_id, external_id):
                return view
        raise SlackError("not_found", f"There is no view with the external_id {external_id!r}.")

    def stack(self, user_id: str) -> list[View]:
        """Give a person's modals, the visible one last."""
        with self._workspace.lock:
            return [self._views[view_id] for view_id in self._stacks.get(user_id, ())]

    def top(self, user_id: str) -> View | None:
        stack = self.stack(user_id)
        return stack[-1] if stack else None

    def home(self, app_id: str, user_id: str) -> View | None:
        view_id = self._homes.get((app_id, user_id))
        return self._views[view_id] if view_id else None

    def homes(self, user_id: str) -> dict[str, View]:
        """Give the Homes published for a person, by app id."""
        with self._workspace.lock:
            return {app: self._views[view_id] for (app, user), view_id in self._homes.items() if user == user_id}

    def open(self, app: App, user_id: str, payload: Payload) -> View:
        """Show a modal; it takes the place of any stack the person had open."""
        with self._workspace.lock:
            view = self._made(app, user_id, payload, previous=None)
            self._drop(self._stacks.get(user_id, ()))
            return self._shown(view, (view.id,))

    def push(self, app: App, under: View, payload: Payload) -> View:
        """Lay a modal on the stack that `under` is in. Raises `SlackError` push_limit_reached."""
        with self._workspace.lock:
            stack = self._stacks.get(under.user, ())
            if under.id not in stack:
                raise SlackError("not_found", "The modal that this one was to be pushed onto is closed.")
            if len(stack) >= DEEPEST:
                raise SlackError("push_limit_reached", f"A stack holds at most {DEEPEST} modals.")
            view = self._made(app, under.user, payload, previous=self._views[stack[-1]])
            return self._shown(view, (*stack, view.id))

    def update(self, view: View, payload: Payload, expected_hash: str = "") -> View:
        """Replace a view's content; what was entered stays where block, action and type stay."""
        with self._workspace.lock:
            current = self.get(view.id)
            if expected_hash and expected_hash != current.hash:
                raise SlackError("hash_conflict", "The view was changed since this hash was read.")
            self._refuse_taken(current.app_id, payload, besides=current.id)
            complete = with_ids(payload)
            changed = replace(
                current,
                payload=complete,
                hash=self._hash(),
                external_id=str(payload.get("external_id") or ""),
                state=state_values(complete["blocks"], before=current.state),
                errors={},
            )
            return self._put(changed, "home" if changed.kind == "home" else "view", "changed")

    def publish(self, app: App, user_id: str, payload: Payload, expected_hash: str = "") -> View:
        """Show an app's Home to one person."""
        with self._workspace.lock:
            current = self.home(app.id, user_id)
            if current is not None:
                return self.update(current, payload, expected_hash)
            view = self._made(app, user_id, payload, previous=None)
            self._homes[app.id, user_id] = view.id
            self._workspace.store.put("home", f"{app.id}/{user_id}", view.id)
            return self._put(view, "home", "opened")

    def enter(self, view: View, state: Payload) -> View:
        """Keep what a person has entered so far."""
        with self._workspace.lock:
            return self._put(replace(self.get(view.id), state=state), "view", "state")

    def refuse(self, view: View, errors: Payload) -> View:
        """Show sentences under the fields they are about."""
        with self._workspace.lock:
            return self._put(replace(self.get(view.id), errors=errors), "view", "changed")

    def close(self, view: View) -> None:
        """Take away one modal and those above it; the one below is shown."""
        with self._workspace.lock:
            stack = self._stacks.get(view.user, ())
            if view.id not in stack:
                return
            depth = stack.index(view.id)
            self._drop(stack[depth:])
            self._set_stack(view.user, stack[:depth])
            self._workspace.feed.publish(Change("view", "closed", user=view.user, subject=view.id))

    def clear(self, user_id: str) -> None:
        """Take away the whole stack."""
        with self._workspace.lock:
            if stack := self._stacks.get(user_id, ()):
                self.close(self._views[stack[0]])

    def restore(self, kind: str, key: str, value: Any) -> None:
        """Take back one stored view, Home or stack."""
        if kind == "view":
            self._views[key] = value
            return
        if kind == "home":
            app_id, _, user_id = key.partition("/")
            self._homes[app_id, user_id] = value
            return
        self._stacks[key] = tuple(view_id for view_id in value if view_id in self._views)

    def _made(self, app: App, user_id: str, payload: Payload, *, previous: View | None) -> View:
        self._refuse_taken(app.id, payload, besides="")
        view_id = new_id("V")
        complete = with_ids(payload)
        return View(
            id=view_id,
            app_id=app.id,
            user=user_id,
            kind=str(payload["type"]),
            payload=complete,
            hash=self._hash(),
            root_id=previous.root_id if previous else view_id,
            previous_id=previous.id if previous else None,
            external_id=str(payload.get("external_id") or ""),
            state=state_values(complete["blocks"]),
        )

    def _refuse_taken(self, app_id: str, payload: Payload, besides: str) -> None:
        wanted = payload.get("external_id")
        taken = {view.external_id for view in self._views.values() if view.app_id == app_id and view.id != besides}
        if wanted and wanted in taken:
            raise SlackError("duplicate_external_id", f"Another view has the external_id {wanted!r}.")

    def _hash(self) -> str:
        return f"{int(self._workspace.clock.timestamp())}.{secrets.token_hex(4)}"

    def _shown(self, view: View, stack: tuple[str, ...]) -> View:
        self._views[view.id] = view
        self._set_stack(view.user, stack)
        return self._put(view, "view", "opened")

    def _put(self, view: View, kind: str, verb: str) -> View:
        self._views[view.id] = view
        self._workspace.store.put("view", view.id, view)
        self._workspace.feed.publish(Change(kind, verb, user=view.user, subject=view.id))
        return view

    def _set_stack(self, user_id: str, stack: tuple[str, ...]) -> None:
        self._stacks[user_id] = stack
        self._workspace.store.put("stack", user_id, list(stack))

    def _drop(self, view_ids: tuple[str, ...]) -> None:
        for view_id in view_ids:
            self._views.pop(view_id, None)
            self._workspace.store.put("view", view_id, None)


def with_ids(payload: Payload) -> Payload:
    return {**payload, "blocks": identified(payload.get("blocks", []))}
