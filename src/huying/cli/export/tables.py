"""Which tables belong to a centre, and what their columns mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db import models

from huying.organisation.models import Centre
from huying.workorders.models import Order, Seal, SealEntry

# Derived from what is exported, or of no use elsewhere.
LEFT_OUT = {
    "workorders.searchrow",
    "workorders.likenesskey",
    "intake.tally",
    "intake.querycode",
    "organisation.systemtoken",
    "records.keptanswer",
    "exchange.delivery",
    "demo.load",
    "catalogue.dutyfinding",
}
# Never leave: what signs people in, and what only our keys open.
_SECRET = ("password",)
_SECRET_ENDINGS = ("_sealed", "_hash", "_key_id")

TITLES: Mapping[str, str] = {
    "organisation.centre": "热线中心",
    "organisation.region": "地点、区域",
    "organisation.unit": "单位",
    "organisation.person": "人员",
    "organisation.seat": "岗位",
    "organisation.shift": "值班班次",
    "organisation.charge": "包片责任",
    "organisation.asset": "街乡赋权、资源和力量",
    "organisation.spot": "点位（道路、小区、地标）",
    "catalogue.catalogueversion": "目录版本",
    "catalogue.matter": "事项",
    "catalogue.duty": "派单目录",
    "catalogue.dutyassist": "派单目录的协办单位",
    "catalogue.dutychange": "派单目录的调整建议",
    "catalogue.scenariocard": "场景化指引",
    "catalogue.scenariocardplace": "场景化指引的适用地点",
    "policy.policyversion": "口径版本",
    "policy.calendarday": "工作日调整",
    "records.accessrecord": "查看记录",
    "records.modeluse": "模型使用记录",
    "records.retentionrule": "保存期",
    "callers.caller": "诉求人（电话线路）",
    "callers.identity": "诉求人身份（内容见 identities.jsonl）",
    "callers.unmasking": "查看身份信息的记录",
    "workorders.order": "工单",
    "workorders.assignment": "主办、协办、抄送、会商",
    "workorders.clock": "时限",
    "workorders.contact": "先行联系",
    "workorders.visit": "上门、走访、疏导",
    "workorders.reply": "答复",
    "workorders.focus": "重点关注",
    "workorders.event": "办理记录（防篡改的链）",
    "workorders.seal": "封印",
    "workorders.sealentry": "封印所封的链尾",
    "workorders.text": "文本",
    "workorders.erasure": "依法删除",
    "workorders.hold": "保留（不得删除）",
    "workorders.attachment": "附件（文件在 attachments 中）",
    "dispatch.suggestion": "派单建议",
    "dispatch.comparison": "派单对照（建议、决定和结果）",
    "dispatch.guarantee": "自动派单的错误率上限",
    "coordination.whistle": "吹哨",
    "coordination.whistlecall": "吹哨呼叫的单位（报到和互评）",
    "coordination.whistletask": "吹哨的现场任务",
    "coordination.whistlecheck": "吹哨的中期调度",
    "coordination.conference": "会商",
    "coordination.opinion": "会商意见",
    "coordination.escalation": "提级请示",
    "coordination.instruction": "批示",
    "supervision.supervisionorder": "督办",
    "supervision.supervisionround": "督办的答复和督查",
    "supervision.replylead": "答复中可能有问题的话（线索）",
    "followup.task": "回访任务",
    "followup.attempt": "回访尝试",
    "followup.verdict": "回访结论",
    "exchange.subscription": "对接系统订阅的事实",
    "notices.notice": "工作台通知",
    "notices.recipient": "短信的收信电话（只导出是否停收）",
    "notices.message": "短信记录",
    "learning.trainedmodel": "训练的模型（各版，不含模型文件）",
    "learning.modelevent": "模型的采用、回退和停用",
    "learning.trainingrun": "模型的训练经过",
    "learning.driftweek": "模型每周与人工结果的比较",
}
_WORDS: Mapping[str, str] = {
    "id": "编号",
    "code": "编码",
    "set_at": "定下的时间",
    "placed_at": "设为保留的时间",
    "lifted_at": "解除保留的时间",
    "thumbnail": "缩略图的文件名",
    "content_type": "文件类型",
    "width": "宽（像素）",
    "height": "高（像素）",
    "sha256": "文件的 SHA-256",
    "thumbnail_sha256": "缩略图的 SHA-256",
    "kept_at": "保存时间",
    "url": "推送地址",
    "facts": "订阅的事实",
    "resume_at": "失败后再推送的时间",
    "is_service": "是否为对接系统的账号",
    "name": "名称",
    "day": "日期（北京时间）",
    "order_ref": "工单编号（id）",
    "seq": "在本工单内的序号",
    "number": "序号",
    "event": "写入它的办理记录序号",
    "events": "办理记录数",
    "round": "第几轮办理",
    "at": "时间",
    "registered_at": "登记时间",
    "occurred_at": "发生时间",
    "recorded_at": "记录时间",
    "created_at": "建立时间",
    "made_at": "生成时间",
    "written_at": "写下时间",
    "erased_at": "依法删除的时间",
    "assigned_at": "派单时间",
    "blown_at": "吹哨时间",
    "arrive_by": "应报到时间",
    "arrived_at": "报到时间",
    "refused_at": "拒绝报到时间",
    "given_at": "交办或批示时间",
    "what": "做什么",
    "done_at": "完成时间",
    "given_event": "交办的办理记录序号",
    "done_event": "报告完成的办理记录序号",
    "unit_event": "吹哨单位评分的办理记录序号",
    "blower_event": "报到单位评分的办理记录序号",
    "closed_at": "结束时间",
    "lapsed_at": "随工单了结的时间（本身没有了结）",
    "started_at": "起算时间",
    "stopped_at": "停止时间",
    "opened_at": "建立时间",
    "ended_at": "结束时间",
    "sealed_at": "封印时间",
    "effective_from": "生效时间",
    "published_at": "发布时间",
    "granted_at": "授予时间",
    "submitted_at": "提交时间",
    "reviewed_at": "审核时间",
    "requested_at": "申请时间",
    "settled_at": "审定时间",
    "last_seen_at": "最近来电时间",
    "state_since": "进入现状态的时间",
    "body": "内容",
    "salt": "摘要所加的盐（十六进制）",
    "mac": "本条与前一条的校验值（十六进制）",
    "key_id": "所用密钥的编号",
    "data": "状态、数据摘要等（JSON）",
    "action": "动作",
    "policy": "办理的自动规则",
    "role": "岗位",
    "title": "标题",
    "place_text": "诉求地点",
    "legal_basis": "法律依据",
    "note": "说明",
    "reason": "理由",
    "digest": "摘要（十六进制）",
    "previous": "前一号封印的摘要（十六进制）",
    "signature": "Ed25519 签名（十六进制）",
    "xact": "写入它的数据库事务号",
    "xact_below": "已封存到的事务号",
    "is_active": "启用",
    "is_open": "尚未办结",
    "open_roads": "没有了结的旁支事项",
    "extended": "延期次数",
    "urges": "催办次数",
    "amount": "申请延长的数量",
    "due_after": "批准后的到期时间",
    "until": "申请挂账至",
    "hung_at": "挂账时间",
    "ends_at": "挂账截止时间",
    "left_at": "离开台账的时间",
    "next_review_at": "下次复查时间",
    "due_on": "节点日期",
    "reached_at": "节点完成时间",
    "merged_at": "并单时间",
    "settled_event": "写入裁定的办理记录序号",
    "is_confidential": "保密",
    "wants_secrecy": "要求保密",
    "is_anonymous": "匿名",
    "external_source": "外部来源",
    "external_no": "外部编号",
    "rule_code": "适用的时限规则",
    "void": "作废",
    "order_number": "工单编号",
    "opened": "查看了哪些项目",
    "subject": "对象",
    "matter_top": "一级事项编码",
    "level": "层级",
    "path": "上级单位链",
    "username": "登录名",
    "display_name": "姓名",
    "duties": "职责",
    "aliases": "其他叫法",
    "open_assists": "未完成的协办数",
    "rank": "次序",
    "person_name": "姓名",
    "telephone": "办公电话",
    "post": "职务",
    "word": "关键词",
    "first_day": "从哪天起",
    "last_day": "到哪天止",
    "difficulties": "疑难标签",
    "visited_at": "到达时间",
    "site_checked_at": "现场查看时间",
    "passed": "审核通过",
    "reached": "已联系上",
    "attempts": "尝试次数",
    "contacted": "是否联系过（回访）",
    "area_code": "区号",
    "is_demo": "演示中心",
    "totp_roles": "须用动态口令的岗位",
    "last_login": "上次登录",
    "must_change_password": "下次登录须改密码",
    "slip_expires_at": "一次性密码失效时间",
    "side": "管、办、督哪一方",
    "effective_until": "失效时间",
    "lead_by_place": "由属地主办",
    "scenario_card": "场景化指引",
    "description": "说明",
    "keywords": "关键词",
    "matter_code": "事项编码",
    "top_code": "一级事项编码",
    "is_workday": "是否上班",
    "unit": "单位",
    "due_at": "到期时间",
    "nearly_at": "从何时起算临期",
    "next_try_at": "下次回访时间",
    "assist_unit_ids": "建议或决定的协办单位",
    "called_at": "发起时间",
    "said_at": "发表时间",
    "asked_at": "请示时间",
    "purpose": "用途",
    "outcome": "结果",
    "answered_at": "答复时间",
    "reported_at": "报告落实的时间",
    "repeats": "重复于",
    "words": "检索词",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "slip_used_at": "一次性密码使用时间",
    "model_number": "派单模型的版次",
    "model_unit": "模型最有把握的单位",
    "probability": "模型的把握，0 到 1",
    "held_back": "为什么由派单员派",
    "is_offered": "规则是否有把握派出（含试运行）",
    "is_automatic": "是否由规则派出",
    "suggested_unit": "首选建议的单位",
    "decided_unit": "首次派给的单位",
    "decided_by": "派单员",
    "decided_at": "首次派单时间",
    "final_unit": "现在的主办单位",
    "returns": "退单次数",
    "is_taken_back": "是否收回过",
    "days": "按最近几天计算",
    "goal_error": "错误率目标",
    "goal_confidence": "要求的把握",
    "goal_least": "至少几张工单",
    "threshold": "可以派单的最低把握；空：不能派",
    "orders": "统计的工单数",
    "errors": "其中派错的",
    "bound": "错误率上限",
    "control_orders": "抽检的工单数",
    "control_errors": "抽检中派错的",
    "control_bound": "抽检的错误率下限",
}
# What a row says beside its columns.
ADDED: Mapping[str, Mapping[str, Callable[[Mapping[str, Any]], Any]]] = {
    "workorders.order": {"number": lambda row: f"{row['day']:%Y%m%d}{row['id']:06d}"}
}


def exported() -> list[type[models.Model]]:
    """Return the models of ours whose rows belong to a centre, and the seals, which belong to all."""
    return [model for model in ours() if path_to_centre(model) or model in {Seal, SealEntry}]


def ours() -> list[type[models.Model]]:
    """Return every model of ours that is meant to leave."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("huying.") and model._meta.label_lower not in LEFT_OUT  # noqa: SLF001  # Django's public _meta
    ]


