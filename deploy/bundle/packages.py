"""What is shipped: the Python packages of a folder of wheels, and the front-end packages of the npm lock."""

from __future__ import annotations

import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

UNSTATED = "见许可文本"
_LICENCE_NAMES = ("license", "licence", "copying", "notice", "third_party")
_LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Package:
    """One package: its address among packages, licence as its authors state it, files, licence texts, needs."""

    kind: str
    name: str
    version: str
    licence: str
    files: tuple[Path, ...] = ()
    texts: Mapping[str, bytes] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    @property
    def purl(self) -> str:
        """Return the package URL, which names no host."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def of_wheels(folder: Path) -> tuple[Package, ...]:
    """Read every wheel of a folder; wheels of one package and version are one package. Sorted by name."""
    groups: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for wheel in sorted(folder.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        groups[canonicalize_name(name), version].append(wheel)
    return tuple(_of_wheel(name, wheels) for (name, _), wheels in sorted(groups.items()))


def _of_wheel(name: str, wheels: list[Path]) -> Package:
    with zipfile.ZipFile(wheels[0]) as archive:
        inside = [entry for entry in archive.namelist() if ".dist-info/" in entry and not entry.endswith("/")]
        said = BytesParser().parsebytes(archive.read(next(e for e in inside if e.endswith(".dist-info/METADATA"))))
        texts = {e.split(".dist-info/")[1].removeprefix("licenses/"): archive.read(e) for e in inside if _is_licence(e)}
    return Package(
        kind="pypi",
        name=name,
        version=str(said["Version"]),
        licence=_licence(said),
        files=tuple(wheels),
        texts=texts,
        needs=tuple(sorted(_needs(said.get_all("Requires-Dist", [])))),
    )


def _is_licence(path: str) -> bool:
    return path.rsplit("/", 1)[-1].lower().startswith(_LICENCE_NAMES)


def _licence(said: Message) -> str:
    """Return the licence as metadata states it: an expression, else classifiers, else a short name."""
    if expression := said["License-Expression"]:
        return str(expression)
    classifiers = [str(line) for line in said.get_all("Classifier", []) if str(line).startswith("License ::")]
    if names := [line.rsplit(" :: ", 1)[-1] for line in classifiers if line != "License :: OSI Approved"]:
        return "、".join(names)
    stated = str(said["License"] or "").strip()
    return stated if stated and len(stated) <= _LONGEST_NAME and "\n" not in stated else UNSTATED


def _needs(lines: Iterable[object]) -> set[str]:
    needs = [Requirement(str(line)) for line in lines]
    return {canonicalize_name(need.name) for need in needs if not need.marker or need.marker.evaluate({"extra": ""})}


def of_npm(lock: Path, modules: Path) -> tuple[Package, ...]:
    """Read the front-end packages that are served, not those that only tests use."""
    found = json.loads(lock.read_text())["packages"]
    return tuple(
        Package(
            kind="npm",
            name=place.removeprefix("node_modules/"),
            version=said["version"],
            licence=said.get("license", UNSTATED),
            texts={
                path.name: path.read_bytes()
                for path in sorted((modules.parent / place).iterdir())
                if path.is_file() and _is_licence(path.name)
            },
            needs=tuple(sorted(said.get("dependencies", {}))),
        )
        for place, said in sorted(found.items())
        if place and not said.get("dev")
    )
