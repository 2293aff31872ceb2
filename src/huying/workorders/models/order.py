"""The order, the units held to it and their clocks."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.db.models.lookups import Regex

from huying.domain.states import FINAL, OPEN
from huying.workorders.choices import Channel, OrderKind, Part, Road, Stage, State, Urgency

_OPEN = Q(is_open=True)
_OVER = Q(is_open=False)
_CODES = r"^\{([a-z][a-z0-9_]*(,[a-z][a-z0-9_]*)*)?\}$"
_UNSIGNED = Q(stage=Stage.SIGN, stopped_at=None)
_FILTERS = ("state", "urgency", "kind", "channel", "matter_top", "nearly_at")
LAST_FIRST = Urgency.TIMELY
"""The last level of urgency that goes first (优先办理): the operator's word, or demanded by a focus with priority."""
# The figure is written out: a parameter in its place would keep PostgreSQL from knowing the index by it. A number, for
# what is true or false would be turned into a comparison of its own.
GOES_LATER = models.Func(
    F("urgency"),
    template=f"(CASE WHEN %(expressions)s > {LAST_FIRST} THEN 1 ELSE 0 END)",
    output_field=models.IntegerField(),
)


class Order(models.Model):
    """A work order (工单): where it stands now. How it came there is in ``Event``.

    ``accountable_unit`` answers for it; ``holder_unit`` has it in hand: passing down moves only the
    holder. ``centre``, ``district``, ``accountable_unit`` and ``holder_unit`` are the scope columns
    that rights filter by.
    """

    personal_data: ClassVar = {
        "title": "标题",
        "place_text": "诉求地点",
        "identity": "诉求人身份（加密，另表）",
    }
    retention: ClassVar = ("order", "3 years after closing (约定)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    # The number a person reads is this day and the row id, which rises over all centres and is never
    # reused; gaps are numbers of other centres, or registrations that were rolled back.
    # 依据: practice (Haikou numbers its orders so).
    day = models.DateField(help_text="受理日（北京时间）")
    external_source = models.CharField(max_length=40, blank=True)
    external_no = models.CharField(max_length=64, blank=True)

    channel = models.CharField(max_length=12, choices=Channel)
    kind = models.CharField(max_length=16, choices=OrderKind)
    urgency = models.PositiveSmallIntegerField(choices=Urgency)
    title = models.CharField(max_length=120)
    place_text = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey(
        "organisation.Region", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    matter = models.ForeignKey(
        "catalogue.Matter", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    matter_top = models.CharField(max_length=32, blank=True)
    is_confidential = models.BooleanField(default=False)
    identity = models.OneToOneField("callers.Identity", on_delete=models.PROTECT, null=True, related_name="+")
    # Who called: a contact, so that one caller's orders are found together.
    caller = models.ForeignKey("callers.Caller", on_delete=models.PROTECT, db_index=False, null=True, related_name="+")
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, db_index=False, null=True, related_name="+")

    state = models.CharField(max_length=20, choices=State)
    is_open = models.GeneratedField(
        expression=models.ExpressionWrapper(Q(state__in=sorted(OPEN)), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    round = models.PositiveSmallIntegerField(default=1)
    district = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    accountable_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    holder_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    # One entry for each side road that is open; NULL until the order took one.
    open_roads = ArrayField(models.CharField(max_length=12, choices=Road), null=True)
    # How often the order was urged (催办); each is an event, and a row of the intake's.
    urges = models.PositiveSmallIntegerField(db_default=0)
    # Why it is hard: codes of tags of the order's policy; NULL until somebody tagged it. The history says who did.
    difficulties = ArrayField(models.CharField(max_length=12), null=True)
    open_assists = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, help_text="当前环节到期时间")
    nearly_at = models.DateTimeField(null=True, help_text="从何时起算临期")
    registered_at = models.DateTimeField()
    state_since = models.DateTimeField()

    policy_version = models.ForeignKey(
        "policy.PolicyVersion", on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    duty_version = models.ForeignKey(
        "catalogue.CatalogueVersion", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )

    events = models.PositiveIntegerField(default=0, help_text="最后一条办理记录的序号")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["centre", "external_source", "external_no"],
                condition=~Q(external_no=""),
                name="order_external_once",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="order_state"),
            # Queues page by the due time: an open order is never without one.
            models.CheckConstraint(
                condition=Q(due_at__isnull=False) | Q(state__in=sorted(FINAL)), name="order_open_is_due"
            ),
            models.CheckConstraint(condition=Q(repeats=None) | Q(repeats__lt=F("id")), name="order_repeats_earlier"),
            models.CheckConstraint(condition=Q(open_roads__contained_by=Road.values), name="order_roads"),
            # Which codes there are is the policy's to say: here only that each is one.
            models.CheckConstraint(
                condition=Regex(Cast("difficulties", models.TextField()), _CODES), name="order_difficulties"
            ),
            models.CheckConstraint(condition=Q(kind__in=OrderKind.values), name="order_kind"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="order_urgency"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="order_channel"),
            models.CheckConstraint(
                condition=Q(holder_unit=None, accountable_unit=None)
                | Q(holder_unit__isnull=False, accountable_unit__isnull=False),
                name="order_holder_with_accountable",
            ),
        ]
        # Every queue is one of these, cut to open orders and ordered by due time (reader:
        # workorders.queries.queue). A page of 50 must never walk the centre, so that each filter has an index
        # there; a district or a unit is walked, but in the index alone, which holds what is filtered by. Those
        # leave out orders without a unit: registering writes none of them.
        indexes: ClassVar = [
            models.Index(
                fields=["centre", "due_at", "id", "nearly_at", "state"], name="order_open_centre", condition=_OPEN
            ),
            models.Index(fields=["centre", "state", "due_at", "id"], name="order_open_state", condition=_OPEN),
            # What goes first stands in front where somebody works from top to bottom: a dispatcher, and below a unit.
            models.Index(
                "centre",
                GOES_LATER,
                "due_at",
                "id",
                name="order_awaits_dispatch",
                condition=_OPEN & Q(state=State.AWAITING_DISPATCH),
            ),
            # So does what sounds like danger before an operator, who has not judged it yet.
            models.Index(
                "centre",
                GOES_LATER,
                "due_at",
                "id",
                name="order_awaits_acceptance",
                condition=_OPEN & Q(state=State.AWAITING_ACCEPTANCE),
            ),
            models.Index(fields=["centre", "urgency", "due_at", "id"], name="order_open_urgency", condition=_OPEN),
            models.Index(fields=["centre", "matter_top", "due_at", "id"], name="order_open_matter", condition=_OPEN),
            models.Index(fields=["centre", "channel", "due_at", "id"], name="order_open_channel", condition=_OPEN),
            models.Index(fields=["centre", "kind", "due_at", "id"], name="order_open_kind", condition=_OPEN),
            # Few orders are tagged, so that any tag is found by walking those.
            models.Index(
                fields=["centre", "due_at", "id", "difficulties"],
                name="order_open_tagged",
                condition=_OPEN & Q(difficulties__isnull=False),
            ),
            models.Index(
                fields=["district", "due_at", "id", *_FILTERS, "accountable_unit", "centre"],
                name="order_open_district",
                condition=_OPEN & Q(district__isnull=False),
            ),
            models.Index(
                fields=["accountable_unit", "due_at", "id", *_FILTERS],
                name="order_open_accountable",
                condition=_OPEN & Q(accountable_unit__isnull=False),
            ),
            models.Index(
                "holder_unit",
                GOES_LATER,
                "due_at",
                "id",
                *_FILTERS,
                "accountable_unit",
                name="order_open_held",
                condition=_OPEN & Q(holder_unit__isnull=False),
            ),
            # reader: workorders.queries.queue, ended orders, the latest in front
            models.Index(fields=["centre", "-state_since", "-id"], name="order_over_centre", condition=_OVER),
            models.Index(
                fields=["district", "-state_since", "-id"],
                name="order_over_district",
                condition=_OVER & Q(district__isnull=False),
            ),
            models.Index(
                fields=["accountable_unit", "-state_since", "-id"],
                name="order_over_accountable",
                condition=_OVER & Q(accountable_unit__isnull=False),
            ),
            # readers: workorders.queries.search, which walks the newest of a centre or a district
            models.Index(fields=["centre", "-id"], name="order_newest"),
            models.Index(
                fields=["centre", "district", "-id"], name="order_newest_district", condition=Q(district__isnull=False)
            ),
            # reader: desks.queries.same_caller
            models.Index(fields=["caller", "-id"], name="order_caller", condition=Q(caller__isnull=False)),
            # reader: workorders.queries.repeats
            models.Index(fields=["repeats"], name="order_repeats", condition=Q(repeats__isnull=False)),
            # reader: workorders.queries.similar
            models.Index(
                fields=["matter", "region", "-id"],
                name="order_matter_place",
                condition=Q(matter__isnull=False, region__isnull=False),
            ),
            # reader: workorders.queries.past_answers, the newest orders of a matter that have an answer
            models.Index(
                fields=["matter", "-id"],
                name="order_answered",
                condition=Q(state__in=["answered", "awaiting_followup", "closed", "replied"], matter__isnull=False),
            ),
            # reader: search by external number
            models.Index(fields=["external_no"], name="order_external", condition=~Q(external_no="")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return the order number a person reads: day and row id, such as 20261122000001."""
        return f"{self.day:%Y%m%d}{self.pk:06d}"


class Assignment(models.Model):
    """A unit's part in an order: one open lead, any number of assists, each with clocks of its own."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, related_name="assignments")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    part = models.CharField(max_length=8, choices=Part)
    # Who may see: kept beside the order's own scope columns for units that assist or held it once.
    legal_basis = models.CharField(max_length=400, blank=True)
    assigned_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(part__in=Part.values), name="assignment_part"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(part=Part.LEAD, closed_at=None), name="assignment_one_lead"
            ),
            models.UniqueConstraint(
                fields=["order", "unit", "part"], condition=Q(closed_at=None), name="assignment_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("assigned_at")), name="assignment_times"
            ),
        ]
        indexes: ClassVar = [
            # reader: workorders.queries.dossier
            models.Index(fields=["order"], name="assignment_of_order"),
            # reader: workorders.queries.search, the newest that a unit may see
            models.Index(fields=["unit", "-order"], name="assignment_newest"),
            # reader: workorders.queries.unit_load, the leads that began in a month
            models.Index(
                fields=["unit", "assigned_at"],
                include=["order", "id"],
                name="assignment_lead_begun",
                condition=Q(part=Part.LEAD),
            ),
            # reader: queue of assisting units; search rights
            models.Index(fields=["unit", "part", "closed_at", "order"], name="assignment_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.part} {self.unit_id}"


class Clock(models.Model):
    """A limit that runs, or ran, for an order: which rule, whose, until when, met or not."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, related_name="clocks")
    stage = models.CharField(max_length=12, choices=Stage)
    round = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    # How often ``due_at`` was put off by a granted extension; the history keeps each due time before.
    extended = models.PositiveSmallIntegerField(db_default=0)
    # Given up, not met: the order was withdrawn, or the clock's work went to another.
    void = models.BooleanField(default=False)
    rule_code = models.CharField(max_length=40)
    policy_version = models.ForeignKey(
        "policy.PolicyVersion", on_delete=models.PROTECT, db_index=False, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="clock_stage"),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="clock_due_after_start"),
            models.UniqueConstraint(
                fields=["order", "stage", "unit"],
                condition=Q(stopped_at=None),
                name="clock_one_running",
                nulls_distinct=False,
            ),
        ]
        indexes: ClassVar = [
            # reader: desks order page, workorders.actions.move
            models.Index(fields=["order"], name="clock_of_order"),
            # reader: supervision of running limits (overdue stages)
            models.Index(fields=["due_at"], name="clock_running", condition=Q(stopped_at=None)),
            # readers: dispatch.queries.return_figures, what is not signed for, of all and of a unit; what is late
            models.Index(fields=["due_at", "id"], name="clock_unsigned", condition=_UNSIGNED),
            models.Index(fields=["unit", "due_at", "id"], name="clock_unsigned_unit", condition=_UNSIGNED),
            models.Index(
                fields=["started_at"],
                include=["unit", "order", "due_at", "stopped_at"],
                name="clock_sign_late",
                condition=Q(stage=Stage.SIGN, void=False) & (Q(stopped_at__gt=F("due_at")) | Q(stopped_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.stage}"
