"""A Python file of the tree as the steps see it: decoded text plus what is needed to write it back."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SourceFile:
    """``path`` is POSIX and relative to the tree's root. ``text`` has the file's own newlines, no BOM.

    ``tree`` is the syntax tree of ``text`` where reading made one.
    """

    path: str
    text: str
    encoding: str = "utf-8"
    bom: bool = False
    tree: ast.Module | None = field(default=None, compare=False, repr=False)
