"""Calibrations of an exam's items, and which one is in force"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["based_on"], ["calibration.id"], name=op.f("fk_calibration_based_on")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_calibration_exam_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
        sa.UniqueConstraint("exam_id", "sha256", name=op.f("uq_calibration_exam_id_sha256")),
    )
    op.create_table(
        "calibration_activation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("calibration_id", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activated_by"], ["person.id"], name=op.f("fk_calibration_activation_activated_by")
        ),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibration.id"], name=op.f("fk_calibration_activation_calibration_id")
        ),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_calibration_activation_exam_id")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["calibration_activation.id"], name=op.f("fk_calibration_activation_supersedes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_activation")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_calibration_activation_supersedes")),
    )
    op.create_index(
        op.f("ix_calibration_activation_calibration_id"), "calibration_activation", ["calibration_id"], unique=False
    )
    op.create_index(
        "uq_calibration_activation_first",
        "calibration_activation",
        ["exam_id"],
        unique=True,
        sqlite_where=sa.text("supersedes IS NULL"),
        postgresql_where=sa.text("supersedes IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("calibration_activation")
    op.drop_table("calibration")
