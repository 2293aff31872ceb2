"""Routes of the catalogue."""

from django.urls import path

from huying.catalogue.views import asking, changes, publishing, reading

urlpatterns = [
    path("matters/", reading.matters, name="matters"),
    path("matters/export.csv", reading.export_matters, name="export_matters"),
    path("matters/new/", publishing.new_matters, name="new_matters"),
    path("duties/", reading.duties, name="duties"),
    path("duties/responsibility/", reading.responsibility, name="responsibility"),
    path("duties/export.csv", reading.export_duties, name="export_duties"),
    path("duties/new/", publishing.new_duties, name="new_duties"),
    path("duties/lookup/", asking.lookup, name="duty_lookup"),
    path("duties/history/", asking.history, name="duty_history"),
    path("duties/compare/", asking.compare, name="duty_compare"),
    path("duties/findings/", changes.findings, name="duty_findings"),
    path("duties/changes/", changes.listed, name="duty_changes"),
    path("duties/changes/new/", changes.propose, name="propose_duty_change"),
    path("duties/changes/<int:change_id>/", changes.shown, name="duty_change"),
    path("duties/changes/<int:change_id>/settle/", changes.settle, name="settle_duty_change"),
    path("duties/changes/<int:change_id>/withdraw/", changes.withdraw, name="withdraw_duty_change"),
    path("duties/changes/<int:change_id>/drop/", changes.drop, name="drop_duty_change"),
    path("cards/", reading.cards, name="cards"),
    path("cards/export.csv", reading.export_cards, name="export_cards"),
    path("cards/new/", publishing.new_cards, name="new_cards"),
    path("cards/edit/", publishing.edit_card, name="edit_card"),
]
