"""Routes of the intake."""

from django.urls import path

from huying.intake import views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("orders/<str:number>/accept/", views.accept, name="accept_order"),
    path("orders/<str:number>/information/", views.information, name="add_information"),
    path("orders/<str:number>/withdraw/", views.withdraw, name="withdraw_order"),
]
