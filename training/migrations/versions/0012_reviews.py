"""Comments, requests for review and news of items and modules in the same tables"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = (
    "kind IN ('review asked', 'changes asked', 'approved', 'signed', 'commented', 'answered', 'review due soon',"
    " 'review overdue', 'request changed', 'no longer asked')"
)
UNREAD, DAY = sa.text("read_at IS NULL"), sa.text("due_on IS NOT NULL")
COMMENT = ("version", "person_id", "at", "text", "asks_changes", "part", "parent_id")
RESOLVED = ("resolved_at", "resolved_by", "resolved_number")
NOTICE = ("person_id", "version", "kind", "by_id", "at", "read_at", "due_on")
REQUEST = ("version", "asked_by", "asked_at", "due_on")
MOVED = (
    ("comment", ("id", *COMMENT, *RESOLVED)),
    ("review_request", REQUEST),
    ("reviewer", ("version", "person_id")),
    ("notice", ("id", *NOTICE)),
)
"""The tables that move, without what their names begin with, each with its columns."""


def upgrade() -> None:
    _make("review", of="", request="review_request")
    for name, columns in MOVED:
        _copy(f"item_{name}", "review_request" if name == "review_request" else f"review_{name}", columns)
    _count_on("review_comment")
    _count_on("review_notice")
    own = ("version_id", "person_id", "at", "text", "asks_changes")
    _copy("module_comment", "review_comment", ("version", *own[1:]), own)
    for name in ("item_notice", "item_reviewer", "item_review_request", "item_comment", "module_comment"):
        op.drop_table(name)


def downgrade() -> None:
    _make("item", of="item_version.hash", request="item_review_request")
    op.create_table(
        "module_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asks_changes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_module_comment_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_module_comment_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_comment")),
    )
    for column in ("person_id", "version_id"):
        op.create_index(op.f(f"ix_module_comment_{column}"), "module_comment", [column], unique=False)
    for name, columns in MOVED:
        source = "review_request" if name == "review_request" else f"review_{name}"
        _copy(source, f"item_{name}", columns, among=_all("item_version", "hash"))
    own = ("version_id", "person_id", "at", "text", "asks_changes")
    modules = _all("module_version", "id")
    _copy("review_comment", "module_comment", own, ("version", *own[1:]), among=modules)
    _count_on("item_comment")
    _count_on("item_notice")
    for name in ("review_notice", "review_reviewer", "review_request", "review_comment"):
        op.drop_table(name)


def _make(prefix: str, *, of: str, request: str) -> None:
    """Make the four tables; their versions are those of one table, ``of``, or of any for an empty text."""

    def version(name: str) -> list[sa.ForeignKeyConstraint]:
        return [sa.ForeignKeyConstraint(["version"], [of], name=op.f(f"fk_{name}_version"))] if of else []

    def person(name: str, column: str) -> sa.ForeignKeyConstraint:
        return sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{name}_{column}"))

    comment, reviewer, notice = f"{prefix}_comment", f"{prefix}_reviewer", f"{prefix}_notice"
    op.create_table(
        comment,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asks_changes", sa.Boolean(), nullable=False),
        sa.Column("part", sa.String(length=200), server_default="", nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.Column("resolved_number", sa.Integer(), nullable=True),
        *version(comment),
        person(comment, "person_id"),
        person(comment, "resolved_by"),
        sa.ForeignKeyConstraint(["parent_id"], [f"{comment}.id"], name=op.f(f"fk_{comment}_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{comment}")),
    )
    for column in ("parent_id", "person_id", "version"):
        op.create_index(op.f(f"ix_{comment}_{column}"), comment, [column], unique=False)
    op.create_table(
        request,
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *version(request),
        person(request, "asked_by"),
        sa.PrimaryKeyConstraint("version", name=op.f(f"pk_{request}")),
    )
    op.create_index(op.f(f"ix_{request}_asked_by"), request, ["asked_by"], unique=False)
    op.create_table(
        reviewer,
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *version(reviewer),
        person(reviewer, "person_id"),
        sa.PrimaryKeyConstraint("version", "person_id", name=op.f(f"pk_{reviewer}")),
    )
    op.create_index(op.f(f"ix_{reviewer}_person_id"), reviewer, ["person_id"], unique=False)
    op.create_table(
        notice,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f(f"ck_{notice}_kind")),
        *version(notice),
        person(notice, "person_id"),
        person(notice, "by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{notice}")),
    )
    for column in ("person_id", "version"):
        op.create_index(op.f(f"ix_{notice}_{column}"), notice, [column], unique=False)
    for name, columns, where in (
        ("unread", ["person_id", "version", "kind"], UNREAD),
        ("reminder", ["person_id", "version", "kind", "due_on"], DAY),
    ):
        op.create_index(
            f"uq_{notice}_{name}", notice, columns, unique=True, sqlite_where=where, postgresql_where=where
        )


def _copy(
    source: str, target: str, columns: tuple[str, ...], given: tuple[str, ...] = (), *, among: sa.Select[tuple[str]] | None = None
) -> None:
    """Copy rows; ``given`` are the source's columns where they have other names, ``among`` which versions."""
    held, new = (sa.table(name, *map(sa.column, names)) for name, names in ((source, given or columns), (target, columns)))
    rows = sa.select(*held.c)
    if among is not None:
        rows = rows.where(held.c.version.in_(among))
    op.execute(new.insert().from_select(list(columns), rows))


def _all(table: str, column: str) -> sa.Select[tuple[str]]:
    return sa.select(sa.table(table, sa.column(column, sa.String)).c[column])


def _count_on(table: str) -> None:
    """Let PostgreSQL go on counting after the ids that were copied."""
    if op.get_bind().dialect.name == "postgresql":
        newest: sa.Select[tuple[int]] = sa.select(sa.func.coalesce(sa.func.max(sa.column("id")), 0) + 1).select_from(sa.table(table))
        sequence = sa.func.pg_get_serial_sequence(table, "id")
        op.execute(sa.select(sa.func.setval(sequence, newest.scalar_subquery(), False)))
