"""Routes of the intake."""

from django.urls import path

from huying.intake import views

urlpatterns = [
    path("citizen/register/", views.citizen_register, name="citizen_register"),
    path("citizen/query/", views.citizen_query, name="citizen_query"),
    path("citizen/leave/", views.citizen_leave, name="citizen_leave"),
    path("register/", views.register, name="register"),
    path("orders/<str:number>/accept/", views.accept, name="accept_order"),
    path("orders/<str:number>/information/", views.information, name="add_information"),
    path("orders/<str:number>/withdraw/", views.withdraw, name="withdraw_order"),
]
