"""``make bundle``: one archive that installs and serves with the network cut."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.bundles import NOBODY, PATIENCE, PLAIN, build, cut
from tests.server.commands import processes_of, wait_until
from tests.server.conftest import temporary_folder

pytestmark = [pytest.mark.server, pytest.mark.long]

_REGISTRIES = re.compile(r"pypi\.org|pythonhosted|registry\.npm|npmjs|mirrors?\.|docker\.io|index-url", re.IGNORECASE)
_FETCH = """#!/usr/bin/python3
import sys, urllib.request
request = urllib.request.Request(f"http://127.0.0.1:{sys.argv[1]}/accounts/login/")
for header in ("X-Forwarded-Proto: https", "Host: 12345.example.cn"):
    request.add_header(*header.split(": "))
print(urllib.request.urlopen(request).read().decode())
"""
# What install.md says: bring the programme up without a network, fetch the first page and its looks, stop it.
_TRIAL = """
ip link set lo up
%s sh "$1/install.sh" --into "$2/here" || exit 1
%s "$2/here/huying" up --data "$2/here/var" --port 8123 >"$2/said" 2>&1 &
up=$!
for second in $(seq 400); do grep -q 呼应已启动 "$2/said" && break; kill -0 $up || break; sleep 1; done
/usr/bin/python3 - >"$2/page" <<'END'
import re, urllib.request
page = urllib.request.urlopen("http://127.0.0.1:8123/").read().decode()
print(page)
for place in re.findall(r'"(/static/[^"]+)"', page):
    print(urllib.request.urlopen("http://127.0.0.1:8123" + place).status, place)
END
kill $up
wait $up
"""


@pytest.fixture(scope="module")
def unpacked() -> Iterator[Path]:
    """Give the unpacked archive, where another user may read it."""
    with temporary_folder() as folder:
        folder.chmod(0o755)
        yield build(folder)


@pytest.fixture
def work() -> Iterator[Path]:
    """Give a folder in which anybody may make a folder."""
    with temporary_folder() as folder:
        folder.chmod(0o777)
        yield folder


def test_nobody_special_installs_and_serves_with_the_network_cut(unpacked: Path, work: Path) -> None:
    other = f"setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups" if os.geteuid() == 0 else ""
    command = cut("sh", "-c", _TRIAL % (other, other), "trial", str(unpacked), str(work))
    done = subprocess.run(command, env=PLAIN, check=False, capture_output=True, text=True, timeout=PATIENCE)
    wait_until(lambda: not processes_of(work))
    page = (work / "page").read_text()
    assert done.returncode == 0, done.stderr
    assert "登录" in page
    assert re.search(r"200 /static/vendor/tabler", page)
    assert f"{work}/here/huying up --data" in done.stderr


def test_root_gets_a_production_set_up_that_lacks_nothing(unpacked: Path, work: Path) -> None:
    (work / "fetch").write_text(_FETCH)
    (work / "fetch").chmod(0o755)
    script = str(Path(__file__).with_name("production.sh"))
    command = cut("sh", script, str(work), str(unpacked), mount=True)
    done = subprocess.run(command, env=PLAIN, check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    assert "workorders.0001_initial" in json.loads((work / "migrate.json").read_text())["applied"]
    assert json.loads((work / "check.json").read_text()) == {"errors": 0, "findings": []}
    assert [len(json.loads((work / "centre.json").read_text())["accounts"])] == [3]
    assert ["登录" in (work / f"page-{port}.html").read_text() for port in (8001, 8002)] == [True, True]
    assert (work / "exits").read_text().split() == ["0"] * 4
    assert (work / "data").read_text() == "huying 711\n"
    assert set((work / "units").read_text().split()) >= {"huying-web@.service", "huying-worker@.service"}


def test_root_gets_keys_of_its_own_that_nobody_else_reads(unpacked: Path, work: Path) -> None:
    script = f"""
    mount --make-rprivate /; mkdir -p {work}/etc {work}/none; cp -a /etc/. {work}/etc; mount --bind {work}/etc /etc
    for place in /opt /var/lib /usr/local/bin; do mount -t tmpfs none $place; done
    sh {unpacked}/install.sh; cp /etc/huying/secrets.env {work}/first; sh {unpacked}/install.sh
    """
    command = cut("sh", "-ec", script, mount=True)
    subprocess.run(command, env=PLAIN, check=True, capture_output=True, timeout=PATIENCE)
    found = work / "etc" / "huying" / "secrets.env"
    keys = re.findall(r"^HUYING_[A-Z]+_KEY=(.{44})$", found.read_text(), flags=re.MULTILINE)
    assert len(set(keys)) == 5
    assert [found.stat().st_mode & 0o777, (found.parent / "owner.env").stat().st_mode & 0o777] == [0o600, 0o600]
    assert found.read_text() == (work / "first").read_text()


def _refusal(unpacked: Path, *words: str) -> str:
    command = ["sh", str(unpacked / "install.sh"), *words]
    done = subprocess.run(command, env=PLAIN, check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 2, done.stderr
    return done.stderr.splitlines()[-1]


def test_a_python_too_old_is_refused_with_those_that_fit(unpacked: Path, work: Path) -> None:
    old = work / "python3.9"
    old.write_text("#!/bin/sh\necho 3.9\n")
    old.chmod(0o755)
    sentence = _refusal(unpacked, "--into", str(work / "here"), "--python", str(old))
    assert (unpacked / "PYTHONS").read_text().strip() in sentence
    assert not (work / "here").exists()


def test_an_archive_that_was_changed_is_refused(unpacked: Path, work: Path) -> None:
    page = unpacked / "docs" / "glossary.md"
    before = page.read_bytes()
    page.write_bytes(before + b"!")
    assert _refusal(unpacked, "--into", str(work / "here")).endswith("请重新拷贝后再解开。")
    page.write_bytes(before)


def test_every_file_has_its_digest_and_every_wheel_its_place_in_the_bill(unpacked: Path) -> None:
    lines = (unpacked / "SHA256SUMS").read_text().splitlines()
    digests = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    assert set(digests) == files - {"SHA256SUMS"}
    bill = json.loads((unpacked / "sbom.cdx.json").read_text())
    parts = [bill["metadata"]["component"], *bill["components"]]
    billed = {file["name"]: file["hashes"][0]["content"] for part in parts for file in part.get("components", [])}
    assert billed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in unpacked.glob("wheels/*")}
    assert {"django", "@tabler/core", "htmx.org"} <= {part["name"] for part in parts}
    listed = {need["ref"] for need in bill["dependencies"]}
    assert {ref for need in bill["dependencies"] for ref in need["dependsOn"]} <= listed


def test_every_package_states_its_licence_or_brings_the_text(unpacked: Path) -> None:
    rows = [line.split(" | ") for line in (unpacked / "LICENCES.md").read_text().splitlines() if " | " in line]
    assert len(rows) > 45
    assert not [row for row in rows if row[2] == "见许可文本" and row[3].startswith("包内未附")]


def test_no_address_of_a_registry_is_in_it(unpacked: Path) -> None:
    texts = [path for path in unpacked.rglob("*") if path.is_file() and path.suffix not in {".whl", ".png"}]
    named = [path for path in texts if "licences" not in path.relative_to(unpacked).parts]
    assert not [str(path) for path in named if _REGISTRIES.search(path.read_text())]
