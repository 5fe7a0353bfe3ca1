"""Compact layers: what cannot be created ahead of ``call`` is declared where ``call`` first uses it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tf1to2reuse.plan.model import Plan, Slot
from tf1to2reuse.report.model import FileChange

if TYPE_CHECKING:
    from tf1to2reuse.rewrite.classes import ClassWriter
    from tf1to2reuse.rewrite.rules import UnitRules

MODULE = "compact_layer"


def base(writer: ClassWriter) -> str:
    """The base class of a compact layer."""
    return "CompactLayer"


def base_file(plan: Plan) -> FileChange:
    """The vendored file."""
    text = (Path(__file__).parent / "runtime" / f"{MODULE}.py").read_text(encoding="utf-8")
    return FileChange(f"{MODULE}.py", "", text)


def weight(rules: UnitRules, slot: Slot, node: ast.Call) -> str:
    """``self.weight(...)``."""
    raise NotImplementedError


def layer(rules: UnitRules, slot: Slot, node: ast.Call, part: int) -> str:
    """``self.layer(...)``."""
    raise NotImplementedError


__all__ = ["Any"]
