"""First tables: agreements, documents, findings, runs, and the full-text index."""

import sqlalchemy as sa
from alembic import op

from tracker.models.search_index import POSTGRESQL_STATEMENTS, SQLITE_STATEMENTS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("legal_status", sa.String(), nullable=False),
        sa.Column("notification", sa.String(), nullable=True),
        sa.Column("composition", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("date_signed", sa.Date(), nullable=True),
        sa.Column("date_in_force", sa.Date(), nullable=True),
        sa.Column("date_inactive", sa.Date(), nullable=True),
        sa.Column("wto_rta_id", sa.Integer(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("related_wto_rta_ids", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("slug", name=op.f("uq_agreement_slug")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_wto_rta_id"), ["wto_rta_id"], unique=False)

    op.create_table(
        "party",
        sa.Column("iso3", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("iso3", name=op.f("pk_party")),
    )
    op.create_table(
        "party_group",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_party_group")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("licence", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("key", name=op.f("uq_source_key")),
    )
    op.create_table(
        "agreement_group",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_group_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_code"], ["party_group.code"], name=op.f("fk_agreement_group_group_code_party_group")
        ),
        sa.PrimaryKeyConstraint("agreement_id", "group_code", name=op.f("pk_agreement_group")),
    )
    op.create_table(
        "agreement_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_key_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_agreement_key_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_key")),
        sa.UniqueConstraint("source_id", "external_id", name=op.f("uq_agreement_key_source_id_external_id")),
    )
    with op.batch_alter_table("agreement_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_key_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "agreement_party",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(), nullable=False),
        sa.Column("via_group", sa.String(), nullable=True),
        sa.Column("original", sa.Boolean(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_party_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["iso3"], ["party.iso3"], name=op.f("fk_agreement_party_iso3_party")),
        sa.ForeignKeyConstraint(
            ["via_group"], ["party_group.code"], name=op.f("fk_agreement_party_via_group_party_group")
        ),
        sa.PrimaryKeyConstraint("agreement_id", "iso3", name=op.f("pk_agreement_party")),
    )
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_party_iso3"), ["iso3"], unique=False)

    op.create_table(
        "agreement_url",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_url_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_url")),
    )
    with op.batch_alter_table("agreement_url", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_url_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "crawl_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("counters", sa.JSON(), nullable=False),
        sa.Column("message", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_crawl_run_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawl_run")),
    )
    with op.batch_alter_table("crawl_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_crawl_run_source_id"), ["source_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("has_text", sa.Boolean(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_document_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["document.id"], name=op.f("fk_document_previous_id_document")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_document_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "source_id", "external_id", "version", name=op.f("uq_document_source_id_external_id_version")
        ),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_current"), ["current"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_sha256"), ["sha256"], unique=False)

    op.create_table(
        "chapter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("heading", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_chapter_document_id_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapter")),
    )
    with op.batch_alter_table("chapter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chapter_document_id"), ["document_id"], unique=False)

    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("chapter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_article_chapter_id_chapter"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_article_document_id_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_chapter_id"), ["chapter_id"], unique=False)
        batch_op.create_index("ix_article_document_id_position", ["document_id", "position"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_external_id"), ["external_id"], unique=False)

    op.create_table(
        "article_match",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_article_match_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_match")),
    )
    with op.batch_alter_table("article_match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_match_fingerprint"), ["fingerprint"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("provision", sa.String(), nullable=False),
        sa.Column("strength", sa.String(), nullable=True),
        sa.Column("exception", sa.Boolean(), nullable=True),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("prototype", sa.String(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.Column("signal", sa.String(), nullable=False),
        sa.Column("template_version", sa.String(), nullable=False),
        sa.Column("matcher_version", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_finding_article_id_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_article_id"), ["article_id"], unique=False)
        batch_op.create_index("ix_finding_provision_article_id", ["provision", "article_id"], unique=False)

    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_STATEMENTS if sqlite else POSTGRESQL_STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Take the change back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE article_search")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_provision_article_id")
        batch_op.drop_index(batch_op.f("ix_finding_article_id"))

    op.drop_table("finding")
    with op.batch_alter_table("article_match", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_match_fingerprint"))

    op.drop_table("article_match")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_external_id"))
        batch_op.drop_index("ix_article_document_id_position")
        batch_op.drop_index(batch_op.f("ix_article_chapter_id"))

    op.drop_table("article")
    with op.batch_alter_table("chapter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chapter_document_id"))

    op.drop_table("chapter")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_sha256"))
        batch_op.drop_index(batch_op.f("ix_document_current"))
        batch_op.drop_index(batch_op.f("ix_document_agreement_id"))

    op.drop_table("document")
    with op.batch_alter_table("crawl_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_crawl_run_source_id"))

    op.drop_table("crawl_run")
    with op.batch_alter_table("agreement_url", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_url_agreement_id"))

    op.drop_table("agreement_url")
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_party_iso3"))

    op.drop_table("agreement_party")
    with op.batch_alter_table("agreement_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_key_agreement_id"))

    op.drop_table("agreement_key")
    op.drop_table("agreement_group")
    op.drop_table("source")
    op.drop_table("party_group")
    op.drop_table("party")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_wto_rta_id"))

    op.drop_table("agreement")
