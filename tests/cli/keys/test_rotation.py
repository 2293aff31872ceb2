"""Keys change under people at work: nothing is lost, nobody becomes two callers, old values open."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.db import connections
from pytest_django import Settings

from huying.callers.actions.renew_seals import renew_seals
from huying.callers.models import Caller, Identity
from huying.callers.queries import callers_by_phone, masked
from huying.cli.keys import commands as command
from huying.cli.keys import moving, usage
from huying.cli.keys.commands import KeyInUse, KeyUnknown
from huying.cli.store import Store
from huying.domain.actors import Actor
from huying.foundation import keyring, secrets
from huying.foundation.commit import one_commit
from huying.foundation.sealing import SealUnreadable
from huying.notices.models import Message, Recipient
from huying.notices.queries.recipients import choice_of
from huying.workorders.models import Event, Seal
from tests.cast import MONDAY
from tests.factories.callers import create_identity
from tests.factories.workorders import create_order
from tests.history.store import History, lay_history, seal, verified
from tests.told import link_of, told

PHONES = [f"1380000{number:04d}" for number in range(7)]


@pytest.fixture
def folder(own_database: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the folder of keys of an embedded store, which the database is sealed with."""
    settings.HUYING_SECRETS = secrets.load(tmp_path, {})
    settings.HUYING_KEYS = tmp_path / "keys"
    settings.HUYING_SEAL_FILE = tmp_path / "seals.jsonl"
    monkeypatch.setattr(moving, "GRACE", 0)
    yield tmp_path / "keys"
    keyring._read.clear()


@pytest.fixture
def history(folder: Path) -> History:
    history = lay_history()
    with one_commit():
        for phone in PHONES:
            create_identity(actor=history.cast.operator, at=MONDAY, phone=phone)
    return history


def called(actor: Actor, phone: str) -> Any:
    with one_commit():
        return create_identity(actor=actor, at=MONDAY, phone=phone).caller_id


def change(*names: str) -> None:
    folder = django_settings.HUYING_KEYS
    assert folder
    command._change([usage.name_of(name) for name in names], folder)


def test_whoever_calls_while_keys_change_stays_one_caller(history: History, folder: Path) -> None:
    operator, count = history.cast.operator, Caller.objects.count()
    first = called(operator, PHONES[0])
    change("lookup", "caller")
    assert usage.behind("lookup") == count
    assert called(operator, PHONES[0]) == first
    with one_commit():
        renew_seals(table="caller", after=None, limit=3)
    assert called(operator, PHONES[0]) == first
    assert {called(operator, phone) for phone in PHONES} <= set(Caller.objects.values_list("pk", flat=True))
    moving.move_all()
    assert called(operator, PHONES[0]) == first
    assert callers_by_phone(phone=PHONES[0], actor=operator) == (first,)
    assert (Caller.objects.count(), usage.behind("lookup"), usage.behind("caller")) == (count, 0, 0)


def test_a_telephone_that_is_written_to_keeps_its_link_while_keys_change(history: History, folder: Path) -> None:
    with one_commit():
        told(history.sent)
    link = link_of(Message.objects.get())
    change("lookup", "caller")
    assert choice_of(text=link).phone == "138****0000"
    with one_commit():
        told(history.sent)
    assert Recipient.objects.count() == 1
    moving.move_all()
    assert (choice_of(text=link).phone, link_of(Message.objects.get())) == ("138****0000", link)
    assert (usage.behind("lookup"), usage.behind("caller"), moving.move_all()) == (0, 0, (0, 0))


def test_two_processes_with_keys_in_another_order_make_one_caller(history: History, settings: Settings) -> None:
    settings.HUYING_KEYS = None
    old = settings.HUYING_SECRETS
    new = replace(old, lookup_key=bytes(range(32)), more={"lookup_key": (old.lookup_key,)})
    found: list[Any] = []

    def register() -> None:
        found.append(called(history.cast.operator, "13911112222"))
        connections.close_all()

    settings.HUYING_SECRETS = replace(old, more={"lookup_key": (new.lookup_key,)})
    thread = threading.Thread(target=register)
    with one_commit():
        first = create_identity(actor=history.cast.operator, at=MONDAY, phone="13911112222").caller_id
        settings.HUYING_SECRETS = new
        thread.start()
        thread.join(1)
        assert thread.is_alive()
    thread.join()
    assert found == [first]


def test_a_move_that_was_killed_goes_on_where_it_was(history: History) -> None:
    change("caller")
    behind = usage.behind("caller")
    with one_commit():
        done = renew_seals(table="identity", after=None, limit=2)
    assert (done.seen, done.changed) == (2, 2)
    assert 0 < usage.behind("caller") < behind
    moving.move_all()
    assert usage.behind("caller") == 0
    assert moving.move_all() == (0, 0)


