"""What can go wrong with a backup or a restore, each with one sentence that says what to do."""

from __future__ import annotations

from huying.domain.errors import Conflict, Invalid, Unavailable


class BackupFailed(Unavailable):
    """The backup could not be written; no file is left."""

    code = "backup_failed"
    sentence = "备份没有完成，没有留下文件，请检查磁盘空间和权限后重试。"


class BackupBroken(Unavailable):
    """The file is cut short, damaged, or no backup of ours; nothing was written."""

    code = "backup_broken"
    sentence = "备份文件不完整或已损坏，没有写入任何数据，请换一份备份。"


class BackupKeyUnfit(Invalid):
    """The key given cannot encrypt or open a backup."""

    code = "backup_key_unfit"
    sentence = "备份密钥不对，请给出建立备份密钥时保存的文件。"


class StoreNotEmpty(Conflict):
    """There are data where a backup is to be restored, or somebody is at work there."""

    code = "store_not_empty"
    sentence = "数据库不是空的，恢复会覆盖它；请换一个空库，或用 --i-know 表明知情。"


class RestoreFailed(Unavailable):
    """PostgreSQL refused the backup; nothing of it was kept."""

    code = "restore_failed"
    sentence = "数据库拒绝了备份，没有写入任何数据，请按提示排除后重试。"


class PostgresTools(Unavailable):
    """``pg_dump`` or ``pg_restore`` is missing or older than the server."""

    code = "postgres_tools"
    sentence = "缺少 pg_dump 或它比数据库服务器旧，请用 HUYING_POSTGRES_BIN 指明合适的版本所在的文件夹。"
