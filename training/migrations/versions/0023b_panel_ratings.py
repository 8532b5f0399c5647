"""What the judges of a panel expect of items"""

import sqlalchemy as sa
from alembic import op

revision = "0023b"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("judge", sa.String(length=60), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("share >= 0 AND share <= 1", name=op.f("ck_item_rating_share")),
        sa.ForeignKeyConstraint(["loaded_by"], ["person.id"], name=op.f("fk_item_rating_loaded_by")),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_item_rating_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_rating")),
        sa.UniqueConstraint("version", "judge", name=op.f("uq_item_rating_version_judge")),
    )


def downgrade() -> None:
    op.drop_table("item_rating")
