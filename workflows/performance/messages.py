"""A notice as its recipient reads it when it is sent: what is true then; None when it is theirs no longer."""

from collections.abc import Callable

from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.organisation.lines import reader_of
from workflows.performance import cards, store, texts
from workflows.performance.reading import Facts, Part, facts_of, part_of
from workflows.performance.rules import RUNNING, State
from workflows.performance.tables import TextKind
from workflows.wording import blocks

_PARTS = {"mine": Part.REPORTER, "question": Part.REPORTER, "closed": Part.REPORTER, "side": Part.PERSON}
"""Whose each is; the others are the reader's."""


def render(tx: Tx, notice: Notice) -> Message | None:
    """The message, or None."""
    case = store.case(tx, notice.subject.id)
    reader = reader_of(tx, notice.to)
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
    who, number = blocks.bold(facts.handler), facts.case.id
    if answered:
        return cards.plain(
            tr("{who} asked you something about your report, case {number}; you answered.", who=who, number=number)
        )
    if "answer" not in facts.offered:
        return cards.plain(
            tr("{who} asked you something about your report, case {number}. It is over.", who=who, number=number)
        )
    text = tr("{who} asks you something about your report, case {number}.", who=who, number=number)
    return cards.said(facts, text, tr("Read and answer"))


def _answered(tx: Tx, notice: Notice) -> bool:
    """Whether the reporter wrote something since this question."""
    number = int((notice.card or "0").rsplit("/", 1)[-1])
    return any(answer > number for answer in texts.ids(tx, notice.subject.id, TextKind.ANSWER))


def _waiting(facts: Facts, notice: Notice) -> Message | None:
    if facts.state is State.REPORTED:
        text = tr(
            "*Case {number}* of {day} still waits to be acknowledged; if nobody does, it goes up.",
            number=facts.case.id,
            day=facts.reported,
        )
        return cards.said(facts, text)
    return cards.plain(cards.headed(facts, cards.kept_line(facts))) if notice.only_update else None


def _passed(facts: Facts, _notice: Notice) -> Message | None:
    if facts.state is not State.REPORTED:
        return None
    text = tr(
        "*Case {number}* was not acknowledged in time, so {who} was asked as well. You can still answer it.",
        number=facts.case.id,
        who=blocks.bold(facts.handler),
    )
    return cards.said(facts, text)


def _while_running(text: str) -> Callable[[Facts, Notice], Message | None]:
    def say(facts: Facts, _notice: Notice) -> Message | None:
        return cards.said(facts, tr(text, number=facts.case.id)) if facts.state in RUNNING else None

    return say


_TEXTS: dict[str, Callable[[Facts, Notice], Message | None]] = {
    "waiting": _waiting,
    "passed": _passed,
    "answered": _while_running(marked("The reporter wrote something about *case {number}*.")),
    "replied": _while_running(marked("There is a reply in *case {number}*: the person's side of it.")),
    "closed": lambda facts, _: cards.plain(cards.own(facts)),
}
