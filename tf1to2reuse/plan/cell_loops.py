"""Stacks of cells that one line makes: the loop or comprehension around it."""

from __future__ import annotations

import ast

from tf1to2reuse.apis.layers.emit import atom
from tf1to2reuse.plan.arguments import call_arguments
from tf1to2reuse.plan.creation import Creation, assigned_value
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.scopes.cells import CellObject, MultiCell


def is_family(multi: MultiCell) -> bool:
    """Whether one line makes all cells of a stack, each time another one."""
    calls = {id(origin(cell, multi)) for cell in multi.cells}
    return len(calls) == 1 and not multi.repeated and (multi.family or len(multi.cells) > 1)


def origin(cell: CellObject, multi: MultiCell) -> ast.Call:
    """The call in the function of the stack that makes a cell, itself or through other functions."""
    call, run = cell.node, cell.run
    while run is not None and run is not multi.run and run.site is not None:
        call, run = run.site, run.parent
    return call if run is multi.run else cell.node


def listed(creation: Creation, multi: MultiCell) -> ast.expr:
    """The expression that lists the cells of a stack, also where a name stands for it."""
    node = call_arguments(multi.node, ("cells", "state_is_tuple"))["cells"]
    if not isinstance(node, ast.Name):
        return node
    definition = next((d for d in creation.functions_around(node) if node.id in creation.stores(d)), None)
    statements = creation.stores(definition)[node.id] if definition is not None else []
    made = assigned_value(statements[0], node.id) if statements else None
    return made if made is not None and len(statements) == 1 else node


def times(creation: Creation, multi: MultiCell, needs: Needs) -> str:
    """How often a stack repeats one cell, as code.

    Raises:
        CannotMoveError: where that is not known.
    """
    node = listed(creation, multi)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and isinstance(node.left, ast.List):
        return atom(creation.code(node.right, needs))
    if multi.family:
        raise CannotMoveError("how often a stack repeats its cell is not known")
    return str(len(multi.cells))


def loop_of(creation: Creation, multi: MultiCell) -> ast.comprehension | ast.For:
    """The loop in which the cells of a stack are made.

    Raises:
        CannotMoveError: where no plain loop is.
    """
    node = listed(creation, multi)
    if isinstance(node, ast.ListComp) and len(node.generators) == 1 and not node.generators[0].ifs:
        return node.generators[0]
    event = multi.cells[0].core.event
    loops = [loop for loop, _ in event.loops] if event is not None else []
    if len(loops) == 1 and isinstance(loops[0], ast.For):
        return loops[0]
    raise CannotMoveError("the cells of a stack are made in more than one plain loop")


def round_names(creation: Creation, multi: MultiCell) -> frozenset[str]:
    """The names that the loop around a family gives a value."""
    return frozenset(n.id for n in ast.walk(loop_of(creation, multi).target) if isinstance(n, ast.Name))
