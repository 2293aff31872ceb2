"""What a system registers, and what it may do at intake."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from huying.domain.policies import OrderKind as DomainKind
from huying.domain.policies import Urgency as DomainUrgency
from huying.foundation.problems import LONG, Id, In, Text
from huying.intake.actions.merge_orders import MERGE_MOST
from huying.intake.actions.register_order import TITLE_MAX, Registration
from huying.intake.actions.split_order import PLACE_MAX, SPLIT_MOST
from huying.intake.actions.urge_order import URGE_MAX
from huying.intake.choices import Route, UrgeKind
from huying.workorders.choices import Channel, OrderKind, Urgency
from huying.workorders.schemas import ActIn


class OrderIn(In):
    """A demand, as an operator would type it."""

    channel: Channel = Field(default=Channel.PLATFORM, description="受理渠道")
    kind: OrderKind = Field(description="诉求类型")
    urgency: Urgency = Field(default=Urgency.ORDINARY, description="紧急程度；不填的，有险情的按险情提示，其他按一般")
    original: Text = Field(max_length=LONG, min_length=1, description="诉求原文：时间、地点、起因、经过和诉求")
    title: Text = Field(default="", max_length=TITLE_MAX, description="标题；不填则取原文开头")
    transfer: Text = Field(
        max_length=LONG, default="", description="转办内容；保密诉求必填，不得写入能认出诉求人的信息"
    )
    route: Route = Field(default=Route.DISPATCH, description="受理去向")
    reason: Text = Field(default="", max_length=2000, description="答复或告知内容；不派单的必填")
    repeats_number: Text = Field(default="", max_length=30, description="原工单编号")
    place_text: Text = Field(max_length=200, default="", description="详细地点")
    region_id: Id | None = Field(default=None, description="所在区域")
    matter_id: Id | None = Field(default=None, description="事项")
    phone: Text = Field(default="", max_length=40, description="诉求人电话，加密保存")
    name: Text = Field(default="", max_length=40, description="诉求人姓名，加密保存")
    id_number: Text = Field(default="", max_length=32, description="证件号码，加密保存")
    home_address: Text = Field(max_length=200, default="", description="家庭住址，加密保存")
    wants_secrecy: bool = Field(default=False, description="诉求人要求保密")
    external_no: Text = Field(default="", max_length=64, description="来源系统的编号，同一来源只能登记一次")

    def registration(self, *, source: str) -> Registration:
        """Return what was given, as the action takes it; the number is the source's."""
        given = dict(self)
        return Registration(
            **given
            | {
                "kind": DomainKind(self.kind.value),
                "urgency": DomainUrgency(self.urgency.value),
                "is_urgency_chosen": "urgency" in self.model_fields_set,
                "external_source": source if self.external_no else "",
            }
        )


class AcceptIn(ActIn):
    """受理."""

    route: Route
    kind: DomainKind
    urgency: DomainUrgency
    matter_id: Id | None = None
    region_id: Id | None = None
    reason: Text = Field(default="", max_length=2000, description="答复或告知内容；不派单的必填")


class InformationIn(ActIn):
    """补充情况."""

    information: Text = Field(max_length=LONG, description="诉求人补充的情况，承办单位可以看到")


class RepeatIn(ActIn):
    """关联重复件."""

    repeats_number: Text = Field(min_length=1, max_length=30, description="同一问题更早的工单编号")


class PartIn(In):
    """拆出的一件事; has the words of ``split_order.Part``."""

    title: Text = Field(min_length=1, max_length=TITLE_MAX, description="标题")
    transfer: Text = Field(min_length=1, max_length=LONG, description="转办内容")
    matter_id: Id | None = Field(default=None, description="事项")
    place_text: Text = Field(default="", max_length=PLACE_MAX, description="详细地点；不填则与原工单相同")


class SplitIn(ActIn):
    """拆单."""

    parts: list[PartIn] = Field(min_length=1, max_length=SPLIT_MOST, description="拆出的每件事")
    rest: Text = Field(default="", max_length=LONG, description="本单改后的转办内容；不填则不变")


class MergeIn(ActIn):
    """并单."""

    numbers: list[Annotated[str, Field(max_length=30, pattern=r"^[^\x00]*$")]] = Field(
        min_length=1, max_length=MERGE_MOST, description="同一事项的其他工单编号"
    )
    master_number: Text = Field(default="", max_length=30, description="主单编号；不填则取已派单的、最早的一张")
    reason: Text = Field(min_length=1, max_length=400, description="为什么是同一件事")


class UnmergeIn(ActIn):
    """解除并单."""

    reason: Text = Field(min_length=1, max_length=400, description="为什么要单独办理")


class UrgeIn(ActIn):
    """催办."""

    kind: UrgeKind = Field(default=UrgeKind.CALLER, description="催办类型")
    words: Text = Field(min_length=1, max_length=URGE_MAX, description="催办的情况和要求，承办单位可以看到")


class WithdrawIn(ActIn):
    """撤单."""

    reason: Text = Field(min_length=1, max_length=400, description="撤单原因")
