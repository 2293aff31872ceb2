"""Routes of the orders' own pages; what is done to an order has its route in the room that does it."""

from django.urls import path

from huying.workorders.views.erasures import ask_erasure, erasure_list, settle
from huying.workorders.views.focus import end, focus
from huying.workorders.views.holds import hold_list, lift
from huying.workorders.views.pictures import picture
from huying.workorders.views.tags import tag

_PICTURE = "orders/<str:number>/pictures/<uuid:file>/"

urlpatterns = [
    path(_PICTURE, picture, {"is_small": False}, name="picture"),
    path(f"{_PICTURE}small/", picture, {"is_small": True}, name="thumbnail"),
    path("orders/<str:number>/tags/", tag, name="tag_order"),
    path("focus/", focus, name="focus"),
    path("focus/<int:focus_id>/end/", end, name="end_focus"),
    path("erasures/", erasure_list, name="erasures"),
    path("erasures/new/", ask_erasure, name="ask_erasure"),
    path("erasures/<int:erasure_id>/", settle, name="settle_erasure"),
    path("holds/", hold_list, name="holds"),
    path("holds/<int:hold_id>/", lift, name="lift_hold"),
]
