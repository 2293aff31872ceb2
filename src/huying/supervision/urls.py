"""Routes of supervision; a page of an action is named after it."""

from django.urls import path

from huying.supervision import views

urlpatterns = [
    path("supervision/", views.supervision, name="supervision"),
    path("supervision/units/", views.units, name="supervision_units"),
    path("reply-leads/", views.reply_leads, name="reply_leads"),
    path("reply-leads/<int:lead_id>/settle/", views.settle_lead, name="settle_reply_lead"),
    path("orders/<str:number>/supervise/", views.issue, name="issue_supervision"),
    path("orders/<str:number>/answer-supervision/", views.answer, name="answer_supervision"),
    path("orders/<str:number>/check-supervision/", views.check, name="check_supervision"),
    path("orders/<str:number>/withdraw-supervision/", views.withdraw, name="withdraw_supervision"),
]
