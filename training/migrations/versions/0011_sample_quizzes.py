"""Sample quizzes: what they say, their links, their questions"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sample_quiz",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=19), nullable=False),
        sa.Column("link", sa.String(length=19), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("full_marks", sa.Integer(), nullable=False),
        sa.CheckConstraint("full_marks >= 0 AND full_marks <= answers", name=op.f("ck_sample_quiz_counts")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_sample_quiz_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_quiz")),
        sa.UniqueConstraint("number", name=op.f("uq_sample_quiz_number")),
        sa.UniqueConstraint("link", name=op.f("uq_sample_quiz_link")),
    )
    with op.batch_alter_table("sample_quiz", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_quiz_made_by"), ["made_by"], unique=False)

    op.create_table(
        "sample_question",
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["bank_item.id"], name=op.f("fk_sample_question_item_id")),
        sa.ForeignKeyConstraint(
            ["quiz_id"], ["sample_quiz.id"], name=op.f("fk_sample_question_quiz_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_sample_question_version")),
        sa.PrimaryKeyConstraint("quiz_id", "place", name=op.f("pk_sample_question")),
        sa.UniqueConstraint("quiz_id", "item_id", name=op.f("uq_sample_question_quiz_id_item_id")),
    )
    with op.batch_alter_table("sample_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_question_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sample_question_version"), ["version"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sample_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sample_question_version"))
        batch_op.drop_index(batch_op.f("ix_sample_question_item_id"))
    op.drop_table("sample_question")
    with op.batch_alter_table("sample_quiz", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sample_quiz_made_by"))
    op.drop_table("sample_quiz")
