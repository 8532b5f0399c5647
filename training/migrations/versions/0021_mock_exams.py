"""Mock exams beside the exams they rehearse, and from which pool the papers of each may come"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0022"
branch_labels = None
depends_on = None

POOLS = "(pool = 'exam' AND mock_of IS NULL) OR (pool = 'practice' AND mock_of IS NOT NULL)"


def upgrade() -> None:
    with op.batch_alter_table("exam") as batch:
        batch.add_column(sa.Column("pool", sa.String(10), nullable=False, server_default="exam"))
        batch.add_column(sa.Column("mock_of", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_exam_mock_of"), "exam", ["mock_of"], ["id"])
        batch.create_unique_constraint(op.f("uq_exam_mock_of"), ["mock_of"])
        batch.create_unique_constraint(op.f("uq_exam_id_pool"), ["id", "pool"])
        batch.create_check_constraint(op.f("ck_exam_pool"), POOLS)
    with op.batch_alter_table("exam_version") as batch:
        batch.add_column(sa.Column("pool", sa.String(10), nullable=False, server_default="exam"))
        batch.drop_constraint(op.f("fk_exam_version_exam_id"), type_="foreignkey")
        batch.create_foreign_key(
            op.f("fk_exam_version_exam_id_pool"), "exam", ["exam_id", "pool"], ["id", "pool"]
        )


def downgrade() -> None:
    with op.batch_alter_table("exam_version") as batch:
        batch.drop_constraint(op.f("fk_exam_version_exam_id_pool"), type_="foreignkey")
        batch.create_foreign_key(op.f("fk_exam_version_exam_id"), "exam", ["exam_id"], ["id"])
        batch.drop_column("pool")
    with op.batch_alter_table("exam") as batch:
        batch.drop_constraint(op.f("ck_exam_pool"), type_="check")
        batch.drop_constraint(op.f("uq_exam_id_pool"), type_="unique")
        batch.drop_constraint(op.f("uq_exam_mock_of"), type_="unique")
        batch.drop_constraint(op.f("fk_exam_mock_of"), type_="foreignkey")
        batch.drop_column("mock_of")
        batch.drop_column("pool")
