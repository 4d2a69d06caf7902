"""The tables as revisions make them are those that the program expects."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from studies.store.database import MIGRATIONS, WRITING, migrate, open_database
from studies.store.tables import METADATA


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / '100% empty.sqlite'}"


@pytest.fixture
def engine(url):
    engine = open_database(url)
    yield engine
    engine.dispose()


def test_an_empty_database_becomes_what_the_models_expect(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})

        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_revisions_are_one_line_from_nothing_to_now():
    script = ScriptDirectory(str(MIGRATIONS))

    assert len(script.get_heads()) == len(script.get_bases()) == 1


def test_every_revision_goes_down_again_and_up(engine):
    with engine.connect().execution_options(**WRITING) as connection, connection.begin():
        migrate(connection, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        migrate(connection, "head")
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_revision_that_fails_leaves_the_tables_as_they_were(engine, monkeypatch):
    with engine.connect().execution_options(**WRITING) as connection:
        connection.begin()
        migrate(connection, "base")
        connection.rollback()
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_opening_again_changes_nothing(engine, url):
    again = open_database(url)
    with again.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    again.dispose()


def test_sqlite_overwrites_what_is_deleted_and_reads_while_it_writes(engine):
    with engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "secure_delete", "foreign_keys")
        }

    assert asked == {"journal_mode": "wal", "secure_delete": 1, "foreign_keys": 1}


def test_constraints_have_the_names_of_the_models(engine):
    """Alembic does not compare names, and a later revision needs them."""
    expected = create_engine("sqlite://")
    METADATA.create_all(expected)
    made, modelled = inspect(engine), inspect(expected)
    for table in METADATA.tables:
        assert made.get_pk_constraint(table) == modelled.get_pk_constraint(table)
        for named in (made, modelled):
            assert all(key["name"] for key in named.get_foreign_keys(table))
        assert {key["name"] for key in made.get_foreign_keys(table)} == {
            key["name"] for key in modelled.get_foreign_keys(table)
        }
    expected.dispose()


def test_films_of_an_analysed_study_were_confirmed_before_that_was_kept(engine):
    with engine.connect().execution_options(**WRITING) as connection, connection.begin():
        migrate(connection, "base")
        migrate(connection, "0001")
        connection.exec_driver_sql("INSERT INTO film_files VALUES ('f', 1)")
        for status in ("new", "analysed", "reviewed"):
            connection.exec_driver_sql(
                "INSERT INTO studies (id, version, label, label_folded, status, technique, curves, "
                "warning_count, changed_at) VALUES (?, 1, '', '', ?, '', '', 0, 0)",
                (status, status),
            )
            connection.exec_driver_sql(
                "INSERT INTO films (study_id, sha256, place, name) VALUES (?, 'f', 0, '')",
                (status,),
            )
        migrate(connection, "head")
        films = connection.exec_driver_sql("SELECT study_id, confirmed FROM films").all()

    assert dict(films) == {"new": 0, "analysed": 1, "reviewed": 1}
