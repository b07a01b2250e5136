"""The rules between the fields of one element: options and what is chosen of them, bounds in order."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rehearsal.validation.shapes import Finding, Rule, rule

Fields = Mapping[str, Any]
Findings = Iterator[Finding]


def one_source_of_options(owner: str) -> Rule:
    """A static menu lists its options either flat or in groups."""

    @rule(f"{owner}:one_source")
    def judge(value: Fields) -> Findings:
        if ("options" in value) == ("option_groups" in value):
            yield Finding((), "exactly one of options and option_groups is required")

    return judge


def values_are_unique(owner: str) -> Rule:
    """Slack calls an option's value "a unique string": with two alike, the app cannot tell which was chosen."""

    @rule(f"{owner}:unique_values")
    def judge(value: Fields) -> Findings:
        seen: set[str] = set()
        for at, option in _options(value):
            if option["value"] in seen:
                yield Finding((*at, "value"), "is the value of an earlier option as well")
            seen.add(option["value"])

    return judge


def initial_is_among_options(owner: str) -> Rule:
    @rule(f"{owner}:initial_option")
    def judge(value: Fields) -> Findings:
        if "initial_option" in value and not _is_offered(value["initial_option"], value):
            yield Finding(("initial_option",), "must match exactly one of the options")

    return judge


def initials_are_among_options(owner: str) -> Rule:
    @rule(f"{owner}:initial_options")
    def judge(value: Fields) -> Findings:
        for index, option in enumerate(value.get("initial_options", ())):
            if not _is_offered(option, value):
                yield Finding(("initial_options", index), "must match exactly one of the options")

    return judge


def _is_offered(chosen: Fields, value: Fields) -> bool:
    return any(chosen == option for _, option in _options(value))


def _options(value: Fields) -> Iterator[tuple[tuple[str | int, ...], Fields]]:
    for index, option in enumerate(value.get("options", ())):
        yield ("options", index), option
    for outer, group in enumerate(value.get("option_groups", ())):
        for index, option in enumerate(group["options"]):
            yield ("option_groups", outer, "options", index), option


def no_more_initial_than_may_be_chosen(owner: str, initial: str) -> Rule:
    @rule(f"{owner}:max_selected_items")
    def judge(value: Fields) -> Findings:
        most = value.get("max_selected_items")
        if most is not None and len(value.get(initial, ())) > most:
            yield Finding((initial,), f"no more than max_selected_items ({most}) may be chosen beforehand", most)

    return judge


@rule("button:agent_prompt_display")
def prompt_shown_has_prompt(value: Fields) -> Findings:
    """What is shown in place of a prompt says nothing where there is no prompt."""
    if "agent_prompt_display" in value and "agent_prompt" not in value:
        yield Finding(("agent_prompt_display",), "needs agent_prompt")


@rule("plain_text_input:lengths_in_order")
def lengths_in_order(value: Fields) -> Findings:
    least, most = value.get("min_length"), value.get("max_length")
    if least is not None and most is not None and least > most:
        yield Finding(("min_length",), f"must not be more than max_length ({most})", most)


@rule("plain_text_input:initial_value")
def filled_within_length(value: Fields) -> Findings:
    """A field that is filled in beforehand with more than it takes could never be submitted."""
    most = value.get("max_length", 3000)
    if len(value.get("initial_value", "")) > most:
        yield Finding(("initial_value",), f"must be less than {most + 1} characters", most)


@rule("rich_text_input:lines_in_order")
def lines_in_order(value: Fields) -> Findings:
    least, most = value.get("min_lines"), value.get("max_lines")
    if least is not None and most is not None and least > most:
        yield Finding(("min_lines",), f"must not be more than max_lines ({most})", most)


@rule("number_input:bounds_in_order")
def _bounds_in_order(value: Fields) -> Findings:
    if "min_value" in value and "max_value" in value and Decimal(value["min_value"]) > Decimal(value["max_value"]):
        yield Finding(("min_value",), f"must not be more than max_value ({value['max_value']})")


@rule("number_input:initial_within_bounds")
def _initial_within_bounds(value: Fields) -> Findings:
    if "initial_value" not in value:
        return
    initial = Decimal(value["initial_value"])
    if "min_value" in value and initial < Decimal(value["min_value"]):
        yield Finding(("initial_value",), f"must be at least {value['min_value']}")
    if "max_value" in value and initial > Decimal(value["max_value"]):
        yield Finding(("initial_value",), f"must be at most {value['max_value']}")


@rule("number_input:whole_numbers")
def _whole_where_decimals_are_not_allowed(value: Fields) -> Findings:
    if value["is_decimal_allowed"]:
        return
    for key in ("initial_value", "min_value", "max_value"):
        if "." in value.get(key, ""):
            yield Finding((key,), "must be a whole number, because is_decimal_allowed is false")


numbers_in_order = (_bounds_in_order, _initial_within_bounds, _whole_where_decimals_are_not_allowed)
