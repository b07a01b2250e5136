"""A notice as its recipient reads it when it is sent: what is true then; None when it is theirs no longer."""

from collections.abc import Callable

from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.performance import cards, offers, store, texts
from workflows.performance.reading import Facts, Part, facts_of, part_of
from workflows.performance.rules import RUNNING, State
from workflows.performance.tables import TextKind
from workflows.wording import blocks

_PARTS = {"mine": Part.REPORTER, "question": Part.REPORTER, "closed": Part.REPORTER, "side": Part.PERSON}
"""Whose each is; the others are the reader's."""


def render(tx: Tx, notice: Notice) -> Message | None:
    """The message, or None."""
    case = store.case(tx, notice.subject.id)
    reader = None if isinstance(notice.to, str) else offers.reader(tx, notice.to)
    if case is None or reader is None:
        return None
    part = _PARTS.get(notice.kind, Part.READER)
    if part_of(tx, reader, case) is not part:
        return None
    facts = facts_of(tx, reader, case, part)
    if notice.kind in ("case", "mine", "side"):
        return cards.card(facts)
    if notice.kind == "question":
        return _question(facts, answered=_answered(tx, notice))
    return _TEXTS[notice.kind](facts, notice)


def _question(facts: Facts, *, answered: bool) -> Message:
    who = blocks.bold(facts.handler)
    if answered:
        return cards.plain(f"{who} asked you something about your report, case {facts.case.id}; you answered.")
    if "answer" not in facts.offered:
        return cards.plain(f"{who} asked you something about your report, case {facts.case.id}. It is over.")
    text = f"{who} asks you something about your report, case {facts.case.id}."
    return cards.said(facts, text, "Read and answer")


def _answered(tx: Tx, notice: Notice) -> bool:
    """Whether the reporter wrote something since this question."""
    number = int((notice.card or "0").rsplit("/", 1)[-1])
    return any(answer > number for answer in texts.ids(tx, notice.subject.id, TextKind.ANSWER))


def _waiting(facts: Facts, notice: Notice) -> Message | None:
    if facts.state is State.REPORTED:
        text = f"*Case {facts.case.id}* of {facts.reported} still waits to be acknowledged; if nobody does, it goes up."
        return cards.said(facts, text, "Read the case")
    return cards.plain(f"Case {facts.case.id}: {cards.kept_line(facts)}") if notice.only_update else None


def _passed(facts: Facts, _notice: Notice) -> Message | None:
    if facts.state is not State.REPORTED:
        return None
    who = blocks.bold(facts.handler)
    return cards.said(
        facts,
        f"*Case {facts.case.id}* was not acknowledged in time, so {who} was asked as well. You can still answer it.",
        "Read the case",
    )


def _while_running(say: Callable[[Facts], str]) -> Callable[[Facts, Notice], Message | None]:
    return lambda facts, _: cards.said(facts, say(facts), "Read the case") if facts.state in RUNNING else None


_TEXTS: dict[str, Callable[[Facts, Notice], Message | None]] = {
    "waiting": _waiting,
    "passed": _passed,
    "answered": _while_running(lambda facts: f"The reporter wrote something about *case {facts.case.id}*."),
    "replied": _while_running(lambda facts: f"There is a reply in *case {facts.case.id}*: the person's side of it."),
    "closed": lambda facts, _: cards.plain(f"Your report, case {facts.case.id}: {cards.state_line(facts)}"),
}
