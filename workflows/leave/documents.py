"""The documents that a kind of leave asks for (R35): Slack keeps the files, here is only which, and for what.

Read by the owner and by those who decide; whoever asks for them here has made sure of that.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, UniqueConstraint, bindparam, select
from sqlmodel import Field, SQLModel

from workflows.columns import Moment
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.private import Private


class LeaveDocument(SQLModel, table=True):
    __tablename__ = "leave_document"
    __table_args__ = (UniqueConstraint("request_id", "file", name="leave_document_once"),)

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="leave_request.id")
    file: str = Field(max_length=40)
    """Slack's id."""
    link: str = Field(sa_column=Column(Private(500), nullable=False))
    added_by: int = Field(foreign_key="person.id")
    added_at: datetime = Field(sa_column=Column(Moment, nullable=False))


@dataclass(frozen=True, slots=True)
class Document:
    """A file in Slack."""

    file: str
    link: str


LONGEST = 300
"""Bytes of a link, so that it fits locked. A longer one loses the file's name, without which Slack finds it."""
_TABLE = SQLModel.metadata.tables["leave_document"]
_ROWS = select(*_TABLE.c).where(_TABLE.c.request_id == bindparam("request")).order_by(_TABLE.c.id)
_OF = select(_TABLE.c.file, _TABLE.c.link).where(_TABLE.c.request_id == bindparam("request")).order_by(_TABLE.c.id)


def of(tx: Tx, request: int) -> tuple[Document, ...]:
    """What was handed in for a request, the first first."""
    return tuple(Document(row.file, row.link) for row in tx.fetch(_OF, request=request))


def add(tx: Tx, request: int, documents: tuple[Document, ...], by: PersonId) -> None:
    """More for a request; the same file counts once."""
    for one in documents:
        tx.insert_once(
            LeaveDocument, request_id=request, file=one.file, link=fitting(one.link), added_by=by, added_at=tx.now
        )


def copy(tx: Tx, request: int, to: int) -> None:
    """What was handed in for one request was handed in for another, too: a part of it that stands by itself now."""
    for row in tx.fetch(_ROWS, request=request):
        tx.insert_once(
            LeaveDocument, request_id=to, file=row.file, link=row.link, added_by=row.added_by, added_at=row.added_at
        )


def fitting(link: str) -> str:
    """The link, short enough to be locked in a column of 500."""
    while len(link.encode()) > LONGEST and link.count("/") > 3:
        link = link.rpartition("/")[0]
    return link.encode()[:LONGEST].decode(errors="ignore")
