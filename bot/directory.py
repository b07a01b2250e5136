"""Who it is that uses the bot: a Slack user as an Actor, or what a stranger is told."""

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.organisation import lines
from workflows.organisation import store as organisation


def actor(tx: Tx, slack_id: str) -> Actor:
    """The person with this Slack id, today. Raises Refused, naming whom to ask, when the directory has none."""
    found = known(tx, slack_id)
    if found is None:
        raise Refused(f"I don't know you yet. {_whom_to_ask(tx)}", reason="stranger")
    return found


def known(tx: Tx, slack_id: str) -> Actor | None:
    """The person with this Slack id, today; None for a stranger and for one who has left."""
    return lines.actor(tx, slack_id, tx.now)


def _whom_to_ask(tx: Tx) -> str:
    admins = organisation.people_admins(tx, tx.now.date())
    names = list(organisation.names(tx, admins).values())
    if not names:
        return "Please ask whoever installed me to add you to the directory (`dotted-line import`)."
    listed = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"Please ask {listed} to add you to the directory; a word is enough, they can do it from Slack."


def reader(tx: Tx, person: PersonId) -> Actor | None:
    """The person as one who reads (a message, App Home): None when they are no longer with us."""
    found = organisation.person(tx, person)
    return None if found is None else known(tx, found.slack_id)
