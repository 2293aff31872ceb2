"""The matter tree, the duty list (派单目录) and the scenario cards, in dated versions that never change."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from huying.catalogue.choices import CatalogueKind, ChangeAct, ChangeState


class CatalogueVersion(models.Model):
    """One published version of the matter tree, of the duty list or of the scenario cards."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=CatalogueKind)
    number = models.PositiveIntegerField()
    effective_from = models.DateTimeField()
    note = models.CharField(max_length=200)
    published_by = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "kind", "number"], name="catalogue_number_once"),
            # reader: catalogue.queries.version_at
            models.UniqueConstraint(fields=["centre", "kind", "effective_from"], name="catalogue_from_once"),
            models.CheckConstraint(condition=Q(kind__in=CatalogueKind.values), name="catalogue_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} 第 {self.number} 版"


class Matter(models.Model):
    """A node of the matter tree (事项); the row id is internal, the code may repeat in a source."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="matters")
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    # What it holds, and what citizens call it, parted by 、: by these a text finds its matter from day one.
    description = models.CharField(max_length=400, blank=True, default="", db_default="", help_text="说明")
    keywords = models.CharField(max_length=1000, blank=True, default="", db_default="", help_text="关键词")
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The code of the first-level class above: what queues filter by.
    top_code = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="matter_code_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="matter_level"),
        ]
        indexes: ClassVar = [
            # reader: catalogue.queries.matter_tree
            models.Index(fields=["parent"], name="matter_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """One line of the duty list: for this matter, at this place, who leads and why."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="duties")
    matter_code = models.CharField(max_length=32, blank=True, help_text="空：所有事项")
    region = models.ForeignKey("organisation.Region", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lead_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_by_place = models.BooleanField(default=False, help_text="由诉求所在地的街道（乡镇）主办")
    legal_basis = models.CharField(max_length=400)
    scenario_card = models.TextField(blank=True, help_text="场景化指引")
    # The proposal that the line came from; later versions keep it as long as the line stays as it was.
    change = models.ForeignKey(
        "catalogue.DutyChange", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "matter_code", "region"], name="duty_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(lead_unit=None, lead_by_place=True) | Q(lead_unit__isnull=False, lead_by_place=False),
                name="duty_one_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_code}"


class DutyAssist(models.Model):
    """A unit that assists in a duty (协办)."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="assists")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["duty", "unit"], name="duty_assist_once")]

    def __str__(self) -> str:
        return f"{self.duty_id}:{self.unit_id}"


class ScenarioCard(models.Model):
    """A scenario (场景化指引): when it applies, what to ask, whose duty it is, what is often done wrong.

    It applies to its matters and where one of its words is said; at its places alone, where it names any.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="cards")
    code = models.CharField(max_length=32)
    title = models.CharField(max_length=60)
    matter_codes = ArrayField(models.CharField(max_length=32), default=list, help_text="适用事项的编码")
    words = ArrayField(models.CharField(max_length=20), default=list, help_text="诉求中出现任一个词")
    ask = models.TextField(help_text="问什么")
    whose = models.TextField(help_text="谁的职责")
    mistakes = models.TextField(blank=True, help_text="常见误区")
    legal_basis = models.CharField(max_length=400)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="scenario_card_once"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(ask="") & ~Q(whose="") & ~Q(legal_basis=""), name="scenario_card_whole"
            ),
            models.CheckConstraint(condition=~Q(matter_codes=[]) | ~Q(words=[]), name="scenario_card_applies"),
        ]

    def __str__(self) -> str:
        return self.title


