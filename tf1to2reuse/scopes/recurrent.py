"""Recurrent cells, and ``tf.nn.dynamic_rnn`` over one of them: the cell is named where it is first run."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tf1to2reuse.apis.layers.recurrent import MULTI, find_cell, is_multi
from tf1to2reuse.scopes.layer_objects import LayerObject
from tf1to2reuse.scopes.layers import bound_arguments, inner_scope
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.tensors import shape_of
from tf1to2reuse.scopes.trace import Event, VariableUse
from tf1to2reuse.scopes.values import (
    ListVal,
    Path,
    StateList,
    StateTuple,
    Sym,
    Tensor,
    Text,
    Value,
    ident,
    normal,
    show,
)

if TYPE_CHECKING:
    from tf1to2reuse.apis.layers.model import LayerApi
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

DYNAMIC_RNN = "tf.nn.dynamic_rnn"
BIDIRECTIONAL_RNN = "tf.nn.bidirectional_dynamic_rnn"
STATIC_RNN = "tf.nn.static_rnn"
STATIC_PARAMETERS = ("cell", "inputs", "initial_state", "dtype", "sequence_length", "scope")
BOTH_PARAMETERS = (
    "cell_fw", "cell_bw", "inputs", "sequence_length", "initial_state_fw", "initial_state_bw", "dtype",
    "parallel_iterations", "swap_memory", "time_major", "scope",
)  # fmt: skip
PARAMETERS = (
    "cell", "inputs", "sequence_length", "initial_state", "dtype", "parallel_iterations", "swap_memory",
    "time_major", "scope",
)  # fmt: skip


class ZeroState(Tensor):
    """The state of another cell, all zeros."""


def is_zero(state: Value) -> bool:
    """Whether a state is the one that a cell begins with where it is given none."""
    if isinstance(state, StateList):
        return bool(state) and all(map(is_zero, state))
    return isinstance(state, ZeroState) or (isinstance(state, StateTuple) and state.zero)


class CellObject(LayerObject):
    """``tf.nn.rnn_cell.LSTMCell(...)``, made by the call ``node``."""

    methods = frozenset({"zero_state"})

    def __init__(self, api: LayerApi, bound: dict[str, Value], node: ast.Call) -> None:
        super().__init__(api, {**bound, "_reuse": bound.get("reuse")})
        self.node = node
        self.given: Value = None

    def first_scope(self, ev: Evaluator, frame: Frame, node: ast.AST) -> ScopeVal:
        """``scope=`` of the first call is the name as it is."""
        from tf1to2reuse.scopes.contexts import named_scope

        if not isinstance(self.given, str | Text):
            return super().first_scope(ev, frame, node)
        context = named_scope(ev, frame, node, self.given, None, {}, unique=False, kind="layer")
        scope = context.enter()
        context.exit()
        assert isinstance(scope, ScopeVal)
        return scope

    @property
    def takes_tensor(self) -> bool:
        """Whether the state is one tensor."""
        return not self.has_two_states

    @property
    def has_two_states(self) -> bool:
        """Whether the state is an LSTM's."""
        return "LSTM" in self.api.name

    def call(
        self, ev: Evaluator, frame: Frame, node: ast.Call | None, args: list[Value], kwargs: dict[str, Any]
    ) -> Value:
        """``cell(inputs, state)``: one step's output and the next state."""
        self.given = args[2] if len(args) > 2 else kwargs.get("scope")
        if self.event is not None:
            self.event.kind = "object"
        super().call(ev, frame, node, args, kwargs)
        shape = shape_of(args[0] if args else kwargs.get("inputs"))
        return self.results(shape[:1] if shape is not None and len(shape) == 2 else None)

    def step(self, ev: Evaluator, frame: Frame, node: ast.Call, inputs: Value, shape: Any) -> None:
        """One step for inputs of this shape: names the cell and makes its variables, the first time."""
        ev.touch(self)
        self.enter(ev, frame, node)
        if not self.built:
            self.build(ev, frame, node, inputs, shape)

    def results(self, leading: tuple[Any, ...] | None) -> tuple[Value, Value]:
        """``(outputs, state)``. ``leading`` are the sizes of the outputs before the last, the batch first."""
        units = self.bound.get("num_units")
        known = leading is not None and self.bound.get("num_proj") is None
        outputs = Tensor((*leading, units) if known and leading is not None else None)
        states = [Tensor((leading[0], units) if known and leading is not None else None) for _ in range(2)]
        return (outputs, StateTuple(states) if self.has_two_states else states[0])

    def method(
        self,
        ev: Evaluator,
        frame: Frame,
        node: ast.Call | None,
        name: str,
        args: list[Value],
        kwargs: dict[str, Any],
    ) -> Value:
        """``zero_state``: a tensor, or two."""
        size = args[0] if args else kwargs.get("batch_size")
        shape = (size if isinstance(size, int) else None, self.bound.get("num_units"))
        if self.bound.get("num_proj") is not None:
            shape = (shape[0], None)
        if not self.has_two_states:
            return ZeroState(shape, "float32")
        state = StateTuple([ZeroState(shape, "float32"), ZeroState(shape, "float32")])
        state.zero = True
        return state


