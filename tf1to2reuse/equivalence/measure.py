"""A built and mapped program becomes measurements: outputs, gradients, effects of perturbations, a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from tf1to2reuse.checkpoint.map import CheckpointMap, to_keras, to_tf1
from tf1to2reuse.checkpoint.walk import Found
from tf1to2reuse.equivalence import measured, seeded
from tf1to2reuse.equivalence.eager import Ran, Seen
from tf1to2reuse.equivalence.operations import Operations
from tf1to2reuse.equivalence.recording import Array, RecordedOutput, Recording
from tf1to2reuse.equivalence.tolerances import USUAL
from tf1to2reuse.equivalence.tracking import LayerCall, attributes

Values = dict[str, Array]
Groups = dict[frozenset[str], list[str]]


class Program(Protocol):
    """What measuring needs of a program: EagerProgram or GraphProgram."""

    modes: tuple[str, ...]

    def use(self, checkpoint_map: CheckpointMap) -> None: ...
    def set(self, variable: Any, value: Any) -> None: ...
    def get(self, variable: Any) -> Array: ...
    def outputs(self, mode: str, live: frozenset[str], names: Sequence[str]) -> Values: ...
    def gradients(self, live: frozenset[str], names: Sequence[str]) -> dict[str, Values]: ...
    def step(self, groups: Groups, restore: Callable[[], None]) -> None: ...
    def forward(self, calls: list[LayerCall]) -> list[Seen]: ...
    def ran(self, operations: Operations) -> tuple[list[Ran], Values]: ...
    def run_updates(self) -> None: ...
    def regularization(self, variables: Sequence[Any]) -> float: ...


class Measurement:
    """``live``: a second build of the program with updates live, for programs whose updates are fixed when
    they are built. ``seen``: the layer calls and operations that were watched. Every evaluation starts from
    the recorded values of all variables."""

    def __init__(
        self,
        recording: Recording,
        program: Program,
        checkpoint_map: CheckpointMap,
        live: tuple[Program, CheckpointMap] | None = None,
        seen: tuple[list[LayerCall], Operations] | None = None,
    ) -> None:
        self.recording, self.map = recording, checkpoint_map
        self.values = {variable.name: variable.value for variable in recording.variables}
        states = changing(recording)
        self.held = Loaded(program, checkpoint_map, self.values, states)
        self.live = Loaded(*live, self.values, states) if live else self.held
        self.failures: dict[str, str] = {}
        self.seen = seen

    def all(self) -> measured.Measured:
        calls = self._tried("calls", self._calls, ())
        outputs = {mode: self._outputs(mode) for mode in self.held.program.modes}
        right = all(agree(self.recording, values) for values in outputs.values())
        operations, ends = ((), {}) if right else self._tried("operations", self._operations, ((), {}))
        gradients = self._tried("gradients", self._gradients, {})
        effects = self._tried("effects", lambda: self._effects(outputs), {})
        after = self._tried("step", self._after, {})
        variables = [v for m in self.map.by_name().values() for v in m.variables]
        unique = list({id(v): v for v in variables}.values())
        terms = self._tried("regularization", lambda: self.held.program.regularization(unique), None)
        return measured.Measured(
            outputs=outputs,
            gradients=gradients,
            effects=effects,
            after=after,
            regularization=terms,
            terms=self._tried("terms", self._terms, {}),
            matches=tuple(self._matches()),
            problems=tuple((p.code, p.message, p.names) for p in self.map.problems),
            skipped=tuple((s.name, s.reason) for s in self.map.skipped),
            failures=self.failures,
            calls=calls,
            operations=operations,
            ends=ends,
        )

    def _tried(self, point: str, measure: Callable[[], Any], otherwise: Any) -> Any:
        """The verdict needs every measurement, so one that raises is kept as the reason why it is missing."""
        try:
            return measure()
        except Exception as error:  # any exception of the program under test is a finding, not a crash
            self.failures[point] = f"{type(error).__name__}: {shortened(str(error))}"
            return otherwise

    def _calls(self) -> tuple[measured.MeasuredCall, ...]:
        """What every layer got and gave in one forward pass, without updates."""
        self.held.restore()
        names = {id(v): match.names for match in self.map.matches for v in match.variables}
        numbers: dict[int, int] = {}
        calls = self.seen[0] if self.seen else []
        found = []
        forward = self.held.program.forward(calls)
        first = min((call.start for call in calls), default=0)
        places = attributes([seen.call.layer for seen in forward])
        for seen in forward:
            call, layer = seen.call, seen.call.layer
            if call.inner:  # what a recurrent layer does on the way, the original does in a loop
                continue
            numbers[id(layer)] = numbers.get(id(layer), 0) + 1
            own = [name for weight in layer.weights for name in names.get(id(weight), ())]
            found.append(
                measured.MeasuredCall(
                    layer=layer.name,
                    kind=type(layer).__name__,
                    number=numbers[id(layer)],
                    names=tuple(dict.fromkeys(own)),
                    inputs=tuple(map(measured.print_of, seen.inputs)),
                    outputs=tuple(map(measured.print_of, seen.outputs)),
                    line=call.line,
                    start=call.start - first,
                    original=call.original,
                    place=places.get(id(layer), ""),
                    unnamed=sum(id(weight) not in names for weight in layer.weights),
                )
            )
        return tuple(found)

    def _operations(self) -> tuple[tuple[measured.MeasuredOperation, ...], dict[str, measured.Print]]:
        """What every operation of the tree got and gave, in one forward pass without updates."""
        self.held.restore()
        ran, ends = self.held.program.ran(self.seen[1]) if self.seen else ([], {})
        found = tuple(
            measured.MeasuredOperation(
                one.operation.kind,
                one.operation.line,
                one.operation.inside,
                tuple(map(measured.print_of, one.inputs)),
                tuple(map(measured.print_of, one.outputs)),
            )
            for one in ran
            if one.operation.line
        )
        floats = {name: value for name, value in ends.items() if value.dtype.kind == "f"}
        return found, {name: measured.print_of(value) for name, value in floats.items()}

    def _terms(self) -> dict[str, float]:
        """What each weight's own regularizer adds, by its first TF1 name."""
        matches = self.map.by_name().items()
        return {
            name: sum(self.held.program.regularization([variable]) for variable in match.variables)
            for name, match in matches
            if name == match.names[0]
        }

    def _matches(self) -> list[measured.MeasuredMatch]:
        return [
            measured.MeasuredMatch(name, match.places, match.evidence, match.transform.name, match.momentum)
            for match in self.map.matches
            for name in match.names
        ]

    def _groups(self, chosen: Callable[[RecordedOutput], bool] = lambda _: True) -> Groups:
        groups: Groups = {}
        for output in self.recording.outputs:
            if chosen(output):
                groups.setdefault(output.assigns, []).append(output.name)
        return groups

    def _loaded(self, live: frozenset[str]) -> Loaded:
        return self.live if live else self.held

    def _outputs(self, mode: str) -> Values:
        found: Values = {}
        for live, names in self._groups().items():
            loaded = self._loaded(live)

            def evaluate(
                loaded: Loaded = loaded, live: frozenset[str] = live, names: list[str] = names
            ) -> Values:
                return loaded.outputs(mode, live, names)

            found.update(self._tried(mode, evaluate, {}))
        return found

    def _gradients(self) -> dict[str, Values]:
        found: dict[str, Values] = {}
        for live, names in self._groups(lambda output: output.value.dtype.kind == "f").items():
            loaded = self._loaded(live)
            loaded.restore()
            found.update(loaded.program.gradients(live, names))
        return found

    def _effects(self, outputs: dict[str, Values]) -> dict[str, dict[str, float]]:
        """Measured in the fastest mode that works, against the outputs of that same mode."""
        modes = [mode for mode in self.held.program.modes if mode not in self.failures]
        if not modes:
            raise RuntimeError("the outputs themselves could not be computed")
        mode = modes[-1]
        effects: dict[str, dict[str, float]] = {}
        for variable in self.recording.variables:
            if variable.effects is not None and variable.name in self.held.matches:
                effects[variable.name] = self._effect(variable.name, mode, outputs[mode])
        return effects

    def _effect(self, name: str, mode: str, before: Values) -> dict[str, float]:
        changes: dict[str, float] = {}
        for live, names in self._groups().items():
            loaded = self._loaded(live)
            moved = {name: seeded.perturbed(name, self.values[name])}
            after = loaded.outputs(mode, live, names, moved)
            for output in names:
                if output in after and output in before:
                    changes[output] = seeded.largest_change(storable(before[output]), storable(after[output]))
        return changes

    def _after(self) -> Values:
        groups = self._groups(lambda output: bool(output.gradients))
        self.held.restore()
        self.held.program.step(groups, self.held.restore)
        after = {n: v for n, v in self.held.current().items() if self._trained(n)}
        self.live.restore()
        self.live.program.run_updates()
        after.update({n: v for n, v in self.live.current().items() if not self._trained(n)})
        self.held.restore()
        return after

    def _trained(self, name: str) -> bool:
        return any(v.name == name and v.trainable for v in self.recording.variables)


