"""Creation code of recurrent cells: ``tf.nn.rnn_cell.GRUCell(4)`` becomes ``tf.keras.layers.GRUCell(4)``."""

from __future__ import annotations

import ast
from dataclasses import replace

from tf1to2reuse.apis.layers import Bound, Inner, KerasForm, Part, Refused, bind
from tf1to2reuse.apis.layers.cell_wrappers import wrapped
from tf1to2reuse.plan.arguments import call_arguments, literal_value
from tf1to2reuse.plan.cell_loops import is_family, loop_of, times
from tf1to2reuse.plan.cell_rates import condition, late_names
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.foreign import is_own_site
from tf1to2reuse.plan.keras_calls import bound_argument, made_by
from tf1to2reuse.plan.made_for_caller import is_made_for, put_together, written
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.refusals import RefusedCallError
from tf1to2reuse.plan.scope_options import refuse_regularizer, with_initializer
from tf1to2reuse.scopes.cells import CellObject, MultiCell, WrapperObject
from tf1to2reuse.scopes.values import Value, show

NO_LOOPS: frozenset[str] = frozenset()
STACK_STATE = (
    "a DropoutWrapper around several cells cannot drop their states (state_keep_prob): wrap each cell"
)
ALL = Bound("1.0", 1.0)
"""What a dropout wrapper keeps where each run sets the rate."""


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
    if not isinstance(cell, CellObject) or not is_made_for(creation, cell, site):
        raise CannotMoveError("the cell is made in another function, which this one does not call for it")
    if isinstance(cell, MultiCell):
        raise RefusedCallError("refused-no-form", "a stack of cells inside another one", site)
    outer = own_part(creation, cell, site, needs, loops)
    if not isinstance(cell, WrapperObject):
        return outer
    if isinstance(cell.cell, MultiCell):
        names = tuple(parameter.name for parameter in cell.api.parameters)
        state = call_arguments(cell.node, names).get("state_keep_prob")
        if state is not None and literal_value(state) != 1:
            raise RefusedCallError("refused-no-form", STACK_STATE, site)
        inner = several(creation, cell.cell, site, needs).parts[0]
    else:
        inner = one_cell(creation, cell.cell, site, needs, loops)
    return wrapped(outer, inner, cell_code(creation, inner))


def own_part(
    creation: Creation, cell: CellObject, site: ast.Call, needs: Needs, loops: frozenset[str]
) -> Part:
    """What the constructor call of a cell becomes, without the cell that it may hold."""
    roles = {parameter.name: parameter.role for parameter in cell.api.parameters}
    if any(isinstance(node, ast.Starred) for node in cell.node.args) or any(
        keyword.arg is None for keyword in cell.node.keywords
    ):
        raise CannotMoveError("the arguments of the cell are spread")
    late = late_names(creation, cell, site, loops) if isinstance(cell, WrapperObject) else set()

    def given(name: str, node: ast.expr) -> Bound:
        role = roles.get(name, "init")
        own = written(creation, cell.run, node, site) if role == "init" else node
        if own is None:
            return Bound(put_together(creation, cell, node, site, needs, loops))
        return ALL if name in late else bound_argument(creation, role, own, needs, loops)

    pairs = zip(cell.api.parameters, cell.node.args, strict=False)
    positional = [given(parameter.name, node) for parameter, node in pairs]
    keywords = {k.arg: given(k.arg, k.value) for k in cell.node.keywords if k.arg}
    bound = bind(cell.api, positional, keywords, inputs=False)
    if not isinstance(bound, Refused) and cell.scope is not None and not isinstance(cell, WrapperObject):
        refuse_regularizer(creation, cell.scope.options, site, needs)
        bound = with_initializer(creation, cell.api, bound, cell.scope.options, (site, needs))
    form = bound if isinstance(bound, Refused) else cell.api.keras_form(bound, None)
    if isinstance(form, Refused):
        raise RefusedCallError(form.code, form.message, site)
    test = condition(creation, cell, site) if isinstance(cell, WrapperObject) else None
    if test is None or not form.parts[0].arguments:
        return form.parts[0]
    code = creation.code(test, needs, loops)
    rates = tuple((name, f"{rate} if {code} else 0.0") for name, rate in form.parts[0].arguments)
    return replace(form.parts[0], arguments=rates)


def several(creation: Creation, multi: MultiCell, site: ast.Call, needs: Needs) -> KerasForm:
    """``[cell, cell]``, or ``[cell for ...]`` where one line makes them all."""
    if not is_own_site(creation.unit, multi.node):
        raise CannotMoveError("the cells are put together in another function")
    if multi.repeated:
        return repeated(creation, multi, site, needs)
    if len({id(cell) for cell in multi.cells}) != len(multi.cells):
        raise RefusedCallError("refused-no-form", "one cell stands for several layers of a stack", site)
    if is_family(multi):
        return family(creation, multi, site, needs)
    parts = [one_cell(creation, cell, site, needs, NO_LOOPS) for cell in multi.cells]
    code = f"[{', '.join(cell_code(creation, part) for part in parts)}]"
    inner = tuple(
        Inner(f"cell.cells.{number}", below(multi, cell, str(number), site), part)
        for number, (cell, part) in enumerate(zip(multi.cells, parts, strict=True))
    )
    return KerasForm((Part("", (("", code),), inner=inner),))


def repeated(creation: Creation, multi: MultiCell, site: ast.Call, needs: Needs) -> KerasForm:
    """``[cell] * n``: one cell, which the stack runs several times in a row."""
    part = one_cell(creation, multi.cells[0], site, needs, NO_LOOPS)
    code = f"[{cell_code(creation, part)}] * {times(creation, multi, needs)}"
    inner = (Inner("cell.cells.0", below(multi, multi.cells[0], "0", site), part),)
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
