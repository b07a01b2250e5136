"""The rules between the fields of one block: what must be there together, and what must not."""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.validation.shapes import Finding, rule

Fields = Mapping[str, Any]
Findings = Iterator[Finding]


@rule("section:text_or_fields")
def section_says_something(value: Fields) -> Findings:
    if "text" not in value and "fields" not in value:
        yield Finding((), "missing required field: text or fields")


@rule("card:not_empty")
def card_shows_something(value: Fields) -> Findings:
    if not any(key in value for key in ("hero_image", "title", "body", "actions")):
        yield Finding((), "at least one of hero_image, title, body, actions is required")


@rule("card:one_icon")
def icon_is_one(value: Fields) -> Findings:
    if "icon" in value and "slack_icon" in value:
        yield Finding(("slack_icon",), "icon and slack_icon cannot both be given")


@rule("container:title")
def container_has_title(value: Fields) -> Findings:
    if "title" not in value and "rich_text_title" not in value:
        yield Finding((), "missing required field: title or rich_text_title")


@rule("container:collapsing")
def container_folds_sensibly(value: Fields) -> Findings:
    """Only what can be collapsed starts collapsed, and only what cannot be has a line under its header."""
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield Finding(("default_collapsed",), "needs is_collapsible")
    if value.get("has_header_divider") and value.get("is_collapsible"):
        yield Finding(("has_header_divider",), "is for containers that cannot be collapsed")


@rule("task_card:pending")
def not_pending_alone(value: Fields) -> Findings:
    if value["status"] == "pending":
        yield Finding(("status",), "only a task within a plan can be pending")


@rule("plan:unique_task_id")
def task_ids_are_unique(value: Fields) -> Findings:
    seen: set[str] = set()
    for index, task in enumerate(value.get("tasks", ())):
        if task["task_id"] in seen:
            yield Finding(("tasks", index, "task_id"), "is the task_id of an earlier task as well")
        seen.add(task["task_id"])
