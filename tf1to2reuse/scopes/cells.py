"""Recurrent cells as objects: each is named, and makes its variables, where it is first run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.apis.layers.cell_wrappers import find_wrapper
from tf1to2reuse.apis.layers.cells import MULTI, find_cell, has_two_states, is_multi
from tf1to2reuse.scopes.layer_objects import LayerObject
from tf1to2reuse.scopes.layers import bound_arguments, inner_scope
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.tensors import shape_of
from tf1to2reuse.scopes.trace import Activation, Event, VariableUse
from tf1to2reuse.scopes.values import (
    ListVal,
    StateList,
    StateTuple,
    Sym,
    Tensor,
    Text,
    Value,
    normal,
)

if TYPE_CHECKING:
    from tf1to2reuse.apis.layers.model import LayerApi
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame


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
        self.run: Activation | None = None  # of the function that made it

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
    def core(self) -> CellObject:
        """The cell that has the variables."""
        return self

    @property
    def output_units(self) -> Value:
        """The size of the output: that of an LSTM may be projected."""
        projected = self.bound.get("num_proj")
        return self.bound.get("num_units") if projected is None else projected

    @property
    def takes_tensor(self) -> bool:
        """Whether the state is one tensor."""
        return not self.has_two_states

    @property
    def has_two_states(self) -> bool:
        """Whether the state is an LSTM's."""
        return has_two_states(self.api)

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
        sizes = (self.bound.get("num_units"), self.output_units)
        outputs = Tensor((*leading, self.output_units) if leading is not None else None)
        states = [Tensor((leading[0], size) if leading is not None else None) for size in sizes]
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
        batch = size if isinstance(size, int) else None
        sizes = (self.bound.get("num_units"), self.output_units)
        states = [ZeroState((batch, units), "float32") for units in sizes]
        if not self.has_two_states:
            return states[0]
        state = StateTuple(states)
        state.zero = True
        return state


class MultiCell(CellObject):
    """``tf.nn.rnn_cell.MultiRNNCell(cells)``. ``family``: one cell stands for as many as there are.

    ``repeated``: they are one object, ``[cell] * n``, which TF1 names and makes once.
    """

    def __init__(self, cells: list[CellObject], family: bool, node: ast.Call, repeated: bool = False) -> None:
        super().__init__(MULTI, {}, node)
        self.cells, self.family = cells, family
        self.repeated = repeated or (len(cells) > 1 and all(cell is cells[0] for cell in cells))

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
                each = self.family and not self.repeated
                place: Value = Sym("iter", ("cells", id(self))) if each else number
                name = normal(("cell_", place)) if each else f"cell_{number}"
                around = variable_scope(
                    ev, frame, node, {"name_or_scope": Text(name) if isinstance(name, tuple) else name}
                )
                around.enter()
                try:
                    cell.step(ev, frame, node, inputs, shape)
                finally:
                    around.exit()
                uses += [use for use in cell.uses if use not in uses]
                shape = (shape[0], cell.core.output_units) if shape is not None else None
        finally:
            ev.graph.current = outer
        self.uses, self.built = tuple(uses), True

    def results(self, leading: tuple[Any, ...] | None) -> tuple[Value, Value]:
        """The outputs of the last cell, and the states of all."""
        found = [cell.results(leading) for cell in self.cells]
        return found[-1][0], StateList([state for _, state in found], self.family)


class WrapperObject(CellObject):
    """``tf.nn.rnn_cell.DropoutWrapper(cell)``: the cell in it has the name, the variables and the state.

    ``optional``: a branch decides whether the wrapper is there.
    """

    def __init__(
        self,
        api: LayerApi,
        bound: dict[str, Value],
        node: ast.Call,
        cell: CellObject,
        optional: bool = False,
    ) -> None:
        super().__init__(api, bound, node)
        self.cell, self.optional = cell, optional

    @property
    def core(self) -> CellObject:
        """The cell in it."""
        return self.cell.core

    @property
    def takes_tensor(self) -> bool:
        """As the cell does."""
        return self.cell.takes_tensor

    @property
    def has_two_states(self) -> bool:
        """As the cell has."""
        return self.cell.has_two_states

    def call(
        self, ev: Evaluator, frame: Frame, node: ast.Call | None, args: list[Value], kwargs: dict[str, Any]
    ) -> Value:
        """By hand: not modelled."""
        from tf1to2reuse.scopes.calls import PLACELESS
        from tf1to2reuse.scopes.contexts import unmodelled

        where = node if node is not None else PLACELESS
        unmodelled(ev, frame, where, self.api.name, "a cell around another one is called by hand")
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
        """``zero_state``: that of the cell."""
        return self.cell.method(ev, frame, node, name, args, kwargs)

    def step(self, ev: Evaluator, frame: Frame, node: ast.Call, inputs: Value, shape: Any) -> None:
        """One step of the cell; no scope is opened for what is around it."""
        ev.touch(self)
        self.cell.step(ev, frame, node, inputs, shape)
        self.scope, self.uses, self.built = self.cell.scope, self.cell.uses, True

    def results(self, leading: tuple[Any, ...] | None) -> tuple[Value, Value]:
        """The shapes of the cell."""
        return self.cell.results(leading)


