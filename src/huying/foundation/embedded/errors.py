"""What can be wrong with an embedded store, each with one sentence that says what to do."""

from __future__ import annotations

from huying.domain.errors import Unavailable


class DirectoryUnusable(Unavailable):
    """The data directory cannot be made, written or reached."""

    code = "data_directory_unusable"
    sentence = "数据目录无法使用，请检查它的权限或用 --data 另指定一个目录。"


class OtherMajorVersion(Unavailable):
    """The data files belong to another major version of PostgreSQL."""

    code = "postgres_other_version"
    sentence = (
        "数据目录由另一版本的 PostgreSQL 建立，请用原来版本的 huying backup 导出，再用本版本的 huying restore 导入。"
    )


class ServerFailed(Unavailable):
    """The embedded PostgreSQL did not start or stop; its log says why."""

    code = "postgres_failed"
    sentence = "内置的 PostgreSQL 没有启动成功，请查看数据目录中的日志。"
