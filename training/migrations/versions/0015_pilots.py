"""Places on a paper that are tried out: they count in no result"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("slot") as batch:
        batch.add_column(sa.Column("pilot", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("slot") as batch:
        batch.drop_column("pilot")
