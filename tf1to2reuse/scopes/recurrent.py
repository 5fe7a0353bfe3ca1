"""``tf.nn.dynamic_rnn`` and the other functions that run recurrent cells over time."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tf1to2reuse.scopes.cells import CellObject
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.tensors import shape_of
from tf1to2reuse.scopes.trace import Event, VariableUse
from tf1to2reuse.scopes.values import ListVal, Path, Sym, Tensor, Value, ident, show

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

DYNAMIC_RNN = "tf.nn.dynamic_rnn"
BIDIRECTIONAL_RNN = "tf.nn.bidirectional_dynamic_rnn"
STATIC_RNN = "tf.nn.static_rnn"
STATIC_BIDIRECTIONAL_RNN = "tf.nn.static_bidirectional_rnn"
STATIC_BOTH_PARAMETERS = (
    "cell_fw", "cell_bw", "inputs", "initial_state_fw", "initial_state_bw", "dtype", "sequence_length",
    "scope",
)  # fmt: skip
STATIC_PARAMETERS = ("cell", "inputs", "initial_state", "dtype", "sequence_length", "scope")
BOTH_PARAMETERS = (
    "cell_fw", "cell_bw", "inputs", "sequence_length", "initial_state_fw", "initial_state_bw", "dtype",
    "parallel_iterations", "swap_memory", "time_major", "scope",
)  # fmt: skip
PARAMETERS = (
    "cell", "inputs", "sequence_length", "initial_state", "dtype", "parallel_iterations", "swap_memory",
    "time_major", "scope",
)  # fmt: skip


def run_rnn(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]
) -> Value | None:
    """``tf.nn.dynamic_rnn``: its outputs and the last state. None where cell or scope are not known."""
    from tf1to2reuse.scopes.contexts import variable_scope

    bound = {**dict(zip(PARAMETERS, args, strict=False)), **kwargs}
    cell, scope = bound.get("cell"), bound.get("scope")
    if not can_run(cell, scope) or not isinstance(cell, CellObject):
        return None
    around = variable_scope(ev, frame, node, {"name_or_scope": scope or "rnn"})
    around.enter()
    try:
        run_cell(ev, frame, node, cell, bound.get("inputs"))
    finally:
        around.exit()
    if cell.takes_tensor:
        ev.mark_tensor(bound.get("initial_state"))
    assert isinstance(cell.scope, ScopeVal)
    path = cell.scope.name
    uses = below(path, cell.uses)
    event = Event("layer", node, frame.module, None, path, uses, api=DYNAMIC_RNN, arguments=bound)
    ev.record(frame, event)
    return shaped(cell, bound)


def run_static(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]
) -> Value | None:
    """``tf.nn.static_rnn``: a list of outputs, one for each input, and the last state."""
    from tf1to2reuse.scopes.contexts import variable_scope

    bound = {**dict(zip(STATIC_PARAMETERS, args, strict=False)), **kwargs}
    cell, scope, inputs = bound.get("cell"), bound.get("scope"), bound.get("inputs")
    if not can_run(cell, scope) or not isinstance(cell, CellObject):
        return None
    items = inputs.items if isinstance(inputs, ListVal) else None
    shape = shape_of(items[0]) if items else None
    around = variable_scope(ev, frame, node, {"name_or_scope": scope or "rnn"})
    around.enter()
    try:
        cell.step(ev, frame, node, items[0] if items else Tensor(None), shape)
    finally:
        around.exit()
    assert isinstance(cell.scope, ScopeVal)
    path = cell.scope.name
    uses = below(path, cell.uses)
    ev.record(frame, Event("layer", node, frame.module, None, path, uses, api=STATIC_RNN, arguments=bound))
    output, state = cell.results(shape[:1] if shape is not None and len(shape) == 2 else None)
    if items is not None:
        return (ListVal([output for _ in items]), state)
    outputs = Sym("outputs", (ident(cell), ident(inputs)))
    ev.tensorish.add(outputs)
    return (ListVal(None, outputs), state)


def run_both_ways(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]
) -> Value | None:
    """``tf.nn.bidirectional_dynamic_rnn``: pairs of outputs and of last states."""
    bound = {**dict(zip(BOTH_PARAMETERS, args, strict=False)), **kwargs}

    def run(cell: CellObject) -> None:
        run_cell(ev, frame, node, cell, bound.get("inputs"))

    both = run_directions(ev, frame, node, bound, BIDIRECTIONAL_RNN, run)
    if both is None:
        return None
    found = [shaped(cell, bound) for cell in both]
    return (tuple(one[0] for one in found), tuple(one[1] for one in found))


def run_static_both_ways(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]
) -> Value | None:
    """``tf.nn.static_bidirectional_rnn``: a list of outputs of both, and the two last states."""
    bound = {**dict(zip(STATIC_BOTH_PARAMETERS, args, strict=False)), **kwargs}
    inputs = bound.get("inputs")
    items = inputs.items if isinstance(inputs, ListVal) else None
    shape = shape_of(items[0]) if items else None

    def run(cell: CellObject) -> None:
        cell.step(ev, frame, node, items[0] if items else Tensor(None), shape)

    both = run_directions(ev, frame, node, bound, STATIC_BIDIRECTIONAL_RNN, run)
    if both is None:
        return None
    leading = shape[:1] if shape is not None and len(shape) == 2 else None
    states = [cell.results(leading)[1] for cell in both]
    if items is not None:
        size = total_units(both)
        outputs = Tensor((*leading, size)) if leading is not None else Tensor(None)
        return (ListVal([outputs for _ in items]), *states)
    found = Sym("outputs", (*map(ident, both), ident(inputs)))
    ev.tensorish.add(found)
    return (ListVal(None, found), *states)


def total_units(both: Sequence[CellObject]) -> Value:
    """The size of the outputs of both directions side by side; None where it is not known."""
    one, other = (cell.core.output_units for cell in both)
    return one + other if isinstance(one, int) and isinstance(other, int) else None


def run_directions(
    ev: Evaluator,
    frame: Frame,
    node: ast.Call,
    bound: dict[str, Value],
    api: str,
    run: Callable[[CellObject], None],
) -> list[CellObject] | None:
    """Runs both cells, each in the scope of its direction. None where cells or scope are not known."""
    from tf1to2reuse.scopes.contexts import variable_scope

    cells, scope = (bound.get("cell_fw"), bound.get("cell_bw")), bound.get("scope")
    if cells[0] is cells[1] or not all(can_run(cell, scope) for cell in cells):
        return None
    both = [cell for cell in cells if isinstance(cell, CellObject)]
    around = variable_scope(ev, frame, node, {"name_or_scope": scope or "bidirectional_rnn"})
    around.enter()
    path = ev.graph.current.name
    try:
        for cell, direction in zip(both, ("fw", "bw"), strict=True):
            inner = variable_scope(ev, frame, node, {"name_or_scope": direction})
            inner.enter()
            try:
                run(cell)
            finally:
                inner.exit()
    finally:
        around.exit()
    uses = below(path, [use for cell in both for use in cell.uses])
    ev.record(frame, Event("layer", node, frame.module, None, path, uses, api=api, arguments=bound))
    return both


def below(path: Path, uses: Sequence[VariableUse]) -> tuple[VariableUse, ...]:
    """The variables of several cells, each with its name below their common scope."""
    head = f"{show(path)}/"
    return tuple(replace(use, leaf=show(use.path).removeprefix(head)) for use in uses)


def can_run(cell: Value, scope: Value) -> bool:
    """Whether cell and scope are known."""
    return isinstance(cell, CellObject) and not cell.core.unsettled and isinstance(scope, str | None)


def run_cell(ev: Evaluator, frame: Frame, node: ast.Call, cell: CellObject, inputs: Value) -> None:
    """One step of a cell in the scope that is open."""
    ev.mark_tensor(inputs)
    shape = shape_of(inputs)
    step = (shape[0], *shape[2:]) if shape is not None and len(shape) == 3 else None
    cell.step(ev, frame, node, inputs, step)


def shaped(cell: CellObject, bound: dict[str, Value]) -> tuple[Value, Value]:
    """The outputs and the last state of a run."""
    shape = shape_of(bound.get("inputs"))
    turned = bound.get("time_major", False)
    if shape is None or len(shape) != 3 or not isinstance(turned, bool):
        return cell.results(None)
    outputs, state = cell.results((shape[1], shape[0]) if turned else shape[:2])
    if turned and isinstance(outputs, Tensor) and outputs.shape is not None:
        outputs = Tensor((*shape[:2], *outputs.shape[2:]), outputs.dtype)
    return outputs, state
