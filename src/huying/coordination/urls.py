"""Routes of coordination; a page of an action is named after it."""

from django.urls import path

from huying.coordination.views import conference, escalation, pushed_down

urlpatterns = [
    path("conferences/", conference.conferences, name="conferences"),
    path("coordination/pushed-down/", pushed_down.pushed_down, name="pushed_down"),
    path("orders/<str:number>/conference/", conference.call, name="call_conference"),
    path("orders/<str:number>/opinion/", conference.opinion, name="give_opinion"),
    path("orders/<str:number>/decision/", conference.decision, name="settle_conference"),
    path("leaders/", escalation.leaders, name="leaders"),
    path("orders/<str:number>/escalate/", escalation.ask, name="escalate"),
    path("orders/<str:number>/escalation/", escalation.answer, name="answer_escalation"),
    path("orders/<str:number>/instruct/", escalation.give, name="instruct"),
    path("orders/<str:number>/instruction/", escalation.report, name="report_instruction"),
]