def test_identities_open_at_every_moment(history: History) -> None:
    ids = list(Identity.objects.values_list("pk", flat=True))
    before = masked(identity_ids=ids, actor=history.cast.operator)
    assert "王**" in {row.name for row in before.values()}
    change("caller", "lookup", "chain", "seal")
    assert masked(identity_ids=ids, actor=history.cast.operator) == before
    moving.move_all()
    assert masked(identity_ids=ids, actor=history.cast.operator) == before


def test_second_factors_move_too(history: History) -> None:
    adapter = get_adapter()
    data = {"secret": adapter.encrypt("SECRETS"), "used": 0}
    row = Authenticator.objects.create(user_id=history.cast.clerk.person_id, type="totp", data=data)
    change("caller")
    moving.move_all()
    row.refresh_from_db()
    assert row.data["secret"] != data["secret"]
    assert adapter.decrypt(row.data["secret"]) == "SECRETS"
    assert usage.behind("caller") == 0


def test_the_history_verifies_across_a_change_of_its_keys(history: History) -> None:
    change("chain", "seal")
    with one_commit():
        order = create_order(operator=history.cast.operator, at=MONDAY, phone="")
    seal(at=MONDAY)
    assert Event.objects.get(order=order, seq=1).key_id == usage.ring_ids("chain")[0]
    assert len(set(Event.objects.values_list("key_id", flat=True))) == 2
    assert len(set(Seal.objects.values_list("key_id", flat=True))) == 2
    assert verified().is_clean


def test_an_old_key_goes_only_when_nothing_needs_it(
    history: History, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old,) = usage.ring_ids("caller")
    (chain,) = usage.ring_ids("chain")
    change("caller", "chain")
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    monkeypatch.setattr(command, "opened", lambda *_, **__: _open(folder))

    def retire(identifier: str) -> BaseException | None:
        return CliRunner().invoke(command.retire, [identifier]).exception

    assert isinstance(retire(old), KeyInUse)
    assert isinstance(retire(usage.ring_ids("caller")[0]), KeyInUse)
    assert isinstance(retire("00000000"), KeyUnknown)
    moving.move_all()
    assert retire(old) is None
    assert usage.ring_ids("caller") != [old]
    assert len(usage.ring_ids("caller")) == 1
    assert isinstance(retire(chain), KeyInUse)


def test_values_without_their_key_say_so(history: History, folder: Path) -> None:
    (old,) = usage.ring_ids("caller")
    change("caller")
    (folder / f"HUYING_CALLER_KEY.{old}").unlink()
    with pytest.raises(SealUnreadable):
        moving.move_all()


def test_rows_move_to_the_national_suite_and_back(history: History, settings: Settings) -> None:
    first = called(history.cast.operator, PHONES[0])
    settings.HUYING_SUITE = "sm4"
    assert called(history.cast.operator, PHONES[0]) == first
    moving.move_all()
    assert {bytes(sealed)[1] for sealed in Caller.objects.values_list("phone_sealed", flat=True)} == {2}
    assert called(history.cast.operator, PHONES[0]) == first
    settings.HUYING_SUITE = "aes"
    moving.move_all()
    assert {bytes(sealed)[1] for sealed in Caller.objects.values_list("phone_sealed", flat=True)} == {1}
    assert callers_by_phone(phone=PHONES[0], actor=history.cast.operator) == (first,)


def test_keys_from_the_environment_are_told_and_never_shown(
    history: History, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    django_settings.HUYING_KEYS = None
    monkeypatch.setattr(command, "opened", lambda *_, **__: _open(folder))
    done = CliRunner().invoke(command.rotate, ["--only", "caller"])
    assert done.exception is None
    made = (folder.parent / "keys.new" / "HUYING_CALLER_KEY").read_text().strip()
    assert (folder.parent / "keys.new" / "HUYING_CALLER_KEY").stat().st_mode & 0o777 == 0o600
    assert "HUYING_CALLER_KEY_MORE" in done.output
    assert made not in done.output
    key = base64.b64decode(made)
    old = django_settings.HUYING_SECRETS
    django_settings.HUYING_SECRETS = replace(old, caller_key=key, more={"caller_key": (old.caller_key,)})
    again = CliRunner().invoke(command.rotate, ["--only", "caller"])
    assert "接着做" in again.output
    assert usage.behind("caller") == 0


def _open(folder: Path) -> Any:
    return nullcontext(Store(data=folder.parent, embedded=None))
