"""Marks whose numerators and denominators have 64 bits on PostgreSQL too, as SQLite always gave them"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

AWARDED, POSSIBLE = ("awarded_num", "awarded_den"), ("possible_num", "possible_den")
COLUMNS = {
    "result": (*AWARDED, *POSSIBLE),
    "mark": (*AWARDED, *POSSIBLE),
    "mark_given": AWARDED,
    "person_mark": AWARDED,
    "practice_answer": AWARDED,
}


def upgrade() -> None:
    _change(sa.Integer(), sa.BigInteger())


def downgrade() -> None:
    _change(sa.BigInteger(), sa.Integer())


def _change(before: sa.types.TypeEngine[int], after: sa.types.TypeEngine[int]) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in COLUMNS.items():
        for column in columns:
            op.alter_column(table, column, existing_type=before, type_=after)
