"""Routes of handling; each is named after the action it leads to."""

from django.urls import path

from huying.handling.views import acts as views
from huying.handling.views import extensions

urlpatterns = [
    path("orders/<str:number>/sign/", views.sign, name="sign_order"),
    path("orders/<str:number>/contact/", views.contact, name="record_contact"),
    path("orders/<str:number>/progress/", views.progress, name="record_progress"),
    path("orders/<str:number>/visit/", views.visit, name="record_visit"),
    path("orders/<str:number>/pass-down/", views.down, name="pass_down"),
    path("orders/<str:number>/pass-up/", views.up, name="pass_up"),
    path("orders/<str:number>/assist/", views.assist, name="report_assist"),
    path("orders/<str:number>/reply/", views.reply, name="submit_reply"),
    path("orders/<str:number>/review/", views.review, name="review_reply"),
    path("orders/<str:number>/extension/", extensions.request, name="request_extension"),
    path("orders/<str:number>/withdraw-extension/", extensions.withdraw, name="withdraw_extension"),
    path("orders/<str:number>/review-extension/", extensions.review, name="review_extension"),
    path("orders/<str:number>/settle-extension/", extensions.settle, name="settle_extension"),
    path("extensions/", extensions.waiting, name="extensions"),
]
