"""Make an account for somebody who works here."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError, transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.models import Person
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


class PersonInvalid(Invalid):
    """An account that cannot be made; ``fields`` says why."""

    code = "person_invalid"
    sentence = "账号信息有误，请按提示修改。"


@transaction.atomic(savepoint=False)
def create_person(*, username: str, display_name: str, is_service: bool = False, actor: Actor, at: datetime) -> Person:
    """Write an account without password and without seat; return it. A service never gets a password.

    约定 (三员分立, domain.md 16.4): the system administrator makes accounts, the security administrator seats
    them. Raises ``NotAllowed``, ``PersonInvalid``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    faults = {}
    if not _USERNAME.fullmatch(username):
        faults["username"] = "登录名请用小写字母开头，只含小写字母、数字、点、短横和下划线，2 到 40 个字符。"
    if not display_name.strip():
        faults["display_name"] = "请填写姓名。"
    if faults:
        raise PersonInvalid(fields=faults)
    person = Person(
        username=username,
        display_name=display_name.strip(),
        centre_id=actor.centre_id,
        is_service=is_service,
        must_change_password=not is_service,
        created_at=at,
    )
    person.set_unusable_password()
    try:
        with one_row():
            person.save(force_insert=True)
    except IntegrityError as taken:
        raise PersonInvalid(fields={"username": "这个登录名已有人使用，请换一个。"}) from taken
    subject = f"人员 {person.pk}：开通{'对接系统' if is_service else ''}账号"
    record_access(kind=AccessKind.PERSON_CHANGE, subject=subject, actor=actor, at=at)
    return person
