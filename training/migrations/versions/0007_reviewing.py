"""Comments on parts, checklists, requests for review, notices"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("review_mails", sa.Boolean(), server_default=sa.true(), nullable=False))
    with op.batch_alter_table("item_approval", schema=None) as batch_op:
        batch_op.add_column(sa.Column("checklist", sa.JSON(), nullable=True))
    with op.batch_alter_table("item_comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("part", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("resolved_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("resolved_number", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_item_comment_parent_id"), "item_comment", ["parent_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_item_comment_resolved_by"), "person", ["resolved_by"], ["id"])
        batch_op.create_index(op.f("ix_item_comment_parent_id"), ["parent_id"], unique=False)
    op.create_table(
        "item_review_request",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_item_review_request_asked_by")),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_item_review_request_version")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_item_review_request")),
    )
    op.create_index(op.f("ix_item_review_request_asked_by"), "item_review_request", ["asked_by"], unique=False)
    for name in ("item_reviewer", "item_key_seen"):
        op.create_table(
            name,
            sa.Column("version", sa.String(length=64), nullable=False),
            sa.Column("person_id", sa.Integer(), nullable=False),
            *([sa.Column("at", sa.DateTime(timezone=True), nullable=False)] if name == "item_key_seen" else []),
            sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{name}_person_id")),
            sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f(f"fk_{name}_version")),
            sa.PrimaryKeyConstraint("version", "person_id", name=op.f(f"pk_{name}")),
        )
        op.create_index(op.f(f"ix_{name}_person_id"), name, ["person_id"], unique=False)
    op.create_table(
        "item_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('review asked', 'changes asked', 'approved', 'signed', 'commented', 'answered')",
            name=op.f("ck_item_notice_kind"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_item_notice_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_notice_person_id")),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_item_notice_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_notice")),
    )
    op.create_index(op.f("ix_item_notice_person_id"), "item_notice", ["person_id"], unique=False)
    op.create_index(op.f("ix_item_notice_version"), "item_notice", ["version"], unique=False)
    op.create_index(
        "uq_item_notice_unread",
        "item_notice",
        ["person_id", "version", "kind"],
        unique=True,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_item_notice_unread", table_name="item_notice")
    op.drop_table("item_notice")
    op.drop_table("item_key_seen")
    op.drop_table("item_reviewer")
    op.drop_table("item_review_request")
    with op.batch_alter_table("item_comment", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_item_comment_parent_id"))
        batch_op.drop_constraint(op.f("fk_item_comment_resolved_by"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_item_comment_parent_id"), type_="foreignkey")
        for name in ("resolved_number", "resolved_by", "resolved_at", "parent_id", "part"):
            batch_op.drop_column(name)
    with op.batch_alter_table("item_approval", schema=None) as batch_op:
        batch_op.drop_column("checklist")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("review_mails")
