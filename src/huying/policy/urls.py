"""Routes of the policy."""

from django.urls import path

from huying.policy.views import calendar, publishing, reading

urlpatterns = [
    path("policy/", reading.policy, name="policy"),
    path("policy/export.toml", reading.export, name="export_policy"),
    path("policy/new/", publishing.new_policy, name="new_policy"),
    path("policy/calendar/", calendar.calendar, name="calendar"),
    path("policy/calendar/<str:day>/remove/", calendar.remove_day, name="remove_calendar_day"),
    path("policy/<int:number>/difference/", reading.difference, name="policy_difference"),
]
