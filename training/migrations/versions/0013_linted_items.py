"""What the linter found in versions of items"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_linted",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("edition", sa.String(length=16), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_item_linted_version")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_item_linted")),
    )


def downgrade() -> None:
    op.drop_table("item_linted")
