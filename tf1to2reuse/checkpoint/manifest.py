"""tf1to2reuse.json, which rewrite leaves at the root of its output, becomes checked, frozen data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = "tf1to2reuse.json"
VERSION = 1
SLOT_KINDS = ("weight", "layer", "keras")


class ManifestError(ValueError):
    """The manifest is missing or does not keep its contract; the message says where."""


@dataclass(frozen=True)
class Slot:
    """One attribute of an owner, and the TF1 scope path of what it holds. See docs/design.md."""

    attribute: str
    kind: str
    path: str
    many: str = ""
    match: str = ""
    weights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    transform: str | Mapping[str, Any] | None = None
    loop: int = 0


@dataclass(frozen=True)
class Owner:
    """One class or driver of the rewritten program. ``key`` is ``file:qualified name``."""

    key: str
    kind: str
    function: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Manifest:
    """The whole file."""

    classes: Mapping[str, Owner]
    functions: Mapping[str, Owner]
    probes: Mapping[str, str]


def load_manifest(root: Path) -> Manifest:
    """Read the manifest of a rewritten tree. Raises ManifestError."""
    path = root / FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ManifestError(f"{root} has no {FILE}: it is not the output of a rewrite") from error
    except (OSError, ValueError) as error:
        raise ManifestError(f"{path} cannot be read: {error}") from error
    return parse_manifest(data, str(path))


def parse_manifest(data: Any, where: str = FILE) -> Manifest:
    """Check the parsed JSON. Raises ManifestError."""
    if not isinstance(data, dict) or data.get("version") != VERSION:
        found = data.get("version") if isinstance(data, dict) else None
        raise ManifestError(f"{where} is of version {found!r}; this tool reads version {VERSION}")
    return Manifest(
        classes={key: _owner(key, value, where) for key, value in data.get("classes", {}).items()},
        functions={key: _owner(key, value, where) for key, value in data.get("functions", {}).items()},
        probes=dict(data.get("probes", {})),
    )


def _owner(key: str, value: Mapping[str, Any], where: str) -> Owner:
    try:
        slots = tuple(_slot(item) for item in value.get("slots", ()))
        return Owner(key, value["kind"], value.get("function", ""), slots)
    except (KeyError, TypeError, AttributeError) as error:
        raise ManifestError(f"{where}: the entry {key} is incomplete: {error}") from error
    except ManifestError as error:
        raise ManifestError(f"{where}: the entry {key}: {error}") from error


def _slot(item: Mapping[str, Any]) -> Slot:
    if item["kind"] not in SLOT_KINDS:
        raise ManifestError(f"slot {item['attribute']} has the unknown kind {item['kind']!r}")
    if item.get("many", "") not in ("", "list", "dict"):
        raise ManifestError(f"slot {item['attribute']} is many {item['many']!r}")
    weights = {
        attribute: (leaf,) if isinstance(leaf, str) else tuple(leaf)
        for attribute, leaf in (item.get("weights") or {}).items()
    }
    return Slot(
        attribute=item["attribute"],
        kind=item["kind"],
        path=item["path"],
        many=item.get("many") or "",
        match=item.get("match") or "",
        weights=weights,
        transform=item.get("transform"),
        loop=int(item.get("loop") or 0),
    )
