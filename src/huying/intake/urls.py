"""Routes of the intake."""

from django.urls import path

from huying.intake import views

urlpatterns = [
    path("register/", views.register, name="register"),
]
