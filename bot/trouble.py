"""When it is the database that is in trouble, and not what was asked of it: out of reach, full, read-only, damaged.

That is for whoever runs the bot to mend: it is said in the driver's own words, and no traceback helps.
"""

FULL = ("disk", "full", "locked", "readonly", "read-only", "unable to open", "malformed", "not a database")
"""In the words of SQLite, which calls a misspelt column an operational error as well."""
STATES = ("08", "25006", "28", "3D", "42501", "53", "57", "58", "XX")
"""How PostgreSQL's codes begin for: connections, a read-only server, who one is, no such database, rights, room, an
operator who ends it, the system below, and damage."""


def out_of_reach(error: BaseException | None) -> str | None:
    """What the driver says, if it is that; None if not."""
    original = getattr(error, "orig", None) or error
    kinds = {f"{kind.__module__.partition('.')[0]}.{kind.__name__}" for kind in type(original).__mro__}
    said = str(original).strip()
    words = said.splitlines()[0] if said else type(original).__name__
    if "sqlite3.DatabaseError" in kinds:
        return words if any(sign in words for sign in FULL) else None
    if "psycopg.Error" not in kinds:
        return None
    state = getattr(original, "sqlstate", None)
    if state is None:
        return words if {"psycopg.OperationalError", "psycopg.InterfaceError"} & kinds else None
    return words if state.startswith(STATES) else None
