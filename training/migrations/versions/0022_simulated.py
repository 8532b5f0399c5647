"""People made by a simulation, and the simulations"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0023b"
branch_labels = None
depends_on = None

NAMES = ("name", "certificate_name")
MARK, ASIDE = "(simulated)", "[simulated]"
SAYS = """state = 'erased' OR (simulated = (name LIKE '%(simulated)')
 AND (certificate_name IS NULL OR simulated = (certificate_name LIKE '%(simulated)'))
 AND (NOT simulated OR email LIKE '%@simulated.invalid'))"""


def upgrade() -> None:
    # Who was simulated before the column was taken away again still has the name and the address: it becomes theirs anew.
    for column in NAMES:
        op.execute(f"UPDATE person SET {column} = {_ending(column, ASIDE)} WHERE {column} LIKE '%{MARK}'")
    # One statement for both databases: rebuilding the table, as Alembic would on SQLite, forgets its checks.
    default = "0" if op.get_bind().dialect.name == "sqlite" else "false"
    added = f"ALTER TABLE person ADD COLUMN simulated BOOLEAN DEFAULT {default} NOT NULL"
    op.execute(f"{added} CONSTRAINT ck_person_simulated CHECK ({SAYS})")
    named = ", ".join(f"{column} = {_ending(column, MARK)}" for column in NAMES)
    op.execute(f"UPDATE person SET simulated = true, {named} WHERE email LIKE '%@simulated.invalid'")
    for column in NAMES:
        op.execute(f"UPDATE person SET {column} = trim({_ending(column, '')}) WHERE {column} LIKE '%{ASIDE}'")
    where = sa.text("simulated")
    op.create_index("ix_person_simulated", "person", ["id"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "simulation_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.CheckConstraint("people > 0 AND months > 0 AND acts >= 0", name=op.f("ck_simulation_run_counts")),
        sa.CheckConstraint(
            "(open IS NULL) = (finished_at IS NOT NULL) AND (open IS NULL OR open)", name=op.f("ck_simulation_run_open")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulation_run")),
        sa.UniqueConstraint("open", name=op.f("uq_simulation_run_open")),
    )


def _ending(column: str, mark: str) -> str:
    """Return a name with another mark in the place of the one it ends with; both are as long."""
    return f"substr({column}, 1, length({column}) - {len(MARK)}) || '{mark}'"


def downgrade() -> None:
    op.drop_table("simulation_run")
    op.drop_index("ix_person_simulated", table_name="person")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_person_simulated", "person")
    op.execute("ALTER TABLE person DROP COLUMN simulated")
