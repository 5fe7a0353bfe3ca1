"""Recurrent cells, and ``tf.nn.dynamic_rnn`` over one of them: the cell is named where it is first run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.apis.layers.recurrent import find_cell
from tf1to2reuse.scopes.layer_objects import LayerObject
from tf1to2reuse.scopes.layers import bound_arguments
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.tensors import shape_of
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import Tensor, Value

if TYPE_CHECKING:
    from tf1to2reuse.apis.layers.model import LayerApi
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

DYNAMIC_RNN = "tf.nn.dynamic_rnn"
PARAMETERS = (
    "cell", "inputs", "sequence_length", "initial_state", "dtype", "parallel_iterations", "swap_memory",
    "time_major", "scope",
)  # fmt: skip


class StateTuple(tuple[Value, ...]):
    """The state of an LSTM, ``LSTMStateTuple(c, h)``."""

    fields = ("c", "h")


class CellObject(LayerObject):
    """``tf.nn.rnn_cell.LSTMCell(...)``, made by the call ``node``."""

    methods = frozenset({"zero_state"})

    def __init__(self, api: LayerApi, bound: dict[str, Value], node: ast.Call) -> None:
        super().__init__(api, {**bound, "_reuse": bound.get("reuse")})
        self.node = node

    def call(
        self, ev: Evaluator, frame: Frame, node: ast.Call | None, args: list[Value], kwargs: dict[str, Any]
    ) -> Value:
        """``cell(inputs, state)``: one step's output and the next state."""
        super().call(ev, frame, node, args, kwargs)
        shape = shape_of(args[0] if args else kwargs.get("inputs"))
        return results(self, shape[:1] if shape is not None and len(shape) == 2 else None)

    def method(
        self,
        ev: Evaluator,
        frame: Frame,
        node: ast.Call | None,
        name: str,
        args: list[Value],
        kwargs: dict[str, Any],
    ) -> Value:
        """``zero_state``: a tensor, or several."""
        result = ev.unknown(node or ast.Constant(None), name)
        ev.tensorish.add(result)
        return result


def make_cell(
    ev: Evaluator, node: ast.Call, name: str, args: list[Value], kwargs: dict[str, Value]
) -> CellObject | None:
    """The object that a known cell's constructor makes; None for anything else."""
    api = find_cell(name)
    return CellObject(api, bound_arguments(api, {}, args, kwargs), node) if api is not None else None


def run_rnn(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]
) -> Value | None:
    """``tf.nn.dynamic_rnn``: its outputs and the last state. None where cell or scope are not known."""
    from tf1to2reuse.scopes.contexts import variable_scope

    bound = {**dict(zip(PARAMETERS, args, strict=False)), **kwargs}
    cell, scope = bound.get("cell"), bound.get("scope")
    if not isinstance(cell, CellObject) or cell.unsettled or not isinstance(scope, str | None):
        return None
    inputs = bound.get("inputs")
    ev.mark_tensor(inputs)
    ev.touch(cell)
    around = variable_scope(ev, frame, node, {"name_or_scope": scope or "rnn"})
    around.enter()
    try:
        if cell.scope is None:
            cell.scope = cell.first_scope(ev, frame, node)
        if not cell.built:
            shape = shape_of(inputs)
            step = (shape[0], *shape[2:]) if shape is not None and len(shape) == 3 else None
            cell.build(ev, frame, node, inputs, step)
    finally:
        around.exit()
    assert isinstance(cell.scope, ScopeVal)
    event = Event(
        "layer", node, frame.module, None, cell.scope.name, cell.uses, api=DYNAMIC_RNN, arguments=bound
    )
    ev.record(frame, event)
    shape = shape_of(inputs)
    plain = shape is not None and len(shape) == 3 and not bound.get("time_major")
    return results(cell, shape[:2] if plain and shape is not None else None)


def results(cell: CellObject, leading: tuple[Any, ...] | None) -> Value:
    """``(outputs, state)``. ``leading`` are the sizes of the outputs before the last, the batch the first."""
    units = cell.bound.get("num_units")
    known = leading is not None and cell.bound.get("num_proj") is None
    outputs = Tensor((*leading, units) if known and leading is not None else None)
    states = [Tensor((leading[0], units) if known and leading is not None else None) for _ in range(2)]
    return (outputs, StateTuple(states) if "LSTM" in cell.api.name else states[0])
