"""Where things lie inside a data directory."""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from huying.foundation.embedded.errors import DirectoryUnusable

# A Unix socket's path holds 107 bytes and a closing zero; PostgreSQL adds this name to the folder.
_LONGEST_SOCKET = 107
_SOCKET_NAME = "/.s.PGSQL.5432"


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The paths of one data directory, which need not exist yet."""

    root: Path

    @property
    def cluster(self) -> Path:
        """Return PostgreSQL's own folder."""
        return self.root / "postgres"

    @property
    def unfinished_cluster(self) -> Path:
        """Return the folder in which a cluster is made before it gets its name."""
        return self.root / "postgres.new"

    @property
    def socket(self) -> Path:
        """Return the socket's folder: inside the data directory, or a temporary one if that is too deep."""
        inside = self.root / "socket"
        if len(os.fsencode(inside)) + len(_SOCKET_NAME) <= _LONGEST_SOCKET:
            return inside
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"huying-{name}"

    @property
    def metrics(self) -> Path:
        """Return the folder into which this machine's processes count; process numbers are its own."""
        return self.root / "metrics" / socket.gethostname()

    def make(self) -> None:
        """Make the data directory itself; raise ``DirectoryUnusable`` when that cannot be."""
        fault = ""
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o711)
        except OSError as error:
            fault = str(error)
        if fault or not os.access(self.root, os.W_OK | os.X_OK):
            raise DirectoryUnusable(
                f"数据目录「{self.root}」无法写入，请检查权限或用 --data 另指定一个目录。", fault=fault
            )


def layout_of(data_dir: Path) -> Layout:
    """Return the layout of a data directory named by a person, relative or not."""
    return Layout(root=data_dir.expanduser().resolve())


def make_private(folder: Path, *, uid: int, gid: int) -> None:
    """Make a folder that only ``uid`` may enter; raise ``DirectoryUnusable`` if a stranger made it before."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {uid, os.geteuid()}:
            raise DirectoryUnusable(f"「{folder}」属于其他用户，请移走它后重试。")
        if found.st_uid != uid:
            os.chown(folder, uid, gid)
        folder.chmod(0o700)
    except OSError as fault:
        raise DirectoryUnusable(f"「{folder}」无法建立或写入，请检查权限。", fault=str(fault)) from fault
