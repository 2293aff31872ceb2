"""What only dispatch keeps: the suggestion made for an order, and the requests to return it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huying.dispatch.choices import RULINGS, Ground, ReturnReason, ReturnState
from huying.domain.returns import NAMES_ANOTHER


class Suggestion(models.Model):
    """Whom the duty list would send the order to, and why; kept to be compared with what a person chose."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.OneToOneField("workorders.Order", on_delete=models.PROTECT, primary_key=True, related_name="+")
    lead_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    assist_unit_ids = models.JSONField(default=list)
    ground = models.CharField(max_length=16, choices=Ground)
    reason = models.CharField(max_length=400)
    legal_basis = models.CharField(max_length=400, blank=True)
    scenario_card = models.TextField(blank=True)
    duty_version = models.ForeignKey(
        "catalogue.CatalogueVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Found by name in the text, where the operator had not chosen them.
    found_matter = models.ForeignKey("catalogue.Matter", on_delete=models.PROTECT, null=True, related_name="+")
    found_region = models.ForeignKey("organisation.Region", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="suggestion_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.reason}"


_NAMES_ANOTHER = sorted(reason.value for reason in NAMES_ANOTHER)
_WAITING = Q(state=ReturnState.WAITING)
_OPEN = Q(state=ReturnState.WAITING, lapsed_at=None)


class ReturnRequest(models.Model):
    """A unit's request to return an order, and how it ended; words of unit and arbiter stand in ``Text``.

    ``centre``, ``district`` (the order's, as it was then) and ``unit`` are the scope columns. ``found_unit`` is whose
    duty the ruling says it is; ``matter_code`` outlives the catalogue's version: rulings are found by it as precedents.
    ``lapsed_at``: the order ended before anybody decided.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    district = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    matter_code = models.CharField(max_length=32, blank=True)
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    event = models.PositiveIntegerField(help_text="提出申请的办理记录序号")
    reason = models.CharField(max_length=16, choices=ReturnReason)
    proposed_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="审核到期时间")
    state = models.CharField(max_length=12, choices=ReturnState, default=ReturnState.WAITING)
    settled_event = models.PositiveIntegerField(null=True)
    settled_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True, help_text="工单先了结的时间")
    found_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reason__in=ReturnReason.values), name="return_reason"),
            models.CheckConstraint(condition=Q(state__in=ReturnState.values), name="return_state"),
            models.UniqueConstraint(fields=["order", "event"], name="return_once"),
            models.UniqueConstraint(fields=["order"], condition=_WAITING, name="return_one_waiting"),
            models.CheckConstraint(
                condition=~Q(reason__in=_NAMES_ANOTHER) | Q(proposed_unit__isnull=False),
                name="return_names_another",
            ),
            models.CheckConstraint(
                condition=Q(proposed_unit=None) | ~Q(proposed_unit=F("unit")), name="return_not_to_oneself"
            ),
            models.CheckConstraint(
                condition=(_WAITING & Q(settled_event=None, settled_by=None, settled_at=None, found_unit=None))
                | (~_WAITING & Q(settled_event__isnull=False, settled_by__isnull=False, settled_at__isnull=False)),
                name="return_settled_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=RULINGS) | ~Q(settled_by=F("person")), name="return_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReturnState.REFUSED) | Q(found_unit=F("unit")), name="return_refused_stays"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReturnState.GRANTED) | Q(found_unit=None) | ~Q(found_unit=F("unit")),
                name="return_granted_goes",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReturnState.RULED) | Q(found_unit__isnull=False), name="return_ruled_names_one"
            ),
        ]
        indexes: ClassVar = [
            # reader: dispatch.queries.returns, the order's page; what deletes an order looks here
            models.Index(fields=["order"], name="return_of_order"),
            # reader: dispatch.queries.return_ledger, what waits for the arbiter
            models.Index(fields=["centre", "due_at", "id"], name="return_waiting", condition=_OPEN),
            # readers: dispatch.queries.return_ledger, settled ones, of a centre and of a unit
            models.Index(fields=["centre", "-id"], name="return_settled", condition=~_WAITING),
            models.Index(fields=["unit", "-id"], name="return_of_unit"),
            # reader: dispatch.queries.return_figures
            models.Index(
                fields=["centre", "asked_at"],
                include=["unit", "district", "state", "found_unit"],
                name="return_counted",
            ),
            # reader: dispatch.queries.precedents
            models.Index(
                fields=["centre", "matter_code", "-id"], name="return_precedent", condition=Q(state__in=RULINGS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.unit_id} {self.state}"
