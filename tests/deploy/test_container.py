"""The image and the compose file: nobody special, nothing writable but the data, and the same settings."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from deploy.bundle.__main__ import PYTHONS
from tests.databases import ROOT

_FOLDER = ROOT / "deploy" / "container"
_COMPOSE: dict[str, Any] = yaml.safe_load((_FOLDER / "compose.yml").read_text())
_OURS = ("migrate", "web", "worker")
# The keys of a service in the Compose Specification that this file may use; a misspelt one is in vain.
_KNOWN = {
    *("image", "pull_policy", "env_file", "environment", "volumes", "networks", "depends_on", "restart", "read_only"),
    *("tmpfs", "cap_drop", "security_opt", "healthcheck", "command", "profiles", "deploy", "ports"),
}


def test_every_service_is_made_of_known_words() -> None:
    assert set(_COMPOSE["services"]) == {"db", "migrate", "web", "worker", "nginx"}
    assert not {key for service in _COMPOSE["services"].values() for key in service} - _KNOWN


@pytest.mark.parametrize("name", _OURS)
def test_our_services_can_write_nothing_but_the_data(name: str) -> None:
    service = _COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["volumes"] == ["data:/var/lib/huying"]


def test_there_are_two_of_each_and_only_one_of_them_knows_the_owner() -> None:
    services = _COMPOSE["services"]
    assert [services[name]["deploy"]["replicas"] for name in ("web", "worker")] == [2, 2]
    assert [name for name in services if "owner.env" in services[name].get("env_file", [])] == ["migrate"]


def test_every_volume_network_and_file_that_is_named_is_there() -> None:
    for service in _COMPOSE["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            # tls/ is the administrator's.
            assert source in _COMPOSE["volumes"] or source == "./tls" or (_FOLDER / source).exists(), source
        assert set(service.get("networks", [])) <= set(_COMPOSE["networks"])
        assert set(service.get("depends_on", {})) <= set(_COMPOSE["services"])


def test_only_the_compose_network_is_trusted_as_a_proxy() -> None:
    (subnet,) = _COMPOSE["networks"]["inside"]["ipam"]["config"]
    assert _COMPOSE["services"]["web"]["environment"]["HUYING_TRUSTED_PROXIES"] == subnet["subnet"]


def test_the_image_runs_as_nobody_special_and_is_asked_for_its_health() -> None:
    text = (_FOLDER / "Dockerfile").read_text()
    last = text.split("\nFROM ")[-1]
    assert "\nUSER huying\n" in last
    assert re.search(r"HEALTHCHECK .*\\\n.*127\.0\.0\.1:8000/healthz", last)
    assert "pip install" not in text
    assert re.search(r"ARG PYTHON=python:3\.\d+-slim-", text)


def test_the_image_has_a_python_that_the_archive_fits() -> None:
    found = re.search(r"ARG PYTHON=python:(3\.\d+)-", (_FOLDER / "Dockerfile").read_text())
    assert found
    assert found[1] in PYTHONS


def test_the_two_files_of_nginx_give_no_memory_zone_the_same_name() -> None:
    texts = [(_FOLDER / "upstream.conf").read_text(), (ROOT / "deploy" / "nginx" / "huying.conf").read_text()]
    zones = [name for text in texts for name in re.findall(r"(?:^\s*zone |shared:)(\w+)", text, flags=re.MULTILINE)]
    assert len(zones) == len(set(zones)) == 2


def test_no_password_gets_into_an_image() -> None:
    assert not [name for name, service in _COMPOSE["services"].items() if "build" in service]
    assert {_COMPOSE["services"][name]["pull_policy"] for name in _OURS} == {"never"}
