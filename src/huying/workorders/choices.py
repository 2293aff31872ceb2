"""Values of the work order, with their Chinese labels."""

from django.db.models import IntegerChoices, TextChoices

from huying.domain.policies import OrderKind as DomainKind
from huying.domain.policies import Stage as DomainStage
from huying.domain.policies import Urgency as DomainUrgency
from huying.domain.roads import Road as DomainRoad
from huying.domain.states import State as DomainState


class State(TextChoices):
    """Main state of an order."""

    AWAITING_ACCEPTANCE = DomainState.AWAITING_ACCEPTANCE.value, "待受理"
    AWAITING_DISPATCH = DomainState.AWAITING_DISPATCH.value, "待派单"
    DISPATCHED = DomainState.DISPATCHED.value, "已派单"
    SIGNED = DomainState.SIGNED.value, "已签收"
    CONTACTED = DomainState.CONTACTED.value, "已先行联系"
    HANDLING = DomainState.HANDLING.value, "办理中"
    AWAITING_REVIEW = DomainState.AWAITING_REVIEW.value, "待审核"
    REPLIED = DomainState.REPLIED.value, "已反馈"
    AWAITING_FOLLOWUP = DomainState.AWAITING_FOLLOWUP.value, "待回访"
    REWORK = DomainState.REWORK.value, "重办"
    CLOSED = DomainState.CLOSED.value, "已办结"
    ANSWERED = DomainState.ANSWERED.value, "直接答复"
    EMERGENCY = DomainState.EMERGENCY.value, "转紧急热线"
    STATUTORY_ROUTE = DomainState.STATUTORY_ROUTE.value, "告知法定途径"
    PROGRESS_TOLD = DomainState.PROGRESS_TOLD.value, "告知进展"
    OUT_OF_SCOPE = DomainState.OUT_OF_SCOPE.value, "告知其他途径"
    DECLINED = DomainState.DECLINED.value, "不予受理"
    WITHDRAWN = DomainState.WITHDRAWN.value, "撤单"


class OrderKind(TextChoices):
    """What the caller wants (条例 art 2)."""

    CONSULTATION = DomainKind.CONSULTATION.value, "咨询"
    HELP = DomainKind.HELP.value, "求助"
    COMPLAINT = DomainKind.COMPLAINT.value, "投诉"
    REPORT = DomainKind.REPORT.value, "举报"
    SUGGESTION = DomainKind.SUGGESTION.value, "建议"


class Stage(TextChoices):
    """What a clock measures."""

    ACCEPT = DomainStage.ACCEPT.value, "受理"
    DISPATCH = DomainStage.DISPATCH.value, "派单"
    SIGN = DomainStage.SIGN.value, "签收"
    CONTACT = DomainStage.CONTACT.value, "先行联系"
    HANDLE = DomainStage.HANDLE.value, "办理"
    ASSIST = DomainStage.ASSIST.value, "协办"
    PASS_DOWN = DomainStage.PASS_DOWN.value, "下级办理"
    FOLLOWUP = DomainStage.FOLLOWUP.value, "回访"
    RETURN = DomainStage.RETURN.value, "退单审核"
    EXTENSION = DomainStage.EXTENSION.value, "延期审批"
    HANG_REQUEST = DomainStage.HANG_REQUEST.value, "挂账审批"
    HANGING = DomainStage.HANGING.value, "挂账复查"
    CONFERENCE = DomainStage.CONFERENCE.value, "会商"
    ARRIVE = DomainStage.ARRIVE.value, "报到"
    WHISTLE = DomainStage.WHISTLE.value, "吹哨办理"
    ESCALATE = DomainStage.ESCALATE.value, "提级研究"
    INSTRUCTION = DomainStage.INSTRUCTION.value, "批示落实"
    SUPERVISION = DomainStage.SUPERVISION.value, "督办"


