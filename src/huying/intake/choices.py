"""Values of the intake."""

from django.db.models import TextChoices

from huying.domain.states import State


class Route(TextChoices):
    """Where a demand goes at intake: dispatch, an answer at once, or one of the special routes.

    依据: 北京市接诉即办工作条例 art 11: six special routes (一)–(六).
    """

    DISPATCH = State.AWAITING_DISPATCH.value, "派单办理"
    ANSWER = State.ANSWERED.value, "直接答复"
    EMERGENCY = State.EMERGENCY.value, "（一）紧急事项，转 110、119、120、122"
    STATUTORY = State.STATUTORY_ROUTE.value, "（二）诉讼、仲裁、纪检监察、复议、信息公开、信访，告知法定途径"
    PROGRESS = State.PROGRESS_TOLD.value, "（三）同一事项正在办理或已办结且无新情况，告知进展或结果"
    SECRETS = "declined_secrets", "（四）涉及国家秘密、商业秘密、个人隐私，说明情况"
    OUT_OF_SCOPE = State.OUT_OF_SCOPE.value, "（五）超出政府职责，告知市场或社会途径"
    UNLAWFUL = "declined_unlawful", "（六）违反法律法规或公序良俗，劝导说明"


ROUTE_STATES: dict[Route, State] = {
    Route.SECRETS: State.DECLINED,
    Route.UNLAWFUL: State.DECLINED,
} | {route: State(route.value) for route in Route if route not in {Route.SECRETS, Route.UNLAWFUL}}


class TallyKind(TextChoices):
    """What is counted, and by whom it is counted."""

    REGISTERED_BY_ADDRESS = "registered_address", "同一地址提交的诉求"
    REGISTERED_BY_PHONE = "registered_phone", "同一电话提交的诉求"
    WRONG_BY_ADDRESS = "wrong_address", "同一地址输错的次数"
    WRONG_BY_CODE = "wrong_code", "同一查询码输错电话的次数"
    ADDED_BY_ORDER = "added_order", "诉求人自己补充同一工单的次数"
    WROTE_BY_ORDER = "wrote_order", "诉求人给承办单位留言的次数"


class UrgeKind(TextChoices):
    """Who urges, or why (催办类型, domain.md 6.1)."""

    CALLER = "caller", "诉求人催办"
    OVERDUE = "overdue", "临期超期催办"
    LEADER = "leader", "领导催办"


class Care(TextChoices):
    """Who asks for special care (C-34). 约定: the list; what the citizen ticks goes to the unit as 补充情况."""

    ELDERLY = "elderly", "老年人"
    DISABLED = "disabled", "残疾人"
    PREGNANT = "pregnant", "孕妇"
    MINOR = "minor", "未成年人"
