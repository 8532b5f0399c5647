"""Jurisdiction packs: their versions, which were active and why, and where trainees intend to practise"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pack_version",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_pack_version_number")),
        sa.ForeignKeyConstraint(["loaded_by"], ["person.id"], name=op.f("fk_pack_version_loaded_by")),
        sa.PrimaryKeyConstraint("code", "number", name=op.f("pk_pack_version")),
    )
    op.create_index(op.f("ix_pack_version_loaded_by"), "pack_version", ["loaded_by"], unique=False)
    op.create_table(
        "pack_activation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_pack_activation_has_reason")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_reason IS NULL)", name=op.f("ck_pack_activation_ended_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["code", "number"], ["pack_version.code", "pack_version.number"], name=op.f("fk_pack_activation_code_number")
        ),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_pack_activation_begun_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_pack_activation_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_activation")),
    )
    for column in ("begun_by", "ended_by"):
        op.create_index(op.f(f"ix_pack_activation_{column}"), "pack_activation", [column], unique=False)
    still = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_pack_activation_open",
        "pack_activation",
        ["code"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )
    op.create_table(
        "pack_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pack_choice_person_id")),
        sa.PrimaryKeyConstraint("person_id", "code", name=op.f("pk_pack_choice")),
    )


def downgrade() -> None:
    op.drop_table("pack_choice")
    op.drop_index("uq_pack_activation_open", table_name="pack_activation")
    for column in ("ended_by", "begun_by"):
        op.drop_index(op.f(f"ix_pack_activation_{column}"), table_name="pack_activation")
    op.drop_table("pack_activation")
    op.drop_index(op.f("ix_pack_version_loaded_by"), table_name="pack_version")
    op.drop_table("pack_version")
