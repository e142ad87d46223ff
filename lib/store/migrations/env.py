"""Alembic's entry: runs the migrations on the connection that `lib.store.database` hands over."""

from alembic import context

from lib.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter a column in place
)
with context.begin_transaction():
    context.run_migrations()
