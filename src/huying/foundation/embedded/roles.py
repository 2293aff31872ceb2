"""The three roles, the product's database, its extensions and default rights."""

from __future__ import annotations

from importlib.resources import files

import psycopg
from psycopg import sql

from huying.foundation.embedded.server import APP, OWNER, READER, SUPERUSER, Server


def lay(server: Server) -> None:
    """Make roles, database, extensions and rights in a cluster that has none of them."""
    owner, app, reader = map(sql.Identifier, (OWNER, APP, READER))
    database = sql.Identifier(server.dbname)
    with psycopg.connect(server.url(role=SUPERUSER, dbname="postgres"), autocommit=True) as connection:
        for role in (owner, app, reader):
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        connection.execute(sql.SQL("GRANT pg_read_all_stats TO {}").format(owner))
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
        connection.execute(sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(database, app, reader))
    with psycopg.connect(server.url(role=SUPERUSER)) as connection:
        connection.execute(files(__package__).joinpath("rights.sql").read_bytes())
