"""Routes of the follow-up; a page of an action is named after it."""

from django.urls import path

from huying.followup import views

urlpatterns = [
    path("followup/", views.tasks, name="followup_queue"),
    path("citizen/order/rate/", views.rate, name="rate_order"),
    path("orders/<str:number>/attempt/", views.attempt, name="record_attempt"),
    path("orders/<str:number>/verdict/", views.verdict, name="record_verdict"),
]
