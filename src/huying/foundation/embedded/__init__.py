"""The embedded PostgreSQL: one data directory, no TCP port, started and stopped by those who use it."""

from huying.foundation.embedded.cluster import BINARIES
from huying.foundation.embedded.layout import layout_of
from huying.foundation.embedded.server import APP, OWNER, READER, SUPERUSER, Server
from huying.foundation.embedded.sharing import opened, revive

__all__ = ["APP", "BINARIES", "OWNER", "READER", "SUPERUSER", "Server", "layout_of", "opened", "revive"]
