"""Routes of the catalogue."""

from django.urls import path

from huying.catalogue.views import publishing, reading

urlpatterns = [
    path("matters/", reading.matters, name="matters"),
    path("matters/export.csv", reading.export_matters, name="export_matters"),
    path("matters/new/", publishing.new_matters, name="new_matters"),
    path("duties/", reading.duties, name="duties"),
    path("duties/responsibility/", reading.responsibility, name="responsibility"),
    path("duties/export.csv", reading.export_duties, name="export_duties"),
    path("duties/new/", publishing.new_duties, name="new_duties"),
]
