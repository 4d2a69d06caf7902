"""Runs the revisions on the connection it is handed by `studies.store.database.migrate`."""

from alembic import context

from studies.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite alters a table by copying it
)
context.run_migrations()
