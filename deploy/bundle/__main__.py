"""Make the archive that installs with the network cut: ``make bundle``."""

from __future__ import annotations

import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import click

from deploy.bundle import materials, packages

ROOT = Path(__file__).parents[2]
_HERE = Path(__file__).parent
# 约定: what Debian 12, Ubuntu 24.04 and Debian 13 bring.
PYTHONS = ("3.11", "3.12", "3.13")
# 约定: glibc 2.28, which the server systems of the domestic market have had since 2020.
_GLIBC = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux_2_17", "manylinux2014")
_OLD_GLIBC = ("manylinux_2_12", "manylinux2010", "manylinux_2_5", "manylinux1")
# Before this no file in a wheel or archive may lie.
_NO_COMMIT = "315532800"


@click.command(help="打成一个断网也能安装的包，写到 build/。")
@click.option("--python", "pythons", multiple=True, default=PYTHONS, show_default=True, help="适用的 Python。")
@click.option("--machine", default=platform.machine(), show_default=True, help="适用的处理器：x86_64 或 aarch64。")
@click.option("--into", default=ROOT / "build", type=click.Path(path_type=Path), help="写到哪个目录。")
def bundle(*, pythons: Sequence[str], machine: str, into: Path) -> None:
    """Gather wheels, papers and deployment files in a folder, list them with digests, and pack them."""
    into.mkdir(parents=True, exist_ok=True)
    folder = into / "bundle"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    when = _time_of_commit()
    _build_ours(wheels, when=when)
    _download(wheels, pythons=pythons, machine=machine)
    version = _describe(folder)
    (folder / "PYTHONS").write_text("\n".join(pythons) + "\n")
    (folder / "MACHINE").write_text(f"{machine}\n")
    _copy_papers(folder)
    _write_digests(folder)
    name = f"huying-{version}-linux-{machine}"
    archive = into / f"{name}.tar.gz"
    _pack(folder, archive=archive, name=name, when=int(when))
    print(f"{archive}（{archive.stat().st_size / 1e6:.0f} MB）")


def _time_of_commit() -> str:
    words = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    said = subprocess.run(words, check=False, capture_output=True, text=True)
    return said.stdout.strip() or _NO_COMMIT


def _pip(*words: str, when: str = _NO_COMMIT) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in {"PIP_CONSTRAINT", "PYTHONPATH"}}
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *words]
    return subprocess.Popen(command, cwd=ROOT, env={**environment, "SOURCE_DATE_EPOCH": when})


def _finish(started: Sequence[subprocess.Popen[bytes]]) -> None:
    if sum(one.wait() != 0 for one in started):
        raise click.ClickException("有软件包没有取得，请查看上面的说明。")


def _build_ours(wheels: Path, *, when: str) -> None:
    _finish([_pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), ".", when=when)])


def _download(wheels: Path, *, pythons: Sequence[str], machine: str) -> None:
    """Fetch every pinned wheel for each Python; wheels only, digests as in the lock."""
    platforms = [f"--platform={glibc}_{machine}" for glibc in (*_GLIBC, *_OLD_GLIBC)]
    how = ["download", "--no-deps", "--require-hashes", "--only-binary=:all:", f"--dest={wheels}", *platforms]
    locks = [f"--requirement={lock}" for lock in (ROOT / "requirements.lock", _HERE / "requirements.lock")]
    _finish([_pip(*how, f"--python-version={python}", *locks) for python in pythons])


def _describe(folder: Path) -> str:
    """Write the bill of materials and the licences; return our version."""
    shipped = packages.of_wheels(folder / "wheels")
    ours = next(package for package in shipped if package.name == "huying")
    everything = [*shipped, *packages.of_npm(ROOT / "package-lock.json", ROOT / "node_modules")]
    (folder / "sbom.cdx.json").write_text(materials.bill(everything, product=ours))
    (folder / "LICENCES.md").write_text(materials.licences(everything))
    materials.write_texts(everything, folder=folder / "licences")
    return ours.version


def _copy_papers(folder: Path) -> None:
    for name in ("LICENSE", "README.md", "README.zh-CN.md", "CHANGELOG.md", "SECURITY.md", "requirements.lock"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in ("settings", "systemd", "nginx", "postgres", "container"):
        shutil.copytree(ROOT / "deploy" / name, folder / "deploy" / name)
    shutil.copy(_HERE / "install.sh", folder / "install.sh")
    (folder / "install.sh").chmod(0o755)


def _write_digests(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines))


def _pack(folder: Path, *, archive: Path, name: str, when: int) -> None:
    """Pack the folder so that the same content gives the same bytes."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = when
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    # Wheels are compressed already.
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", 1, file, when) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        for path in sorted([folder, *folder.rglob("*")]):
            tar.add(path, arcname=Path(name) / path.relative_to(folder), recursive=False, filter=plain)


if __name__ == "__main__":
    bundle()
