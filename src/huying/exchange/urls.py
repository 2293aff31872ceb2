"""Routes of the exchange."""

from django.urls import path

from huying.exchange import views

urlpatterns = [
    path("systems/", views.systems, name="systems"),
    path("systems/new/", views.new_token, name="new_token"),
    path("systems/tokens/<int:token_id>/revoke/", views.end_token, name="revoke_token"),
    path("systems/subscriptions/<int:subscription_id>/end/", views.end_subscription, name="end_subscription"),
    path("systems/deliveries/<int:delivery_id>/again/", views.again, name="send_again"),
]
