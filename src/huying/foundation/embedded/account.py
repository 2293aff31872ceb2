"""The system user PostgreSQL runs as: ourselves, or (PostgreSQL refuses root) a user of its own."""

from __future__ import annotations

import os
import pwd
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from huying.foundation.embedded.errors import DirectoryUnusable

SYSTEM_USER = "huying-postgres"

_ACL = "system.posix_acl_access"
_USER_OBJ, _USER, _GROUP_OBJ, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NO_ID = 0xFFFFFFFF


@dataclass(frozen=True, kw_only=True)
class Account:
    """Who runs PostgreSQL; ``is_other`` when that is not the present user."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Say whether a process has to change its user to become this account."""
        return self.uid != os.geteuid()

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command as this account, in no folder of ours, and return what it said."""
        change = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}
        clean = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        # The overloads of run() know no optional change of user.
        return subprocess.run(  # type: ignore[call-overload,no-any-return]  # noqa: S603  # our own words
            command,
            check=False,
            cwd="/",
            env=clean,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            **change,
        )


def account_for(cluster: Path) -> Account:
    """Return the account for a cluster: its owner, or where root makes one a system user."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid())
    if cluster.exists() and (owner := cluster.stat()).st_uid != 0:
        return Account(uid=owner.st_uid, gid=owner.st_gid)
    entry = _system_user()
    return Account(uid=entry.pw_uid, gid=entry.pw_gid)


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        make = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(make, check=False, capture_output=True)  # noqa: S603  # constant words
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, KeyError) as fault:
        raise DirectoryUnusable(
            f"PostgreSQL 不能以 root 身份运行，请先建立系统用户 {SYSTEM_USER}，或改用普通用户启动。"
        ) from fault


def let_pass(account: Account, *, path: Path) -> None:
    """Let the account reach ``path``: give it (and nobody else) leave to walk through closed parent folders.

    Root's home is closed to everyone, and a newcomer may well have put the programme there.
    Raises ``DirectoryUnusable`` when the path stays out of reach.
    """
    goal = f"{path}/." if path.is_dir() else str(path)
    if not account.is_other or _can_reach(account, goal):
        return
    for folder in [*reversed(path.parents), *([path] if path.is_dir() else [])]:
        if not _can_reach(account, f"{folder}/."):
            _add_passage(folder, uid=account.uid)
    if not _can_reach(account, goal):
        raise DirectoryUnusable(f"系统用户 {SYSTEM_USER} 无法到达「{path}」，请换一个目录或放开上级目录的通行权限。")


def _can_reach(account: Account, path: str) -> bool:
    return account.run(["test", "-e", path]).returncode == 0


def _add_passage(folder: Path, *, uid: int) -> None:
    """Add ``user:uid:--x`` to a folder's POSIX access list (layout of linux/posix_acl_xattr.h)."""
    try:
        entries = [*struct.iter_unpack("<HHI", os.getxattr(folder, _ACL)[4:])]
    except OSError:
        mode = folder.stat().st_mode
        entries = [
            (_USER_OBJ, mode >> 6 & 7, _NO_ID),
            (_GROUP_OBJ, mode >> 3 & 7, _NO_ID),
            (_OTHER, mode & 7, _NO_ID),
        ]
    rights = {(tag, owner): permission for tag, permission, owner in entries}
    rights[_USER, uid] = 1
    rights[_MASK, _NO_ID] = 1 | rights.get((_MASK, _NO_ID), rights[_GROUP_OBJ, _NO_ID])
    packed = [struct.pack("<HHI", tag, rights[tag, owner], owner) for tag, owner in sorted(rights)]
    try:
        os.setxattr(folder, _ACL, struct.pack("<I", 2) + b"".join(packed))
    except OSError as fault:
        raise DirectoryUnusable(
            f"系统用户 {SYSTEM_USER} 无法进入「{folder}」，请换一个目录或放开它的通行权限。", fault=str(fault)
        ) from fault
