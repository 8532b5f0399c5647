"""Versions of modules with numbers and states, their approvals, comments and unsaved changes"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0006b"
branch_labels = None
depends_on = None

STATES = "state IN ('draft', 'in review', 'approved', 'signed', 'retired')"


def upgrade() -> None:
    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("state", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE module_version SET changed_at = loaded_at, number = (SELECT count(*) FROM module_version AS other"
        " WHERE other.code = module_version.code AND (other.loaded_at < module_version.loaded_at"
        " OR (other.loaded_at = module_version.loaded_at AND other.id <= module_version.id)))"
    )
    op.execute(
        "UPDATE module_version SET state = CASE"
        " WHEN id NOT IN (SELECT version_id FROM module) THEN 'retired'"
        " WHEN id IN (SELECT version_id FROM module_signature) THEN 'signed'"
        " ELSE 'in review' END"
    )
    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.alter_column("number", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("state", existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column("changed_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_module_version_code_number"), ["code", "number"])
        batch_op.create_check_constraint(batch_op.f("ck_module_version_state"), STATES)
        batch_op.create_index(batch_op.f("ix_module_version_state"), ["state"], unique=False)

    op.create_table(
        "module_approval",
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_module_approval_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_module_approval_version_id")),
        sa.PrimaryKeyConstraint("version_id", "person_id", name=op.f("pk_module_approval")),
    )
    with op.batch_alter_table("module_approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_approval_person_id"), ["person_id"], unique=False)

    op.create_table(
        "module_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asks_changes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_module_comment_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_module_comment_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_comment")),
    )
    with op.batch_alter_table("module_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_comment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_module_comment_version_id"), ["version_id"], unique=False)

    op.create_table(
        "module_unsaved",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_module_unsaved_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_unsaved")),
        sa.UniqueConstraint("person_id", "place", name=op.f("uq_module_unsaved_person_id_place")),
    )
    with op.batch_alter_table("module_unsaved", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_unsaved_kept_at"), ["kept_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("module_unsaved", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_unsaved_kept_at"))
    op.drop_table("module_unsaved")
    with op.batch_alter_table("module_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_comment_version_id"))
        batch_op.drop_index(batch_op.f("ix_module_comment_person_id"))
    op.drop_table("module_comment")
    with op.batch_alter_table("module_approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_approval_person_id"))
    op.drop_table("module_approval")
    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_version_state"))
        batch_op.drop_constraint(batch_op.f("ck_module_version_state"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_module_version_code_number"), type_="unique")
        batch_op.drop_column("changed_at")
        batch_op.drop_column("state")
        batch_op.drop_column("number")
