"""Where a driver makes an instance: before the first statement that needs it, outside loops and functions."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.syntax import contains


def own_body(unit: Unit) -> Sequence[ast.stmt]:
    """The statements of a driver."""
    if unit.definition is None:
        return unit.module.tree.body
    node = unit.definition.node
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    return node.body


def position_of(unit: Unit, slot: Slot) -> ast.stmt | None:
    """The statement before which the instance is made; None when no line of the unit uses it itself."""
    sites = [site for site in uses_of(unit, slot) if any(contains(s, site) for s in own_body(unit))]
    return common_place(own_body(unit), sites) if sites else None


def uses_of(unit: Unit, slot: Slot) -> list[ast.AST]:
    """Sites in the unit's text, and calls of functions that are handed the instance."""
    found: list[ast.AST] = []
    body = [node for statement in own_body(unit) for node in ast.walk(statement)]
    nodes = set(map(id, body))
    for event in slot.events:
        if id(event.site) in nodes:
            found.append(event.site)
            continue
        run = event.activation
        while run is not None and (run.site is None or id(run.site) not in nodes):
            run = run.parent
        if run is not None and run.site is not None:
            found.append(run.site)
    for other in unit.slots:
        if slot in other.injections.values():
            found.extend(uses_of(unit, other))
    return found


def common_place(statements: Sequence[ast.stmt], sites: list[ast.AST]) -> ast.stmt | None:
    """The first statement of the innermost block, outside loops and functions, that holds all sites."""
    holding = [s for s in statements if any(contains(s, site) for site in sites)]
    if not holding:
        return None
    if len(holding) > 1 or isinstance(
        holding[0], ast.For | ast.While | ast.FunctionDef | ast.ClassDef | ast.Try
    ):
        return holding[0]
    only = holding[0]
    for name in ("body", "orelse", "finalbody"):
        block = getattr(only, name, None)
        if isinstance(block, list) and all(any(contains(s, site) for s in block) for site in sites):
            return common_place(block, sites) or only
    return only