def make_wrapper(
    ev: Evaluator, frame: Frame, api: LayerApi, node: ast.Call, args: list[Value], kwargs: dict[str, Value]
) -> WrapperObject | None:
    """A cell around another one; None where that is not known."""
    bound = bound_arguments(api, {}, args, kwargs)
    cell = bound.get("cell")
    if not isinstance(cell, CellObject) or cell.core.unsettled:
        return None
    made = WrapperObject(api, bound, node, cell)
    made.run = frame.activation
    return made


def either(one: CellObject, other: CellObject) -> CellObject | None:
    """The cell after a branch that decides whether it has dropout, as one that may have it; else None."""
    for outer, inner in ((one, other), (other, one)):
        if (
            isinstance(outer, WrapperObject)
            and outer.api.name == "rnn.DropoutWrapper"
            and outer.cell is inner
        ):
            found = WrapperObject(outer.api, outer.bound, outer.node, inner, optional=True)
            found.run = outer.run
            return found
    return None


def options_in(cell: Value) -> int:
    """How many wrappers in a cell a branch decides."""
    if isinstance(cell, MultiCell):
        return sum(map(options_in, cell.cells))
    return cell.optional + options_in(cell.cell) if isinstance(cell, WrapperObject) else 0


def covers(general: Value, cell: Value) -> bool:
    """Whether a cell is made by the same calls as another one, which may have wrappers that it has not."""
    if isinstance(general, MultiCell) and isinstance(cell, MultiCell):
        same = general.node is cell.node and positions(general) == positions(cell)
        return same and all(covers(*pair) for pair in zip(general.cells, cell.cells, strict=True))
    if isinstance(general, WrapperObject):
        if isinstance(cell, WrapperObject) and cell.node is general.node:
            return covers(general.cell, cell.cell)
        return general.optional and covers(general.cell, cell)
    return isinstance(general, CellObject) and isinstance(cell, CellObject) and general.node is cell.node


def positions(multi: MultiCell) -> list[int]:
    """For each place in a stack the first place of the same cell."""
    first = {id(cell): number for number, cell in reversed(list(enumerate(multi.cells)))}
    return [first[id(cell)] for cell in multi.cells]


def make_multi(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]
) -> MultiCell | None:
    """``MultiRNNCell(cells)``; None where the cells are not known."""
    bound = {**dict(zip(("cells", "state_is_tuple"), args, strict=False)), **kwargs}
    given = bound.get("cells")
    items = list(given) if isinstance(given, tuple) else given.items if isinstance(given, ListVal) else None
    family = isinstance(given, ListVal) and items is None
    sym = given.sym if isinstance(given, ListVal) and family else None
    if sym is not None:
        items = [ev.elements[sym]] if sym in ev.elements else None
    cells = [item for item in items or [] if isinstance(item, CellObject) and not item.core.unsettled]
    if not items or len(cells) != len(items) or bound.get("state_is_tuple", True) is not True:
        return None
    multi = MultiCell(cells, family, node, repeated=sym is not None and sym.op == "repeat")
    multi.made_at, multi.run = ev.moment, frame.activation
    return multi


def make_cell(
    ev: Evaluator, frame: Frame, node: ast.Call, name: str, args: list[Value], kwargs: dict[str, Value]
) -> CellObject | None:
    """The object that a known cell's constructor makes; None for anything else."""
    api = find_cell(name)
    if is_multi(name):
        return make_multi(ev, frame, node, args, kwargs)
    around = find_wrapper(name)
    if around is not None:
        return make_wrapper(ev, frame, around, node, args, kwargs)
    if api is None:
        return None
    cell = CellObject(api, bound_arguments(api, {}, args, kwargs), node)
    cell.made_at, cell.run = ev.moment, frame.activation
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
