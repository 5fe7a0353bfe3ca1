"""The files that a report refers to, line by line, so that it can show what its places mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Listing:
    """One file of a tree; ``side`` tells the trees of one report apart."""

    side: str
    file: str
    lines: tuple[str, ...]

    def anchor(self, line: int) -> str:
        return f"{self.side}:{self.file}:{line}"


def listings(tree: Path | None, side: str, places: Iterable[str]) -> dict[str, Listing]:
    """By name, the files of ``tree`` that ``file:line`` places name.

    Recordings come from anywhere: a place outside the tree names nothing.
    """
    if tree is None:
        return {}
    root, found = tree.resolve(), {}
    for file in sorted({place.rpartition(":")[0] for place in places}):
        path = (root / file).resolve()
        if path.suffix == ".py" and path.is_relative_to(root) and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            found[file] = Listing(side, file, tuple(text.splitlines()))
    return found


def link(place: str, shown: Mapping[str, Listing]) -> str:
    """The anchor of a ``file:line``, or nothing when that line is not shown."""
    file, _, number = place.rpartition(":")
    listing = shown.get(file)
    if listing is None or not number.isdecimal() or not 0 < int(number) <= len(listing.lines):
        return ""
    return listing.anchor(int(number))
