"""Below ``/api/`` every refusal is a problem, also those that no route of ours has made."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from huying.foundation.access import open_to_all
from huying.foundation.http_errors import PROBLEM, problem

API_PREFIX = "/api/"
# 约定: the longest demand with all its fields is a tenth of this.
LARGEST_BYTES = 1_000_000
_REFUSALS = 400
_KNOWN = {
    400: ("request_unreadable", "请求有误，请对照接口说明修改。"),
    404: ("route_not_found", "没有这个接口，请核对地址和版本号。"),
    405: ("method_not_allowed", "这个接口不能用这种方法调用，请对照接口说明。"),
    503: ("unavailable", "服务暂时不可用，请稍后用同一个 Idempotency-Key 重试。"),
    500: ("internal_error", "服务出错，没有写入任何内容；请稍后用同一个 Idempotency-Key 重试，仍不行请联系管理员。"),
}
TOO_LARGE = ("request_too_large", f"请求体太大，上限 {LARGEST_BYTES} 字节，请缩短后重新提交。")


class ApiMiddleware:
    """Refuse bodies that are too large, and give every refusal below ``/api/`` the form of RFC 9457."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, and put the answer into form."""
        if not request.path_info.startswith(API_PREFIX):
            return self._next(request)
        if _length(request) > LARGEST_BYTES:
            code, detail = TOO_LARGE
            return problem(status=413, code=code, detail=detail)
        answer = self._next(request)
        if answer.status_code < _REFUSALS:
            answer.setdefault("Cache-Control", "no-store")
            return answer
        if answer.headers.get("Content-Type", "").startswith(PROBLEM):
            return answer
        code, detail = _KNOWN.get(answer.status_code, _KNOWN[_REFUSALS])
        formed = problem(status=answer.status_code, code=code, detail=detail)
        if "Allow" in answer:
            formed["Allow"] = answer["Allow"]
        return formed


@open_to_all
@csrf_exempt
def no_such_route(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer an address below ``/api/`` that nothing stands at."""
    code, detail = _KNOWN[404]
    return problem(status=404, code=code, detail=detail)


def _length(request: HttpRequest) -> int:
    given = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(given) if given.isascii() and given.isdigit() else 0