class Road(TextChoices):
    """What runs beside the main state of an order."""

    RETURN = DomainRoad.RETURN.value, "退单申请"
    EXTENSION = DomainRoad.EXTENSION.value, "延期申请"
    HANG_REQUEST = DomainRoad.HANG_REQUEST.value, "挂账申请"
    HANGING = DomainRoad.HANGING.value, "挂账"
    CONFERENCE = DomainRoad.CONFERENCE.value, "会商"
    WHISTLE = DomainRoad.WHISTLE.value, "吹哨"
    ESCALATION = DomainRoad.ESCALATION.value, "提级"
    MERGED = DomainRoad.MERGED.value, "并单"
    INSTRUCTION = DomainRoad.INSTRUCTION.value, "批示"
    SUPERVISION = DomainRoad.SUPERVISION.value, "督办"


class Urgency(IntegerChoices):
    """四级响应."""

    EMERGENCY = DomainUrgency.EMERGENCY.value, "紧急"
    TIMELY = DomainUrgency.TIMELY.value, "时效"
    ORDINARY = DomainUrgency.ORDINARY.value, "一般"
    COMPLEX = DomainUrgency.COMPLEX.value, "疑难"


class Channel(TextChoices):
    """How a demand came in."""

    PHONE = "phone", "电话"
    WEB = "web", "网站"
    APP = "app", "移动应用"
    MAILBOX = "mailbox", "领导信箱"
    SMS = "sms", "短信"
    SOCIAL = "social", "社交媒体"
    PLATFORM = "platform", "上级或外部平台"
    WALK_IN = "walk_in", "来访"


class Part(TextChoices):
    """The part a unit plays in an order."""

    LEAD = "lead", "主办"
    ASSIST = "assist", "协办"
    BELOW = "below", "下级承办"
    COPY = "copy", "抄送"
    # Open while a whistle waits for the unit: to arrive, to finish a task, to rate the other side.
    REPORT = "report", "报到"
    TASK = "task", "现场任务"
    RATE = "rate", "互评"
    OPINION = "opinion", "会商"
    SUPERIOR = "superior", "提级研究"


TO_READ = frozenset({Part.COPY, Part.OPINION, Part.SUPERIOR})
"""Parts that open an order to a unit's eyes without holding the unit to it."""
TO_HANDLE = frozenset({Part.LEAD, Part.ASSIST, Part.BELOW})
"""Parts for which a unit has to reach the caller, and may open who that is."""


class TextKind(TextChoices):
    """What a text is. The caller's own words and what units are given are kept apart."""

    ORIGINAL = "original", "诉求原文"
    TRANSFER = "transfer", "转办内容"
    INFORMATION = "information", "补充情况"
    REMARK = "remark", "派单意见"
    CONTACT = "contact", "联系记录"
    PROGRESS = "progress", "办理进展"
    ASSIST = "assist", "协办反馈"
    REPLY = "reply", "答复内容"
    NOT_WAITING = "not_waiting", "不等协办反馈的理由"
    REVIEW = "review", "审核意见"
    ATTEMPT = "attempt", "回访记录"
    WORDS = "words", "诉求人原话"
    REASON = "reason", "说明"
    RETURN = "return", "退单理由"
    RULING = "ruling", "审核裁定"
    EXTENSION = "extension", "延期理由"
    HANGING = "hanging", "挂账说明"
    OPINION = "opinion", "会商意见"
    DECISION = "decision", "会商决定"
    WHISTLE = "whistle", "吹哨事项"
    SCENE = "scene", "现场记录"
    RATING = "rating", "互评意见"
    ESCALATION = "escalation", "提级请示"
    INSTRUCTION = "instruction", "批示"
    SUPERVISION = "supervision", "督办意见"
    MEASURES = "measures", "督办答复"
    URGE = "urge", "催办内容"
    VISIT = "visit", "上门记录"
    MEETING = "meeting", "视频会议地址"
    CALLER_SAYS = "caller_says", "诉求人留言"
    UNIT_SAYS = "unit_says", "承办单位留言"


class AttachmentKind(TextChoices):
    """From whom a picture came: the caller's are secret with the caller's words, the units' are not."""

    DEMAND = "demand", "诉求图片"
    PROOF = "proof", "办理图片"


