"""The database: opened, brought up to date, and cleaned of what was deleted."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url

MIGRATIONS: Final = Path(__file__).parent / "migrations"

PATIENCE_SECONDS: Final = 10
"""How long a writer waits for another. A write takes milliseconds; cleaning up after a deletion
takes a second or two where thousands of studies are kept."""

SQLITE_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",  # who reads does not wait for who writes
    "PRAGMA synchronous=NORMAL",  # WAL stays whole without a disk flush at every correction
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten
    "PRAGMA temp_store=MEMORY",  # cleaning up leaves no copy in a temporary folder
)

BEGIN: Final = "r2mf_begin"
"""Execution option: how a transaction of SQLite begins."""

WRITING: Final = {BEGIN: "BEGIN IMMEDIATE"}
"""For a transaction that writes: it waits at its beginning rather than fail at its first change."""

_MIGRATION_LOCK: Final = 0x52324D46
"""Any number that other programs on the same PostgreSQL database are unlikely to lock."""


def open_database(url: str) -> Engine:
    """Open a database and bring its tables up to date.

    Parameters
    ----------
    url : str
        As SQLAlchemy reads it.

    Returns
    -------
    Engine
        Values of rows never appear in its errors.

    Raises
    ------
    sqlalchemy.exc.SQLAlchemyError
        If it cannot be opened.
    """
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine)
    try:
        with engine.connect().execution_options(**WRITING) as connection, connection.begin():
            if engine.dialect.name == "postgresql":  # one process at a time changes tables
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            migrate(connection, "head")
    except BaseException:
        engine.dispose()
        raise
    return engine


def migrate(connection: Connection, revision: str) -> None:
    """Take the tables up or down to a revision, within the transaction of a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    move = command.downgrade if revision == "base" else command.upgrade
    move(config, revision)


def erase_deleted(engine: Engine) -> bool:
    """Rewrite a SQLite database so that nothing deleted is left in it or in its log.

    Returns
    -------
    bool
        False where another program reads the database and the log could not be emptied.
    """
    if engine.dialect.name != "sqlite":
        return True
    with closing(engine.raw_connection()) as connection:  # VACUUM allows no transaction around it
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone() or (True,)
    return not busy


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database; None of any other."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.drivername == "sqlite" and parsed.database else None


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # transactions begin where SQLAlchemy says
        connection.execute(f"PRAGMA busy_timeout={1000 * PATIENCE_SECONDS}")
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))
