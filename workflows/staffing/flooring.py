"""`/staff floor`: what a department keeps of its people's time for business as usual, from a day on."""

from decimal import Decimal

from workflows.kernel.access import Actor
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Open
from workflows.language import marked, tr
from workflows.staffing import forms, inputs, store
from workflows.staffing.people import department_name
from workflows.staffing.records import Kept, Prospect
from workflows.wording import amounts, blocks
from workflows.wording.phrases import exact, plain

MEASURES = {"people": marked("full-time equivalents"), "percent": marked("percent of the department's time")}
HOW_MUCH = "amount"
MOST = {"people": Decimal(10000), "percent": Decimal(100)}
PLACES = 2


def open_form(tx: Tx, actor: Actor, branch: Prospect, _form: Form) -> Outcome:
    """The modal, with what holds today."""
    department = _department(branch)
    kept = store.floor(tx, department, actor.today)
    number = (kept.people if kept.people is not None else kept.percent) if kept else None
    name = blocks.bold(department_name(tx, department))
    in_percent = kept is not None and kept.percent is not None
    measures = {measure: tr(words) for measure, words in MEASURES.items()}
    built = [
        blocks.section(tr("What {name} keeps for business as usual is not offered to projects.", name=name)),
        inputs.line(HOW_MUCH, tr("How much"), exact(number) if number is not None else None, hint=tr("0 for nothing.")),
        inputs.choice(forms.MEASURE, tr("Counted in"), measures, "percent" if in_percent else "people"),
        inputs.day(forms.FROM, tr("From"), actor.today),
    ]
    title = tr("Business as usual")
    return Outcome(
        Open(blocks.modal("staffing:set_floor", title, built, submit=tr("Keep"), metadata=f"{department}.1"))
    )


def put(tx: Tx, actor: Actor, branch: Prospect, form: Form) -> Outcome:
    """From its day on; what held before stays on record."""
    department, measure = _department(branch), str(form.get(forms.MEASURE) or "people")
    if measure not in MEASURES:
        raise Refused(tr("Please pick one from the list."), field=forms.MEASURE, reason="measure")
    amount = _amount(form, MOST[measure])
    day = forms.day_of(form, forms.FROM)
    if day < actor.today:
        raise Refused(tr("Please pick today or a later day."), field=forms.FROM, reason="past")
    people, percent = (amount, None) if measure == "people" else (None, amount)
    store.set_floor(tx, department, Kept(people, percent, day, actor.person))
    facts = {"department": department, "from": day.isoformat(), "measure": measure, "amount": exact(amount)}
    event = Event("floor_set", Ref("staffing_floor", department), 1, actor.person, actor.person, facts)
    return Outcome(Done(), (event,))


def _department(branch: Prospect) -> int:
    if branch.department is None:
        raise NotAllowed(tr("You manage no department. `/staff help` shows what you can do."))
    return branch.department


def _amount(form: Form, most: Decimal) -> Decimal:
    amount = amounts.typed(str(form.get(HOW_MUCH) or "").strip().removesuffix("%"), HOW_MUCH)
    if amount is None or not 0 <= amount <= most or amounts.places_of(amount) > PLACES:
        raise Refused(tr("Please give a number from 0 to {most}.", most=plain(most)), field=HOW_MUCH, reason="amount")
    return amount