class MultiCell(CellObject):
    """``tf.nn.rnn_cell.MultiRNNCell(cells)``. ``family``: one cell stands for as many as there are."""

    def __init__(self, cells: list[CellObject], family: bool, node: ast.Call) -> None:
        super().__init__(MULTI, {}, node)
        self.cells, self.family = cells, family

    @property
    def takes_tensor(self) -> bool:
        """The state is a tuple."""
        return False

    def call(
        self, ev: Evaluator, frame: Frame, node: ast.Call | None, args: list[Value], kwargs: dict[str, Any]
    ) -> Value:
        """By hand: not modelled."""
        from tf1to2reuse.scopes.calls import PLACELESS
        from tf1to2reuse.scopes.contexts import unmodelled

        where = node if node is not None else PLACELESS
        unmodelled(ev, frame, where, self.api.name, "several cells are called by hand as one")
        return (Tensor(None), ev.unknown(node, "state"))

    def method(
        self,
        ev: Evaluator,
        frame: Frame,
        node: ast.Call | None,
        name: str,
        args: list[Value],
        kwargs: dict[str, Any],
    ) -> Value:
        """``zero_state``: one for each cell."""
        states = [cell.method(ev, frame, node, name, args, kwargs) for cell in self.cells]
        return StateList(states, self.family)

    def step(self, ev: Evaluator, frame: Frame, node: ast.Call, inputs: Value, shape: Any) -> None:
        """One step of each cell, in a scope of its own."""
        from tf1to2reuse.scopes.contexts import variable_scope

        ev.touch(self)
        self.enter(ev, frame, node)
        assert self.scope is not None
        outer = ev.graph.current
        uses: list[VariableUse] = []
        ev.graph.current = inner_scope(ev, outer, self.scope, self.scope.name, None, self.scope.reuse)
        try:
            for number, cell in enumerate(self.cells):
                place: Value = Sym("iter", ("cells", id(self))) if self.family else number
                name = normal(("cell_", place)) if self.family else f"cell_{number}"
                around = variable_scope(
                    ev, frame, node, {"name_or_scope": Text(name) if isinstance(name, tuple) else name}
                )
                around.enter()
                try:
                    cell.step(ev, frame, node, inputs, shape)
                finally:
                    around.exit()
                uses += cell.uses
                shape = (shape[0], cell.bound.get("num_units")) if shape is not None else None
        finally:
            ev.graph.current = outer
        self.uses, self.built = tuple(uses), True

    def results(self, leading: tuple[Any, ...] | None) -> tuple[Value, Value]:
        """The outputs of the last cell, and the states of all."""
        found = [cell.results(leading) for cell in self.cells]
        return found[-1][0], StateList([state for _, state in found], self.family)


