"""The menu under a reminder, by which its reader has it again later; and what is left unsaid until then."""

from dataclasses import replace

from bot.gathered import gathered
from workflows.digest.channels import NAME
from workflows.digest.rules import AGAIN
from workflows.kernel.flow import Notice, Tx, Workflow
from workflows.kernel.replies import Message
from workflows.reminding import snoozing
from workflows.wording import blocks

MOST_BLOCKS = 50


def reminding(tx: Tx, workflow: Workflow, notice: Notice, number: int) -> Message | None:
    """A notice as it reads now, with that menu where it reminds; None also for one that its reader put off.

    `number` is that of its row in the outbox. A card that is brought up to date asks nothing any more: no menu.
    """
    reminds = notice.kind in workflow.reminders and not notice.only_update and not isinstance(notice.to, str)
    if reminds and snoozing.hushed(tx, notice):
        return None
    message = workflow.render(tx, notice)
    if message is not None and (workflow.name, notice.kind) == (NAME, AGAIN):
        return gathered(tx, {one.name: one for one in tx.workflows}, notice, message)
    return _with_menu(message, number) if message is not None and reminds else message


def _with_menu(message: Message, number: int) -> Message:
    shown = message.blocks or blocks.laid_out([blocks.section(message.text)])
    return replace(message, blocks=(*shown[: MOST_BLOCKS - 1], *snoozing.menu(number)))
