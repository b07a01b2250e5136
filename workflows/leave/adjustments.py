"""A balance changed by hand (R22): signed, with a reason and an author, by a people admin; its owner is told."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from slackblocks import DatePicker, InputBlock, PlainText, PlainTextInput
from sqlalchemy import bindparam, func, select
from sqlmodel import SQLModel

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Notice, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Message, Open, View
from workflows.language import locale_of, marked, tr
from workflows.leave import desk, forms, store, versions
from workflows.leave.prospect import Prospect
from workflows.leave.rules.adjusting import adjusted
from workflows.leave.rules.ledger import Kind
from workflows.leave.rules.words import type_name
from workflows.leave.settings_views import menu
from workflows.organisation.lines import reader_of
from workflows.wording import amounts, blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import counted, dated, plain

KIND, SUBJECT = "adjusted", "leave_adjustment"
_FIELDS = {"leave_type": forms.TYPE, "amount": forms.AMOUNT, "day": forms.FIRST, "reason": forms.REASON}
_MORE = marked("Your {type} was adjusted by {by}: *{amount} more*, from {day} on.")
_LESS = marked("Your {type} was adjusted by {by}: *{amount} less*, from {day} on.")
_LEDGER = SQLModel.metadata.tables["leave_ledger"].c
_LATEST = select(func.max(_LEDGER.id).label("id")).where(
    _LEDGER.person_id == bindparam("person"), _LEDGER.kind == Kind.ADJUSTMENT
)
_ONE = select(*_LEDGER).where(_LEDGER.id == bindparam("entry"))


def open_form(tx: Tx, _actor: Actor, whose: Prospect, _form: Form) -> Outcome:
    """`/leave adjust for @ann`: the modal."""
    return Outcome(Open(_view(tx, whose)))


def put(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Outcome:
    """Written into the ledger, for ever; another adjustment takes it back."""
    tx.lock("leave", whose.person)
    day = form.get(forms.FIRST)
    if not isinstance(day, date):
        raise Refused(tr("Please pick a day."), field=forms.FIRST, reason="no_day")
    context = desk.context_of(tx, whose.person, day)
    reason = forms.reason_of(form, required=tr("Please give a reason; it stands in the ledger."))
    try:
        entry = adjusted(context, str(form.get(forms.TYPE) or ""), _amount(form), day, reason[:500])
    except Refused as refused:
        refused.field = _FIELDS.get(refused.field or "", refused.field)
        raise
    store.append(tx, whose.person, [entry], actor.person)
    number = tx.first(_LATEST, person=whose.person).id
    facts = {"type": entry.leave_type, "amount": str(entry.amount), "day": day.isoformat()}
    return Outcome(Done(), (Event(KIND, Ref(SUBJECT, number), 1, whose.person, actor.person, facts),))


def notices(event: Event) -> Iterator[Notice]:
    """Its owner is told."""
    key = f"leave/{event.about}/{KIND}/{event.subject.id}/to_{event.about}"
    yield Notice(key, event.about, KIND, Ref("leave", event.about))


def render(tx: Tx, notice: Notice) -> Message | None:
    """How much, of what, from when on, by whom, and why; only its owner reads this."""
    row = tx.first(_ONE, entry=int(notice.key.split("/")[3]))
    reader = reader_of(tx, notice.to)
    if row is None or reader is None or reader.person != row.person_id:
        return None
    leave_type = versions.types(tx)[row.leave_type]
    amount = counted(abs(row.amount), desk.UNITS[leave_type.count.unit])
    by = blocks.escaped(desk.name_of(tx, row.written_by) or tr("Somebody"), 80)
    day = dated(row.day, locale_of(reader.locale))
    text = tr(
        _MORE if row.amount > 0 else _LESS, type=blocks.escaped(type_name(leave_type)), by=by, amount=amount, day=day
    )
    return Message(text, blocks.laid_out([blocks.section(text), blocks.verbatim(row.words or row.reason)]))


def _view(tx: Tx, whose: Prospect) -> View:
    context = desk.context_of(tx, whose.person)
    types = {one.code: type_name(one) for one in context.policy.types if one.limited}
    if not types:
        raise Refused(tr("Nothing in their leave policy has a balance."), reason="unlimited")
    hint = PlainText(tr("In days or hours, as the kind is counted: 2 or 0.5 for more, -1 for less."))
    reason = PlainTextInput("leave:reason", multiline=True, max_length=500)
    name = blocks.bold(desk.name_of(tx, whose.person) or "")
    built: list[Built] = [
        blocks.section(tr("The balance of {name}: they are told, and read why.", name=name)),
        menu(tr("Kind of leave"), forms.TYPE, types, next(iter(types))),
        InputBlock(
            PlainText(tr("Change", context="amount")),
            PlainTextInput("leave:amount", max_length=12),
            block_id=forms.AMOUNT,
            hint=hint,
        ),
        InputBlock(
            PlainText(tr("From when on")),
            DatePicker("leave:first", initial_date=context.today.isoformat()),
            block_id=forms.FIRST,
        ),
        InputBlock(PlainText(tr("Why")), reason, block_id=forms.REASON),
    ]
    metadata = f"{whose.person}.0"
    return blocks.modal("leave:put_adjustment", tr("Adjust balance"), built, submit=tr("Save"), metadata=metadata)


def _amount(form: Form) -> Decimal:
    amount = amounts.typed(str(form.get(forms.AMOUNT) or ""), forms.AMOUNT)
    if amount is None:
        example = plain(Decimal("-0.5"))
        raise Refused(
            tr("Please write a number, as 2 or {example}.", example=example), field=forms.AMOUNT, reason="amount"
        )
    return amount
