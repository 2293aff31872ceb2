"""The three roles, the product's database, its extensions and default rights."""

from __future__ import annotations

import psycopg
from psycopg import sql

from huying.foundation.embedded.server import APP, OWNER, READER, SUPERUSER, Server

EXTENSIONS = ("btree_gist", "btree_gin", "pg_trgm", "pg_stat_statements")

# What the owner makes is usable by the application and readable by the reader; a room that keeps
# history takes UPDATE and DELETE away from the application in its own migration.
_RIGHTS = (
    "GRANT USAGE ON SCHEMA public TO {app}, {reader}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT ON TABLES TO {reader}",
)


def lay(server: Server) -> None:
    """Make roles, database, extensions and rights in a cluster that has none of them."""
    names = {"owner": sql.Identifier(OWNER), "app": sql.Identifier(APP), "reader": sql.Identifier(READER)}
    database = sql.Identifier(server.dbname)
    with psycopg.connect(server.url(role=SUPERUSER, dbname="postgres"), autocommit=True) as connection:
        for name in names.values():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        connection.execute(sql.SQL("GRANT pg_read_all_stats TO {}").format(names["owner"]))
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, names["owner"]))
        connection.execute(sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {app}, {reader}").format(database, **names)
        )
    with psycopg.connect(server.url(role=SUPERUSER), autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(extension)))
        for right in _RIGHTS:
            connection.execute(sql.SQL(right).format(**names))
