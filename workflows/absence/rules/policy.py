"""The types of absence and their settings, as a company writes them down: data, validated as a whole."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workflows.language import tr

CODE = r"^[a-z][a-z0-9_]{0,38}$"
COUNTRY = r"^[A-Z]{2}$"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CertificateRule(_Frozen):
    """From when on a certificate is needed."""

    after: int = Field(ge=0, le=365)
    """An absence of more than so many calendar days needs one; it is due on the first working day after these."""
    grace: int = Field(default=0, ge=0, le=60)
    """So many more calendar days until it is due."""


class Asking(_Frozen):
    """Whom to remind, and when, in working days after the day it is about; the ladder of one reminder."""

    person: tuple[int, ...] = ()
    """Counted in the person's working days; 0 is the day itself."""
    manager: tuple[int, ...] = ()
    """Counted in the manager's."""

    @model_validator(mode="after")
    def _climbs(self) -> Self:
        for rungs in (self.person, self.manager):
            if any(rung < 0 or rung > 60 for rung in rungs) or list(rungs) != sorted(set(rungs)):
                raise ValueError("working days of a ladder go up, from 0 to 60")
        return self


class AbsenceType(_Frozen):
    """A kind of absence."""

    code: str = Field(pattern=CODE)
    name: str = Field(min_length=1, max_length=60)
    interrupts_leave: bool = False
    """Whether days of approved leave that it falls into are given back (R39)."""
    word: bool = False
    """Whether it wants a word with the operations manager; there is never a reason to be typed."""
    wish: str = Field(default="", max_length=60)
    """A kind word when it is reported."""
    halves: bool = True
    open_ended: bool = True
    certificate: CertificateRule | None = None
    certificate_by_country: dict[str, CertificateRule | None] = Field(default_factory=dict)
    """Where a country's rule is another; None: there it needs none."""
    back: Asking | None = None
    """"Are you back?" after its last day; None: nobody asks, and it ends by itself."""
    close_after: int = Field(default=5, ge=1, le=60)
    """Working days after its last day on which it is taken to be over, when nobody has answered."""
    longest: int = Field(default=366, ge=1, le=3660)
    """Calendar days."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for country in self.certificate_by_country:
            if len(country) != 2 or not country.isupper():
                raise ValueError(f"{self.code}: {country!r} is no country code such as DE")
        last = max((*self.back.person, *self.back.manager), default=0) if self.back else 0
        if self.back and last >= self.close_after:
            raise ValueError(f"{self.code}: it would be closed (close_after {self.close_after}) before all were asked")
        return self

    def rule(self, country: str | None) -> CertificateRule | None:
        """When it needs a certificate in that country."""
        return self.certificate_by_country.get(country or "", self.certificate)


def called(kind: AbsenceType) -> str:
    """Its name as the reader reads it: those a new installation begins with are translated, a company's own are not."""
    return tr(kind.name)


class AbsencePolicy(_Frozen):
    """All types, and how far from today an absence may be reported."""

    code: str = Field(pattern=CODE)
    types: tuple[AbsenceType, ...] = Field(min_length=1, max_length=50)
    short: str
    """The type that `/sick` reports."""
    back: int = Field(default=7, ge=0, le=366)
    """Days that may have passed since the first day when the person reports it."""
    back_manager: int = Field(default=60, ge=0, le=3660)
    """The same when it is reported for them."""
    ahead: int = Field(default=180, ge=0, le=3660)
    """Days until the first day."""
    certificate: Asking = Asking()
    """Reminders of a certificate, counted from its due day."""
    ask_open_every: int = Field(default=5, ge=1, le=60)
    """Working days between two questions whether an open-ended one goes on."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        codes = [one.code for one in self.types]
        if len(set(codes)) != len(codes):
            raise ValueError("two types have the same code")
        if self.short not in codes:
            raise ValueError(f"short: there is no type {self.short!r}")
        return self
