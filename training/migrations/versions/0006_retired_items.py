"""Why an item was retired, and which item takes its place"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEXED = (("item_retirement", ("item_id", "person_id")), ("item_replacement", ("by_item_id", "person_id")))


def upgrade() -> None:
    op.create_table(
        "item_retirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["bank_item.id"], name=op.f("fk_item_retirement_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_retirement_person_id")),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_item_retirement_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_retirement")),
    )
    op.create_table(
        "item_replacement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("by_item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("item_id <> by_item_id", name=op.f("ck_item_replacement_other")),
        sa.ForeignKeyConstraint(["by_item_id"], ["bank_item.id"], name=op.f("fk_item_replacement_by_item_id")),
        sa.ForeignKeyConstraint(["item_id"], ["bank_item.id"], name=op.f("fk_item_replacement_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_replacement_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_replacement")),
        sa.UniqueConstraint("item_id", "by_item_id", name=op.f("uq_item_replacement_item_id_by_item_id")),
    )
    for table, columns in INDEXED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("item_replacement")
    op.drop_table("item_retirement")
