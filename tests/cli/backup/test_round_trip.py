"""What was backed up comes back whole, with its rights, and without its keys."""

from __future__ import annotations

import os
import threading
from dataclasses import replace

import pyrage
import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from huying.callers.queries import sealed
from huying.cli.backup import manifest
from huying.cli.backup.errors import StoreNotEmpty
from huying.cli.check.database import history_findings
from huying.domain.privacy import IdentityField
from huying.foundation import schema
from huying.foundation.commit import one_commit
from huying.foundation.sealing import SealUnreadable
from huying.organisation.models import Person
from huying.workorders.models import Order
from tests.cast import MONDAY
from tests.cli.backup.conftest import Place
from tests.factories.workorders import create_order
from tests.history.store import found, verified

OWN = "xiao-ming-2026"


def test_a_store_comes_back_verified_with_the_same_counts_and_rights(place: Place) -> None:
    path, made = place.back_up()
    assert path.stat().st_mode & 0o777 == 0o600
    with place.empty_database():
        place.restore(path, attachments=place.folder / "elsewhere")
        assert verified().is_clean
        assert manifest.counted() == made.counts
        assert sum(count["events"] for count in made.counts.values()) == 10
        assert manifest.newest_seal() == made.newest_seal == 2
        assert list(history_findings()) == []
        assert schema.state() is schema.State.CURRENT


def test_the_restored_database_is_laid_like_a_new_one(place: Place) -> None:
    rights = "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
    defaults = "SELECT defaclobjtype, defaclacl::text FROM pg_default_acl ORDER BY 1"
    path, _ = place.back_up()

    def laid() -> list[object]:
        with connection.cursor() as cursor:
            found: list[object] = []
            for question in (rights, defaults):
                cursor.execute(question)
                found += [(row[0], sorted((row[1] or "").strip("{}").split(","))) for row in cursor.fetchall()]
            return found

    before = laid()
    with place.empty_database():
        place.restore(path, attachments=place.folder / "elsewhere")
        assert laid() == before


def test_people_sign_in_and_identities_open_with_the_keys_alone(place: Place, settings: Settings) -> None:
    clerk = Person.objects.get(pk=place.history.cast.clerk.person_id or 0)
    clerk.set_password(OWN)
    clerk.save()
    path, made = place.back_up()
    order = place.history.new
    with place.empty_database():
        place.restore(path, attachments=place.folder / "elsewhere")
        answer = Client().post(reverse("account_login"), {"login": clerk.username, "password": OWN})
        assert answer.status_code == 302
        assert order.identity_id
        identity = sealed(identity_ids=[order.identity_id], actor=place.history.cast.operator)[order.identity_id]
        assert identity.opened(IdentityField.NAME) == "张三"
        assert manifest.missing_keys(made) == {}
        settings.HUYING_SECRETS = replace(settings.HUYING_SECRETS, caller_key=os.urandom(32))
        with pytest.raises(SealUnreadable, match="请系统管理员检查密钥配置"):
            identity.opened(IdentityField.NAME)
        assert list(manifest.missing_keys(made)) == ["HUYING_CALLER_KEY"]


def test_no_key_lies_in_the_backup(place: Place, settings: Settings) -> None:
    path, _ = place.back_up()
    clear = pyrage.decrypt(path.read_bytes(), [place.secret])
    secrets = settings.HUYING_SECRETS
    for key in (secrets.caller_key, secrets.lookup_key, secrets.chain_key, secrets.seal_key, secrets.secret_key):
        assert key not in clear
        assert key.hex().encode() not in clear


def test_attachments_come_along_and_older_ones_step_aside(place: Place) -> None:
    (place.attachments / "ab").mkdir(parents=True)
    (place.attachments / "ab" / "街景.webp").write_bytes(os.urandom(70_000))
    (place.attachments / "empty").write_bytes(b"")
    path, _ = place.back_up()
    there = place.folder / "there"
    there.mkdir()
    (there / "old").write_bytes(b"old")
    with place.empty_database():
        place.restore(path, attachments=there)
    assert (there / "ab" / "街景.webp").read_bytes() == (place.attachments / "ab" / "街景.webp").read_bytes()
    assert sorted(each.name for each in there.iterdir()) == ["ab", "empty"]
    assert (place.folder / "there.before-1" / "old").read_bytes() == b"old"


def test_a_store_with_a_centre_is_overwritten_only_by_who_knows(place: Place) -> None:
    path, made = place.back_up()
    with one_commit():
        create_order(operator=place.history.cast.operator, at=MONDAY, phone="13900000000")
    with pytest.raises(StoreNotEmpty, match="--i-know"):
        place.restore(path, attachments=place.folder / "elsewhere")
    assert Order.objects.count() == 4
    place.restore(path, attachments=place.folder / "elsewhere", overwrite=True)
    assert manifest.counted() == made.counts


def test_nothing_is_restored_under_people_at_work(place: Place) -> None:
    path, _ = place.back_up()
    with place.empty_database():
        other = connection.copy()
        other.ensure_connection()
        try:
            with pytest.raises(StoreNotEmpty, match="停止网站"):
                place.restore(path, attachments=place.folder / "elsewhere")
        finally:
            other.close()


def test_a_backup_taken_while_orders_come_in_is_one_moment(place: Place) -> None:
    stop, registered = threading.Event(), []

    def register() -> None:
        while not stop.is_set():
            with one_commit():
                registered.append(create_order(operator=place.history.cast.operator, at=MONDAY).pk)
        connections.close_all()

    thread = threading.Thread(target=register)
    thread.start()
    try:
        path, made = place.back_up()
    finally:
        stop.set()
        thread.join()
    assert registered
    with place.empty_database():
        place.restore(path, attachments=place.folder / "elsewhere")
        assert manifest.counted() == made.counts
        assert found() == []
