"""Routes of coordination; a page of an action is named after it."""

from django.urls import path

from huying.coordination.views import conference, escalation, pushed_down, whistle, whistle_board

urlpatterns = [
    path("whistles/", whistle_board.board, name="whistles"),
    path("whistles/units/", whistle_board.units, name="whistle_units"),
    path("orders/<str:number>/whistle/", whistle.blow, name="blow_whistle"),
    path("orders/<str:number>/arrive/", whistle.report, name="arrive"),
    path("orders/<str:number>/refuse/", whistle.refuse, name="refuse_call"),
    path("orders/<str:number>/scene/", whistle.scene, name="record_scene"),
    path("orders/<str:number>/task/", whistle.finish, name="finish_task"),
    path("orders/<str:number>/check/", whistle.check, name="check_whistle"),
    path("orders/<str:number>/end-whistle/", whistle.end, name="end_whistle"),
    path("orders/<str:number>/rate-whistle/", whistle.rate, name="rate_whistle"),
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
