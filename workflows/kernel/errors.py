"""A considered no: what is wrong and what the person can do about it, in words they read as they stand."""


class Refused(Exception):  # noqa: N818 - in the business's words it is a refusal, not an error
    """Raised anywhere under `flow.run`; nothing was written, nobody was told.

    `text` is for the person who asked. `field` names the form field it belongs to, so that it is shown there;
    `reason` is a stable code (`overlap`, `balance`) for tests, metrics and `policy check`.
    """

    def __init__(self, text: str, *, field: str | None = None, reason: str = "refused") -> None:
        super().__init__(text)
        self.text = text
        self.field = field
        self.reason = reason


class NotAllowed(Refused):
    """The policy is silent about what this person wants to do, and silence is refusal."""

    def __init__(self, text: str) -> None:
        super().__init__(text, reason="not_allowed")
