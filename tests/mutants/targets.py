"""What is tried, in the five groups that must not be wrong, and which quick tests know it."""

from dataclasses import dataclass

QUICK = "not postgresql"
"""What a rule does is the same on both stores; SQLite answers sooner."""


@dataclass(frozen=True, slots=True)
class Target:
    """A module and its tests, the nearest first."""

    group: str
    path: str
    tests: tuple[str, ...]
    at_import: bool = False
    """Whether other modules call it while they are imported: then each change is tried from the import on."""
    options: tuple[str, ...] = ()
    """More for pytest."""

    @property
    def module(self) -> str:
        """Its dotted name."""
        return self.path.removesuffix(".py").replace("/", ".")


LADDER = ("tests/workflows/test_ladder.py", "tests/workflows/test_chains.py")
PRESENCE = ("tests/workflows/test_presence.py", "tests/workflows/test_chains.py")
LEAVE = (
    "tests/rules/test_account.py",
    "tests/rules/test_balance.py",
    "tests/rules/test_changes.py",
    "tests/rules/test_examples.py",
    "tests/rules/test_entitlement.py",
    "tests/rules/test_checks.py",
    "tests/rules/test_history.py",
    "tests/rules/test_entitlement_examples.py",
)
KERNEL = ("tests/rules/test_access.py", "tests/rules/test_machine.py", "tests/bot/test_kernel.py")
SENDING = ("tests/bot/test_sending.py", "tests/bot/test_outbox.py")
CARRYING = ("tests/bot/test_carrier.py", "tests/bot/test_outbox.py")
CLAIMING = ("tests/bot/test_claims.py", "tests/bot/test_outbox.py")
TARGETS = (
    Target("access", "workflows/kernel/access.py", KERNEL, at_import=True),
    Target("machines", "workflows/kernel/machine.py", KERNEL, at_import=True),
    Target("outbox", "bot/outbox.py", SENDING),
    Target("outbox", "bot/carrier.py", CARRYING),
    Target("outbox", "bot/claims.py", CLAIMING),
    Target("due times", "workflows/calendar/ladder.py", LADDER),
    Target("due times", "workflows/calendar/presence.py", PRESENCE),
    Target(
        "due times",
        "workflows/digest/clock.py",
        ("tests/workflows/test_digest_clock.py", "tests/workflows/test_digest.py"),
    ),
    Target("ledger", "workflows/leave/rules/ledger.py", LEAVE),
    Target("ledger", "workflows/leave/rules/account.py", LEAVE),
    Target("ledger", "workflows/leave/rules/balance.py", LEAVE),
)
