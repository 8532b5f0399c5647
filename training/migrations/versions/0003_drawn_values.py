"""Slots keep the values drawn for their item"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("slot", "practice_slot"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("drawn", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    for table in ("slot", "practice_slot"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("drawn")
