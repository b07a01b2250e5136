"""What people admins are told, once, when somebody's balances can't be brought up to date."""

from collections.abc import Iterator

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.kernel.replies import Message
from workflows.language import tr
from workflows.leave import clock, desk
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
from workflows.wording import blocks

KIND = "stuck"


def notices(tx: Tx, event: Event) -> Iterator[Notice]:
    """One for each of them."""
    for admin in organisation.people_admins(tx, tx.now.date()):
        key = f"leave/{event.about}/{KIND}/{event.facts['id']}/to_{admin}"
        yield Notice(key, admin, KIND, Ref("leave", event.about))


def render(tx: Tx, notice: Notice) -> Message | None:
    """Whose, and under which number the log has why; nothing once it is mended."""
    person = PersonId(notice.subject.id)
    reader = reader_of(tx, notice.to)
    if reader is None or not reader.people_admin or not clock.stuck(tx, person):
        return None
    text = tr(
        "I can't bring {name}'s leave balances up to date; everybody else's are. I try again every day. Whoever looks "
        "after me finds the reason in the log under the number {number}.",
        name=blocks.bold(desk.name_of(tx, person) or tr("Somebody")),
        number=notice.key.split("/")[3],
    )
    return Message(text, blocks.laid_out([blocks.section(text)]))
