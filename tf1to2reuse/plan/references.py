"""Mentions of functions that became classes, by what a name means in its module."""

from __future__ import annotations

import ast
from typing import Any

from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.plan.linker import bound_names
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.scopes.values import InstanceVal, ModuleVal, PartialVal


def reference_target(plan: Plan, facts: ModuleFacts, node: ast.AST) -> Unit | None:
    """The unit that a name or dotted name of a module means, if it became a class of another name."""
    value = static_value(plan, facts, node)
    target = unit_of_value(plan, value)
    return target if target is not None and not is_local(facts, node) else None


def called_target(plan: Plan, facts: ModuleFacts, node: ast.AST) -> Unit | None:
    """The unit that a name calls, its own or that of which it is a partial, if calls are other than before.

    That is a function which became a class, or a class whose constructor built a network.
    """
    value = static_value(plan, facts, node)
    value = value.function if isinstance(value, PartialVal) else value
    definition = getattr(value, "definition", None)
    if definition is None or isinstance(value, InstanceVal) or is_local(facts, node):
        return None
    unit = plan.units.get(definition.key)
    changes = unit is not None and unit.kind in ("function", "constructor") and not definition.is_method
    return unit if changes and unit is not None and unit.refused is None else None


def is_local(facts: ModuleFacts, node: ast.AST) -> bool:
    """Whether a name, or the name that a dotted name begins with, is one of a function around it."""
    while isinstance(node, ast.Attribute):
        node = node.value
    if not isinstance(node, ast.Name):
        return False
    around = [one for one in facts.definitions.values() if not one.is_class and one.stands_around(node)]
    return any(node.id in bound_names(one.node) and not is_global(one, node.id) for one in around)


def is_global(definition: Definition, name: str) -> bool:
    """Whether a function declares a name to be one of its module."""
    return any(isinstance(node, ast.Global) and name in node.names for node in definition.nodes)


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
