"""Routes of dispatch."""

from django.urls import path

from huying.dispatch import views

urlpatterns = [
    path("orders/<str:number>/assign/", views.assign, name="assign_unit"),
]
