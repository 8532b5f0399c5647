"""Marking by people: what waits, the marks given, results made with them; practice answers without a mark"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mark_waiting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("response", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_mark_waiting_attempt_id")),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_mark_waiting_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_waiting")),
        sa.UniqueConstraint(
            "attempt_id", "position", "response", name=op.f("uq_mark_waiting_attempt_id_position_response")
        ),
    )
    with op.batch_alter_table("mark_waiting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mark_waiting_version"), ["version"], unique=False)

    op.create_table(
        "mark_given",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("awarded_num", sa.Integer(), nullable=False),
        sa.Column("awarded_den", sa.Integer(), nullable=False),
        sa.Column("dangerous", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "awarded_num BETWEEN 0 AND awarded_den AND awarded_den > 0", name=op.f("ck_mark_given_share")
        ),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_mark_given_result_id")),
        sa.PrimaryKeyConstraint("result_id", "position", name=op.f("pk_mark_given")),
    )
    op.create_table(
        "mark_open",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("waiting_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_mark_open_result_id")),
        sa.ForeignKeyConstraint(["waiting_id"], ["mark_waiting.id"], name=op.f("fk_mark_open_waiting_id")),
        sa.PrimaryKeyConstraint("result_id", "position", name=op.f("pk_mark_open")),
    )
    with op.batch_alter_table("mark_open", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mark_open_waiting_id"), ["waiting_id"], unique=False)

    op.create_table(
        "person_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("waiting_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("awarded_num", sa.Integer(), nullable=False),
        sa.Column("awarded_den", sa.Integer(), nullable=False),
        sa.Column("dangerous", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("(supersedes IS NULL) = (reason IS NULL)", name=op.f("ck_person_mark_change_has_reason")),
        sa.CheckConstraint(
            "awarded_num BETWEEN 0 AND awarded_den AND awarded_den > 0", name=op.f("ck_person_mark_share")
        ),
        sa.CheckConstraint("seat BETWEEN 1 AND 3", name=op.f("ck_person_mark_seat")),
        sa.ForeignKeyConstraint(["marker_id"], ["person.id"], name=op.f("fk_person_mark_marker_id")),
        sa.ForeignKeyConstraint(["supersedes"], ["person_mark.id"], name=op.f("fk_person_mark_supersedes")),
        sa.ForeignKeyConstraint(["waiting_id"], ["mark_waiting.id"], name=op.f("fk_person_mark_waiting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_mark")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_person_mark_supersedes")),
    )
    with op.batch_alter_table("person_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_mark_marker_id"), ["marker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_mark_waiting_id"), ["waiting_id"], unique=False)
        batch_op.create_index(
            "uq_person_mark_marker",
            ["waiting_id", "marker_id"],
            unique=True,
            sqlite_where=sa.text("supersedes IS NULL"),
            postgresql_where=sa.text("supersedes IS NULL"),
        )
        batch_op.create_index(
            "uq_person_mark_seat",
            ["waiting_id", "seat"],
            unique=True,
            sqlite_where=sa.text("supersedes IS NULL"),
            postgresql_where=sa.text("supersedes IS NULL"),
        )

    op.create_table(
        "person_mark_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("waiting_id", sa.Integer(), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["marker_id"], ["person.id"], name=op.f("fk_person_mark_draft_marker_id")),
        sa.ForeignKeyConstraint(["waiting_id"], ["mark_waiting.id"], name=op.f("fk_person_mark_draft_waiting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_mark_draft")),
        sa.UniqueConstraint("waiting_id", "marker_id", name=op.f("uq_person_mark_draft_waiting_id_marker_id")),
    )
    with op.batch_alter_table("person_mark_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_mark_draft_marker_id"), ["marker_id"], unique=False)

    with op.batch_alter_table("practice_answer", schema=None) as batch_op:
        batch_op.alter_column("awarded_num", existing_type=sa.INTEGER(), nullable=True)
        batch_op.alter_column("awarded_den", existing_type=sa.INTEGER(), nullable=True)


def downgrade() -> None:
    op.execute("UPDATE practice_answer SET awarded_num = 0, awarded_den = 1 WHERE awarded_num IS NULL")
    with op.batch_alter_table("practice_answer", schema=None) as batch_op:
        batch_op.alter_column("awarded_den", existing_type=sa.INTEGER(), nullable=False)
        batch_op.alter_column("awarded_num", existing_type=sa.INTEGER(), nullable=False)

    with op.batch_alter_table("person_mark_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_mark_draft_marker_id"))

    op.drop_table("person_mark_draft")
    with op.batch_alter_table("person_mark", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_person_mark_seat",
            sqlite_where=sa.text("supersedes IS NULL"),
            postgresql_where=sa.text("supersedes IS NULL"),
        )
        batch_op.drop_index(
            "uq_person_mark_marker",
            sqlite_where=sa.text("supersedes IS NULL"),
            postgresql_where=sa.text("supersedes IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_person_mark_waiting_id"))
        batch_op.drop_index(batch_op.f("ix_person_mark_marker_id"))

    op.drop_table("person_mark")
    with op.batch_alter_table("mark_open", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mark_open_waiting_id"))

    op.drop_table("mark_open")
    op.drop_table("mark_given")
    with op.batch_alter_table("mark_waiting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mark_waiting_version"))

    op.drop_table("mark_waiting")
