"""When practice answers were given, how sure, how fast, and how they went for what comes again

Answers given before have no certainty and no time; right ones went well. Their day is that of UTC.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0021"
branch_labels = None
depends_on = None

DAY = {"sqlite": "date(answered_at)", "postgresql": "CAST(answered_at AT TIME ZONE 'UTC' AS DATE)"}

EASE = "(ease IS NULL AND awarded_num IS NULL) OR (ease BETWEEN 1 AND 4 AND awarded_num IS NOT NULL)"


def upgrade() -> None:
    with op.batch_alter_table("practice_answer") as batch:
        batch.add_column(sa.Column("answered_on", sa.Date()))
        batch.add_column(sa.Column("certainty", sa.String(12)))
        batch.add_column(sa.Column("seconds", sa.Integer()))
        batch.add_column(sa.Column("ease", sa.SmallInteger()))
    op.execute(
        f"UPDATE practice_answer SET answered_on = {DAY[op.get_bind().dialect.name]}, "
        "ease = CASE WHEN awarded_num IS NULL THEN NULL WHEN awarded_num = awarded_den THEN 3 ELSE 1 END"
    )
    with op.batch_alter_table("practice_answer") as batch:
        batch.alter_column("answered_on", existing_type=sa.Date(), nullable=False)
        batch.create_check_constraint(op.f("ck_practice_answer_certainty"), "certainty IN ('sure', 'fairly sure', 'guessed')")
        batch.create_check_constraint(op.f("ck_practice_answer_seconds"), "seconds >= 0")
        batch.create_check_constraint(op.f("ck_practice_answer_ease"), EASE)


def downgrade() -> None:
    with op.batch_alter_table("practice_answer") as batch:
        batch.drop_constraint(op.f("ck_practice_answer_ease"), type_="check")
        batch.drop_constraint(op.f("ck_practice_answer_seconds"), type_="check")
        batch.drop_constraint(op.f("ck_practice_answer_certainty"), type_="check")
        for name in ("answered_on", "certainty", "seconds", "ease"):
            batch.drop_column(name)
