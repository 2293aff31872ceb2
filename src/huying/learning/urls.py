"""Routes of the centre's models."""

from django.urls import path

from huying.learning import views

urlpatterns = [
    path("models/", views.models, name="models"),
    path("models/<str:task>/<int:number>/", views.model, name="model"),
    path("models/<str:task>/take/", views.take, name="take_model"),
    path("models/<str:task>/roll-back/", views.roll_back, name="roll_back_model"),
    path("models/<str:task>/stop/", views.stop, name="stop_model"),
]
