"""The rows that are about a person, or in which they had a part: the statements, made from the decisions."""

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, or_, select
from sqlmodel import SQLModel

import workflows  # noqa: F401 - importing it fills the metadata
from bot.personal.decisions import DECISIONS

WHO: BindParameter[Any] = bindparam("who")


def about(name: str) -> ColumnElement[bool] | None:
    """Which rows of a table are about the person `who`; None where it holds nothing about anybody."""
    decision, columns = DECISIONS[name], SQLModel.metadata.tables[name].c
    if decision.about is not None:
        return columns[decision.about] == WHO
    if decision.through is None:
        return None
    column, parent = decision.through
    theirs = about(parent)
    if theirs is None:
        return None
    return columns[column].in_(select(SQLModel.metadata.tables[parent].c.id).where(theirs))


@cache
def rows_about(name: str) -> Any:
    """Those rows."""
    theirs = about(name)
    made = SQLModel.metadata.tables[name]
    return None if theirs is None else select(*made.c).where(theirs).order_by(*made.primary_key)


@cache
def rows_with_part(name: str) -> Any:
    """Rows in which they had a part: their keys, and by which columns."""
    made, parts = SQLModel.metadata.tables[name], DECISIONS[name].parts
    if not parts:
        return None
    columns = [*made.primary_key, *(made.c[one] for one in parts)]
    return (
        select(*dict.fromkeys(columns)).where(or_(*(made.c[one] == WHO for one in parts))).order_by(*made.primary_key)
    )
