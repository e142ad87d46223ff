"""The database: opened by its address, brought to the version this code understands, written by one at a time."""

import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url

from lib.errors import StoreUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

    from lib.store.releases import Release

HEAD = "0005"
"""The last migration. Kept here as well, so that a start that has nothing to migrate need not import Alembic."""

MIGRATIONS = Path(__file__).parent / "migrations"
WRITE_LOCK = 0x4C4B_5353
"""Key of the PostgreSQL advisory lock held while migrating or publishing."""

BUSY_SECONDS = 30
"""How long a writer waits for another one; loading the embedded package takes at most a few seconds."""

_TURNS: dict[str, Lock] = {}
"""By address of a database, whose turn to write it is in this process: who waits keeps no connection from readers."""

KEPT_FRAMES = 128
"""Tables kept in memory: about three whole releases."""


class FrameCache:
    """A bounded memory of things that never change once stored; the least recently used one goes first."""

    def __init__(self, limit: int = KEPT_FRAMES) -> None:
        self._limit = limit
        self._kept: OrderedDict[tuple[str, int], pd.DataFrame] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: tuple[str, int], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """What is kept under `key`, made on first use. Two threads may both make it: the results are equal."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, eq=False)
class Database:
    """An open database at the version this code understands.

    `candidate`: a state that is not published, readable under the number it would get; see `releases.with_candidate`.
    `within`: the open transaction that all is to go through; a second connection could wait for it for ever.
    """

    engine: Engine
    frames: FrameCache = field(default_factory=FrameCache)
    candidate: "Release | None" = None
    within: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading; what it sees is one state of the database."""
        if self.within is not None:
            yield self.within
            return
        with _explained(self.engine.url), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that no other writer, in this process or another, runs beside; all of it or nothing.

        Within an open transaction it is that one.
        """
        if self.within is not None:
            yield self.within
            return
        with _turn(self.engine.url), _explained(self.engine.url), self.engine.connect() as connection:
            connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
            with connection.begin():
                if self.engine.dialect.name == "postgresql":
                    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
                yield connection

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open the database and migrate it to the last version.

    Parameters
    ----------
    url : `sqlite:///path/to/file` or `postgresql://user:password@host/name`. A SQLite file is made when it is absent.

    Raises
    ------
    StoreUnavailable : the address is not understood, the server or file cannot be reached, or the database was made by
        a newer version of the application.
    """
    database = Database(_engine(_address(url)))
    if database.engine.dialect.name == "sqlite":
        with _explained(database.engine.url):
            _use_write_ahead_log(str(database.engine.url.database))
    with database.reading() as connection:
        version = _version(connection)
    if version != HEAD:
        _migrate(database)
    return database


def migration_config(connection: Connection) -> "Config":
    """Alembic's configuration for our migrations on an open connection; there is no alembic.ini."""
    # Alembic takes a fifth of a second to import and is needed only when there is something to migrate.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _migrate(database: Database) -> None:
    from alembic import command
    from alembic.util import CommandError

    with database.writing() as connection:
        version = _version(connection)
        if version == HEAD:  # another process was faster
            return
        try:
            command.upgrade(migration_config(connection), "head")
        except CommandError as error:
            raise StoreUnavailable(
                "store-newer",
                "The database has version {version}, which this application does not know (it knows up to {head}). "
                "Install the newer application, or use another database.",
                version=version, head=HEAD,
            ) from error


def _version(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreUnavailable(
            "store-address",
            "The database address is not understood. Write sqlite:///path/to/file or postgresql://user@host/name.",
        ) from error
    if address.drivername in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    if address.drivername == "postgresql+psycopg":
        return address
    if address.drivername in ("sqlite", "sqlite+pysqlite") and address.database not in (None, "", ":memory:"):
        return address
    raise StoreUnavailable(
        "store-kind",
        "The database {address} cannot be used: a SQLite file or PostgreSQL is needed.",
        address=address.render_as_string(hide_password=True),
    )


def _engine(address: URL) -> Engine:
    engine = sa.create_engine(address, pool_pre_ping=address.get_backend_name() == "postgresql")
    if engine.dialect.name != "sqlite":
        return engine

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver's guess
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))

    return engine


def _use_write_ahead_log(path: str) -> None:
    """Let readers read while one writes. The mode is kept in the file; SQLite does not wait for its turn to set it."""
    for _ in range(BUSY_SECONDS * 20):
        with closing(sqlite3.connect(path)) as connection:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise
        time.sleep(0.05)
    raise StoreUnavailable("store-locked", "The database is locked by another program. Close it and try again.")


@contextmanager
def _turn(address: URL) -> Iterator[None]:
    """Wait until no other thread of this process writes to the database."""
    lock = _TURNS.setdefault(str(address), Lock())
    if not lock.acquire(timeout=BUSY_SECONDS):
        raise _busy()
    try:
        yield
    finally:
        lock.release()


def _busy() -> StoreUnavailable:
    return StoreUnavailable("store-busy", "Others are writing just now and it takes long. Nothing of yours was stored; "
                            "send it again in a while.")


@contextmanager
def _explained(address: URL) -> Iterator[None]:
    """Turn the driver's errors of reaching the database into ours."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sqlite3.Error) as error:
        if "database is locked" in str(error):
            raise _busy() from error
        raise StoreUnavailable(
            "store-unreachable",
            "The database {address} cannot be reached or used: {reason}. Check DATABASE_URL, that the server runs, "
            "and that the file and its folder can be written.",
            address=address.render_as_string(hide_password=True),
            reason=str(getattr(error, "orig", error)).strip(),
        ) from error
