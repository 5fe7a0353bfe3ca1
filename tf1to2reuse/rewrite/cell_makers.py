"""Functions and methods that made a recurrent cell, which nothing calls once the layers make their own."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.symbols import SymbolRules
from tf1to2reuse.plan.syntax import own_statements
from tf1to2reuse.rewrite.leftovers import Leftovers
from tf1to2reuse.rewrite.scope_makers import names_in, read_elsewhere, without_lines
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


def without_cell_functions(plan: Plan, facts: ModuleFacts, text: str, symbols: SymbolRules) -> str:
    """The text without functions at its top level that only make a cell, where nothing reads their names."""
    called = {getattr(call.func, "id", "") for call in facts.calls if isinstance(call, ast.Call)}
    own = (d for d in facts.definitions.values() if d.parent is None and d.name in called)
    makers = {d.name: d for d in own if returns_cells(plan, d)}
    while True:
        tree = ast.parse(text.removeprefix("\ufeff"))
        lost = next((one for one in tree.body if is_unread(plan, facts, tree, one, makers)), None)
        if not isinstance(lost, ast.FunctionDef):
            return text
        text = without_lines(text, lost)
        gone = makers.pop(lost.name).node
        for key in [key for key in symbols.problems if gone.lineno <= key[0] <= (gone.end_lineno or 0)]:
            del symbols.problems[key]


def returns_cells(plan: Plan, definition: Definition) -> bool:
    """Whether all calls of a function gave a cell."""
    evaluator = plan.evaluation.ev
    runs = evaluator.activations.get(definition.key, [])
    results = [option for run in runs for option in evaluator.options(run.result)]
    is_unit = definition.key in plan.units
    return not is_unit and bool(results) and all(isinstance(option, CellObject) for option in results)


def is_unread(
    plan: Plan, facts: ModuleFacts, tree: ast.Module, node: ast.stmt, makers: Mapping[str, Definition]
) -> bool:
    """Whether a statement defines one of ``makers``, whose name neither this text nor other modules read."""
    if not isinstance(node, ast.FunctionDef) or node.name not in makers or node.decorator_list:
        return False
    own = set(ast.walk(node))
    others = (other for other in plan.evaluation.program.modules.values() if other is not facts)
    attributes = (one.attr for other in others for one in other.nodes if isinstance(one, ast.Attribute))
    here = (name for one in ast.walk(tree) if one not in own for name in names_in(one))
    return node.name not in {*attributes, *here} and not read_elsewhere(plan, facts, node.name)


def makes_cell(method: ast.FunctionDef, leftovers: Leftovers) -> bool:
    """Whether all that a method returns are cells, and code that is gone called it."""
    called = {one.attr for one in leftovers.gone if isinstance(one, ast.Attribute)}
    if method.name not in called:
        return False
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
