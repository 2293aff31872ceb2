"""What a person is told when the database makes them wait, or does not answer."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from psycopg import errors

from huying.domain.errors import Conflict, Refusal, Unavailable


class RowBusy(Conflict):
    """Somebody else holds the row for longer than a page may wait."""

    code = "row_busy"
    sentence = "这条记录正由他人修改，本次没有保存，请稍候片刻再提交一次。"


class TookTooLong(Unavailable):
    """A statement ran for longer than a page may wait."""

    code = "took_too_long"
    sentence = "查询用时过长，已经停止，请缩小范围后再试。"


class DatabaseGone(Unavailable):
    """The database does not answer, or broke off; what was being written may not be there."""

    code = "database_gone"
    sentence = "数据库暂时没有应答，请稍后再试；刚才提交的内容可能没有保存，请核对后再办。"


def waited_for(fault: BaseException) -> Refusal | None:
    """Return the refusal for a statement that the database gave up; ``None`` for any other fault."""
    match fault.__cause__ if isinstance(fault, OperationalError) else fault:
        case errors.LockNotAvailable() | errors.DeadlockDetected() | errors.SerializationFailure():
            return RowBusy()
        case errors.QueryCanceled():
            return TookTooLong()
        case _:
            return None


def refusal_of(fault: BaseException | None) -> Refusal | None:
    """Return the refusal for a fault of the database that a person may mend by trying again, else ``None``."""
    if not isinstance(fault, OperationalError | InterfaceError):
        return None
    return waited_for(fault) or DatabaseGone()
