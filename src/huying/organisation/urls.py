"""Routes of the organisation."""

from django.urls import path

from huying.organisation.views import assets, charges, exchange, people, person, rosters, spots, units

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/second-factor/", people.second_factor, name="second_factor"),
    path("people/<int:person_id>/", person.person, name="person"),
    path("people/<int:person_id>/slip/", person.slip, name="hand_out_slip"),
    path("people/<int:person_id>/off/", person.switch_off, name="switch_off_person"),
    path("people/<int:person_id>/on/", person.switch_on, name="switch_on_person"),
    path("people/<int:person_id>/second-factor/off/", person.reset_factor, name="reset_second_factor"),
    path("people/<int:person_id>/seats/<int:seat_id>/end/", person.end, name="end_seat"),
    path("units/", units.units, name="units"),
    path("units/coverage/", units.coverage, name="coverage"),
    path("units/import/", exchange.import_table, name="import_units"),
    path("units/export.csv", exchange.export_table, {"kind": "csv"}, name="export_units_csv"),
    path("units/export.xlsx", exchange.export_table, {"kind": "xlsx"}, name="export_units_xlsx"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/edit/", units.edit, name="edit_unit"),
    path("units/<int:unit_id>/off/", units.switch_off, name="switch_off_unit"),
    path("units/<int:unit_id>/successor/", units.successor, name="name_successor"),
    path("units/<int:unit_id>/roster/", rosters.roster, name="roster"),
    path("units/<int:unit_id>/roster/<int:shift_id>/remove/", rosters.remove, name="remove_shift"),
    path("units/<int:unit_id>/assets/", assets.of_unit, name="unit_assets"),
    path("units/<int:unit_id>/assets/<int:asset_id>/remove/", assets.remove, name="remove_asset"),
    path("assets/", assets.catalogue, name="assets"),
    path("assets/export.csv", assets.export_table, name="export_assets"),
    path("assets/import/", assets.import_table, name="import_assets"),
    path("responsibility-map/", charges.responsibility_map, name="responsibility_map"),
    path("responsibility-map/<int:charge_id>/remove/", charges.remove, name="remove_charge"),
    path("spots/", spots.listed, name="spots"),
    path("spots/export.csv", spots.export_table, name="export_spots"),
    path("spots/import/", spots.import_table, name="import_spots"),
    path("spots/<int:spot_id>/remove/", spots.remove, name="remove_spot"),
    path("duty-now/", rosters.duty_now, name="duty_now"),
]
