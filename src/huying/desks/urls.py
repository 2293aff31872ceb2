"""Routes of the desks."""

from django.urls import path

from huying.callers.views import open_identity
from huying.desks.views import accuracy, burden, citizen, shirking, taking_up
from huying.desks.views.access_log import access_log, model_log, unmasking_log
from huying.desks.views.figures import figures
from huying.desks.views.order import order
from huying.desks.views.promises import promises
from huying.desks.views.queue import queue
from huying.desks.views.search import search
from huying.desks.views.seats import seats
from huying.desks.views.standards import standards
from huying.workorders.queries.identity import identity_of

urlpatterns = [
    path("", queue, name="queue"),
    path("citizen/", citizen.home, name="citizen"),
    path("citizen/order/", citizen.order, name="citizen_order"),
    path("m/<str:code>/", citizen.messages, name="citizen_messages"),
    path("citizen/text-size/", citizen.text_size, name="citizen_text_size"),
    path("search/", search, name="search"),
    path("seats/", seats, name="seats"),
    path("figures/", figures, name="figures"),
    path("standards/", standards, name="standards"),
    path("promises/", promises, name="promises"),
    path("accuracy/", accuracy.by_district, name="accuracy"),
    path("accuracy/export.csv", accuracy.export, name="export_accuracy"),
    path("burden/", burden.by_kind, name="burden"),
    path("burden/export.csv", burden.export, name="export_burden"),
    path("taking-up/", taking_up.by_unit, name="taking_up"),
    path("taking-up/export.csv", taking_up.export, name="export_taking_up"),
    path("shirking/", shirking.by_unit, name="shirking"),
    path("shirking/export.csv", shirking.export, name="export_shirking"),
    path("shirking/<int:unit_id>/", shirking.of_unit, name="shirking_of_unit"),
    path("access-log/", access_log, name="access_log"),
    path("access-log/callers/", unmasking_log, name="unmasking_log"),
    path("access-log/model/", model_log, name="model_log"),
    path("orders/<str:number>/", order, name="order"),
    # The page is callers'; that room knows no orders, so it is told how an order's rights are asked.
    path("orders/<str:number>/caller/", open_identity, {"identity_of": identity_of}, name="unmask"),
]
