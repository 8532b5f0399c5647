"""Contact hours that assessors enter for people, and their corrections"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INDEXED = ("assessor_id", "enrolment_id", "entry_key")


def upgrade() -> None:
    op.create_table(
        "contact_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_key", sa.String(length=32), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("assessor_name", sa.String(length=200), nullable=False),
        sa.Column("assessor_roles", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("correction_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("person_id <> assessor_id", name=op.f("ck_contact_hours_not_own")),
        sa.CheckConstraint("minutes BETWEEN 15 AND 720 AND minutes % 15 = 0", name=op.f("ck_contact_hours_minutes")),
        sa.CheckConstraint(
            "(corrects_id IS NULL) = (correction_reason IS NULL)", name=op.f("ck_contact_hours_correction_has_reason")
        ),
        sa.CheckConstraint("NOT struck OR corrects_id IS NOT NULL", name=op.f("ck_contact_hours_struck_corrects")),
        sa.ForeignKeyConstraint(["assessor_id"], ["person.id"], name=op.f("fk_contact_hours_assessor_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["contact_hours.id"], name=op.f("fk_contact_hours_corrects_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_contact_hours_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_hours_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_hours")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_contact_hours_corrects_id")),
        sa.UniqueConstraint("person_id", "entry_key", name=op.f("uq_contact_hours_person_id_entry_key")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_contact_hours_{column}"), "contact_hours", [column], unique=False)


def downgrade() -> None:
    for column in INDEXED:
        op.drop_index(op.f(f"ix_contact_hours_{column}"), table_name="contact_hours")
    op.drop_table("contact_hours")
