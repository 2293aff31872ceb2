"""Every route of the house. The list is guarded by tests/architecture/test_routes.py."""

from functools import partial

from django.urls import include, path, re_path
from django.views.defaults import bad_request, page_not_found, permission_denied

from huying.config.api import api
from huying.config.api_docs import docs, document
from huying.config.api_errors import no_such_route
from huying.config.session import session_state
from huying.config.watching.faults import server_fault
from huying.config.watching.figures import metrics_page
from huying.config.watching.probes import healthz, readyz
from huying.foundation.access import open_to_all

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics_page, name="metrics"),
    path("api/v1/openapi.json", document, name="api_document"),
    path("api/v1/docs/", docs, name="api_docs"),
    path("api/v1/", no_such_route, name="api_root"),
    path("api/v1/", api.urls),
    re_path(r"^api/(?P<rest>.*)$", no_such_route, name="api_no_such_route"),
    path("session/", open_to_all(session_state), name="session"),
    path("", include("huying.desks.urls")),
    path("", include("huying.workorders.urls")),
    path("", include("huying.intake.urls")),
    path("", include("huying.dispatch.urls")),
    path("", include("huying.coordination.urls")),
    path("", include("huying.handling.urls")),
    path("", include("huying.followup.urls")),
    path("", include("huying.supervision.urls")),
    path("", include("huying.notices.urls")),
    path("", include("huying.learning.urls")),
    path("", include("huying.exchange.urls")),
    path("", include("huying.organisation.urls")),
    path("", include("huying.catalogue.urls")),
    path("", include("huying.policy.urls")),
]

handler400 = partial(bad_request, template_name="web/errors/400.html")
handler403 = partial(permission_denied, template_name="web/errors/403.html")
handler404 = partial(page_not_found, template_name="web/errors/404.html")
handler500 = server_fault
