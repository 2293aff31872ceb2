"""``huying check``: each lack has its finding, and a sound installation has none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from huying.cli.check import accounts, database, site
from huying.cli.check.finding import Finding
from huying.demo.queries import FIXED_PASSWORD
from huying.foundation import clock, embedded
from huying.workorders.actions.seal_history import seal_history
from tests import databases
from tests.cast import create_cast
from tests.factories.organisation import create_centre, create_person
from tests.factories.workorders import create_order


def _codes(findings: Iterator[Finding]) -> list[str]:
    found = list(findings)
    assert all(finding.sentence.endswith("。") for finding in found)
    return [finding.code for finding in found]


@contextmanager
def _as_role(role: str) -> Iterator[None]:
    usual = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = role
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = usual


@pytest.mark.usefixtures("own_database")
def test_the_applications_role_lacks_nothing() -> None:
    assert _codes(database.findings()) == []
    assert _codes(database.history_findings()) == []


@pytest.mark.usefixtures("own_database")
def test_a_role_that_could_change_the_structure_is_named() -> None:
    with _as_role(embedded.OWNER):
        assert _codes(database.findings()) == ["role_too_strong"]


def test_history_that_the_application_could_change_is_named(server: embedded.Server, own_database: str) -> None:
    with psycopg.connect(server.url(role=embedded.OWNER, dbname=own_database)) as owner:
        owner.execute("GRANT UPDATE ON workorders_event TO huying_app")
        owner.execute("GRANT TRUNCATE ON callers_unmasking TO huying_app")
    sentences = [finding.sentence for finding in database.history_findings()]
    assert ["callers_unmasking" in sentences[0], "workorders_event" in sentences[1]] == [True, True]


def test_a_database_whose_locale_cannot_read_chinese_is_named(
    server: embedded.Server, django_db_blocker: DjangoDbBlocker
) -> None:
    name = "test_0_locale"
    options = "TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'UTF8' OWNER {}"
    databases.drop(server, name)
    databases.run_as_superuser(server, "CREATE DATABASE {} " + options, name, embedded.OWNER)
    try:
        with django_db_blocker.unblock(), databases.pointed_at(server, name):
            assert _codes(database.findings()) == ["locale_provider"]
    finally:
        databases.drop(server, name)


def test_a_folder_of_pictures_that_is_missing_is_named(files: Path) -> None:
    assert "files_folder" not in _codes(site.findings())
    files.rmdir()
    assert "files_folder" in _codes(site.findings())


@pytest.mark.usefixtures("files")
def test_transport_and_hosts_are_named(settings: Settings) -> None:
    settings.HUYING_TLS, settings.ALLOWED_HOSTS, settings.HUYING_EMBEDDED = True, ["12345.example.cn"], False
    assert _codes(site.findings()) == []
    settings.HUYING_TLS, settings.ALLOWED_HOSTS, settings.DEBUG = False, ["*"], True
    assert _codes(site.findings()) == ["debug_on", "site_without_tls", "any_host"]
    settings.HUYING_SMS_URL = "http://10.0.0.7/sms"
    assert "sms_without_tls" in _codes(site.findings())


@pytest.mark.django_db
def test_an_account_with_the_published_password_is_named() -> None:
    centre = create_centre(is_demo=True)
    person = create_person(centre=centre, name="何受理")
    assert _codes(accounts.findings(at=clock.now())) == ["demo_rows"]
    person.password = make_password(FIXED_PASSWORD)
    person.save()
    assert _codes(accounts.findings(at=clock.now())) == ["default_accounts", "demo_rows"]


@pytest.mark.django_db
def test_history_that_was_not_sealed_for_two_hours_is_named() -> None:
    now = clock.now()
    create_order(operator=create_cast().operator, at=now)
    later = now + timedelta(hours=3)
    assert "seal_overdue" not in _codes(accounts.findings(at=now))
    assert "seal_overdue" in _codes(accounts.findings(at=later))
    with clock.moved(later):
        seal_history(at=later)
    assert "seal_overdue" not in _codes(accounts.findings(at=later))
