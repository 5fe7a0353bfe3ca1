"""Mentions of functions that became classes, by what a name means in its module."""

from __future__ import annotations

import ast
from typing import Any

from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.scopes.values import InstanceVal, ModuleVal, PartialVal


def reference_target(plan: Plan, facts: ModuleFacts, node: ast.AST) -> Unit | None:
    """The unit that a name or dotted name of a module means, if it became a class of another name."""
    value = static_value(plan, facts, node)
    return unit_of_value(plan, value)


def partial_target(plan: Plan, facts: ModuleFacts, node: ast.AST) -> Unit | None:
    """The unit that a name calls: its own, or that of the function which it is a partial of."""
    value = static_value(plan, facts, node)
    return unit_of_value(plan, value.function if isinstance(value, PartialVal) else value)


def unit_of_value(plan: Plan, value: Any) -> Unit | None:
    """The unit of a function that became a class of another name."""
    definition = getattr(value, "definition", None)
    if definition is None or isinstance(value, InstanceVal):
        return None
    unit = plan.units.get(definition.key)
    if unit is None or unit.kind != "function" or definition.is_method or unit.refused is not None:
        return None
    return unit if unit.class_name != definition.name else None


def static_value(plan: Plan, facts: ModuleFacts, node: ast.AST) -> Any:
    """What a name or dotted name stands for at module level."""
    if isinstance(node, ast.Name):
        return plan.evaluation.ev.module(facts).names.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = static_value(plan, facts, node.value)
        if isinstance(owner, ModuleVal):
            return owner.names.get(node.attr)
    return None