def rows_of(model: type[models.Model], *, centre_id: int) -> models.QuerySet[Any]:
    """Return the rows of a centre."""
    rows = model._default_manager.order_by("pk")  # noqa: SLF001
    if model is SealEntry:
        return rows.filter(order_ref__in=Order.objects.filter(centre_id=centre_id).values("pk"))
    path = path_to_centre(model)
    return rows.filter(**{path: centre_id}) if path else rows


def path_to_centre(model: type[models.Model], *, seen: frozenset[type[models.Model]] = frozenset()) -> str | None:
    """Return the lookup that leads from a row to its centre's id, the shortest first; ``None`` where there is none."""
    if model is Centre:
        return "pk"
    steps = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]  # noqa: SLF001
    ours = [field for field in steps if not field.null and field.related_model not in seen | {model}]
    found = []
    for field in ours:
        related: Any = field.related_model
        if related is Centre:
            return f"{field.name}_id"
        if rest := path_to_centre(related, seen=seen | {model}):
            found.append(f"{field.name}__{rest}")
    return min(found, key=lambda path: path.count("__"), default=None)


def columns_of(model: type[models.Model], *, in_clear: bool) -> list[models.Field[Any, Any]]:
    """Return the fields that leave: none that signs people in, none that only our keys open."""
    fields = model._meta.concrete_fields  # noqa: SLF001
    return [
        each
        for each in fields
        if each.name not in _SECRET
        and not each.name.endswith(_SECRET_ENDINGS)
        and (in_clear or each.name != "salt")  # with which covered digits could be tried out
    ]


def personal(model: type[models.Model]) -> frozenset[str]:
    """Return the columns that the model says hold personal data."""
    declared = getattr(model, "personal_data", "none")
    return frozenset(declared) if isinstance(declared, Mapping) else frozenset()


def meaning(model: type[models.Model], field: models.Field[Any, Any]) -> str:
    """Say in Chinese what a column holds."""
    declared = getattr(model, "personal_data", {})
    said = str(field.help_text or (declared.get(field.name, "") if isinstance(declared, Mapping) else ""))
    said = said or _WORDS.get(field.name, "")
    if isinstance(field, models.ForeignKey):
        related: Any = field.related_model
        label = related._meta.label_lower  # noqa: SLF001
        said = f"{said or TITLES.get(label, label)}，见 {label}.jsonl"
    if field.choices:
        values = "；".join(f"{code} {label}" for code, label in field.flatchoices)
        said = f"{said}：{values}" if said else values
    return said
