"""Every route of the house. The list is guarded by tests/architecture/test_routes.py."""

from django.urls import include, path

from huying.config.session import session_state
from huying.foundation.access import open_to_all

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("session/", open_to_all(session_state), name="session"),
    path("", include("huying.desks.urls")),
    path("", include("huying.intake.urls")),
    path("", include("huying.dispatch.urls")),
    path("", include("huying.handling.urls")),
    path("", include("huying.followup.urls")),
    path("", include("huying.organisation.urls")),
    path("", include("huying.catalogue.urls")),
]
