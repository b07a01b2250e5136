"""A digest that somebody holds follows what it gathered: what was settled since shows there as settled.

Whenever a card is brought up to date for somebody, the digests that they hold of these days are, too: what no longer
waits leaves its button behind and is said as its own card says it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from bot.tables import Card
from workflows.digest import WORKFLOW
from workflows.digest.rules import AGAIN, again_key, held_as
from workflows.kernel.access import PersonId
from workflows.kernel.digests import Kind
from workflows.kernel.flow import Notice, Ref, Tx, Workflow
from workflows.kernel.replies import Message
from workflows.language import tr
from workflows.wording import blocks

MOST = 40
"""How often one digest is brought up to date; whatever comes after is answered when its button is pressed."""
MOST_SAID = 10
MOST_BLOCKS = 46
AROUND = tuple(timedelta(days=days) for days in (-3, -2, -1, 0, 1))
"""Of which days digests are looked for: over a weekend, and wherever their reader is."""
_OUTBOX, _CARD = SQLModel.metadata.tables["outbox"].c, Card.__table__.c  # type: ignore[attr-defined] # SQLModel's stubs
_HELD = select(_CARD.card).where(_CARD.lane == bindparam("lane"), _CARD.card.in_(bindparam("cards", expanding=True)))
_FOLLOWED = select(_OUTBOX.key, _OUTBOX.subject).where(_OUTBOX.key.in_(bindparam("keys", expanding=True)))
_CHANGED = (
    select(_OUTBOX.id, _OUTBOX.key, _OUTBOX.kind, _OUTBOX.workflow, _OUTBOX.subject, _OUTBOX.card)
    .where(_OUTBOX.id.in_(bindparam("rows", expanding=True)))
    .order_by(_OUTBOX.id)
)


def follow(tx: Tx, row: Any) -> None:
    """A card that somebody holds was brought up to date: so are the digests of these days that they hold."""
    if row.person is None or row.workflow == WORKFLOW.name:
        return
    today = tx.now.date()
    cards = [held_as(kind, today + days) for kind in Kind for days in AROUND]
    for held in tx.fetch(_HELD, lane=row.lane, cards=cards):
        done = _followed(tx, held.card, row.person)
        if len(done) < MOST and row.id not in done:
            key = again_key(held.card, len(done) + 1, row.person)
            tx.queue(
                Notice(key, PersonId(row.person), AGAIN, Ref(WORKFLOW.name, row.id), card=held.card, only_update=True)
            )


def gathered(tx: Tx, workflows: Mapping[str, Workflow], notice: Notice, shown: Message) -> Message:
    """The digest as it is now, with what was settled since; as its card says it, each."""
    if notice.kind != AGAIN or notice.card is None or isinstance(notice.to, str):
        return shown
    waiting = set(_waiting(shown))
    known = dict.fromkeys(_changes(tx, notice.card, notice.to))
    lines = [_line(tx, workflows, notice.to, row) for row in known if (row.workflow, row.subject) not in waiting]
    said = [f"✓ {line}" for line in dict.fromkeys(filter(None, lines))][-MOST_SAID:]
    if not said:
        return shown
    settled = blocks.laid_out([blocks.section(f"*{tr('Settled since then')}*\n" + "\n".join(said))])
    return replace(shown, blocks=_with(shown.blocks, settled), plain=_with(shown.plain, settled) if shown.plain else ())


def _with(built: Any, settled: Any) -> Any:
    """Before the last line, which says where digests are switched off."""
    return (*built[:-1][:MOST_BLOCKS], *settled, *built[-1:])


def _followed(tx: Tx, card: str, person: int) -> set[int]:
    """The rows after which this digest was brought up to date."""
    keys = [again_key(card, number, person) for number in range(1, MOST + 1)]
    return {row.subject for row in tx.fetch(_FOLLOWED, keys=keys)}


def _changes(tx: Tx, card: str, person: int) -> Iterator[Any]:
    """Of each thing that changed, the last change."""
    found = {(row.workflow, row.subject): row for row in tx.fetch(_CHANGED, rows=sorted(_followed(tx, card, person)))}
    yield from found.values()


def _line(tx: Tx, workflows: Mapping[str, Workflow], person: PersonId, row: Any) -> str:
    """The first line of its card's own summary, on which it says how it stands."""
    notice = Notice(row.key, person, row.kind, Ref(row.workflow, row.subject), card=row.card, only_update=True)
    message = workflows[row.workflow].render(tx, notice)
    return " ".join(message.text.split("\n")) if message else ""


def _waiting(shown: Message) -> Iterator[tuple[str, int]]:
    """What still has its button."""
    for block in shown.blocks:
        one = block.get("accessory") or {}
        number = str(one.get("value", "")).partition(".")[0]
        if one.get("type") == "button" and number.isdecimal():
            yield str(one["action_id"]).partition(":")[0], int(number)
