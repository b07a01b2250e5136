"""Which policy holds for whom: by country, department and contract, dated; the most particular one wins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pydantic import model_validator

from workflows.leave.rules.policy import Code, Country, LeavePolicy
from workflows.leave.rules.settings import Setting


class Assignment(Setting):
    """Everybody who fits all that is said here goes by a policy, from a day to a day."""

    policy: Code
    country: Country | None = None
    departments: tuple[str, ...] = ()
    """Codes, with all below them."""
    contracts: tuple[str, ...] = ()
    valid_from: date = date(2000, 1, 1)
    valid_to: date | None = None

    @property
    def weight(self) -> int:
        """How particular it is: a contract says more than a department, and that more than a country."""
        return 4 * bool(self.contracts) + 2 * bool(self.departments) + (self.country is not None)

    def fits(self, whom: "Whom", day: date) -> bool:
        """Whether it holds for them that day."""
        return (
            self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
            and self.country in (None, whom.country)
            and (not self.departments or not set(self.departments).isdisjoint(whom.departments))
            and (not self.contracts or whom.contract in self.contracts)
        )


@dataclass(frozen=True, slots=True)
class Whom:
    """What an assignment looks at."""

    country: str
    departments: tuple[str, ...] = ()
    """Codes of the person's department and of all above it."""
    contract: str = ""


class PolicySet(Setting):
    """All policies of a company, each perhaps in several versions, and to whom they are assigned."""

    policies: tuple[LeavePolicy, ...]
    assignments: tuple[Assignment, ...] = ()
    """With none, the first policy is everybody's."""

    def policy_for(self, whom: Whom, day: date) -> LeavePolicy | None:
        """The version, valid that day, of the policy assigned most particularly; the latest assigned on a tie."""
        code = self.code_for(whom, day)
        return self.version(code, day) if code else None

    def code_for(self, whom: Whom, day: date) -> str | None:
        """The code of the policy assigned most particularly, whether or not a version of it is valid that day."""
        if not self.assignments:
            return self.policies[0].code
        fitting = [one for one in self.assignments if one.fits(whom, day)]
        found = max(fitting, key=lambda one: (one.weight, one.valid_from), default=None)
        return found.policy if found else None

    def version(self, code: str, day: date) -> LeavePolicy | None:
        """The version of a policy that holds that day."""
        versions = [one for one in self.policies if one.code == code and one.valid_from <= day]
        versions = [one for one in versions if one.valid_to is None or day <= one.valid_to]
        return max(versions, key=lambda one: one.valid_from, default=None)

    @model_validator(mode="after")
    def _whole(self) -> "PolicySet":
        if not self.policies:
            raise ValueError("policies: there is none")
        codes = {policy.code for policy in self.policies}
        unknown = {one.policy for one in self.assignments} - codes
        if unknown:
            raise ValueError(f"assignments: unknown policy {', '.join(sorted(unknown))}")
        for code in codes:
            _apart(policy for policy in self.policies if policy.code == code)
        return self


def _apart(versions: Iterable[LeavePolicy]) -> None:
    known = sorted(versions, key=lambda one: one.valid_from)
    for earlier, later in pairwise(known):
        if earlier.valid_from == later.valid_from:
            raise ValueError(f"policies: two versions of {later.code} begin on {later.valid_from}")