class FactFinding(TextChoices):
    """事实认定 (domain.md 6.4)."""

    TRUE = "true", "属实"
    PARTLY = "partly", "部分属实"
    UNTRUE = "untrue", "不属实"
    ADOPTED = "adopted", "采纳"
    PARTLY_ADOPTED = "partly_adopted", "部分采纳"
    FOR_REFERENCE = "for_reference", "留作参考"
    NOT_ADOPTED = "not_adopted", "不予采纳"
    POLICY_FOUND = "policy_found", "有政策信息"
    NO_POLICY_FOUND = "no_policy_found", "无政策信息"
    NOT_ACCEPTED = "not_accepted", "对政策解释不接受"
    NOT_APPLICABLE = "not_applicable", "不涉及"


_OF_FACTS = (FactFinding.TRUE, FactFinding.PARTLY, FactFinding.UNTRUE)
# Which findings fit which kind of demand. 依据: the form in use in Shanghai (domain.md 6.4); 约定: 求助 and 举报
# are judged as 投诉 is, and 不涉及 fits every kind.
FINDINGS: dict[DomainKind, tuple[FactFinding, ...]] = {
    **dict.fromkeys((DomainKind.HELP, DomainKind.COMPLAINT, DomainKind.REPORT), _OF_FACTS),
    DomainKind.SUGGESTION: (
        FactFinding.ADOPTED,
        FactFinding.PARTLY_ADOPTED,
        FactFinding.FOR_REFERENCE,
        FactFinding.NOT_ADOPTED,
    ),
    DomainKind.CONSULTATION: (FactFinding.POLICY_FOUND, FactFinding.NO_POLICY_FOUND, FactFinding.NOT_ACCEPTED),
}


class DemandFinding(TextChoices):
    """诉求认定 (domain.md 6.4)."""

    REASONABLE = "reasonable", "诉求合理合法"
    NO_POLICY = "no_policy", "无政策依据"
    EXCESSIVE = "excessive", "诉求过高"
    OTHER = "other", "其他"


# What a visit may try to talk a caller out of.
UNREASONABLE = (DemandFinding.NO_POLICY, DemandFinding.EXCESSIVE, DemandFinding.OTHER)


class ResultKind(TextChoices):
    """是否解决, as the unit states it: solving and explaining are told apart (C-37)."""

    SOLVED = "solved", "实际解决"
    EXPLAINED = "explained", "解释说明"
    RECORDED = "recorded", "参考备案"
    EXCESSIVE = "excessive", "诉求过高"
    UNSOLVED = "unsolved", "未解决"


class AnsweredBy(TextChoices):
    """答复方式."""

    PHONE = "phone", "电话"
    WRITTEN = "written", "书面"
    MEETING = "meeting", "约谈"
    HOME_VISIT = "home_visit", "入户"


class FocusKind(TextChoices):
    """What is watched: 重点地区、核心人群、难点问题 (features C-24)."""

    PLACE = "place", "重点地区"
    PEOPLE = "people", "核心人群"
    PROBLEM = "problem", "难点问题"


class SiteCheck(TextChoices):
    """现场查看 (domain.md 6.4)."""

    DONE = "done", "已到现场查看"
    NOT_DONE = "not_done", "未到现场查看"
    NO_SITE = "no_site", "无实际现场"


class VisitPurpose(TextChoices):
    """What a visit was for: 三上门, 走访, 疏导 (features C-20, C-21, C-22, C-25)."""

    HANDLE = "handle", "合理诉求上门办"
    PERSUADE = "persuade", "不合理诉求上门劝"
    TALK = "talk", "咨询建议上门谈"
    CALL_ON = "call_on", "入户走访"
    CALM = "calm", "现场疏导"


class VisitMet(TextChoices):
    """Whom a visit met."""

    CALLER = "caller", "诉求人"
    FAMILY = "family", "家属"
    NOBODY = "nobody", "未见到"


class UnreachedReason(TextChoices):
    """未联原因."""

    POWERED_OFF = "powered_off", "始终关机"
    NO_ANSWER = "no_answer", "始终未接"
    WRONG_NUMBER = "wrong_number", "号码有误"
    OTHER = "other", "其他"


class MergeEnd(TextChoices):
    """How an order ceased to be merged into another."""

    ANSWERED = "answered", "已随主单答复"
    UNMERGED = "unmerged", "已解除并单"


class ErasureState(TextChoices):
    """A text or picture is erased by two persons: one asks, another approves."""

    REQUESTED = "requested", "待复核"
    APPROVED = "approved", "已删除"
    REFUSED = "refused", "未同意"
