"""Optimizers of the program's own: they stay, and meet the weights of layers under names of Keras."""

from __future__ import annotations

import ast

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.model import Plan
from tf1to2reuse.plan.units import optimizes
from tf1to2reuse.report.model import Finding, Place


def note_names(plan: Plan) -> None:
    """Lines of an optimizer that read names of variables: to match an expression, say, or to make more."""
    for instance in plan.evaluation.classes.values():
        definition = instance.cls.definition
        if not optimizes(instance):
            continue
        for line, column, code in names_read(definition):
            message = (
                f"`{code}` is the name that Keras gives a weight, not that of TF1: see what is matched by it"
            )
            place = Place(definition.module.file, line, column)
            plan.findings.append(Finding("variables-by-name", message, place, "warning", (), True))


def names_read(definition: Definition) -> list[tuple[int, int, str]]:
    """Where methods read ``variable.name`` or ``variable.op.name``, but no name of the optimizer itself."""
    found = []
    for node in definition.nodes:
        if isinstance(node, ast.Attribute) and node.attr == "name" and isinstance(node.ctx, ast.Load):
            root: ast.expr = node
            while isinstance(root, ast.Attribute):
                root = root.value
            if not (isinstance(root, ast.Name) and root.id == "self"):
                found.append((node.lineno, node.col_offset + 1, ast.unparse(node)))
    return sorted(found)
