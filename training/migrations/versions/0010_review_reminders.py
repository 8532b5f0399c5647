"""Notices that remind of the day of a review, and those about a changed request"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('review asked', 'changes asked', 'approved', 'signed', 'commented', 'answered')"
NEW = ("review due soon", "review overdue", "request changed", "no longer asked")
SINCE = BEFORE.removesuffix(")") + "".join(f", '{kind}'" for kind in NEW) + ")"
DAY = sa.text("due_on IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("item_notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.drop_constraint(op.f("ck_item_notice_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_item_notice_kind"), SINCE)
    op.create_index(
        "uq_item_notice_reminder",
        "item_notice",
        ["person_id", "version", "kind", "due_on"],
        unique=True,
        sqlite_where=DAY,
        postgresql_where=DAY,
    )


def downgrade() -> None:
    op.drop_index("uq_item_notice_reminder", table_name="item_notice")
    notice = sa.table("item_notice", sa.column("kind", sa.String))
    op.execute(sa.delete(notice).where(notice.c.kind.in_(NEW)))
    with op.batch_alter_table("item_notice", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_item_notice_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_item_notice_kind"), BEFORE)
        batch_op.drop_column("due_on")
