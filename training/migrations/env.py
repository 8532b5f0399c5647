"""Alembic's entry: runs migrations on the connection that `training.schema` holds."""

from typing import Literal

from alembic import context

from training.db import Base, UtcDateTime


def render(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """Write our time type as the plain one it is in the database."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render,
    # One transaction for all of an upgrade, on SQLite as well, where `training.db` begins it: killed anywhere, the
    # database stands where it stood before.
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
