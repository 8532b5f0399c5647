"""What is typed in the editor of items and not saved yet"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_unsaved",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_unsaved_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_unsaved")),
        sa.UniqueConstraint("person_id", "place", name=op.f("uq_item_unsaved_person_id_place")),
    )
    with op.batch_alter_table("item_unsaved", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_unsaved_kept_at"), ["kept_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("item_unsaved", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_unsaved_kept_at"))
    op.drop_table("item_unsaved")
