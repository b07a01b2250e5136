"""What App Home has of it: a welcome for each new role on top, and at the end the language and what one can type."""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.settings import store, views
from workflows.settings.rules import Role, number_of
from workflows.settings.texts import WELCOMES
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.sections import section


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """A welcome stands there until it is read."""
    chosen = organisation.facts(tx, actor.person).person.language
    lines = views.help_lines(store.roles(tx, actor))
    return [
        section(Place.WELCOME, foot=[_welcome(role) for role in store.unread(tx, actor)]),
        section(Place.SETTINGS, tr("Settings"), [[views.language_line(chosen)]]),
        section(Place.HELP, tr("What you can type"), [[line] for line in lines]),
    ]


def _welcome(role: Role) -> Built:
    return blocks.section(tr(WELCOMES[role]), blocks.button(tr("Got it"), "settings:seen", f"{number_of(role)}.1"))
