"""A probe that was proven equivalent becomes a reference: TF1's numbers in the layout of its Keras weights.

Plain numpy reads it, so that tests that need neither TensorFlow 1 nor this package can compare (the file
runtime/test_tf1_reference.py does).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tf1to2reuse.checkpoint.map import CheckpointMap, to_keras
from tf1to2reuse.checkpoint.walk import Found
from tf1to2reuse.equivalence import seeded
from tf1to2reuse.equivalence.recording import Array, RecordedOutput, Recording
from tf1to2reuse.equivalence.result import VerifyResult

FORMAT = 1


class NoReferenceError(Exception):
    """Why there can be no reference of this probe; one sentence."""


@dataclass(frozen=True)
class Weight:
    """One Keras weight of the map: the ``index``-th variable of ``match``."""

    match: Found
    index: int
    place: str

    def of(self, values: Mapping[str, Array], linear: bool = False) -> Array:
        """This weight's part of TF1 arrays by name."""
        return np.asarray(to_keras(self.match, values, linear)[self.index])


def write_reference(
    path: Path, recording: Recording, checkpoint_map: CheckpointMap, result: VerifyResult, layer: str
) -> None:
    """Write the reference of a probe whose layer is ``layer`` ("FILE.py:CLASS"). Raises NoReferenceError."""
    if recording.settings.cpu_nchw:
        raise NoReferenceError("it was recorded with --cpu-nchw, which plain TensorFlow cannot follow")
    weights = list(_weights(checkpoint_map, layer.rpartition(":")[2]))
    arrays = dict(_arrays(recording, weights, result))
    meta = {
        "format": FORMAT,
        "tensorflow": recording.tensorflow,
        "probe": recording.probe,
        "layer": layer,
        "paths": list(recording.settings.paths),
        "random": recording.settings.random is not None,
        "rate": seeded.STEP_RATE,
        "inputs": [item.name for item in recording.inputs],
        "weights": [_weight(weight, recording, result) for weight in weights],
        "outputs": [_output(output, weights, result) for output in recording.outputs],
        "regularization": _regularization(recording, result),
    }
    arrays["meta"] = np.frombuffer(json.dumps(meta).encode("utf-8"), "uint8")
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def _weights(checkpoint_map: CheckpointMap, root: str) -> Iterator[Weight]:
    seen: set[int] = set()
    for match in checkpoint_map.by_name().values():
        for index, (variable, place) in enumerate(zip(match.variables, match.places, strict=True)):
            if id(variable) in seen:
                continue
            seen.add(id(variable))
            if not place.startswith(root + "."):
                raise NoReferenceError(f"its weight {place} is not held by the layer {root} itself")
            yield Weight(match, index, place.removeprefix(root))


def _arrays(
    recording: Recording, weights: Sequence[Weight], result: VerifyResult
) -> Iterator[tuple[str, Array]]:
    values = {variable.name: variable.value for variable in recording.variables}
    for i, item in enumerate(recording.inputs):
        yield f"input/{i}", item.value
    after = values | dict(_after(recording, weights, result))
    for i, weight in enumerate(weights):
        yield f"weight/{i}", weight.of(values)
        yield f"after/{i}", weight.of(after)
    for number, output in enumerate(recording.outputs):
        yield f"output/{number}", output.value
        if output.value.dtype.kind == "f":
            yield f"cotangent/{number}", seeded.cotangent(output.name, output.value.shape, output.value.dtype)
        yield from _gradients(number, output, weights, values)


def _gradients(
    number: int, output: RecordedOutput, weights: Sequence[Weight], values: Mapping[str, Array]
) -> Iterator[tuple[str, Array]]:
    for i, weight in enumerate(weights):
        names = weight.match.names
        if any(name in output.gradients for name in names):
            known = {name: output.gradients.get(name, np.zeros_like(values[name])) for name in names}
            yield f"gradient/{number}/{i}", weight.of(known, linear=True)


def _after(
    recording: Recording, weights: Sequence[Weight], result: VerifyResult
) -> Iterator[tuple[str, Array]]:
    """Statistics that a known kernel difference explains, as Keras moves them; the others as TF1 did."""
    explained = {step.variable for step in result.steps if step.passed and step.error > step.tolerance}
    momenta = {name: weight.match.momentum for weight in weights for name in weight.match.names}
    for variable in recording.variables:
        if variable.after is None:
            continue
        if variable.name not in explained:
            yield variable.name, variable.after
            continue
        size = variable.fused_sizes[0]
        kept = momenta[variable.name] ** variable.updates * variable.value
        biased = kept + (variable.after - kept) * ((size - 1) / size)
        yield variable.name, biased.astype(variable.after.dtype)


def _weight(weight: Weight, recording: Recording, result: VerifyResult) -> dict[str, Any]:
    trained = {variable.name: variable.trainable for variable in recording.variables}
    steps = {step.variable: step.tolerance for step in result.steps}
    names = weight.match.names
    allowed = max((steps[name] for name in names if name in steps), default=None)
    tf1 = ", ".join(names)
    return {"place": weight.place, "tf1": tf1, "trainable": trained[names[0]], "after": allowed}


def _output(output: RecordedOutput, weights: Sequence[Weight], result: VerifyResult) -> dict[str, Any]:
    tolerance = next(one.tolerance for one in result.outputs if one.name == output.name)
    allowed = {one.variable: one.tolerance for one in result.gradients if one.output == output.name}
    noise = min(allowed.values(), default=0.0)
    return {
        "name": output.name,
        "tolerance": tolerance,
        "live": [i for i, weight in enumerate(weights) if output.assigns & set(weight.match.names)],
        "gradients": {
            str(i): max((allowed[name] for name in weight.match.names if name in allowed), default=noise)
            for i, weight in enumerate(weights)
        }
        if output.gradients
        else None,
    }


def _regularization(recording: Recording, result: VerifyResult) -> list[float]:
    allowed = next(step.tolerance for step in result.steps if step.variable.startswith("("))
    return [recording.regularization, allowed]
