"""Whoever lives in a time zone that does not exist: people admins are told, once for each such zone.

Until it is mended their day is that of UTC (`organisation.zones`).
"""

from collections.abc import Iterator

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref, Tx
from workflows.kernel.replies import Message
from workflows.language import listed, tr
from workflows.organisation import recent, zones
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.blocks import bold, escaped

KIND = "misplaced"
_TABLES = SQLModel.metadata.tables
_PERSON, _RESIDENCE = _TABLES["person"].c, _TABLES["residence"].c
_ZONES = select(_RESIDENCE.time_zone).distinct().order_by(_RESIDENCE.time_zone)
_THERE = (
    select(_PERSON.id, _PERSON.name)
    .join(_TABLES["residence"], _RESIDENCE.person_id == _PERSON.id)
    .where(_RESIDENCE.time_zone == bindparam("zone"))
    .where(_RESIDENCE.starts <= bindparam("day"), _RESIDENCE.ends.is_(None) | (_RESIDENCE.ends >= bindparam("day")))
    .order_by(_PERSON.name)
    .limit(10)
)


def due(tx: Tx) -> Iterator[Notice]:
    """One for each people admin and zone, for ever; no query while the organisation is as it was."""
    for zone in recent.of_person(tx, (KIND, _THERE), lambda: _lost(tx)) or ():
        there = tx.first(_THERE, zone=zone, day=tx.now.date())
        for admin in organisation.people_admins(tx, tx.now.date()) if there else ():
            yield Notice(f"directory/zone/{zone}/to_{admin}", admin, KIND, Ref("directory", there.id))


def render(tx: Tx, notice: Notice) -> Message | None:
    """Who it is, and what to do; nothing once it is mended."""
    zone = notice.key.removeprefix("directory/zone/").rpartition("/to_")[0]
    if isinstance(notice.to, str) or zones.exists(zone):
        return None
    names = [bold(row.name) for row in tx.fetch(_THERE, zone=zone, day=tx.now.date())]
    if not names or not organisation.is_people_admin(tx, PersonId(notice.to), tx.now.date()):
        return None
    text = tr(
        "There is no time zone “{zone}”, and {names} should be in it. Until that is mended, their day is that of UTC. "
        "Put one like Europe/Berlin into people.csv, and import it.",
        zone=escaped(zone),
        names=listed(names),
    )
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _lost(tx: Tx) -> tuple[str, ...]:
    return tuple(row.time_zone for row in tx.fetch(_ZONES) if not zones.exists(row.time_zone))
