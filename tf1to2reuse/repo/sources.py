"""A Python file of the tree as the steps see it: decoded text plus what is needed to write it back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceFile:
    """``path`` is POSIX and relative to the tree's root. ``text`` has the file's own newlines, no BOM."""

    path: str
    text: str
    encoding: str = "utf-8"
    bom: bool = False
