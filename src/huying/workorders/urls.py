"""Routes of workorders: pages of callers that need an order's rights to be asked first."""

from django.urls import path

from huying.callers.views import open_identity
from huying.workorders.queries.identity import identity_of

urlpatterns = [
    path("orders/<str:number>/caller/", open_identity, {"identity_of": identity_of}, name="unmask"),
]