def make_multi(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]
) -> MultiCell | None:
    """``MultiRNNCell(cells)``; None where the cells are not known."""
    bound = {**dict(zip(("cells", "state_is_tuple"), args, strict=False)), **kwargs}
    given = bound.get("cells")
    items = list(given) if isinstance(given, tuple) else given.items if isinstance(given, ListVal) else None
    family = items is None and isinstance(given, ListVal)
    if family and isinstance(given, ListVal) and given.sym is not None:
        items = [ev.elements[given.sym]] if given.sym in ev.elements else None
    cells = [item for item in items or [] if isinstance(item, CellObject) and not item.unsettled]
    if not items or len(cells) != len(items) or bound.get("state_is_tuple", True) is not True:
        return None
    multi = MultiCell(cells, family, node)
    multi.made_at = ev.moment
    return multi


def make_cell(
    ev: Evaluator, frame: Frame, node: ast.Call, name: str, args: list[Value], kwargs: dict[str, Value]
) -> CellObject | None:
    """The object that a known cell's constructor makes; None for anything else."""
    api = find_cell(name)
    if is_multi(name):
        return make_multi(ev, frame, node, args, kwargs)
    if api is None:
        return None
    cell = CellObject(api, bound_arguments(api, {}, args, kwargs), node)
    cell.made_at = ev.moment
    cell.event = Event("cell", node, frame.module, None, ev.graph.current.name, api=api.name)
    cell.event.arguments = cell.bound
    ev.record(frame, cell.event)
    return cell


def make_state(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """``LSTMStateTuple(c, h)``."""
    bound = {**dict(zip(StateTuple.fields, args, strict=False)), **kwargs}
    for value in bound.values():
        ev.mark_tensor(value)
    return StateTuple([bound.get("c"), bound.get("h")])


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
    return cell.results(leading_sizes(bound))


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
    from tf1to2reuse.scopes.contexts import variable_scope

    bound = {**dict(zip(BOTH_PARAMETERS, args, strict=False)), **kwargs}
    cells, scope = (bound.get("cell_fw"), bound.get("cell_bw")), bound.get("scope")
    if cells[0] is cells[1] or not all(can_run(cell, scope) for cell in cells):
        return None
    around = variable_scope(ev, frame, node, {"name_or_scope": scope or "bidirectional_rnn"})
    around.enter()
    path = ev.graph.current.name
    try:
        for cell, direction in zip(cells, ("fw", "bw"), strict=True):
            inner = variable_scope(ev, frame, node, {"name_or_scope": direction})
            inner.enter()
            try:
                assert isinstance(cell, CellObject)
                run_cell(ev, frame, node, cell, bound.get("inputs"))
            finally:
                inner.exit()
    finally:
        around.exit()
    both = [cell for cell in cells if isinstance(cell, CellObject)]
    uses = below(path, [use for cell in both for use in cell.uses])
    event = Event("layer", node, frame.module, None, path, uses, api=BIDIRECTIONAL_RNN, arguments=bound)
    ev.record(frame, event)
    found = [cell.results(leading_sizes(bound)) for cell in both]
    return (tuple(one[0] for one in found), tuple(one[1] for one in found))


def below(path: Path, uses: Sequence[VariableUse]) -> tuple[VariableUse, ...]:
    """The variables of several cells, each with its name below their common scope."""
    head = f"{show(path)}/"
    return tuple(replace(use, leaf=show(use.path).removeprefix(head)) for use in uses)


def can_run(cell: Value, scope: Value) -> bool:
    """Whether cell and scope are known."""
    return isinstance(cell, CellObject) and not cell.unsettled and isinstance(scope, str | None)


def run_cell(ev: Evaluator, frame: Frame, node: ast.Call, cell: CellObject, inputs: Value) -> None:
    """One step of a cell in the scope that is open."""
    ev.mark_tensor(inputs)
    shape = shape_of(inputs)
    step = (shape[0], *shape[2:]) if shape is not None and len(shape) == 3 else None
    cell.step(ev, frame, node, inputs, step)


def leading_sizes(bound: dict[str, Value]) -> tuple[Any, ...] | None:
    """The sizes of the outputs before the last; None where they are not known."""
    shape = shape_of(bound.get("inputs"))
    plain = shape is not None and len(shape) == 3 and not bound.get("time_major")
    return shape[:2] if plain and shape is not None else None
