"""Routes of the desks."""

from django.urls import path

from huying.desks.views.access_log import access_log, unmasking_log
from huying.desks.views.order import order
from huying.desks.views.queue import queue
from huying.desks.views.search import search
from huying.desks.views.seats import seats

urlpatterns = [
    path("", queue, name="queue"),
    path("search/", search, name="search"),
    path("seats/", seats, name="seats"),
    path("access-log/", access_log, name="access_log"),
    path("access-log/callers/", unmasking_log, name="unmasking_log"),
    path("orders/<str:number>/", order, name="order"),
]
