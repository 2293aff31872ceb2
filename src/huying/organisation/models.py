"""Tables of the organisation: centres, regions, units, people, seats."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from huying.organisation.choices import (
    ApiScope,
    AssetKind,
    CentreLevel,
    ChargeKind,
    Level,
    Role,
    ShiftRank,
    Side,
    SpotKind,
    UnitKind,
)


class Centre(models.Model):
    """A hotline centre: owns numbers, unit tree, catalogue, policy, calendar."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("organisation", "permanent")

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=16, choices=CentreLevel)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area_code = models.CharField(max_length=4, blank=True, help_text="本地电话区号，用于规范固定电话")
    is_demo = models.BooleanField(default=False)
    # Roles whose people must sign in with a second factor (TOTP); empty: nobody must.
    totp_roles = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__in=CentreLevel.values), name="centre_level"),
        ]

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    """A place from province to grid. Answers for nothing itself: a unit does."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("organisation", "permanent")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=16, choices=Level)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "code"], name="region_code_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="region_level"),
        ]
        indexes: ClassVar = [
            # reader: organisation.queries.regions (children of a place)
            models.Index(fields=["parent"], name="region_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An office that can be held to an order. ``path`` serves the tree only, never rights."""

    personal_data: ClassVar = {"contact_name": "经办联系人", "contact_phone": "办公电话"}
    retention: ClassVar = ("organisation", "permanent")

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=UnitKind)
    level = models.CharField(max_length=16, choices=Level)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=200, help_text="上级编号链，如 1.5.9.")
    # The district government above this unit, itself when it is one: a scope column for rights.
    district = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The place this unit governs; a bureau has none, a street has its own.
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact_name = models.CharField(max_length=40, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    duties = models.CharField(max_length=400, blank=True, help_text="职权说明（街乡赋权、部门三定）")
    is_active = models.BooleanField(default=True)
    # Who took over when this unit was merged. A trigger lets only an active unit of the centre be named: no cycle.
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="承接单位"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "code"], name="unit_code_once"),
            models.UniqueConstraint(fields=["centre", "parent", "name"], name="unit_name_once", nulls_distinct=False),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="unit_level"),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(is_active=False) & ~Q(successor=F("id")),
                name="unit_successor_of_one_switched_off",
            ),
        ]
        indexes: ClassVar = [
            # reader: organisation.queries.unit_tree (a branch by prefix)
            models.Index(fields=["path"], name="unit_path", opclasses=["text_pattern_ops"]),
            # reader: organisation.queries.children, handling pass_down
            models.Index(fields=["parent"], name="unit_parent"),
            # reader: catalogue suggestion (the unit that governs a place)
            models.Index(fields=["region"], name="unit_region"),
        ]

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """How Django finds a person by the sign-in name."""


class Person(AbstractBaseUser):
    """Someone who works here. Signs in by user name; no e-mail is needed."""

    personal_data: ClassVar = {"username": "登录名", "display_name": "姓名"}
    retention: ClassVar = ("staff", "employment + 3 years")

    username = models.CharField(max_length=40, unique=True)
    display_name = models.CharField(max_length=40)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    # A system of somebody else's: works by tokens, has no password and never signs in.
    is_service = models.BooleanField(default=False, db_default=False)
    must_change_password = models.BooleanField(default=True)
    # A slip (one-time password) is good until then; null once the person chose a password.
    slip_expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar = People()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            # Names are never compared by case: 「Li」 and 「li」 would be two people nobody can tell apart.
            models.CheckConstraint(condition=Q(username=Lower("username")), name="username_lower"),
            # Django marks a password that fits nothing by its first letter.
            models.CheckConstraint(
                condition=Q(is_service=False) | Q(password__startswith="!"),  # noqa: S106  # the mark of none
                name="service_has_no_password",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002  # Django's signature
        """Refuse: rights come from seats, never from Django's permission rows."""
        return False


class Seat(models.Model):
    """A person for a unit in a role. All open seats of one person stand on one side."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("staff", "employment + 3 years")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=20, choices=Role)
    side = models.CharField(max_length=12, choices=Side)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="seat_role"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="seat_side"),
            models.UniqueConstraint(fields=["person", "unit", "role"], condition=Q(ended_at=None), name="seat_once"),
            # 管、办、督分离: the database refuses a second side while the first is open.
            ExclusionConstraint(
                name="one_side_a_person",
                expressions=[(F("person"), RangeOperators.EQUAL), (F("side"), RangeOperators.NOT_EQUAL)],
                condition=Q(ended_at=None),
            ),
        ]
        indexes: ClassVar = [
            # reader: organisation.queries.seats_of_unit, coverage
            models.Index(fields=["unit"], name="seat_unit", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}@{self.unit_id}:{self.role}"


class SystemToken(models.Model):
    """What a system shows to be let in, for one seat. The token itself is nowhere: only its keyed hash.

    ``minute`` and ``used_in_minute`` count requests, for all processes together.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("staff", "employment + 3 years")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    hint = models.CharField(max_length=16, help_text="令牌开头，用于辨认")
    digest = models.BinaryField(max_length=32, unique=True)
    lookup_key_id = models.BinaryField(max_length=4)
    scopes = ArrayField(models.CharField(max_length=16))
    per_minute = models.PositiveIntegerField()
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    minute = models.BigIntegerField(default=0)
    used_in_minute = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(ApiScope.values)) & Q(scopes__len__gte=1), name="token_scopes"
            ),
            models.CheckConstraint(condition=Q(per_minute__gte=1), name="token_per_minute"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.hint}"


