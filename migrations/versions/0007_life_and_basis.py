"""The life of agreements beyond their texts: names in use, events of parties, relations, basis of findings."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change; the registry fills what is new at the next `tracker up`."""
    op.add_column("agreement", sa.Column("year_signed", sa.Integer(), nullable=True))
    op.add_column("agreement", sa.Column("date_provisional", sa.Date(), nullable=True))
    op.add_column("agreement", sa.Column("state", sa.String(), nullable=True))
    op.add_column("agreement", sa.Column("own_days", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("agreement", sa.Column("short_name", sa.String(), nullable=True))
    op.add_column("agreement", sa.Column("names", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("agreement", sa.Column("digital_rules", sa.String(), nullable=True))
    op.add_column("agreement", sa.Column("missing", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("document", sa.Column("basis", sa.String(), server_default="read", nullable=False))
    op.add_column("finding", sa.Column("reference", sa.String(), nullable=True))
    # Without a foreign key: SQLite could only add one by making the table anew, which would delete all findings.
    op.add_column("article", sa.Column("incorporated_from", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_article_incorporated_from"), "article", ["incorporated_from"])
    op.create_table(
        "party_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_party_event_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_party_event_source_id_source")),
        sa.ForeignKeyConstraint(["iso3"], ["party.iso3"], name=op.f("fk_party_event_iso3_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_event")),
    )
    op.create_index(op.f("ix_party_event_agreement_id"), "party_event", ["agreement_id"])
    op.create_table(
        "agreement_relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("iso3", sa.String(), nullable=True),
        sa.Column("articles", sa.JSON(), nullable=False),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_relation_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_relation_target_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_relation")),
    )
    op.create_index(op.f("ix_agreement_relation_agreement_id"), "agreement_relation", ["agreement_id"])
    op.create_index(op.f("ix_agreement_relation_target_id"), "agreement_relation", ["target_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("agreement_relation")
    op.drop_table("party_event")
    op.drop_index(op.f("ix_article_incorporated_from"), "article")
    op.drop_column("article", "incorporated_from")
    op.drop_column("finding", "reference")
    op.drop_column("document", "basis")
    for column in (
        "missing",
        "digital_rules",
        "names",
        "short_name",
        "own_days",
        "state",
        "date_provisional",
        "year_signed",
    ):
        op.drop_column("agreement", column)
