"""Five kinds of refusal. Concrete errors stand beside what raises them.

Each carries a stable ``code`` and one Chinese sentence that says what to do;
``foundation/http_errors.py`` alone turns the kind into an HTTP status.
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):  # noqa: N818  # a refusal is not an error of the programme
    """Base of the five kinds; never raised itself."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = "操作未被接受。"

    def __init__(self, sentence: str | None = None, /, **details: object) -> None:
        """Keep the sentence shown to the person and ``details`` for the machine."""
        super().__init__(sentence or self.sentence)
        self.details = details

    def __str__(self) -> str:
        return str(self.args[0])


class NotFound(Refusal):
    """The thing does not exist, or the actor may not know that it does."""

    code = "not_found"
    sentence = "没有找到这条记录，请核对编号。"


class NotAllowed(Refusal):
    """The actor's role does not permit this."""

    code = "not_allowed"
    sentence = "您的岗位不能进行这项操作。"


class Conflict(Refusal):
    """The state of things has moved on since the actor looked."""

    code = "conflict"
    sentence = "工单已有新的变化，请核对后再操作。"


class Invalid(Refusal):
    """What was given cannot be accepted; ``fields`` names each field's sentence."""

    code = "invalid"
    sentence = "填写的内容有误，请按提示修改。"

    def __init__(
        self, sentence: str | None = None, /, *, fields: dict[str, str] | None = None, **details: object
    ) -> None:
        """Add ``fields``: form field name to the Chinese sentence shown under it."""
        super().__init__(sentence, **details)
        self.fields = fields or {}


class Unavailable(Refusal):
    """Something outside does not answer; trying again later may help."""

    code = "unavailable"
    sentence = "服务暂时不可用，请稍后再试。"


class TooMany(Unavailable):
    """Asked more often than one address, phone or code may; it is possible again after a while."""

    code = "too_many"
    sentence = "操作太频繁，请稍后再试，或拨打 12345。"