class ScenarioCardPlace(models.Model):
    """A place that a scenario card is for."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    card = models.ForeignKey(ScenarioCard, on_delete=models.PROTECT, related_name="places")
    region = models.ForeignKey("organisation.Region", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["card", "region"], name="scenario_card_place_once")]

    def __str__(self) -> str:
        return f"{self.card_id}:{self.region_id}"


_WAITING = Q(state=ChangeState.WAITING)
_DECIDED = Q(state__in=[ChangeState.ACCEPTED, ChangeState.REFUSED, ChangeState.PUBLISHED, ChangeState.DROPPED])
_KEY = ("matter_code", "region")


class DutyChange(models.Model):
    """A proposal to change one line of the duty list (目录调整建议), and how it ended.

    ``base_version`` is the list it was written against, ``version`` the one that brought it. What was proposed and what
    was decided never changes: a trigger refuses it, and every delete.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    act = models.CharField(max_length=8, choices=ChangeAct)
    matter_code = models.CharField(max_length=32, blank=True, help_text="空：所有事项")
    region = models.ForeignKey(
        "organisation.Region", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    lead_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    lead_by_place = models.BooleanField(default=False, help_text="由诉求所在地的街道（乡镇）主办")
    assist_unit_ids = ArrayField(models.BigIntegerField(), default=list, help_text="协办单位的编号")
    legal_basis = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=1000)
    wished_on = models.DateField(null=True, help_text="希望生效的日期（北京时间）")
    base_version = models.ForeignKey(
        CatalogueVersion, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    proposed_by = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    proposed_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    proposed_at = models.DateTimeField(help_text="提出时间")
    state = models.CharField(max_length=12, choices=ChangeState, default=ChangeState.WAITING)
    settled_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    settled_note = models.CharField(max_length=400, blank=True, help_text="审核意见")
    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, db_index=False, null=True, related_name="+")
    closed_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_note = models.CharField(max_length=400, blank=True, help_text="作罢的原因")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(act__in=ChangeAct.values), name="duty_change_act"),
            models.CheckConstraint(condition=Q(state__in=ChangeState.values), name="duty_change_state"),
            models.CheckConstraint(condition=~Q(reason=""), name="duty_change_has_a_reason"),
            models.CheckConstraint(
                condition=Q(act=ChangeAct.REMOVE, lead_unit=None, lead_by_place=False, legal_basis="")
                | (
                    Q(act=ChangeAct.PUT)
                    & ~Q(legal_basis="")
                    & (Q(lead_unit=None, lead_by_place=True) | Q(lead_unit__isnull=False, lead_by_place=False))
                ),
                name="duty_change_one_lead",
            ),
            models.CheckConstraint(
                condition=(_WAITING & Q(settled_by=None, settled_at=None, settled_note=""))
                | (~_WAITING & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="duty_change_settled_whole",
            ),
            models.CheckConstraint(
                condition=~_DECIDED | ~Q(settled_by=F("proposed_by")), name="duty_change_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.REFUSED) | ~Q(settled_note=""), name="duty_change_refused_why"
            ),
            models.CheckConstraint(
                condition=Q(state=ChangeState.PUBLISHED, version__isnull=False, closed_at__isnull=False)
                | (~Q(state=ChangeState.PUBLISHED) & Q(version=None)),
                name="duty_change_published_where",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=ChangeState.DROPPED, closed_by__isnull=False, closed_at__isnull=False) & ~Q(closed_note="")
                )
                | (~Q(state=ChangeState.DROPPED) & Q(closed_note="")),
                name="duty_change_dropped_why",
            ),
            models.UniqueConstraint(
                fields=["proposed_unit", *_KEY], condition=_WAITING, name="duty_change_asked_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["centre", *_KEY],
                condition=Q(state=ChangeState.ACCEPTED),
                name="duty_change_accepted_once",
                nulls_distinct=False,
            ),
        ]
        indexes: ClassVar = [
            # reader: catalogue.queries.changes, all of a centre and those of a state, the newest first
            models.Index(fields=["centre", "-id"], name="duty_change_newest"),
            models.Index(fields=["centre", "state", "-id"], name="duty_change_by_state"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_state_display()}"


class DutyFinding(models.Model):
    """Where dispatchers decide otherwise than the duty list says, as last night's count found it (改派发现).

    Written by a job of dispatch, which reads the orders; a row is replaced every night and never leaves.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "1 day, until the next count (约定)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    matter_code = models.CharField(max_length=32)
    region = models.ForeignKey(
        "organisation.Region", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    lead_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    lead_by_place = models.BooleanField(default=False, help_text="由诉求所在地的街道（乡镇）主办")
    orders = models.PositiveIntegerField(help_text="期间这类工单")
    decided = models.PositiveIntegerField(help_text="其中派给该单位、与目录不同的")
    not_taken = models.PositiveIntegerField(help_text="其中未采纳派单建议的")
    returned = models.PositiveIntegerField(help_text="其中退单后改由该单位承办的")
    wrongful = models.PositiveIntegerField(help_text="其中该单位退单未获准的")
    order_numbers = ArrayField(models.CharField(max_length=24), default=list, help_text="最近的几件")
    since = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", *_KEY], name="duty_finding_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(lead_unit=None, lead_by_place=True) | Q(lead_unit__isnull=False, lead_by_place=False),
                name="duty_finding_one_lead",
            ),
            models.CheckConstraint(condition=Q(decided__gte=1, decided__lte=F("orders")), name="duty_finding_share"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_code} {self.decided}/{self.orders}"
