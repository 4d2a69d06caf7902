"""Whether a person has confirmed the view and side of a film."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; who had a study analysed had confirmed its films."""
    op.add_column(
        "films",
        sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    films = sa.table("films", sa.column("study_id"), sa.column("confirmed"))
    studies = sa.table("studies", sa.column("id"), sa.column("status"))
    analysed = sa.select(studies.c.id).where(studies.c.status != "new")
    op.execute(films.update().where(films.c.study_id.in_(analysed)).values(confirmed=sa.true()))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("films", "confirmed")
