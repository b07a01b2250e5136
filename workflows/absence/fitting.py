"""Whether a verb that state and relation allow also fits this absence now: its dates and its certificate.

Asked by the action, which refuses, and by whoever lays out buttons, so that a button that shows is one that works.
"""

from datetime import date, timedelta

from workflows.absence import desk, store
from workflows.absence.rules.life import Certificate, State
from workflows.absence.rules.record import Record
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.language import marked, tr

_OLD = {
    True: marked("That ended more than {days} days ago. Your operations manager can still correct it."),
    False: marked("That ended more than {days} days ago. It stays as it is on record."),
}
"""By whether it is their own."""
_REOPENED = timedelta(days=14)
"""So long after its last day somebody may say that they are still away."""


def unfit(tx: Tx, verb: str, record: Record, actor: PersonId) -> str | None:
    """Why a verb that state and relation allow does not fit this record now, in words; None when it fits."""
    today = desk.today_of(tx, record.person)
    if verb == "receive" and record.certificate is not Certificate.DUE:
        return tr("No certificate is missing here.")
    if verb in ("back", "back_now") and record.span.first > today:
        return tr("This absence has not begun yet. Withdraw it if it won't be needed.")
    if verb == "extend" and record.open_ended and record.state is State.OPEN:
        return tr("Its end is open already.")
    return _too_old(tx, verb, record, actor, today) if record.state is State.ENDED else None


def require_fit(tx: Tx, verb: str, record: Record, actor: PersonId) -> None:
    """Return if the verb fits; raise Refused (`unfit`) otherwise."""
    why_not = unfit(tx, verb, record, actor)
    if why_not:
        raise Refused(why_not, reason="unfit")


def _too_old(tx: Tx, verb: str, record: Record, actor: PersonId, today: date) -> str | None:
    if verb == "extend" and record.span.last < today - _REOPENED:
        return tr("That was a while ago. Please report the new absence by itself.")
    policy = store.policy(tx)
    back = policy.back if actor == record.person else policy.back_manager
    if verb in ("correct", "withdraw") and record.span.last < today - timedelta(days=back):
        return tr(_OLD[actor == record.person], days=back)
    return None
