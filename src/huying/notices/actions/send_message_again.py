"""Send a message again that was given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.notices.choices import MessageState
from huying.notices.models import Message
from huying.notices.queries.messages import MessageNotFound


@transaction.atomic(savepoint=False)
def send_message_again(*, message_id: int, actor: Actor, at: datetime) -> None:
    """Let a message that failed begin anew, with the same id. Raises ``NotAllowed``, ``MessageNotFound``."""
    if actor.role is not Role.SYSTEM_ADMIN:
        raise NotAllowed("重新发送短信由系统管理员操作，请与其联系。")
    failed = Message.objects.filter(pk=message_id, centre_id=actor.centre_id, state=MessageState.FAILED)
    if not failed.update(state=MessageState.WAITING, tries=0, due_at=at, claimed_at=None, ended_at=None):
        raise MessageNotFound
