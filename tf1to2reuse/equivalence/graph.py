"""A probe that stayed a driver: its graph is built under the v1 interface and measured in a session.

It is built once with updates held back and, where the original's outputs depend on updates, once more with them live.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from tf1to2reuse.checkpoint.map import CheckpointMap
from tf1to2reuse.checkpoint.walk import Found
from tf1to2reuse.equivalence import seeded
from tf1to2reuse.equivalence.eager import Groups, Values, dense, in_tf1_layout
from tf1to2reuse.equivalence.holding import underlying
from tf1to2reuse.equivalence.recording import Array, Recording

v1 = tf.compat.v1


class FeedError(Exception):
    """The rewritten probe does not feed what the recorded one did."""


class GraphProgram:
    """One graph and its session."""

    modes = ("graph",)

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.graph = tf.Graph()
        self.tensors: dict[str, Any] = {}
        self.feed: dict[Any, Array] = {}
        self.map = CheckpointMap((), (), ())
        self.matches: dict[str, Found] = {}

    def build(self, probe: Callable[..., Any]) -> None:
        """Call the probe inside the graph and start a session."""
        with self.graph.as_default():
            own = [item for item in self.recording.inputs if not item.own]
            wanted = list(inspect.signature(probe).parameters)
            if wanted != [item.name for item in own]:
                raise FeedError(f"the rewritten probe takes {wanted}, the recorded one {[i.name for i in own]}")
            for item in own:
                self.feed[v1.placeholder(item.value.dtype, item.value.shape, name=f"input_{item.name}")] = item.value
            result = probe(*list(self.feed))
            outputs, fed = result if isinstance(result, tuple) else (result, {})
            self._feed_own(fed)
            self.tensors = {str(name): tf.convert_to_tensor(value) for name, value in outputs.items()}
            self.session = v1.Session(config=v1.ConfigProto(
                intra_op_parallelism_threads=1, inter_op_parallelism_threads=1))  # fmt: skip
            self.session.run([v1.global_variables_initializer(), v1.local_variables_initializer()], self.feed)
            self.session.run(v1.tables_initializer())

    def _feed_own(self, fed: Mapping[Any, Any]) -> None:
        """The probe's own placeholders correspond by their place in the dictionary it returns."""
        recorded = [item for item in self.recording.inputs if item.own]
        if len(fed) != len(recorded):
            raise FeedError(f"the rewritten probe feeds {len(fed)} placeholders, the recorded one {len(recorded)}")
        for placeholder, item in zip(fed, recorded, strict=True):
            if placeholder.dtype.base_dtype.as_numpy_dtype != item.value.dtype:
                raise FeedError(f"placeholder {placeholder.name} is not of the recorded type {item.value.dtype}")
            self.feed[placeholder] = item.value

    def use(self, checkpoint_map: CheckpointMap) -> None:
        self.map = checkpoint_map
        self.matches = checkpoint_map.by_name()

    def set(self, variable: Any, value: Any) -> None:
        held = underlying(variable)
        self.session.run(held.initializer, {held.initializer.inputs[1]: value})

    def get(self, variable: Any) -> Array:
        with self.graph.as_default():
            return np.asarray(self.session.run(underlying(variable)))

    def outputs(self, mode: str, live: frozenset[str], names: Sequence[str]) -> Values:
        return {n: np.asarray(self.session.run(self.tensors[n], self.feed)) for n in names if n in self.tensors}

    def gradients(self, live: frozenset[str], names: Sequence[str]) -> dict[str, Values]:
        sources = self._trained_matches()
        variables = [underlying(variable) for match in sources for variable in match.variables]
        found: dict[str, Values] = {}
        for name in names:
            if name in self.tensors:
                symbolic = self._symbolic([name], variables)
                present = {i: tensor for i, tensor in enumerate(symbolic) if tensor is not None}
                values = self.session.run(present, self.feed)
                found[name] = in_tf1_layout(sources, [values.get(i) for i in range(len(symbolic))])
        return found

    def _symbolic(self, names: Sequence[str], variables: Sequence[Any]) -> list[Any]:
        with self.graph.as_default():
            outputs = [self.tensors[name] for name in names]
            against = [
                tf.constant(seeded.cotangent(n, self._shape(n), self.tensors[n].dtype.as_numpy_dtype)) for n in names
            ]
            return [dense(value) for value in tf.gradients(outputs, list(variables), against)]

    def _shape(self, name: str) -> tuple[int, ...]:
        return next(o.value.shape for o in self.recording.outputs if o.name == name)

    def step(self, groups: Groups, rate: float, restore: Callable[[], None]) -> None:
        """One plain gradient descent step over everything that the graph says is trained."""
        with self.graph.as_default():
            variables = v1.trainable_variables()
        names = [name for group in groups.values() for name in group if name in self.tensors]
        if not names or not variables:
            return
        symbolic = self._symbolic(names, variables)
        pairs = [(g, v) for g, v in zip(symbolic, variables, strict=True) if g is not None]
        with self.graph.as_default():
            self.session.run(v1.train.GradientDescentOptimizer(rate).apply_gradients(pairs), self.feed)

    def run_updates(self) -> None:
        """Everything the outputs and the graph's update collection bring about, once."""
        with self.graph.as_default():
            updates = v1.get_collection(v1.GraphKeys.UPDATE_OPS)
        self.session.run([list(self.tensors.values()), updates], self.feed)

    def regularization(self, variables: Sequence[Any]) -> float:
        with self.graph.as_default():
            terms = [v.regularizer(v) for v in variables if getattr(v, "regularizer", None) is not None]
            return float(sum(self.session.run(terms))) if terms else 0.0

    def _trained_matches(self) -> list[Found]:
        trained = {variable.name for variable in self.recording.variables if variable.trainable}
        return list({id(m): m for name, m in self.matches.items() if name in trained}.values())
