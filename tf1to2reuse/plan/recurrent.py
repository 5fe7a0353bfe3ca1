"""``outputs, state = tf.nn.dynamic_rnn(cell, x)``: one Keras layer, and what becomes of its results.

An LSTM of Keras returns its states one by one, so ``state.h`` becomes a name of its own.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace

from tf1to2reuse.apis.layers import Bound, KerasForm, Refused, bind
from tf1to2reuse.apis.layers.recurrent import DYNAMIC_RNN as SIGNATURE
from tf1to2reuse.apis.layers.recurrent import RecurrentForm, dynamic_rnn
from tf1to2reuse.apis.layers.signature import literal_of
from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.arguments import call_arguments, literal_value
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.foreign import is_own_site
from tf1to2reuse.plan.keras_calls import bound_argument
from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.refusals import RefusedCallError
from tf1to2reuse.plan.states import Values, is_whole_use, kept_initial, state_of
from tf1to2reuse.scopes.recurrent import DYNAMIC_RNN, PARAMETERS, CellObject, is_zero
from tf1to2reuse.scopes.values import StateTuple


@dataclass
class Results:
    """The names that a call's results get. ``states`` are empty where nobody reads the last state.

    ``last``: nothing but the last output is read, which is the state ``h``.
    """

    outputs: str
    states: tuple[str, ...] = ()
    last: bool = False
    reads: dict[ast.AST, str] = field(default_factory=dict)


def is_recurrent(slot: Slot) -> bool:
    """Whether a slot is a cell that is run over time."""
    return slot.api == DYNAMIC_RNN


def recurrent_form(creation: Creation, slot: Slot, site: ast.Call, needs: Needs) -> KerasForm:
    """The Keras layer of a call.

    Raises:
        RefusedCallError: when Keras has no such layer.
        CannotMoveError: when the cell is made elsewhere.
    """
    forms = [full_form(creation, slot, one, needs) for one in slot.sites]
    if any(form.part != forms[0].part for form in forms):
        raise RefusedCallError("refused-no-form", "one cell is run with lengths and without", site)
    part = forms[0].part
    found = [results_of(creation.unit, one, forms[0], creation.values) for one in slot.sites]
    dropped: set[str] = set()
    if not any(one.states for one in found):
        dropped = {"return_state"}
    elif all(one.last for one in found) and not any(form.call for form in forms):
        dropped = {"return_state", "return_sequences"}
    kept = tuple(pair for pair in part.arguments if pair[0] not in dropped)
    return KerasForm((replace(part, arguments=kept),))


def full_form(creation: Creation, slot: Slot, site: ast.Call, needs: Needs) -> RecurrentForm:
    """The layer with all that it can return."""
    cell = next(event.arguments.get("cell") for event in slot.events if event.site is site)
    if not isinstance(cell, CellObject) or not is_own_site(creation.unit, cell.node):
        raise CannotMoveError("the cell is made in another function")
    roles = {parameter.name: parameter.role for parameter in cell.api.parameters}
    if any(isinstance(node, ast.Starred) for node in cell.node.args) or any(
        keyword.arg is None for keyword in cell.node.keywords
    ):
        raise CannotMoveError("the arguments of the cell are spread")
    positional = [
        bound_argument(creation, parameter.role, node, needs, frozenset())
        for parameter, node in zip(cell.api.parameters, cell.node.args, strict=False)
    ]
    keywords = {
        k.arg: bound_argument(creation, roles.get(k.arg, "init"), k.value, needs, frozenset())
        for k in cell.node.keywords
        if k.arg
    }
    bound = bind(cell.api, positional, keywords, inputs=False)
    form = bound if isinstance(bound, Refused) else cell.api.keras_form(bound, None)
    if isinstance(form, Refused):
        raise RefusedCallError(form.code, form.message, site)
    given = {p.name: Bound(p.default or "x", literal_of(p.default), given=False) for p in SIGNATURE}
    for name, node in call_arguments(site, PARAMETERS).items():
        given[name] = Bound(creation.text.segment(node), literal_value(node))
    initial = given["initial_state"]
    if initial.given and kept_initial(site, creation.values) is not None:
        check_initial(creation, cell, site)
    given["initial_state"] = Bound("None", None, given=False)
    found = dynamic_rnn(form, given, "x")
    if isinstance(found, Refused):
        raise RefusedCallError(found.code, found.message, site)
    return found


def check_initial(creation: Creation, cell: CellObject, site: ast.Call) -> None:
    """A state that a run begins with.

    Raises:
        RefusedCallError: where it is not known to be one, or two in which order.
    """
    node = call_arguments(site, PARAMETERS)["initial_state"]
    value = creation.values.get(node)
    known = isinstance(value, StateTuple) if cell.has_two_states else creation.evaluation.ev.is_tensor(value)
    if not known:
        message = f"argument initial_state={ast.unparse(node)} is not known to be the state of such a cell"
        raise RefusedCallError("refused-initial-state", message, site)


def results_of(unit: Unit, site: ast.Call, form: RecurrentForm, values: Values) -> Results:
    """The names that the results of one call get.

    Raises:
        CannotMoveError: when they are not taken apart where the call stands.
    """
    function = next(d for d in unit.body if site in d.calls)
    statement = next(
        (n for n in function.nodes if isinstance(n, ast.Assign) and n.value is site and len(n.targets) == 1),
        None,
    )
    target = statement.targets[0] if statement is not None else None
    if not isinstance(target, ast.Tuple) or len(target.elts) != 2:
        raise CannotMoveError("the outputs and the state of an RNN are not given two names at once")
    outputs, state = target.elts
    if not isinstance(outputs, ast.Name):
        raise CannotMoveError("the outputs of an RNN are given to more than a name")
    unread = not any(
        isinstance(n, ast.Name) and n.id == outputs.id and isinstance(n.ctx, ast.Load) for n in function.nodes
    )
    if isinstance(state, ast.Tuple) and all(isinstance(e, ast.Name) for e in state.elts):
        names = dict(zip(form.tf1_states, [e.id for e in state.elts if isinstance(e, ast.Name)], strict=True))
        return Results(outputs.id, tuple(names[name] for name in form.states))
    if not isinstance(state, ast.Name):
        raise CannotMoveError("the state of an RNN is given to more than a name")
    loads = [
        n for n in function.nodes
        if isinstance(n, ast.Name) and n.id == state.id and isinstance(n.ctx, ast.Load)
        and not is_zero(values.get(n))
    ]  # fmt: skip
    if not loads:
        return Results(outputs.id)
    if len(form.states) > 1 and any(is_whole_use(function, load, values) for load in loads):
        return Results(outputs.id, (f"*{state.id}",), unread)
    if len(form.states) == 1:
        return Results(outputs.id, (state.id,), unread)
    stores = [n for n in function.nodes if isinstance(n, ast.Name) and n.id == state.id and n not in loads]
    if len([n for n in stores if isinstance(n.ctx, ast.Store) and not begins(function, n, values)]) != 1:
        raise CannotMoveError(f"`{state.id}` is the state of an RNN and something else")
    reads: dict[ast.AST, str] = {}
    for load in loads:
        around = function.parents[load]
        which = state_of(around, form.tf1_states)
        if which is None:
            raise CannotMoveError(f"`{state.id}` is used as a whole: an LSTM of Keras has two states")
        reads[around] = f"{state.id}_{which}"
    used = set(reads.values())
    every = [f"{state.id}_{name}" for name in form.states]
    names_used = tuple(name if name in used else "_" for name in every)
    return Results(outputs.id, names_used, unread and used == {f"{state.id}_h"}, reads)


def begins(function: Definition, node: ast.Name, values: Values) -> bool:
    """Whether a name is given the zeros that a cell begins with."""
    statement = function.parents.get(node)
    return isinstance(statement, ast.Assign) and is_zero(values.get(statement.value))
