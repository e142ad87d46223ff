"""Fixtures shared by all tests: databases of both kinds and the made region."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pandas as pd
import pytest
import sqlalchemy as sa

from lib.store.database import Database, open_database
from lib.store.releases import publish
from tests.made_region import made_frames, write_package
from tests.postgres import postgres_server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server that lives as long as the test session; every worker of xdist has one of its own."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def _postgres_admin(postgres_url: str) -> Iterator[sa.Engine]:
    address = sa.make_url(postgres_url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def _migrated_postgres(_postgres_admin: sa.Engine) -> str:
    """The name of a database with our tables and no row: copying it is quicker than migrating."""
    with _postgres_admin.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE migrated"))
    open_database(_postgres_admin.url.set(database="migrated").render_as_string()).close()
    return "migrated"


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables and no row."""
    file = tmp_path_factory.mktemp("migrated") / "empty.sqlite"
    open_database(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def _new_postgres(_postgres_admin: sa.Engine) -> Iterator[Callable[[str], str]]:
    """Makes a database from a template and returns its address; it is dropped after the test."""
    made: list[str] = []

    def make(template: str) -> str:
        made.append(f"made_{uuid4().hex}")
        with _postgres_admin.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {made[-1]} TEMPLATE {template}"))
        return _postgres_admin.url.set(database=made[-1], drivername="postgresql").render_as_string()

    yield make
    with _postgres_admin.connect() as connection:
        for name in made:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'made.sqlite'}"
    make: Callable[[str], str] = request.getfixturevalue("_new_postgres")
    return make("template1")


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An open database with our tables and no release, of either kind."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("_migrated_sqlite"), tmp_path / "migrated.sqlite")
        opened = open_database(f"sqlite:///{file}")
    else:
        make: Callable[[str], str] = request.getfixturevalue("_new_postgres")
        opened = open_database(make(request.getfixturevalue("_migrated_postgres")))
    yield opened
    opened.close()


def _with_the_made_region(url: str, made: dict[str, pd.DataFrame]) -> None:
    """Publish the made region as release 1 of an empty store, and let go of it."""
    opened = open_database(url)
    publish(opened, made, note="first", by_role="administrator", source_name="made", source_checksum="first",
            published_at=datetime(2016, 7, 1, 12, 0, tzinfo=UTC))
    if opened.engine.dialect.name == "sqlite":
        with opened.engine.connect() as connection:  # what is still in the log would not be copied with the file
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()


@pytest.fixture(scope="session")
def _made_sqlite(
    _migrated_sqlite: Path, _made: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A SQLite store with the made region: copying it is quicker than publishing."""
    file = Path(shutil.copy(_migrated_sqlite, tmp_path_factory.mktemp("published") / "made.sqlite"))
    _with_the_made_region(f"sqlite:///{file}", _made)
    return file


@pytest.fixture(scope="session")
def _made_postgres(_postgres_admin: sa.Engine, _migrated_postgres: str, _made: dict[str, pd.DataFrame]) -> str:
    """The name of a PostgreSQL database with the made region."""
    with _postgres_admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE published TEMPLATE {_migrated_postgres}"))
    _with_the_made_region(_postgres_admin.url.set(database="published").render_as_string(), _made)
    return "published"


@pytest.fixture
def sqlite(_made_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite store with the made region as release 1."""
    opened = open_database(f"sqlite:///{shutil.copy(_made_sqlite, tmp_path / 'made.sqlite')}")
    yield opened
    opened.close()


@pytest.fixture(params=KINDS)
def published_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A store of either kind with the made region as release 1."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("_made_sqlite"), tmp_path / "made.sqlite")
        opened = open_database(f"sqlite:///{file}")
    else:
        make: Callable[[str], str] = request.getfixturevalue("_new_postgres")
        opened = open_database(make(request.getfixturevalue("_made_postgres")))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def _made() -> dict[str, pd.DataFrame]:
    return made_frames()


@pytest.fixture
def frames(_made: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables of the made region; a test may change its copy."""
    return {name: frame.copy() for name, frame in _made.items()}


@pytest.fixture(scope="session")
def _made_package(_made: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(_made, tmp_path_factory.mktemp("package"))


@pytest.fixture
def package_folder(_made_package: Path, tmp_path: Path) -> Path:
    """The made region as a data package; a test may spoil its copy."""
    return shutil.copytree(_made_package, tmp_path / "package")
