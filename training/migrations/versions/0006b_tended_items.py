"""What lists of items search by; outdated sources, checked items, kept filters, changes of many items"""

import json
from collections.abc import Iterator, Mapping
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0006b"
down_revision = "0006"
branch_labels = None
depends_on = None

_VERSIONS = sa.table(
    "item_version",
    sa.column("hash", sa.String),
    sa.column("content", sa.JSON),
    sa.column("objective", sa.Text),
    sa.column("cites", sa.Text),
    sa.column("review_by", sa.Date),
    sa.column("unfinished", sa.Boolean),
)


def upgrade() -> None:
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("objective", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("cites", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("review_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("unfinished", sa.Boolean(), nullable=False, server_default=sa.false()))
    _fill()
    op.create_table(
        "source_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("outdated", sa.Boolean(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_who_and_when("source_flag"),
    )
    op.create_table(
        "item_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("again_by", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_item_check_version")),
        *_who_and_when("item_check"),
    )
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_filter_person_id_name")),
        *_who_and_when("saved_filter"),
    )
    op.create_table(
        "item_change_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        *_who_and_when("item_change_run"),
    )
    for table, column in (
        ("source_flag", "source"),
        ("source_flag", "person_id"),
        ("item_check", "version"),
        ("item_check", "person_id"),
        ("item_change_run", "person_id"),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    for table in ("item_change_run", "saved_filter", "item_check", "source_flag"):
        op.drop_table(table)
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        for column in ("unfinished", "review_by", "cites", "objective"):
            batch_op.drop_column(column)


def _who_and_when(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _fill() -> None:
    """Write beside each version's content what lists search by."""
    connection = op.get_bind()
    for version, content in connection.execute(sa.select(_VERSIONS.c.hash, _VERSIONS.c.content)).all():
        draft = json.loads(content) if isinstance(content, str) else content
        review_by = str(draft.get("review_by") or "")
        connection.execute(
            sa.update(_VERSIONS)
            .where(_VERSIONS.c.hash == version)
            .values(
                objective=str(draft.get("objective") or "").casefold(),
                cites="".join(f" {code} " for code in dict.fromkeys(_cited(draft))),
                review_by=date.fromisoformat(review_by) if review_by else None,
                unfinished=bool(draft.get("unfinished")),
            )
        )


def _cited(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from (str(code) for code in inner) if name == "sources" else _cited(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cited(inner)
