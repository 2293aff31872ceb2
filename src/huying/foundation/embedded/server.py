"""The address of a PostgreSQL reached through its socket folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

SUPERUSER = "postgres"
OWNER = "huying_owner"
APP = "huying_app"
READER = "huying_reader"


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server: its socket folder, port and the product's database."""

    socket_dir: Path
    port: int = 5432
    dbname: str = "huying"

    def url(self, *, role: str, dbname: str | None = None) -> str:
        """Return a connection URL for a role, to the product's database unless another is named."""
        folder = quote(str(self.socket_dir), safe="/")
        return f"postgresql://{role}@/{dbname or self.dbname}?host={folder}&port={self.port}"
