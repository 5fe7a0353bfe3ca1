"""A probe that became a layer is constructed once, built by one call, then measured eagerly and traced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from tf1to2reuse.checkpoint.map import CheckpointMap, to_tf1
from tf1to2reuse.checkpoint.walk import Found
from tf1to2reuse.equivalence import seeded
from tf1to2reuse.equivalence.holding import Holding, live_only, underlying
from tf1to2reuse.equivalence.keras_draws import Draws
from tf1to2reuse.equivalence.operations import Operation, Operations, eager
from tf1to2reuse.equivalence.recording import Array, Recording
from tf1to2reuse.equivalence.tracking import LayerCall

Values = dict[str, Array]
Groups = Mapping[frozenset[str], Sequence[str]]


@dataclass(frozen=True, eq=False)
class Seen:
    """A layer call with the floating point numbers that went in and came out."""

    call: LayerCall
    inputs: tuple[Array, ...]
    outputs: tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class Ran:
    """An operation with the floating point numbers that went in and came out."""

    operation: Operation
    inputs: tuple[Array, ...]
    outputs: tuple[Array, ...]


class EagerProgram:
    """One built layer and the numbers to feed it. ``live`` names the TF1 variables whose updates run."""

    modes: tuple[str, ...] = ("eager", "function")

    def __init__(self, layer: Any, recording: Recording, draws: Draws, holding: Holding) -> None:
        self.layer, self.recording, self.draws, self.holding = layer, recording, draws, holding
        self.inputs = {item.name: tf.convert_to_tensor(item.value) for item in recording.inputs}
        self.map = CheckpointMap((), (), ())
        self._functions: dict[frozenset[str], Any] = {}

    def call(self) -> dict[str, Any]:
        """One forward pass, from the first random number on."""
        self.draws.reset()
        outputs = self.layer(**self.inputs)
        if not isinstance(outputs, Mapping):
            raise TypeError(f"the probe's layer returned a {type(outputs).__name__}, no dictionary")
        return {str(name): tf.convert_to_tensor(value) for name, value in outputs.items()}

    def use(self, checkpoint_map: CheckpointMap) -> None:
        self.map = checkpoint_map
        self.matches = checkpoint_map.by_name()
        self._mapped = frozenset(
            id(underlying(v)) for match in checkpoint_map.matches for v in match.variables
        )

    def set(self, variable: Any, value: Any) -> None:
        underlying(variable).assign(value)

    def get(self, variable: Any) -> Array:
        return np.asarray(underlying(variable).numpy())

    def outputs(self, mode: str, live: frozenset[str], names: Sequence[str]) -> Values:
        with self._held(live):
            made = self.call() if mode == "eager" else self._function(live)(**self.inputs)
        return {name: np.asarray(made[name].numpy()) for name in names if name in made}

    def gradients(self, live: frozenset[str], names: Sequence[str]) -> dict[str, Values]:
        """By output, then by TF1 name; a weight that the output does not reach is left out."""
        sources = self._trained_matches()
        variables = [underlying(variable) for match in sources for variable in match.variables]
        with self._held(live), tf.GradientTape(persistent=True, watch_accessed_variables=False) as tape:
            tape.watch(variables)
            made = self.call()
        return {name: self._gradient(tape, name, made[name], sources) for name in names if name in made}

    def _gradient(self, tape: Any, name: str, output: Any, sources: Sequence[Found]) -> Values:
        against = tf.constant(seeded.cotangent(name, output.shape, output.dtype.as_numpy_dtype))
        variables = [underlying(variable) for match in sources for variable in match.variables]
        found = [dense(value) for value in tape.gradient(output, variables, output_gradients=against)]
        return in_tf1_layout(sources, found)

    def step(self, groups: Groups, restore: Callable[[], None]) -> None:
        """One plain gradient descent step over the layer's own trainable weights, as training code does it.

        ``restore`` gives all variables their recorded values again, between groups of outputs.
        """
        weights = list(self.layer.trainable_weights)
        total: list[Any] = [None] * len(weights)
        for live, names in groups.items():
            with self._held(live), tf.GradientTape() as tape:
                made = self.call()
                loss = sum(self._weighted(name, made[name]) for name in names)
            restore()
            for i, value in enumerate(tape.gradient(loss, [underlying(weight) for weight in weights])):
                if value is not None:
                    total[i] = dense(value) if total[i] is None else total[i] + dense(value)
        pairs = [(value, weight) for value, weight in zip(total, weights, strict=True) if value is not None]
        if pairs:
            tf.keras.optimizers.SGD(seeded.STEP_RATE).apply_gradients(pairs)

    def _weighted(self, name: str, output: Any) -> Any:
        against = tf.constant(seeded.cotangent(name, output.shape, output.dtype.as_numpy_dtype))
        return tf.cast(tf.reduce_sum(output * against), tf.float64)

    def forward(self, calls: list[LayerCall]) -> list[Seen]:
        """Each layer call of one pass; ``calls`` fills as layers run."""
        calls.clear()
        with self._held(frozenset()):
            self.call()
        made = list(calls)
        return [
            Seen(call, *(tuple(map(np.asarray, floats(v))) for v in (call.inputs, call.outputs)))
            for call in made
        ]

    def ran(self, operations: Operations) -> tuple[list[Ran], Values]:
        """Each operation of one pass, and the outputs of that pass."""
        with operations.watching(), self._held(frozenset()):
            made = self.call()
        found = [
            Ran(one, *(tuple(map(np.asarray, values)) for values in (one.inputs, one.outputs)))
            for one in eager(operations.made)
        ]
        return found, {name: np.asarray(value) for name, value in made.items()}

    def run_updates(self) -> None:
        """One call with every update live."""
        self.call()

    def regularization(self, variables: Sequence[Any]) -> float:
        """What the weights' own regularizers add up to; each weight counts once, as in TF1."""
        terms = [v.regularizer(v) for v in variables if getattr(v, "regularizer", None) is not None]
        return float(sum(float(tf.convert_to_tensor(term)) for term in terms))

    def _trained_matches(self) -> list[Found]:
        trained = {variable.name for variable in self.recording.variables if variable.trainable}
        chosen = {id(m): m for name, m in self.matches.items() if name in trained}
        return list(chosen.values())

    def _function(self, live: frozenset[str]) -> Any:
        if live not in self._functions:
            self._functions[live] = tf.function(lambda **inputs: self._traced(inputs))
        return self._functions[live]

    def _traced(self, inputs: dict[str, Any]) -> dict[str, Any]:
        self.draws.reset()
        return {str(name): tf.convert_to_tensor(value) for name, value in self.layer(**inputs).items()}

    def _held(self, live: frozenset[str]) -> Any:
        ids = frozenset(
            id(underlying(v)) for name in live if name in self.matches for v in self.matches[name].variables
        )
        return self.holding.holding(live_only(ids, self._mapped))


def floats(outputs: Any) -> list[Any]:
    """The floating point tensors inside what a layer returned."""
    flat = tf.nest.flatten(outputs)
    return [value for value in flat if tf.is_tensor(value) and value.dtype.is_floating]


def dense(value: Any) -> Any:
    """Embedding gradients arrive as slices."""
    return None if value is None else tf.convert_to_tensor(value)


def in_tf1_layout(sources: Sequence[Found], found: Sequence[Any]) -> Values:
    """Gradients of Keras weights, in the order of ``sources``, as gradients of TF1 variables."""
    result: Values = {}
    remaining = iter(found)
    for match in sources:
        values = [next(remaining) for _ in match.variables]
        if all(value is None for value in values):
            continue
        filled = [
            np.zeros(variable.shape) if value is None else np.asarray(value)
            for value, variable in zip(values, match.variables, strict=True)
        ]
        result.update(to_tf1(match, filled, linear=True))
    return result
