"""How values lie in both kinds of database: moments in UTC, exact amounts as integers, codes by value."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

SQLModel.model_config["defer_build"] = True
"""Tables are read and written by statements, never as objects: building a validator for each takes a start's tenth."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime; kept in UTC, refused when naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, and on SQLite without the zone it cannot keep."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A Decimal with at most four places (days, hours, percent), kept as ten-thousandths: exact (R9) and summable."""

    impl = BigInteger
    cache_ok = True
    scale = Decimal(10000)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The integer; ValueError when the value has more than four places."""
        if value is None:
            return None
        scaled = Decimal(value) * self.scale
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than four decimal places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The Decimal, without trailing zeros."""
        if value is None:
            return None
        number = int(value)
        return Decimal(number // 10000) if number % 10000 == 0 else Decimal(number) / self.scale


class Code(TypeDecorator[StrEnum]):
    """A member of a StrEnum, kept by its value (a plain SQLModel enum column keeps the member's name)."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """The value; ValueError when it is no member's."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The member."""
        return None if value is None else self.kind(value)
