"""The table of pictures; their bytes lie in the data folder under their digest."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base


class MediaFile(Base):
    """One picture that was sent, drawn anew."""

    __tablename__ = "media_file"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    extension: Mapped[str] = mapped_column(String(5))
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    stored_at: Mapped[datetime]
    stored_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    __table_args__ = (CheckConstraint("extension IN ('png', 'jpg', 'webp')", name="extension"),)
