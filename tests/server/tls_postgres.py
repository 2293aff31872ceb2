"""A PostgreSQL of the machine that lets nobody in by TCP without TLS; the one we bring knows no TLS."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from huying.foundation import embedded, secrets
from huying.foundation.embedded import roles
from huying.foundation.embedded.account import account_for, let_pass
from huying.foundation.embedded.layout import make_private
from tests import databases
from tests.server.certificates import write_pair
from tests.server.commands import unused_port

_PASSWORD = "tls-0123456789"
_BUILTIN_SINCE = 17
_RULES = """
local all all trust
hostssl all all 127.0.0.0/8 scram-sha-256
hostssl all all ::1/128 scram-sha-256
"""


@dataclass(frozen=True, kw_only=True)
class TlsPostgres:
    """The running server, its programmes, and the certificate that it shows, which is its own root."""

    server: embedded.Server
    binaries: Path
    root: Path

    def variables(
        self, *, root: Path | None = None, host: str = "localhost", mode: str = "verify-full"
    ) -> dict[str, str]:
        """Return what a process is told of the server, as docs/howto/install.md says."""
        place = f"{host}:{self.server.port}/{self.server.dbname}?sslmode={mode}&sslrootcert={root or self.root}"
        return {
            "HUYING_DATABASE_URL": f"postgresql://{embedded.APP}:{_PASSWORD}@{place}",
            "HUYING_OWNER_DATABASE_URL": f"postgresql://{embedded.OWNER}:{_PASSWORD}@{place}",
            "HUYING_HEARTBEAT_SECONDS": "1",
            **_KEYS,
        }


_KEYS = {name: base64.b64encode(os.urandom(32)).decode() for name in secrets.NAMES.values()}


@contextmanager
def tls_postgres(folder: Path) -> Iterator[TlsPostgres]:
    """Give a running server with the product's roles and empty database; skip where the machine has none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.skip("这台机器没有带 TLS 的 PostgreSQL")
    binaries, major = found[-1].parent, int(found[-1].parts[-3])
    cluster, socket = folder / "cluster", folder / "socket"
    account = account_for(cluster)
    let_pass(account, path=folder)
    for place in (cluster, socket):
        make_private(place, uid=account.uid, gid=account.gid)

    def run(program: str, *words: str) -> None:
        done = account.run([str(binaries / program), f"--pgdata={cluster}", *words])
        assert done.returncode == 0, done.stderr or done.stdout

    builtin = ["--locale-provider=builtin"] if major >= _BUILTIN_SINCE else []
    run("initdb", f"--username={embedded.SUPERUSER}", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", *builtin)
    certificate, key = write_pair(folder / "tls")
    for source, name in ((certificate, "server.crt"), (key, "server.key")):
        shutil.copyfile(source, cluster / name)
        os.chown(cluster / name, account.uid, account.gid)
        (cluster / name).chmod(0o600)
    (cluster / "pg_hba.conf").write_text(_RULES)
    port = unused_port()
    settings = {"port": str(port), "listen_addresses": "localhost", "ssl": "on", **databases.HASTY}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    run("pg_ctl", f"--log={cluster / 'log'}", f"--options={options} -k {socket}", "--wait", "start")
    try:
        server = embedded.Server(socket_dir=socket, port=port)
        roles.lay(server)
        with psycopg.connect(server.url(role=embedded.SUPERUSER), autocommit=True) as administrator:
            for role in (embedded.OWNER, embedded.APP, embedded.READER):
                administrator.execute(f"ALTER ROLE {role} PASSWORD '{_PASSWORD}'".encode())
        yield TlsPostgres(server=server, binaries=binaries, root=certificate)
    finally:
        run("pg_ctl", "--mode=fast", "--wait", "stop")
