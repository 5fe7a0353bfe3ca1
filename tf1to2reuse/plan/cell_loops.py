"""Stacks of cells that one line makes: the loop or comprehension around it."""

from __future__ import annotations

import ast

from tf1to2reuse.plan.arguments import call_arguments
from tf1to2reuse.plan.creation import Creation, assigned_value
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.scopes.cells import MultiCell


def is_family(multi: MultiCell) -> bool:
    """Whether one line makes all cells of a stack, each time another one."""
    nodes, cells = ({id(one) for one in ones} for ones in ([c.node for c in multi.cells], multi.cells))
    return len(nodes) == 1 and (multi.family or len(cells) > 1)


def loop_of(creation: Creation, multi: MultiCell) -> ast.comprehension | ast.For:
    """The loop in which the cells of a stack are made.

    Raises:
        CannotMoveError: where no plain loop is.
    """
    node = call_arguments(multi.node, ("cells", "state_is_tuple"))["cells"]
    if isinstance(node, ast.Name):
        definition = next((d for d in creation.functions_around(node) if node.id in creation.stores(d)), None)
        statements = creation.stores(definition)[node.id] if definition is not None else []
        made = assigned_value(statements[0], node.id) if statements else None
        node = made if made is not None and len(statements) == 1 else node
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
