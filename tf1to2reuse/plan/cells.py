"""Creation code of recurrent cells: ``tf.nn.rnn_cell.GRUCell(4)`` becomes ``tf.keras.layers.GRUCell(4)``."""

from __future__ import annotations

import ast

from tf1to2reuse.apis.layers import Inner, KerasForm, Part, Refused, bind
from tf1to2reuse.plan.arguments import call_arguments
from tf1to2reuse.plan.creation import Creation, assigned_value
from tf1to2reuse.plan.foreign import is_own_site
from tf1to2reuse.plan.keras_calls import bound_argument, made_by
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.refusals import RefusedCallError
from tf1to2reuse.scopes.recurrent import CellObject, MultiCell
from tf1to2reuse.scopes.values import Value, show

NO_LOOPS: frozenset[str] = frozenset()


def cells_form(creation: Creation, cell: Value, site: ast.Call, needs: Needs) -> KerasForm:
    """The Keras cell of a cell, or the list of several.

    Raises:
        RefusedCallError: when Keras has no such cell.
        CannotMoveError: when the cell is made elsewhere.
    """
    if isinstance(cell, MultiCell):
        return several(creation, cell, site, needs)
    return KerasForm((one_cell(creation, cell, site, needs, NO_LOOPS),))


def one_cell(creation: Creation, cell: Value, site: ast.Call, needs: Needs, loops: frozenset[str]) -> Part:
    """One cell of Keras."""
    if not isinstance(cell, CellObject) or not is_own_site(creation.unit, cell.node):
        raise CannotMoveError("the cell is made in another function")
    if isinstance(cell, MultiCell):
        raise RefusedCallError("refused-no-form", "a stack of cells inside another one", site)
    roles = {parameter.name: parameter.role for parameter in cell.api.parameters}
    if any(isinstance(node, ast.Starred) for node in cell.node.args) or any(
        keyword.arg is None for keyword in cell.node.keywords
    ):
        raise CannotMoveError("the arguments of the cell are spread")
    positional = [
        bound_argument(creation, parameter.role, node, needs, loops)
        for parameter, node in zip(cell.api.parameters, cell.node.args, strict=False)
    ]
    keywords = {
        k.arg: bound_argument(creation, roles.get(k.arg, "init"), k.value, needs, loops)
        for k in cell.node.keywords
        if k.arg
    }
    bound = bind(cell.api, positional, keywords, inputs=False)
    form = bound if isinstance(bound, Refused) else cell.api.keras_form(bound, None)
    if isinstance(form, Refused):
        raise RefusedCallError(form.code, form.message, site)
    return form.parts[0]


def several(creation: Creation, multi: MultiCell, site: ast.Call, needs: Needs) -> KerasForm:
    """``[cell, cell]``, or ``[cell for ...]`` where one line makes them all."""
    nodes = {id(cell.node) for cell in multi.cells}
    if len({id(cell) for cell in multi.cells}) != len(multi.cells):
        raise RefusedCallError("refused-no-form", "one cell stands for several layers of a stack", site)
    if not is_own_site(creation.unit, multi.node):
        raise CannotMoveError("the cells are put together in another function")
    if len(nodes) == 1 and (multi.family or len(multi.cells) > 1):
        return family(creation, multi, site, needs)
    parts = [one_cell(creation, cell, site, needs, NO_LOOPS) for cell in multi.cells]
    code = f"[{', '.join(cell_code(creation, part) for part in parts)}]"
    inner = tuple(
        Inner(f"cell.cells.{number}", below(multi, cell, str(number), site), part)
        for number, (cell, part) in enumerate(zip(multi.cells, parts, strict=True))
    )
    return KerasForm((Part("", (("", code),), inner=inner),))


def family(creation: Creation, multi: MultiCell, site: ast.Call, needs: Needs) -> KerasForm:
    """One line makes all cells: in a comprehension, or in a loop that appends them."""
    loop = loop_of(creation, multi)
    names = frozenset(n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name))
    part = one_cell(creation, multi.cells[0], site, needs, names)
    target = creation.text.segment(loop.target)
    code = f"[{cell_code(creation, part)} for {target} in {creation.code(loop.iter, needs)}]"
    held = Inner("cell.cells", below(multi, multi.cells[0], "{index}", site), part, many=True)
    return KerasForm((Part("", (("", code),), inner=(held,)),))


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
    event = multi.cells[0].event
    loops = [loop for loop, _ in event.loops] if event is not None else []
    if len(loops) == 1 and isinstance(loops[0], ast.For):
        return loops[0]
    raise CannotMoveError("the cells of a stack are made in more than one plain loop")


def cell_code(creation: Creation, part: Part) -> str:
    """The constructor call of a cell."""
    constructor, arguments = made_by(creation, part, False)
    return f"{constructor}({arguments})"


def below(multi: MultiCell, cell: CellObject, number: str, site: ast.Call) -> str:
    """The path of a cell below its stack.

    Raises:
        RefusedCallError: where the cell has its name elsewhere.
    """
    own, around = (one.scope.name if one.scope is not None else () for one in (cell, multi))
    inner = show(own).removeprefix(f"{show(around)}/").split("/")
    if len(inner) != 2 or not inner[0].startswith("cell_"):
        raise RefusedCallError("refused-no-form", "a cell of a stack has its name elsewhere", site)
    return f"cell_{number}/{inner[1]}"
