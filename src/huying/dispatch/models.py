"""What only dispatch keeps: suggestions, what became of them and what they allow, and the requests to return."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from huying.dispatch.choices import RULINGS, Ground, HeldBack, ReturnReason, ReturnState
from huying.domain.returns import NAMES_ANOTHER

_GUESSED = Q(model_unit=None, probability=None) | Q(
    model_unit__isnull=False, model_number__isnull=False, probability__gte=0, probability__lte=1
)


class Suggestion(models.Model):
    """Whom the order should go to, and why: the best of the ranked units, as duty list, place, rulings and model say.

    ``ranked`` holds a row for each unit: ``unit``, ``ground``, ``sure`` (0 to 1, or null), ``rulings``. ``model_unit``
    is whom the model is surest of, where it may lead; ``held_back`` says why a person has to dispatch the order, and
    ``is_offered`` that the rule of automatic dispatch is sure enough of it, in trial or alone: one that is offered and
    held back as ``control`` was drawn to be left to a person.
    """

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
    ranked = models.JSONField(null=True, help_text="排好序的单位和理由")
    similar_order_ids = ArrayField(models.BigIntegerField(), null=True, help_text="最相近的已办结工单")
    model_number = models.PositiveIntegerField(null=True)
    model_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    probability = models.FloatField(null=True, help_text="模型的把握，0 到 1")
    held_back = models.CharField(max_length=12, choices=HeldBack, blank=True, db_default=HeldBack.NO_GUESS)
    is_offered = models.BooleanField(db_default=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="suggestion_ground"),
            models.CheckConstraint(condition=Q(held_back__in=HeldBack.values), name="suggestion_held_back"),
            models.CheckConstraint(condition=_GUESSED, name="suggestion_guessed_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.reason}"


class Comparison(models.Model):
    """Suggested, decided, outcome: of an order's first dispatch, and whose it is now (派单对照).

    What was suggested is copied: a suggestion is made anew when the order comes back. ``decided_by`` is empty where a
    rule decided. ``final_unit`` follows the order: empty while it waits to be dispatched again.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.OneToOneField("workorders.Order", on_delete=models.PROTECT, primary_key=True, related_name="+")
    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    suggested_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    ground = models.CharField(max_length=16, choices=Ground)
    model_number = models.PositiveIntegerField(null=True)
    model_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    probability = models.FloatField(null=True)
    held_back = models.CharField(max_length=12, choices=HeldBack, blank=True)
    is_offered = models.BooleanField()
    is_automatic = models.BooleanField()
    decided_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    decided_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    final_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    returns = models.PositiveSmallIntegerField(default=0)
    is_taken_back = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="comparison_ground"),
            models.CheckConstraint(condition=Q(held_back__in=HeldBack.values), name="comparison_held_back"),
            models.CheckConstraint(condition=_GUESSED, name="comparison_guessed_whole"),
            models.CheckConstraint(
                condition=Q(is_automatic=False)
                | Q(decided_by=None, is_offered=True, held_back=HeldBack.NOTHING, decided_unit=F("model_unit")),
                name="comparison_automatic_as_offered",
            ),
        ]
        indexes: ClassVar = [
            # readers: dispatch.queries.accuracy, dispatch.queries.automatic, what a centre decided in a period
            models.Index(fields=["centre", "decided_at"], name="comparison_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.suggested_unit_id} {self.decided_unit_id} {self.final_unit_id}"


class Guarantee(models.Model):
    """How often the rule of automatic dispatch would have erred lately, and from which threshold on it may dispatch.

    Rows are only added. Without a ``threshold`` it may not; ``orders``, ``errors`` and ``bound`` then say why, or the
    control sample does: its error rate is no less than ``control_bound``.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("organisation", "permanent")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    model_number = models.PositiveIntegerField()
    goal_error = models.FloatField()
    goal_confidence = models.FloatField()
    goal_least = models.PositiveIntegerField()
    threshold = models.FloatField(null=True)
    orders = models.PositiveIntegerField()
    errors = models.PositiveIntegerField()
    bound = models.FloatField(null=True)
    control_orders = models.PositiveIntegerField(db_default=0)
    control_errors = models.PositiveIntegerField(db_default=0)
    control_bound = models.FloatField(db_default=0.0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(errors__lte=F("orders")), name="guarantee_errors"),
            models.CheckConstraint(
                condition=Q(threshold=None)
                | Q(threshold__gt=0, threshold__lt=1, bound__isnull=False, bound__lte=F("goal_error")),
                name="guarantee_holds",
            ),
            models.CheckConstraint(
                condition=Q(control_errors__lte=F("control_orders"))
                & (Q(threshold=None) | Q(control_bound__lte=F("goal_error"))),
                name="guarantee_not_refuted",
            ),
        ]
        indexes: ClassVar = [
            # reader: dispatch.queries.standing, the newest of a centre
            models.Index(fields=["centre", "-at", "-id"], name="guarantee_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.at:%Y-%m-%d} {self.threshold}"


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
