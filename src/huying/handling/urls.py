"""Routes of handling; each is named after the action it leads to."""

from django.urls import path

from huying.handling.views import acts as views
from huying.handling.views import drafting, extensions, hangings, ledger

urlpatterns = [
    path("orders/<str:number>/sign/", views.sign, name="sign_order"),
    path("orders/<str:number>/contact/", views.contact, name="record_contact"),
    path("orders/<str:number>/progress/", views.progress, name="record_progress"),
    path("orders/<str:number>/visit/", views.visit, name="record_visit"),
    path("orders/<str:number>/pass-down/", views.down, name="pass_down"),
    path("orders/<str:number>/pass-up/", views.up, name="pass_up"),
    path("orders/<str:number>/assist/", views.assist, name="report_assist"),
    path("orders/<str:number>/message/", views.write, name="write_to_caller"),
    path("orders/<str:number>/reply/", views.reply, name="submit_reply"),
    path("orders/<str:number>/reply/draft/", drafting.draft_reply, name="draft_reply"),
    path("orders/<str:number>/review/", views.review, name="review_reply"),
    path("orders/<str:number>/extension/", extensions.request, name="request_extension"),
    path("orders/<str:number>/withdraw-extension/", extensions.withdraw, name="withdraw_extension"),
    path("orders/<str:number>/review-extension/", extensions.review, name="review_extension"),
    path("orders/<str:number>/settle-extension/", extensions.settle, name="settle_extension"),
    path("extensions/", extensions.waiting, name="extensions"),
    path("orders/<str:number>/hanging/", hangings.request, name="request_hanging"),
    path("orders/<str:number>/withdraw-hanging/", hangings.withdraw, name="withdraw_hanging"),
    path("orders/<str:number>/review-hanging/", hangings.review, name="review_hanging"),
    path("orders/<str:number>/settle-hanging/", hangings.settle, name="settle_hanging"),
    path("orders/<str:number>/review-hung/", hangings.again, name="review_hung"),
    path("orders/<str:number>/milestone/", hangings.milestone, name="reach_milestone"),
    path("orders/<str:number>/end-hanging/", hangings.end, name="end_hanging"),
    path("hanging/", ledger.hung, name="hangings"),
    path("hanging/waiting/", ledger.waiting, name="waiting_hangings"),
    path("hanging/export.csv", ledger.export, name="export_hangings"),
]