class Shift(models.Model):
    """Who is on duty for a unit, on which weekdays, from when to when (班次 of its 值班表)."""

    personal_data: ClassVar = {"person_name": "值班人员姓名", "telephone": "值班办公电话"}
    retention: ClassVar = ("staff", "employment + 3 years")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), help_text="星期，1 为周一")
    begins = models.TimeField(help_text="起（北京时间）")
    # Not after the beginning: of the next day.
    ends = models.TimeField(help_text="止（北京时间）；不晚于起的为次日")
    first_day = models.DateField(null=True, help_text="从哪天起")
    last_day = models.DateField(null=True, help_text="到哪天止")
    rank = models.PositiveSmallIntegerField(choices=ShiftRank)
    person_name = models.CharField(max_length=40)
    telephone = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(rank__in=ShiftRank.values), name="shift_rank"),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=list(range(1, 8))) & Q(weekdays__len__gte=1), name="shift_weekdays"
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")), name="shift_days"
            ),
            models.CheckConstraint(condition=~Q(person_name="") & ~Q(telephone=""), name="shift_names_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.begins}-{self.ends}"


class Asset(models.Model):
    """A power, a resource or a force that was brought down to a street or town (权力、资源、力量下沉): on what basis.

    ``source`` is who gave it, such as a bureau; ``last_day`` is ``None`` where no end is set.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("organisation", "permanent")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AssetKind)
    name = models.CharField(max_length=80)
    basis = models.CharField(max_length=200, help_text="下沉的依据")
    source = models.CharField(max_length=80, blank=True, help_text="由谁下沉")
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=AssetKind.values), name="asset_kind"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(basis=""), name="asset_says_what_and_why"),
            models.CheckConstraint(condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="asset_days"),
            models.UniqueConstraint(fields=["unit", "kind", "name"], name="asset_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.name}"


class Charge(models.Model):
    """Who is answerable for a place (领导包片、干部包村、两委包户): a name, a post, an office telephone."""

    personal_data: ClassVar = {"person_name": "包片人员姓名", "telephone": "包片人员办公电话"}
    retention: ClassVar = ("staff", "employment + 3 years")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ChargeKind)
    person_name = models.CharField(max_length=40)
    post = models.CharField(max_length=60)
    telephone = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ChargeKind.values), name="charge_kind"),
            models.CheckConstraint(
                condition=~Q(person_name="") & ~Q(post="") & ~Q(telephone=""), name="charge_names_somebody"
            ),
            models.UniqueConstraint(fields=["region", "kind", "person_name", "post"], name="charge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.kind}"


class Spot(models.Model):
    """A road, an estate or a landmark by which people say where something is (点位), in the smallest region around it.

    One that runs through several regions, or a name that several bear, has a row in each.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("organisation", "permanent")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=SpotKind)
    name = models.CharField(max_length=60)
    aliases = ArrayField(models.CharField(max_length=60), default=list, help_text="人们用的其他叫法")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=SpotKind.values), name="spot_kind"),
            models.CheckConstraint(condition=~Q(name=""), name="spot_has_a_name"),
            models.UniqueConstraint(fields=["region", "kind", "name"], name="spot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.name}"
