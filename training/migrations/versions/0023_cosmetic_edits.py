"""Which versions of items reviewers called cosmetic edits of the ones before them"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = "item_cosmetic_edit"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("cosmetic", sa.Boolean(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("before <> version", name=op.f("ck_item_cosmetic_edit_other")),
        sa.ForeignKeyConstraint(["before"], ["item_version.hash"], name=op.f("fk_item_cosmetic_edit_before")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_cosmetic_edit_person_id")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["item_cosmetic_edit.id"], name=op.f("fk_item_cosmetic_edit_supersedes")
        ),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_item_cosmetic_edit_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_cosmetic_edit")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_item_cosmetic_edit_supersedes")),
    )
    op.create_index(op.f("ix_item_cosmetic_edit_person_id"), TABLE, ["person_id"], unique=False)
    op.create_index(op.f("ix_item_cosmetic_edit_version"), TABLE, ["version"], unique=False)
    op.create_index(
        "uq_item_cosmetic_edit_first",
        TABLE,
        ["version"],
        unique=True,
        sqlite_where=sa.text("supersedes IS NULL"),
        postgresql_where=sa.text("supersedes IS NULL"),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
