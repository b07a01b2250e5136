"""The types of absence a new installation begins with: data, to be changed by whoever runs it."""

from workflows.absence import store
from workflows.absence.rules.policy import AbsencePolicy, AbsenceType, Asking, CertificateRule
from workflows.kernel.flow import Tx
from workflows.language import marked

_BACK = Asking(person=(1, 2), manager=(3,))
_AFTER_THREE, _AFTER_SEVEN = CertificateRule(after=3), CertificateRule(after=7)

POLICY = AbsencePolicy(
    code="standard",
    short="sickness",
    certificate=Asking(person=(0, 1), manager=(1, 3)),
    types=(
        AbsenceType(
            code="sickness",
            name=marked("Sickness"),
            interrupts_leave=True,
            wish=marked("Get well soon."),
            certificate=_AFTER_THREE,
            certificate_by_country={"GB": _AFTER_SEVEN, "IE": _AFTER_SEVEN, "DE": _AFTER_THREE, "US": None},
            back=_BACK,
        ),
        AbsenceType(
            code="child_sick",
            name=marked("Sick child or relative"),
            certificate=_AFTER_THREE,
            certificate_by_country={"GB": None, "US": None, "DE": CertificateRule(after=0)},
            back=_BACK,
        ),
        AbsenceType(code="medical", name=marked("Medical appointment"), open_ended=False, longest=14),
        AbsenceType(code="personal", name=marked("Personal leave"), word=True, back=_BACK, longest=31),
        AbsenceType(
            code="bereavement",
            name=marked("Bereavement leave"),
            word=True,
            wish=marked("We are sorry for your loss."),
            back=_BACK,
            longest=62,
        ),
    ),
)


def seed(tx: Tx) -> None:
    """Put it there unless it is there already."""
    store.seed_policy(tx, POLICY)
