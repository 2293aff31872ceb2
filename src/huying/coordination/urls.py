"""Routes of coordination; a page of an action is named after it."""

from django.urls import path

from huying.coordination.views import conference, pushed_down

urlpatterns = [
    path("conferences/", conference.conferences, name="conferences"),
    path("coordination/pushed-down/", pushed_down.pushed_down, name="pushed_down"),
    path("orders/<str:number>/conference/", conference.call, name="call_conference"),
    path("orders/<str:number>/opinion/", conference.opinion, name="give_opinion"),
    path("orders/<str:number>/decision/", conference.decision, name="settle_conference"),
]
