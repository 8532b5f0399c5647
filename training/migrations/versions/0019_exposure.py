"""How often versions of items might have been drawn for an exam, and how often they were"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exposure",
        sa.Column("exam_id", sa.Integer(), sa.ForeignKey("exam.id"), nullable=False),
        sa.Column("version", sa.String(64), sa.ForeignKey("item_version.hash"), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("exam_id", "version"),
        sa.CheckConstraint("given >= 0 AND given <= open", name="given_when_open"),
    )


def downgrade() -> None:
    op.drop_table("exposure")
