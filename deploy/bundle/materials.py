"""The bill of materials (CycloneDX 1.6) and the list of licences of what is shipped."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deploy.bundle.packages import UNSTATED, Package


def bill(packages: Sequence[Package], *, product: Package) -> str:
    """Return the bill as JSON: each package with licence, files' digests and what it needs; the same for the same."""
    names = {(package.kind, package.name): package.purl for package in packages}
    parts = [_component(package) for package in packages if package is not product]
    needs = {one.purl: [names[one.kind, n] for n in one.needs if (one.kind, n) in names] for one in packages}
    needs[product.purl] += [one.purl for one in packages if one.kind != product.kind]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return _written(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}",
            "version": 1,
            "metadata": {"component": {**_component(product), "type": "application"}},
            "components": parts,
            "dependencies": [{"ref": purl, "dependsOn": needed} for purl, needed in needs.items()],
        }
    )


def _component(package: Package) -> dict[str, Any]:
    stated = {} if package.licence == UNSTATED else {"licenses": [{"license": {"name": package.licence}}]}
    files = {"components": [_file(path, package) for path in package.files]} if package.files else {}
    return {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        **stated,
        **files,
    }


def _file(path: Path, package: Package) -> dict[str, Any]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {
        "type": "file",
        "bom-ref": f"{package.purl}#{path.name}",
        "name": path.name,
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


def _written(bill: dict[str, Any]) -> str:
    return json.dumps(bill, ensure_ascii=False, indent=1) + "\n"


def licences(packages: Sequence[Package]) -> str:
    """Return the list of licences as a page; the texts lie beside it, a folder a package."""
    lines = ["# 所含软件的许可", "", "许可名称取自各软件包自带的说明，全文在 licences/ 目录中。", ""]
    lines += ["| 软件 | 版本 | 许可 | 全文 |", "|---|---|---|---|"]
    for package in packages:
        texts = "、".join(f"`{folder_of(package)}/{name}`" for name in sorted(package.texts)) or "包内未附"
        lines.append(f"| {package.name} | {package.version} | {package.licence} | {texts} |")
    return "\n".join(lines) + "\n"


def write_texts(packages: Sequence[Package], *, folder: Path) -> None:
    """Write every licence text below ``folder``."""
    for package in packages:
        for name, text in package.texts.items():
            path = folder / folder_of(package) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)


def folder_of(package: Package) -> str:
    """Return the name of the folder of a package's licence texts."""
    return package.name.replace("/", "_")
