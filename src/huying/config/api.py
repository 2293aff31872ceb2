"""The API as one whole: every room's routes at ``/api/v1``, and one form of every refusal."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from huying.catalogue.api import router as catalogue
from huying.coordination.api.conference import router as conference
from huying.coordination.api.escalation import router as escalation
from huying.coordination.api.lists import router as ledgers
from huying.coordination.api.whistle import router as whistles
from huying.desks.api import router as desks
from huying.dispatch.api import router as dispatch
from huying.domain.errors import Refusal
from huying.exchange.api import router as exchange
from huying.followup.api import router as followup
from huying.foundation.database_faults import refusal_of
from huying.foundation.http_errors import PROBLEM, problem, problem_of
from huying.handling.api import router as handling
from huying.intake.api import router as intake
from huying.organisation.actions.admit_system import TooManyRequests
from huying.organisation.api.gate import TokenRefused
from huying.organisation.api.lists import router as organisation
from huying.supervision.api import router as supervision
from huying.workorders.api.lists import router as workorders

VERSION = "v1"
ROOT = f"/api/{VERSION}"
_COORDINATION = (conference, whistles, escalation, ledgers)
_STAGES = (intake, workorders, desks, dispatch, *_COORDINATION, handling, followup)
_ROUTERS = (*_STAGES, supervision, organisation, catalogue, exchange)
_FAULTS = {
    "missing": "必须填写。",
    "string_too_short": "太短，至少 {min_length} 个字。",
    "string_too_long": "太长，最多 {max_length} 个字。",
    "string_pattern_mismatch": "含有不能使用的字符。",
    "string_unicode": "含有不能使用的字符。",
    "string_type": "应为文字。",
    "enum": "只能是 {expected} 之一。",
    "literal_error": "只能是 {expected} 之一。",
    "int_parsing": "应为整数。",
    "int_type": "应为整数。",
    "int_from_float": "应为整数。",
    "bool_parsing": "应为 true 或 false。",
    "bool_type": "应为 true 或 false。",
    "list_type": "应为数组。",
    "too_long": "太多，最多 {max_length} 项。",
    "greater_than_equal": "不能小于 {ge}。",
    "less_than_equal": "不能大于 {le}。",
    "extra_forbidden": "没有这个字段，请核对拼写。",
    "model_attributes_type": "应为 JSON 对象。",
}

api = NinjaAPI(
    title="呼应开放接口",
    version=VERSION,
    description="12345 热线与接诉即办平台的系统接口。凭安全管理员发放的令牌调用，权限与令牌所属岗位一致。",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
for _router in _ROUTERS:
    api.add_router("", _router)


@cache
def openapi() -> dict[str, Any]:
    """Return the OpenAPI document; refusals are of RFC 9457's type."""
    document: dict[str, Any] = api.get_openapi_schema(path_prefix=f"{ROOT}/".lstrip("/"))
    for methods in document["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:  # noqa: PLR2004  where HTTP's refusals begin
                    answer["content"] = {PROBLEM: answer["content"]["application/json"]}
    kept: dict[str, Any] = json.loads(json.dumps(document))
    return kept


@api.exception_handler(Refusal)
def _refused(_request: HttpRequest, refusal: Exception) -> HttpResponse:
    assert isinstance(refusal, Refusal)
    if isinstance(refusal, TokenRefused):
        answer = problem(status=401, code=refusal.code, detail=str(refusal))
        answer["WWW-Authenticate"] = 'Bearer realm="huying"'
        return answer
    if isinstance(refusal, TooManyRequests):
        answer = problem(status=429, code=refusal.code, detail=str(refusal))
        answer["Retry-After"] = str(refusal.details["seconds"])
        return answer
    return problem_of(refusal)


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _database_failed(_request: HttpRequest, fault: Exception) -> HttpResponse:
    refusal = refusal_of(fault)
    assert refusal
    return problem_of(refusal)


@api.exception_handler(ValidationError)
def _misshapen(_request: HttpRequest, fault: Exception) -> HttpResponse:
    assert isinstance(fault, ValidationError)
    fields = {_named(error["loc"]): _sentence(error) for error in fault.errors}
    return problem(status=422, code="request_invalid", detail="请求内容有误，请按 errors 逐项修改。", fields=fields)


@api.exception_handler(HttpError)
def _unreadable(_request: HttpRequest, fault: Exception) -> HttpResponse:
    assert isinstance(fault, HttpError)
    detail = "请求体不是 UTF-8 编码的 JSON，请核对后重新提交。"
    return problem(status=fault.status_code, code="request_unreadable", detail=detail)


def _named(place: tuple[str | int, ...]) -> str:
    """Return the field's name as the caller wrote it: without where ninja looked for it."""
    words = [str(word) for word in place[1:] if word not in {"said", "given"}]
    return ".".join(words) or str(place[0])


def _sentence(error: dict[str, Any]) -> str:
    known = _FAULTS.get(error["type"], "格式不对，请对照接口说明修改。")
    context = {name: re.sub(" or ", "、", str(value)) for name, value in error.get("ctx", {}).items()}
    try:
        return known.format(**context)
    except KeyError:
        return known
