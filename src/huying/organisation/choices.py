"""Values of the organisation, with their Chinese labels."""

from django.db.models import IntegerChoices, TextChoices

from huying.domain.actors import Role as DomainRole
from huying.domain.actors import Side as DomainSide


class Level(TextChoices):
    """Levels of places and of the units that govern them: 省 市 区县 街道/乡镇 社区/村 网格."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    DISTRICT = "district", "区县"
    STREET = "street", "街道（乡镇）"
    COMMUNITY = "community", "社区（村）"
    GRID = "grid", "网格"


LEVEL_ORDER: dict[str, int] = {level: rank for rank, level in enumerate(Level.values)}


class CentreLevel(TextChoices):
    """Level of a hotline centre."""

    PROVINCE = "province", "省级中心"
    CITY = "city", "市级中心"
    DISTRICT = "district", "区级中心"


class UnitKind(TextChoices):
    """What a unit is (domain.md 16.3)."""

    HOTLINE = "hotline", "热线工作机构"
    GOVERNMENT = "government", "政府"
    BUREAU = "bureau", "委办局"
    STREET = "street", "街道（乡镇）"
    COMMUNITY = "community", "社区（村）"
    GRID = "grid", "网格"
    ZONE = "zone", "开发区管委会"
    VERTICAL = "vertical", "垂直管理单位"
    UTILITY = "utility", "公共服务企业"
    STATE_FIRM = "state_firm", "市属国企"
    PLATFORM = "platform", "重点平台企业"
    TASK_FORCE = "task_force", "专班"
    OTHER = "other", "其他单位"


class Role(TextChoices):
    """What a person is for a unit (domain.md 16.4)."""

    OPERATOR = DomainRole.OPERATOR.value, "受理员"
    DISPATCHER = DomainRole.DISPATCHER.value, "派单员"
    ARBITER = DomainRole.ARBITER.value, "异议审批员"
    FOLLOWUP = DomainRole.FOLLOWUP.value, "回访员"
    CLERK = DomainRole.CLERK.value, "承办员"
    REVIEWER = DomainRole.REVIEWER.value, "承办审核员"
    COMMUNITY = DomainRole.COMMUNITY.value, "社区工作者"
    GRID_WORKER = DomainRole.GRID_WORKER.value, "网格员"
    SUPERVISOR = DomainRole.SUPERVISOR.value, "督办员"
    EVALUATOR = DomainRole.EVALUATOR.value, "考评员"
    LEADER = DomainRole.LEADER.value, "领导"
    SYSTEM_ADMIN = DomainRole.SYSTEM_ADMIN.value, "系统管理员"
    SECURITY_ADMIN = DomainRole.SECURITY_ADMIN.value, "安全管理员"
    AUDIT_ADMIN = DomainRole.AUDIT_ADMIN.value, "审计管理员"


class Side(TextChoices):
    """The side a role stands on (管、办、督分离)."""

    MANAGE = DomainSide.MANAGE.value, "管"
    HANDLE = DomainSide.HANDLE.value, "办"
    WATCH = DomainSide.WATCH.value, "督"
    LEAD = DomainSide.LEAD.value, "领导"
    SYSTEM = DomainSide.SYSTEM.value, "系统管理"
    SECURITY = DomainSide.SECURITY.value, "安全管理"
    AUDIT = DomainSide.AUDIT.value, "审计管理"


class PeopleView(TextChoices):
    """Which people a list shows."""

    IN_USE = "in_use", "使用中"
    NO_SEAT = "no_seat", "没有岗位"
    WAITING = "waiting", "尚未设置密码"
    OFF = "off", "已停用"


class ShiftRank(IntegerChoices):
    """In which order those on duty are called. 约定."""

    FIRST = 1, "值班员"
    HEAD = 2, "带班负责人"
    CHIEF = 3, "单位负责人"


class ChargeKind(TextChoices):
    """How somebody is answerable for a place (features C-23)."""

    LEADER = "leader", "领导包片"
    CADRE = "cadre", "干部包村"
    COMMITTEE = "committee", "两委包户"


class AssetKind(TextChoices):
    """What was brought down to a street or town. 依据: features C-36 (权力、资源、力量下沉街乡)."""

    POWER = "power", "赋权事项"
    RESOURCE = "resource", "下沉资源"
    FORCE = "force", "下沉力量"


class SpotKind(TextChoices):
    """What a spot is."""

    ROAD = "road", "道路"
    ESTATE = "estate", "小区、楼宇"
    LANDMARK = "landmark", "地标、场所"


class ApiScope(TextChoices):
    """What a system may do with its token."""

    READ = "read", "查询"
    REGISTER = "register", "登记诉求"
    ACT = "act", "办理"
    WEBHOOKS = "webhooks", "订阅推送"
