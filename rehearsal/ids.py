"""Identifiers as Slack makes them: a letter for the kind, then capitals and digits; and those an app left out."""

import hashlib
import secrets
import string
from collections.abc import Sequence
from typing import Any

from rehearsal.model import Payload

ALPHABET = string.ascii_uppercase + string.digits
INTERACTIVE_BLOCKS = {"section": "accessory", "input": "element"}
WITHOUT_ACTION = {"image"}


def new_id(letter: str) -> str:
    return letter + "".join(secrets.choice(ALPHABET) for _ in range(10))


def stable_id(letter: str, name: str) -> str:
    """Derive an id from a name, the same at each start."""
    digest = hashlib.sha256(name.encode()).digest()
    return letter + "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:10])


def short() -> str:
    """Make the five characters Slack gives to a block or an action that has no id of its own."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(5))


def identified(blocks: Sequence[Any]) -> list[Payload]:
    """Give the blocks with a `block_id` for each and an `action_id` for each interactive element."""
    return [_identified_block(dict(block)) for block in blocks]


def _identified_block(block: Payload) -> Payload:
    block["block_id"] = block.get("block_id") or short()
    slot = INTERACTIVE_BLOCKS.get(block.get("type", ""))
    if slot and isinstance(block.get(slot), dict):
        block[slot] = _identified_element(block[slot])
    if block.get("type") == "actions":
        block["elements"] = [_identified_element(element) for element in block["elements"]]
    return block


def _identified_element(element: Payload) -> Payload:
    if element.get("type") in WITHOUT_ACTION or element.get("action_id"):
        return element
    return {**element, "action_id": short()}
