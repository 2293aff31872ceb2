"""One PostgreSQL for all tests, and in it a clone of the migrated template for whoever wants one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from asgiref.sync import SyncToAsync
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from huying.foundation import embedded, memory

ROOT = Path(__file__).parent.parent
# In every store of tests beside the product's own: one with its roles and nothing else, one with today's schema.
EMPTY, TEMPLATE = "empty", "template"
# A test database may be lost with the machine; nobody waits for the disk.
HASTY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "128MB"}

_numbers = count(1)


def run_as_superuser(server: embedded.Server, statement: str, *names: str) -> list[tuple[object, ...]]:
    """Run one statement, its ``{}`` filled with quoted names, outside any database of ours."""
    url = server.url(role=embedded.SUPERUSER, dbname="postgres")
    with psycopg.connect(url, autocommit=True) as superuser:
        cursor = superuser.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
        return cursor.fetchall() if cursor.description else []


def clone(server: embedded.Server, *, template: str) -> str:
    """Make a database like the template and return its name."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    run_as_superuser(server, "CREATE DATABASE {} TEMPLATE {} OWNER {}", name, template, embedded.OWNER)
    return name


def drop(server: embedded.Server, name: str) -> None:
    """Drop a database, whoever is still connected to it."""
    run_as_superuser(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def pointed_at(server: embedded.Server, name: str) -> Iterator[None]:
    """Let Django's default connection lead to this database, for this thread and new ones."""
    places = (connection.settings_dict, settings.HUYING_OWNER_DATABASE)
    before = [dict(place) for place in places]
    connection.close()
    for place in places:
        # A job's thread closes its connection when the job is done.
        place.update(NAME=name, HOST=str(server.socket_dir), PORT=server.port, CONN_MAX_AGE=0)
    memory.forget()
    try:
        yield
    finally:
        connection.close()
        # What is awaited runs in one thread more, for as long as the process lives: a job's next database is another.
        SyncToAsync.single_thread_executor.submit(connections.close_all).result()
        for place, old in zip(places, before, strict=True):
            place.update(old)
        memory.forget()


def sweep(server: embedded.Server) -> None:
    """Drop what runs that were killed have left."""
    for (name,) in run_as_superuser(server, "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'"):
        if not Path(f"/proc/{str(name).split('_')[1]}").exists():
            drop(server, str(name))
