"""Cells that a function makes for the one that runs them: their arguments in the names of the latter."""

from __future__ import annotations

import ast

from tf1to2reuse.plan.arguments import argument_of
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.foreign import is_own_site
from tf1to2reuse.plan.linker import bound_names
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.scopes.cells import CellObject
from tf1to2reuse.scopes.trace import Activation


def is_made_for(creation: Creation, cell: CellObject, site: ast.Call) -> bool:
    """Whether the function around ``site`` makes a cell, itself or through functions of its file."""
    around, run = creation.functions_around(site), cell.run
    calls = creation.unit.module.calls
    if cell.node not in calls or not is_own_site(creation.unit, site):
        return False
    while run is not None and run.definition is not None and run.definition not in around:
        if run.site is not None and run.site not in calls:
            return False
        run = run.parent
    return run is not None and (run.definition is None or run.definition in around)


def written(creation: Creation, run: Activation | None, node: ast.expr, site: ast.Call) -> ast.expr | None:
    """An argument as the function around ``site`` writes it; None where it is made of several parts."""
    names = own_names(creation, run, node, site)
    if not names or run is None:
        return node
    return given(creation, run, node, site) if isinstance(node, ast.Name) else None


def own_names(creation: Creation, run: Activation | None, node: ast.expr, site: ast.Call) -> list[ast.Name]:
    """The names in an expression that belong to the function that makes a cell, and not to the one around."""
    if run is None or run.definition is None or run.definition in creation.functions_around(site):
        return []
    bound = bound_names(run.definition.node)
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name) and n.id in bound]
    itself = run.definition.parameters()[:1] if run.definition.is_method else []
    return [name for name in names if name.id not in itself or run.definition not in creation.unit.body]


def given(creation: Creation, run: Activation, name: ast.Name, site: ast.Call) -> ast.expr:
    """What the caller gives for a parameter.

    Raises:
        CannotMoveError: where it gives none, or the function changes it.
    """
    assert run.definition is not None
    plain = name.id in run.definition.parameters() and name.id not in creation.stores(run.definition)
    argument = argument_of(run, name.id) if plain and run.site is not None else None
    if argument is None:
        raise CannotMoveError(f"`{name.id}` is known only where the cell is made")
    if isinstance(argument, ast.Constant):
        return argument
    found = written(creation, run.parent, argument, site)
    if found is None:
        raise CannotMoveError(f"`{ast.unparse(argument)}` is known only where the cell is made")
    return found


def put_together(
    creation: Creation, cell: CellObject, node: ast.expr, site: ast.Call, needs: Needs, loops: frozenset[str]
) -> str:
    """An argument of several parts, ``config.size``, with what the caller gives in the place of parameters.

    Raises:
        CannotMoveError: where it is more than attributes, items and operators.
    """
    if any(isinstance(inner, ast.Call | ast.Lambda | ast.comprehension) for inner in ast.walk(node)):
        raise CannotMoveError(f"`{ast.unparse(node)}` is known only where the cell is made")
    assert cell.run is not None
    codes = {
        name.id: creation.code(given(creation, cell.run, name, site), needs, loops)
        for name in own_names(creation, cell.run, node, site)
    }

    class Given(ast.NodeTransformer):
        def visit_Name(self, name: ast.Name) -> ast.AST:
            return ast.parse(codes[name.id], mode="eval").body if name.id in codes else name

    return ast.unparse(Given().visit(ast.parse(ast.unparse(node), mode="eval")))