def agree(recording: Recording, values: Values) -> bool:
    """Every recorded output that is the same each time is there, and equal within the usual tolerance."""
    wanted = [output for output in recording.outputs if output.deterministic]
    if any(output.name not in values for output in wanted):
        return False
    found = [(output.value, storable(values[output.name])) for output in wanted]
    return all(seeded.largest_change(one, other) <= USUAL.of_output(one) for one, other in found)


def shortened(message: str) -> str:
    """One line; of a long one the beginning and, since tf.function puts the cause last, more of the end."""
    text = " ".join(message.split())
    _, node, cause = text.partition(" Node: ")  # a session tells where every operation was made first
    text = node.strip() + " " + cause if cause else text
    return text if len(text) <= 400 else f"{text[:100]} ... {text[-300:]}"


class Loaded:
    """A program whose weights can be set by TF1 name, loaded with ``values``.

    ``states``: what a forward pass may change, and is loaded again before each one.
    """

    def __init__(
        self, program: Program, checkpoint_map: CheckpointMap, values: Values, states: frozenset[str]
    ) -> None:
        self.program, self.map, self.values = program, checkpoint_map, values
        self.matches = checkpoint_map.by_name()
        self.states = [match for match in checkpoint_map.matches if states & set(match.names)]
        program.use(checkpoint_map)
        self.restore()

    def restore(self) -> None:
        """Give every weight its recorded value, each copy that should not exist included."""
        for match in self.map.matches:
            self._load(match, self.values)

    def _load(self, match: Found, values: Values) -> None:
        for variable, value in zip(match.variables, to_keras(match, values), strict=True):
            self.program.set(variable, value)

    def outputs(
        self, mode: str, live: frozenset[str], names: list[str], changed: Values | None = None
    ) -> Values:
        """``changed`` reaches one weight object per name only, so that a copy does not move along."""
        found: Values = {}
        for part in [names] if not live else [[name] for name in names]:
            for match in self.states:
                self._load(match, self.values)
            for name, value in (changed or {}).items():
                self._load(self.matches[name], {**self.values, name: value})
            found.update(self.program.outputs(mode, live, part))
        for name in changed or {}:
            self._load(self.matches[name], self.values)
        return found

    def current(self) -> Values:
        found: Values = {}
        for match in self.map.matches:
            made = to_tf1(match, [self.program.get(variable) for variable in match.variables])
            found.update({name: value for name, value in made.items() if name not in found})
        return found


def changing(recording: Recording) -> frozenset[str]:
    """The variables that a forward pass may assign: what is not trained, and what TF1 assigned."""
    assigned = {name for output in recording.outputs for name in output.assigns}
    return frozenset(
        v.name for v in recording.variables if not v.trainable or v.updates or v.name in assigned
    )


def storable(value: Any) -> Array:
    array: Array = np.asarray(value)
    return array.astype("S") if array.dtype.kind in "OU" else array
