"""Studies, their films with corrections, the films' files, and findings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "studies",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("label_folded", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("technique", sa.String(), nullable=False),
        sa.Column("curves", sa.Text(), nullable=False),
        sa.Column("warning_count", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_studies"),
    )
    op.create_index("ix_studies_status", "studies", ["status"])
    op.create_index("ix_studies_changed_at", "studies", ["changed_at"])
    op.create_table(
        "film_files",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_film_files"),
    )
    op.create_table(
        "films",
        sa.Column("study_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("view", sa.String(), nullable=True),
        sa.Column("patient_right", sa.String(), nullable=True),
        sa.Column("taken", sa.Date(), nullable=True),
        sa.Column("patient_number", sa.LargeBinary(), nullable=True),
        sa.Column("patient_name", sa.LargeBinary(), nullable=True),
        sa.Column("history", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["study_id"], ["studies.id"], name="fk_films_study_id_studies"),
        sa.ForeignKeyConstraint(
            ["sha256"], ["film_files.sha256"], name="fk_films_sha256_film_files"
        ),
        sa.PrimaryKeyConstraint("study_id", "sha256", name="pk_films"),
    )
    op.create_index("ix_films_sha256", "films", ["sha256"])
    op.create_index("ix_films_patient_number", "films", ["patient_number"])
    op.create_index("ix_films_patient_name", "films", ["patient_name"])
    op.create_table(
        "findings",
        sa.Column("study_id", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("analysed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["studies.id"], name="fk_findings_study_id_studies"),
        sa.PrimaryKeyConstraint("study_id", name="pk_findings"),
    )


def downgrade() -> None:
    """Take the tables away, and all that is kept with them."""
    op.drop_table("findings")
    op.drop_table("films")
    op.drop_table("film_files")
    op.drop_table("studies")
