"""Methods that made a recurrent cell, which nothing calls once the layers make their own."""

from __future__ import annotations

import ast

from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.syntax import own_statements
from tf1to2reuse.rewrite.leftovers import Leftovers
from tf1to2reuse.scopes.cells import CellObject


def unused_cell_methods(plan: Plan, unit: Unit, leftovers: Leftovers) -> set[ast.FunctionDef]:
    """The methods of a class that return nothing but a cell, and that the new code does not mention."""
    assert unit.definition is not None and isinstance(unit.definition.node, ast.ClassDef)
    if any(unit.key in other.ancestors for other in plan.units.values()):
        return set()
    methods = [
        node for node in ast.iter_child_nodes(unit.definition.node) if isinstance(node, ast.FunctionDef)
    ]
    found = {node for node in methods if makes_cell(node, leftovers)}
    while True:
        kept = {node for node in found if is_mentioned(plan, unit, node, leftovers, found)}
        if not kept:
            return found
        found -= kept


def makes_cell(method: ast.FunctionDef, leftovers: Leftovers) -> bool:
    """Whether all that a method returns are cells."""
    values, evaluator = leftovers.rules.creation.values, leftovers.rules.plan.evaluation.ev
    returned = [statement.value for statement in own_statements(method) if isinstance(statement, ast.Return)]
    options = [one for node in returned if node is not None for one in evaluator.options(values.get(node))]
    return bool(options) and all(isinstance(option, CellObject) for option in options)


def is_mentioned(
    plan: Plan, unit: Unit, method: ast.FunctionDef, leftovers: Leftovers, others: set[ast.FunctionDef]
) -> bool:
    """Whether the new code has the name of a method; ``self.name`` of other classes is another method."""
    gone = leftovers.gone | {node for other in others for node in ast.walk(other)}
    own = set(unit.nodes)
    for facts in plan.evaluation.program.modules.values():
        for node in facts.nodes:
            if isinstance(node, ast.Constant) and node.value == method.name and node not in gone:
                return True
            named = isinstance(node, ast.Attribute) and node.attr == method.name and node not in gone
            if named and (node in own or not ast.unparse(node).startswith("self.")):
                return True
    return False
