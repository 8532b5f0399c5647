"""Every table of the first release"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_row",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("details_hash", sa.String(length=64), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_row")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_row_hash")),
    )
    with op.batch_alter_table("audit_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_row_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_row_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_row_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_row_subject"), ["subject"], unique=False)

    op.create_table(
        "bank_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("pool", sa.String(length=10), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_item")),
        sa.UniqueConstraint("code", name=op.f("uq_bank_item_code")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("certificate_name", sa.String(length=120), nullable=True),
        sa.Column("certificate_name_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certificate_name_fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('invited', 'active', 'blocked', 'erased')", name=op.f("ck_person_state")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "practical_form",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_practical_form")),
    )
    with op.batch_alter_table("practical_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practical_form_code"), ["code"], unique=False)

    op.create_table(
        "programme_version",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_programme_version")),
    )
    with op.batch_alter_table("programme_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_version_code"), ["code"], unique=False)

    op.create_table(
        "rate_hit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_hit")),
    )
    with op.batch_alter_table("rate_hit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_hit_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_rate_hit_bucket_at"), ["bucket", "at"], unique=False)

    op.create_table(
        "worker_beat",
        sa.Column("worker", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "accommodation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("factor_num", sa.Integer(), nullable=False),
        sa.Column("factor_den", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "factor_den > 0 AND factor_num >= factor_den AND factor_num <= 5 * factor_den",
            name=op.f("ck_accommodation_factor"),
        ),
        sa.CheckConstraint("granted_by <> person_id", name=op.f("ck_accommodation_four_eyes")),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("fk_accommodation_granted_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_accommodation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accommodation")),
    )
    with op.batch_alter_table("accommodation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accommodation_granted_by"), ["granted_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_accommodation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "audit_detail",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["audit_row.seq"], name=op.f("fk_audit_detail_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_detail")),
    )
    op.create_table(
        "bank_import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.CheckConstraint("state IN ('shown', 'applied', 'dropped')", name=op.f("ck_bank_import_run_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bank_import_run_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_import_run")),
    )
    with op.batch_alter_table("bank_import_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_import_run_person_id"), ["person_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=19), nullable=False),
        sa.Column("award_key", sa.String(length=160), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("searched", sa.String(length=400), nullable=False),
        sa.Column("programme_code", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("issued_by <> person_id", name=op.f("ck_certificate_four_eyes")),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_certificate_issued_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certificate_person_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["certificate.id"], name=op.f("fk_certificate_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("award_key", name=op.f("uq_certificate_award_key")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_certificate_supersedes_id")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_facts_sha256"), ["facts_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_issued_at"), ["issued_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_issued_by"), ["issued_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_pdf_sha256"), ["pdf_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_programme_code"), ["programme_code"], unique=False)

    op.create_table(
        "certificate_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certificate_name_person_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_certificate_name_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_name")),
    )
    with op.batch_alter_table("certificate_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_name_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_name_set_by"), ["set_by"], unique=False)

    op.create_table(
        "cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_version", sa.String(length=64), nullable=False),
        sa.Column("programme_code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_cohort_dates")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_cohort_created_by")),
        sa.ForeignKeyConstraint(
            ["programme_version"], ["programme_version.version"], name=op.f("fk_cohort_programme_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("name", name=op.f("uq_cohort_name")),
    )
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_created_by"), ["created_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_programme_version"), ["programme_version"], unique=False)

    op.create_table(
        "exam",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_exam_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam")),
        sa.UniqueConstraint("code", name=op.f("uq_exam_code")),
    )
    op.create_table(
        "item_figure",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_item_figure_created_by")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_item_figure")),
    )
    with op.batch_alter_table("item_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_figure_digest"), ["digest"], unique=False)

    op.create_table(
        "item_version",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("domain", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(length=300), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'in review', 'approved', 'signed', 'retired')", name=op.f("ck_item_version_state")
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_reason IS NOT NULL", name=op.f("ck_item_version_withdrawn_reason")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_item_version_created_by")),
        sa.ForeignKeyConstraint(["item_id"], ["bank_item.id"], name=op.f("fk_item_version_item_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_item_version_withdrawn_by")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_item_version")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_item_version_item_id_number")),
    )
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_version_created_by"), ["created_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_version_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_version_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_item_version_signed",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("state = 'signed'"),
            postgresql_where=sa.text("state = 'signed'"),
        )

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("dedupe", sa.String(length=120), nullable=True),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=40), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("done >= 0 AND done <= total", name=op.f("ck_job_progress")),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_job_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_job_dedupe")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_requested_by"), ["requested_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_state"), ["state"], unique=False)

    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=2000), nullable=False),
        sa.Column("page", sa.String(length=2000), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_form_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kept_form_token_hash")),
    )
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_form_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_form_person_id"), ["person_id"], unique=False)

    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("dedupe", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_person_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_mail_dedupe")),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_state"), ["state"], unique=False)

    op.create_table(
        "media_file",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("extension", sa.String(length=5), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("extension IN ('png', 'jpg', 'webp')", name=op.f("ck_media_file_extension")),
        sa.ForeignKeyConstraint(["stored_by"], ["person.id"], name=op.f("fk_media_file_stored_by")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_media_file")),
    )
    with op.batch_alter_table("media_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_media_file_stored_by"), ["stored_by"], unique=False)

    op.create_table(
        "module_version",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["loaded_by"], ["person.id"], name=op.f("fk_module_version_loaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_version")),
    )
    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_version_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_module_version_loaded_by"), ["loaded_by"], unique=False)

    op.create_table(
        "name_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(decided_at IS NULL) = (accepted IS NULL)", name=op.f("ck_name_request_decided_whole")),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> person_id", name=op.f("ck_name_request_four_eyes")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_name_request_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_name_request_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_request")),
    )
    with op.batch_alter_table("name_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_name_request_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_name_request_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_name_request_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "person_role",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_role_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_person_role")),
    )
    op.create_table(
        "person_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_token_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_person_token_token_hash")),
    )
    with op.batch_alter_table("person_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "practical_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("assessor_name", sa.String(length=200), nullable=False),
        sa.Column("assessor_roles", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("patient", sa.String(length=12), nullable=False),
        sa.Column("form_version", sa.String(length=64), nullable=False),
        sa.Column("form_code", sa.String(length=60), nullable=False),
        sa.Column("station", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=12), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("correction_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "finding <> 'struck' OR corrects_id IS NOT NULL", name=op.f("ck_practical_assessment_struck_corrects")
        ),
        sa.CheckConstraint(
            "finding IN ('passed', 'not passed', 'struck')", name=op.f("ck_practical_assessment_finding")
        ),
        sa.CheckConstraint(
            "(corrects_id IS NULL) = (correction_reason IS NULL)",
            name=op.f("ck_practical_assessment_correction_has_reason"),
        ),
        sa.CheckConstraint("person_id <> assessor_id", name=op.f("ck_practical_assessment_not_own")),
        sa.ForeignKeyConstraint(["assessor_id"], ["person.id"], name=op.f("fk_practical_assessment_assessor_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["practical_assessment.id"], name=op.f("fk_practical_assessment_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["form_version"], ["practical_form.version"], name=op.f("fk_practical_assessment_form_version")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_practical_assessment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practical_assessment")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_practical_assessment_corrects_id")),
    )
    with op.batch_alter_table("practical_assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practical_assessment_assessor_id"), ["assessor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_practical_assessment_form_version"), ["form_version"], unique=False)
        batch_op.create_index(batch_op.f("ix_practical_assessment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "practice_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_practice_set_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_set")),
    )
    with op.batch_alter_table("practice_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_set_person_id"), ["person_id"], unique=False)

    op.create_table(
        "read_again",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("module_code", sa.String(length=60), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_read_again_person_id")),
        sa.PrimaryKeyConstraint("person_id", "module_code", "section", name=op.f("pk_read_again")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("person_id", "code_hash", name=op.f("uq_recovery_code_person_id_code_hash")),
    )
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "study_minute",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("module_code", sa.String(length=60), nullable=False),
        sa.CheckConstraint("minute > 0", name=op.f("ck_study_minute_after_1970")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_study_minute_person_id")),
        sa.PrimaryKeyConstraint("person_id", "minute", name=op.f("pk_study_minute")),
    )
    with op.batch_alter_table("study_minute", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_study_minute_person_id_module_code"), ["person_id", "module_code"], unique=False
        )

    op.create_table(
        "study_run",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_study_run_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_study_run")),
    )
    op.create_table(
        "supervised_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_key", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("technique", sa.String(length=40), nullable=False),
        sa.Column("patients", sa.Integer(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_name", sa.String(length=200), nullable=True),
        sa.Column("decided_roles", sa.String(length=200), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("correction_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('confirmed', 'declined')) = (decided_at IS NOT NULL)",
            name=op.f("ck_supervised_session_decided"),
        ),
        sa.CheckConstraint(
            "state <> 'declined' OR decision_reason IS NOT NULL", name=op.f("ck_supervised_session_declined_has_reason")
        ),
        sa.CheckConstraint(
            "state IN ('entered', 'confirmed', 'declined', 'struck')", name=op.f("ck_supervised_session_state")
        ),
        sa.CheckConstraint(
            "(corrects_id IS NULL) = (correction_reason IS NULL)",
            name=op.f("ck_supervised_session_correction_has_reason"),
        ),
        sa.CheckConstraint("minutes BETWEEN 5 AND 720", name=op.f("ck_supervised_session_minutes")),
        sa.CheckConstraint(
            "patients IS NULL OR patients BETWEEN 1 AND 50", name=op.f("ck_supervised_session_patients")
        ),
        sa.CheckConstraint("person_id <> supervisor_id", name=op.f("ck_supervised_session_not_own")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["supervised_session.id"], name=op.f("fk_supervised_session_corrects_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_supervised_session_person_id")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["person.id"], name=op.f("fk_supervised_session_supervisor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervised_session")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_supervised_session_corrects_id")),
        sa.UniqueConstraint("person_id", "entry_key", name=op.f("uq_supervised_session_person_id_entry_key")),
    )
    with op.batch_alter_table("supervised_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supervised_session_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_supervised_session_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_supervised_session_supervisor_id"), ["supervisor_id"], unique=False)

    op.create_table(
        "user_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_user_session_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "certificate_status",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("reason_class", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act IN ('suspended', 'reinstated', 'revoked', 'superseded')", name=op.f("ck_certificate_status_act")
        ),
        sa.CheckConstraint("place > 0", name=op.f("ck_certificate_status_place")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_certificate_status_by")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_status_certificate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_status")),
        sa.UniqueConstraint("certificate_id", "place", name=op.f("uq_certificate_status_certificate_id_place")),
    )
    with op.batch_alter_table("certificate_status", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_status_by"), ["by"], unique=False)

    op.create_table(
        "checkpoint_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("module_code", sa.String(length=60), nullable=False),
        sa.Column("checkpoint", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_checkpoint_answer_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_checkpoint_answer_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoint_answer")),
    )
    with op.batch_alter_table("checkpoint_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_checkpoint_answer_person_id_module_code"), ["person_id", "module_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_checkpoint_answer_version_id"), ["version_id"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("programme_code", sa.String(length=60), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolled_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_enrolment_withdrawn_has_reason")
        ),
        sa.CheckConstraint("enrolled_by IS NULL OR enrolled_by <> person_id", name=op.f("ck_enrolment_not_by_oneself")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_enrolment_cohort_id")),
        sa.ForeignKeyConstraint(["enrolled_by"], ["person.id"], name=op.f("fk_enrolment_enrolled_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_enrolment_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("cohort_id", "person_id", name=op.f("uq_enrolment_cohort_id_person_id")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_enrolled_by"), ["enrolled_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolment_withdrawn_by"), ["withdrawn_by"], unique=False)
        batch_op.create_index(
            "uq_enrolment_open",
            ["person_id", "programme_code"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "exam_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admitted_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["admitted_by"], ["person.id"], name=op.f("fk_exam_entry_admitted_by")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_exam_entry_exam_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exam_entry_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_entry")),
        sa.UniqueConstraint("exam_id", "person_id", name=op.f("uq_exam_entry_exam_id_person_id")),
    )
    with op.batch_alter_table("exam_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exam_entry_person_id"), ["person_id"], unique=False)

    op.create_table(
        "exam_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("specification", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("scoring", sa.String(length=20), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_exam_version_exam_id")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_exam_version_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_version")),
        sa.UniqueConstraint("exam_id", "number", name=op.f("uq_exam_version_exam_id_number")),
    )
    op.create_table(
        "item_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_approval_person_id")),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_item_approval_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_approval")),
        sa.UniqueConstraint("version", "person_id", name=op.f("uq_item_approval_version_person_id")),
    )
    with op.batch_alter_table("item_approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_approval_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_approval_version"), ["version"], unique=False)

    op.create_table(
        "item_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asks_changes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_comment_person_id")),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_item_comment_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_comment")),
    )
    with op.batch_alter_table("item_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_comment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_comment_version"), ["version"], unique=False)

    op.create_table(
        "item_review_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_review_answer_person_id")),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_item_review_answer_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_review_answer")),
        sa.UniqueConstraint("version", "person_id", name=op.f("uq_item_review_answer_version_person_id")),
    )
    with op.batch_alter_table("item_review_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_review_answer_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_review_answer_version"), ["version"], unique=False)

    op.create_table(
        "item_sign_off",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_sign_off_person_id")),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_item_sign_off_version")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_item_sign_off")),
    )
    with op.batch_alter_table("item_sign_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_sign_off_person_id"), ["person_id"], unique=False)

    op.create_table(
        "job_failure",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_failure_job_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "step", name=op.f("pk_job_failure")),
    )
    op.create_table(
        "module",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_module_version_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_module")),
        sa.UniqueConstraint("version_id", name=op.f("uq_module_version_id")),
    )
    op.create_table(
        "module_completed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("module_code", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_module_completed_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_module_completed_version_id")),
        sa.PrimaryKeyConstraint("person_id", "version_id", name=op.f("pk_module_completed")),
    )
    with op.batch_alter_table("module_completed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_completed_module_code"), ["module_code"], unique=False)

    op.create_table(
        "module_signature",
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_module_signature_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_module_signature_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_module_signature")),
    )
    with op.batch_alter_table("module_signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_signature_person_id"), ["person_id"], unique=False)

    op.create_table(
        "practical_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form_code", sa.String(length=60), nullable=False),
        sa.Column("station", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("person_id <> assessor_id", name=op.f("ck_practical_draft_not_own")),
        sa.ForeignKeyConstraint(["assessor_id"], ["person.id"], name=op.f("fk_practical_draft_assessor_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["practical_assessment.id"], name=op.f("fk_practical_draft_corrects_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_practical_draft_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practical_draft")),
        sa.UniqueConstraint("assessor_id", "corrects_id", name=op.f("uq_practical_draft_assessor_id_corrects_id")),
    )
    with op.batch_alter_table("practical_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practical_draft_corrects_id"), ["corrects_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_practical_draft_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_practical_draft_new",
            ["assessor_id", "person_id", "form_code", "station"],
            unique=True,
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        )

    op.create_table(
        "practice_slot",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("option_order", sa.JSON(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_practice_slot_position")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["practice_set.id"], name=op.f("fk_practice_slot_set_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_practice_slot_version")),
        sa.PrimaryKeyConstraint("set_id", "position", name=op.f("pk_practice_slot")),
    )
    with op.batch_alter_table("practice_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_slot_version"), ["version"], unique=False)

    op.create_table(
        "roster_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.CheckConstraint("(applied_at IS NULL) = (result IS NULL)", name=op.f("ck_roster_run_applied")),
        sa.ForeignKeyConstraint(["applied_by"], ["person.id"], name=op.f("fk_roster_run_applied_by")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_roster_run_cohort_id")),
        sa.ForeignKeyConstraint(["read_by"], ["person.id"], name=op.f("fk_roster_run_read_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_run")),
    )
    with op.batch_alter_table("roster_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_run_applied_by"), ["applied_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_run_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_run_read_by"), ["read_by"], unique=False)

    op.create_table(
        "section_opened",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("module_code", sa.String(length=60), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_section_opened_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_section_opened_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_opened")),
        sa.UniqueConstraint(
            "person_id",
            "module_code",
            "section",
            "digest",
            name=op.f("uq_section_opened_person_id_module_code_section_digest"),
        ),
    )
    with op.batch_alter_table("section_opened", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_section_opened_version_id"), ["version_id"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("exam_version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("seed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("honour_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accommodation", sa.JSON(), nullable=False),
        sa.Column("paper_sha256", sa.String(length=64), nullable=False),
        sa.Column("answer_key", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("epoch_client", sa.String(length=40), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=20), nullable=True),
        sa.Column("event_digest", sa.String(length=64), nullable=True),
        sa.Column("graded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=1000), nullable=True),
        sa.Column("given_back", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state <> 'voided' OR void_reason IS NOT NULL", name=op.f("ck_attempt_void_reason")),
        sa.CheckConstraint("state IN ('in progress', 'submitted', 'graded', 'voided')", name=op.f("ck_attempt_state")),
        sa.CheckConstraint(
            "state IN ('in progress', 'voided') OR submitted_at IS NOT NULL", name=op.f("ck_attempt_submitted_at")
        ),
        sa.CheckConstraint("deadline_at > started_at AND closes_at >= deadline_at", name=op.f("ck_attempt_times")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_attempt_exam_id")),
        sa.ForeignKeyConstraint(["exam_version_id"], ["exam_version.id"], name=op.f("fk_attempt_exam_version_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attempt_person_id")),
        sa.ForeignKeyConstraint(["voided_by"], ["person.id"], name=op.f("fk_attempt_voided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("exam_id", "person_id", "number", name=op.f("uq_attempt_exam_id_person_id_number")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_exam_version_id"), ["exam_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempt_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_attempt_state_closes_at", ["state", "closes_at"], unique=False)
        batch_op.create_index(
            "uq_attempt_open",
            ["exam_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state = 'in progress'"),
            postgresql_where=sa.text("state = 'in progress'"),
        )

    op.create_table(
        "practice_answer",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("awarded_num", sa.Integer(), nullable=False),
        sa.Column("awarded_den", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("awarded_num >= 0 AND awarded_den > 0", name=op.f("ck_practice_answer_awarded")),
        sa.ForeignKeyConstraint(
            ["set_id", "position"],
            ["practice_slot.set_id", "practice_slot.position"],
            name=op.f("fk_practice_answer_set_id_position"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("set_id", "position", name=op.f("pk_practice_answer")),
    )
    op.create_table(
        "attempt_device",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_device_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", "epoch", name=op.f("pk_attempt_device")),
    )
    op.create_table(
        "attempt_extra_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_attempt_extra_time_minutes")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_extra_time_attempt_id")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_attempt_extra_time_given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_extra_time")),
    )
    with op.batch_alter_table("attempt_extra_time", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_extra_time_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "attempt_held",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=30), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruling", sa.String(length=10), nullable=True),
        sa.Column("ruled_by", sa.Integer(), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "why IN ('unreadable', 'number out of range', 'no such question', 'no answer of this kind', 'another device', 'late')",
            name=op.f("ck_attempt_held_why"),
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_held_attempt_id")),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name=op.f("fk_attempt_held_ruled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_held")),
        sa.UniqueConstraint("attempt_id", "digest", name=op.f("uq_attempt_held_attempt_id_digest")),
    )
    op.create_table(
        "attempt_problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_attempt_problem_answered_by")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_problem_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_problem")),
    )
    with op.batch_alter_table("attempt_problem", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_problem_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "paper",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_paper_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_paper")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_sha256"), ["sha256"], unique=False)

    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.Column("awarded_num", sa.Integer(), nullable=False),
        sa.Column("awarded_den", sa.Integer(), nullable=False),
        sa.Column("possible_num", sa.Integer(), nullable=False),
        sa.Column("possible_den", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.CheckConstraint("outcome IN ('pass', 'fail', 'withheld')", name=op.f("ck_result_outcome")),
        sa.CheckConstraint("awarded_den > 0 AND possible_den > 0", name=op.f("ck_result_fractions")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_result_attempt_id")),
        sa.ForeignKeyConstraint(["supersedes"], ["result.id"], name=op.f("fk_result_supersedes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_result_supersedes")),
    )
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_attempt_id"), ["attempt_id"], unique=False)
        batch_op.create_index(
            "uq_result_first",
            ["attempt_id"],
            unique=True,
            sqlite_where=sa.text("supersedes IS NULL"),
            postgresql_where=sa.text("supersedes IS NULL"),
        )

    op.create_table(
        "slot",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("option_order", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_slot_attempt_id")),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_slot_version")),
        sa.PrimaryKeyConstraint("attempt_id", "position", name=op.f("pk_slot")),
        sa.UniqueConstraint("attempt_id", "version", name=op.f("uq_slot_attempt_id_version")),
    )
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slot_version"), ["version"], unique=False)

    op.create_table(
        "attempt_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('answer', 'clear', 'flag', 'unflag', 'eliminate', 'restore', 'seen')",
            name=op.f("ck_attempt_event_kind"),
        ),
        sa.CheckConstraint("seq >= 1 AND epoch >= 1", name=op.f("ck_attempt_event_numbers")),
        sa.ForeignKeyConstraint(
            ["attempt_id", "position"],
            ["slot.attempt_id", "slot.position"],
            name=op.f("fk_attempt_event_attempt_id_position"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_event")),
        sa.UniqueConstraint("attempt_id", "client", "seq", name=op.f("uq_attempt_event_attempt_id_client_seq")),
    )
    op.create_table(
        "mark",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("awarded_num", sa.Integer(), nullable=False),
        sa.Column("awarded_den", sa.Integer(), nullable=False),
        sa.Column("possible_num", sa.Integer(), nullable=False),
        sa.Column("possible_den", sa.Integer(), nullable=False),
        sa.Column("dangerous", sa.Boolean(), nullable=False),
        sa.CheckConstraint("awarded_num >= 0 AND awarded_den > 0 AND possible_den > 0", name=op.f("ck_mark_fractions")),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_mark_result_id")),
        sa.ForeignKeyConstraint(["version"], ["item_version.hash"], name=op.f("fk_mark_version")),
        sa.PrimaryKeyConstraint("result_id", "position", name=op.f("pk_mark")),
    )
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mark_version"), ["version"], unique=False)

    op.create_table(
        "response",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id", "position"],
            ["slot.attempt_id", "slot.position"],
            name=op.f("fk_response_attempt_id_position"),
        ),
        sa.PrimaryKeyConstraint("attempt_id", "edition", "position", name=op.f("pk_response")),
    )

    op.execute("INSERT INTO audit_head (id, count, hash) VALUES (1, 0, '" + "0" * 64 + "')")


def downgrade() -> None:
    op.drop_table("response")
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mark_version"))

    op.drop_table("mark")
    op.drop_table("attempt_event")
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slot_version"))

    op.drop_table("slot")
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_result_first",
            sqlite_where=sa.text("supersedes IS NULL"),
            postgresql_where=sa.text("supersedes IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_result_attempt_id"))

    op.drop_table("result")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_sha256"))

    op.drop_table("paper")
    with op.batch_alter_table("attempt_problem", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_problem_attempt_id"))

    op.drop_table("attempt_problem")
    op.drop_table("attempt_held")
    with op.batch_alter_table("attempt_extra_time", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_extra_time_attempt_id"))

    op.drop_table("attempt_extra_time")
    op.drop_table("attempt_device")
    op.drop_table("practice_answer")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempt_open",
            sqlite_where=sa.text("state = 'in progress'"),
            postgresql_where=sa.text("state = 'in progress'"),
        )
        batch_op.drop_index("ix_attempt_state_closes_at")
        batch_op.drop_index(batch_op.f("ix_attempt_person_id"))
        batch_op.drop_index(batch_op.f("ix_attempt_exam_version_id"))

    op.drop_table("attempt")
    with op.batch_alter_table("section_opened", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_section_opened_version_id"))

    op.drop_table("section_opened")
    with op.batch_alter_table("roster_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_run_read_by"))
        batch_op.drop_index(batch_op.f("ix_roster_run_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_roster_run_applied_by"))

    op.drop_table("roster_run")
    with op.batch_alter_table("practice_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_slot_version"))

    op.drop_table("practice_slot")
    with op.batch_alter_table("practical_draft", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_practical_draft_new",
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_practical_draft_person_id"))
        batch_op.drop_index(batch_op.f("ix_practical_draft_corrects_id"))

    op.drop_table("practical_draft")
    with op.batch_alter_table("module_signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_signature_person_id"))

    op.drop_table("module_signature")
    with op.batch_alter_table("module_completed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_completed_module_code"))

    op.drop_table("module_completed")
    op.drop_table("module")
    op.drop_table("job_failure")
    with op.batch_alter_table("item_sign_off", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_sign_off_person_id"))

    op.drop_table("item_sign_off")
    with op.batch_alter_table("item_review_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_review_answer_version"))
        batch_op.drop_index(batch_op.f("ix_item_review_answer_person_id"))

    op.drop_table("item_review_answer")
    with op.batch_alter_table("item_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_comment_version"))
        batch_op.drop_index(batch_op.f("ix_item_comment_person_id"))

    op.drop_table("item_comment")
    with op.batch_alter_table("item_approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_approval_version"))
        batch_op.drop_index(batch_op.f("ix_item_approval_person_id"))

    op.drop_table("item_approval")
    op.drop_table("exam_version")
    with op.batch_alter_table("exam_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exam_entry_person_id"))

    op.drop_table("exam_entry")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_enrolment_open",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_enrolment_withdrawn_by"))
        batch_op.drop_index(batch_op.f("ix_enrolment_person_id"))
        batch_op.drop_index(batch_op.f("ix_enrolment_enrolled_by"))

    op.drop_table("enrolment")
    with op.batch_alter_table("checkpoint_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkpoint_answer_version_id"))
        batch_op.drop_index(batch_op.f("ix_checkpoint_answer_person_id_module_code"))

    op.drop_table("checkpoint_answer")
    with op.batch_alter_table("certificate_status", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_status_by"))

    op.drop_table("certificate_status")
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_session_person_id"))

    op.drop_table("user_session")
    with op.batch_alter_table("supervised_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supervised_session_supervisor_id"))
        batch_op.drop_index(batch_op.f("ix_supervised_session_state"))
        batch_op.drop_index(batch_op.f("ix_supervised_session_person_id"))

    op.drop_table("supervised_session")
    op.drop_table("study_run")
    with op.batch_alter_table("study_minute", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_study_minute_person_id_module_code"))

    op.drop_table("study_minute")
    op.drop_table("second_factor")
    op.drop_table("recovery_code")
    op.drop_table("read_again")
    with op.batch_alter_table("practice_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_set_person_id"))

    op.drop_table("practice_set")
    with op.batch_alter_table("practical_assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practical_assessment_person_id"))
        batch_op.drop_index(batch_op.f("ix_practical_assessment_form_version"))
        batch_op.drop_index(batch_op.f("ix_practical_assessment_assessor_id"))

    op.drop_table("practical_assessment")
    with op.batch_alter_table("person_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_token_person_id"))

    op.drop_table("person_token")
    op.drop_table("person_role")
    with op.batch_alter_table("name_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_name_request_open",
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_name_request_person_id"))
        batch_op.drop_index(batch_op.f("ix_name_request_decided_by"))

    op.drop_table("name_request")
    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_version_loaded_by"))
        batch_op.drop_index(batch_op.f("ix_module_version_code"))

    op.drop_table("module_version")
    with op.batch_alter_table("media_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_media_file_stored_by"))

    op.drop_table("media_file")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_state"))
        batch_op.drop_index(batch_op.f("ix_mail_person_id"))
        batch_op.drop_index(batch_op.f("ix_mail_due_at"))

    op.drop_table("mail")
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_form_person_id"))
        batch_op.drop_index(batch_op.f("ix_kept_form_created_at"))

    op.drop_table("kept_form")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_state"))
        batch_op.drop_index(batch_op.f("ix_job_requested_by"))

    op.drop_table("job")
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_item_version_signed",
            sqlite_where=sa.text("state = 'signed'"),
            postgresql_where=sa.text("state = 'signed'"),
        )
        batch_op.drop_index(batch_op.f("ix_item_version_state"))
        batch_op.drop_index(batch_op.f("ix_item_version_item_id"))
        batch_op.drop_index(batch_op.f("ix_item_version_created_by"))

    op.drop_table("item_version")
    with op.batch_alter_table("item_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_figure_digest"))

    op.drop_table("item_figure")
    op.drop_table("exam")
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_programme_version"))
        batch_op.drop_index(batch_op.f("ix_cohort_created_by"))

    op.drop_table("cohort")
    with op.batch_alter_table("certificate_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_name_set_by"))
        batch_op.drop_index(batch_op.f("ix_certificate_name_person_id"))

    op.drop_table("certificate_name")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_programme_code"))
        batch_op.drop_index(batch_op.f("ix_certificate_person_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_pdf_sha256"))
        batch_op.drop_index(batch_op.f("ix_certificate_issued_by"))
        batch_op.drop_index(batch_op.f("ix_certificate_issued_at"))
        batch_op.drop_index(batch_op.f("ix_certificate_facts_sha256"))
        batch_op.drop_index(batch_op.f("ix_certificate_expires_at"))

    op.drop_table("certificate")
    with op.batch_alter_table("bank_import_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_import_run_person_id"))

    op.drop_table("bank_import_run")
    op.drop_table("audit_detail")
    with op.batch_alter_table("accommodation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accommodation_person_id"))
        batch_op.drop_index(batch_op.f("ix_accommodation_granted_by"))

    op.drop_table("accommodation")
    op.drop_table("worker_beat")
    with op.batch_alter_table("rate_hit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_hit_bucket_at"))
        batch_op.drop_index(batch_op.f("ix_rate_hit_at"))

    op.drop_table("rate_hit")
    with op.batch_alter_table("programme_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_version_code"))

    op.drop_table("programme_version")
    with op.batch_alter_table("practical_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practical_form_code"))

    op.drop_table("practical_form")
    op.drop_table("person")
    op.drop_table("bank_item")
    with op.batch_alter_table("audit_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_row_subject"))
        batch_op.drop_index(batch_op.f("ix_audit_row_at"))
        batch_op.drop_index(batch_op.f("ix_audit_row_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_row_action"))

    op.drop_table("audit_row")
    op.drop_table("audit_head")
