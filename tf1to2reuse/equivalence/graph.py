"""A probe that stayed a driver: its graph is built under the v1 interface and measured in a session.

It is built once with updates held back and, where the original's outputs depend on updates, once more with
them live.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from tf1to2reuse.checkpoint.map import CheckpointMap
from tf1to2reuse.checkpoint.walk import Found
from tf1to2reuse.equivalence import seeded
from tf1to2reuse.equivalence.eager import Groups, Ran, Seen, Values, dense, floats, in_tf1_layout
from tf1to2reuse.equivalence.holding import underlying
from tf1to2reuse.equivalence.operations import Operations, in_graph
from tf1to2reuse.equivalence.recording import Array, Recording
from tf1to2reuse.equivalence.tf1_recorder import run_once, subgraph, update_operations
from tf1to2reuse.equivalence.tracking import LayerCall

v1 = tf.compat.v1


class FeedError(Exception):
    """The rewritten probe does not feed what the recorded one did."""


class GraphProgram:
    """One graph and its session."""

    modes: tuple[str, ...] = ("graph",)

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.graph = tf.Graph()
        self.tensors: dict[str, Any] = {}
        self.feed: dict[Any, Array] = {}
        self.map = CheckpointMap((), (), ())
        self.matches: dict[str, Found] = {}

    def build(self, probe: Callable[..., Any]) -> None:
        """Call the probe inside the graph."""
        with self.graph.as_default():
            own = [item for item in self.recording.inputs if not item.own]
            wanted = list(inspect.signature(probe).parameters)
            if wanted != [item.name for item in own]:
                raise FeedError(
                    f"the rewritten probe takes {wanted}, the recorded one {[i.name for i in own]}"
                )
            for item in own:
                self.feed[v1.placeholder(item.value.dtype, item.value.shape, name=f"input_{item.name}")] = (
                    item.value
                )
            result = probe(*list(self.feed))
            outputs, fed = result if isinstance(result, tuple) else (result, {})
            self._feed_own(fed)
            self.tensors = {str(name): tf.convert_to_tensor(value) for name, value in outputs.items()}

    def _feed_own(self, fed: Mapping[Any, Any]) -> None:
        """The probe's own placeholders correspond by their place in the dictionary it returns."""
        recorded = [item for item in self.recording.inputs if item.own]
        if len(fed) != len(recorded):
            raise FeedError(
                f"the rewritten probe feeds {len(fed)} placeholders, the recorded one {len(recorded)}"
            )
        for placeholder, item in zip(fed, recorded, strict=True):
            if placeholder.dtype.base_dtype.as_numpy_dtype != item.value.dtype:
                raise FeedError(
                    f"placeholder {placeholder.name} is not of the recorded type {item.value.dtype}"
                )
            self.feed[placeholder] = item.value

    def use(self, checkpoint_map: CheckpointMap) -> None:
        """Complete the graph and start its session.

        Everything is added before the first run: a gradient changes the calls of functions that it goes
        through, which a session that has already seen them rejects.
        """
        self.map = checkpoint_map
        self.matches = checkpoint_map.by_name()
        trained = {variable.name for variable in self.recording.variables if variable.trainable}
        self._sources = list({id(m): m for name, m in self.matches.items() if name in trained}.values())
        with self.graph.as_default():
            self._complete()
            self.session = v1.Session(config=v1.ConfigProto(
                intra_op_parallelism_threads=1, inter_op_parallelism_threads=1))  # fmt: skip
            self.session.run([v1.global_variables_initializer(), v1.local_variables_initializer()], self.feed)
            self.session.run(v1.tables_initializer())

    def _complete(self) -> None:
        variables = [underlying(variable) for match in self._sources for variable in match.variables]
        trained = v1.trainable_variables()
        self._gradients: dict[str, list[Any]] = {}
        self._step: Any = None
        self._incomplete = ""
        try:
            for output in self.recording.outputs:
                if output.value.dtype.kind == "f" and output.name in self.tensors:
                    self._gradients[output.name] = self._symbolic([output.name], variables)
            names = [o.name for o in self.recording.outputs if o.gradients and o.name in self.tensors]
            found = zip(self._symbolic(names, trained), trained, strict=True) if names else ()
            pairs = [(gradient, variable) for gradient, variable in found if gradient is not None]
            if pairs:
                # All gradients before the first update: a weight may be read once more for another gradient.
                ready = v1.tuple([gradient for gradient, _ in pairs])
                updates = [(gradient, variable) for gradient, (_, variable) in zip(ready, pairs, strict=True)]
                self._step = v1.train.GradientDescentOptimizer(seeded.STEP_RATE).apply_gradients(updates)
        except (LookupError, ValueError, TypeError, NotImplementedError) as error:
            self._incomplete = f"{type(error).__name__}: {str(error).splitlines()[0]}"

    def _symbolic(self, names: Sequence[str], variables: Sequence[Any]) -> list[Any]:
        shapes = {output.name: output.value.shape for output in self.recording.outputs}
        outputs = [self.tensors[name] for name in names]
        against = [
            tf.constant(seeded.cotangent(name, shapes[name], self.tensors[name].dtype.as_numpy_dtype))
            for name in names
        ]
        return [dense(value) for value in tf.gradients(outputs, list(variables), against)]

    def set(self, variable: Any, value: Any) -> None:
        held = underlying(variable)
        self.session.run(held.initializer, {held.initializer.inputs[1]: value})

    def get(self, variable: Any) -> Array:
        with self.graph.as_default():
            return np.asarray(self.session.run(underlying(variable)))

    def outputs(self, mode: str, live: frozenset[str], names: Sequence[str]) -> Values:
        return {
            n: np.asarray(self.session.run(self.tensors[n], self.feed)) for n in names if n in self.tensors
        }

    def gradients(self, live: frozenset[str], names: Sequence[str]) -> dict[str, Values]:
        self._require_gradients()
        found: dict[str, Values] = {}
        for name in names:
            symbolic = self._gradients.get(name, [])
            present = {i: tensor for i, tensor in enumerate(symbolic) if tensor is not None}
            values = self.session.run(present, self.feed)
            if symbolic:
                found[name] = in_tf1_layout(self._sources, [values.get(i) for i in range(len(symbolic))])
        return found

    def step(self, groups: Groups, restore: Callable[[], None]) -> None:
        """One plain gradient descent step over everything that the graph says is trained."""
        self._require_gradients()
        if self._step is not None:
            self.session.run(self._step, self.feed)

    def _require_gradients(self) -> None:
        if self._incomplete:
            raise RuntimeError(self._incomplete)

    def forward(self, calls: list[LayerCall]) -> list[Seen]:
        """The layer calls that stand in this graph itself, not in a function or loop of it."""
        own = [(call, self._own(call.inputs), self._own(call.outputs)) for call in calls]
        own = [one for one in own if one[2]]
        values = self.session.run([(inputs, outputs) for _, inputs, outputs in own], self.feed)
        return [
            Seen(call, tuple(inputs), tuple(outputs))
            for (call, _, _), (inputs, outputs) in zip(own, values, strict=True)
        ]

    def ran(self, operations: Operations) -> tuple[list[Ran], Values]:
        """The operations of this graph that the outputs depend on, loops and conditionals left out."""
        needed = subgraph([tensor.op for tensor in self.tensors.values()])
        own = in_graph(operations.made, self.graph, needed)
        values, ends = self.session.run(([(one.inputs, one.outputs) for one in own], self.tensors), self.feed)
        return [Ran(one, *map(tuple, pair)) for one, pair in zip(own, values, strict=True)], ends

    def _own(self, values: Any) -> list[Any]:
        return [value for value in floats(values) if getattr(value, "graph", None) is self.graph]

    def run_updates(self) -> None:
        """Each assignment that the outputs or the update collection cause, once and in program order."""
        held = {underlying(v).op.name: underlying(v) for m in self.map.matches for v in m.variables}
        state = {name: self.get(variable) for name, variable in held.items()}

        def restore(names: Iterable[str]) -> None:
            for name in names:
                self.set(held[name], state[name])

        with self.graph.as_default():
            ops = update_operations(v1, subgraph([tensor.op for tensor in self.tensors.values()]))
            for op in ops:
                for name in run_once(self.session, self.feed, op, set(held), restore):
                    state[name] = self.get(held[name])

    def regularization(self, variables: Sequence[Any]) -> float:
        with self.graph.as_default():
            terms = [v.regularizer(v) for v in variables if getattr(v, "regularizer", None) is not None]
            return float(sum(self.session.run(terms))) if terms else 0.0
