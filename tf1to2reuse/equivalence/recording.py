"""One recording file becomes a checked, frozen ``Recording``; a truncated one, a clear sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tf1to2reuse.equivalence.archive import read_arrays
from tf1to2reuse.equivalence.errors import RecordingError

Array = NDArray[Any]
FORMAT = 1


@dataclass(frozen=True)
class RecordedInput:
    """What was fed. ``own``: the model made this placeholder itself, as the ``order``-th of the graph."""

    name: str
    value: Array
    own: bool
    order: int


@dataclass(frozen=True)
class RecordedOutput:
    """One output of the probe, evaluated in a run of its own.

    ``reads``: variables its value is computed from; ``assigns``: variables that computing it changes;
    ``gradients``: by variable, against the fixed cotangent of this output; ``no_gradient``: why TF1 has none;
    ``rounding``: how far the value moves when inputs and weights move by their last bit, and the gradient by
    each variable (0 in recordings of older versions, which did not ask).
    """

    name: str
    value: Array
    dtype: str
    reads: tuple[str, ...]
    assigns: frozenset[str]
    deterministic: bool
    gradients: Mapping[str, Array]
    no_gradient: str
    rounding: float = 0.0
    gradient_rounding: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordedVariable:
    """One variable: its value, ``after`` one training step (None where nothing moves it), and what
    perturbing it does to each output (max-abs change; None where it is not a number).

    ``sites``: each ``file:line`` that asked for it, the one that made it first; recordings of older versions
    do not know them."""

    name: str
    value: Array
    dtype: str
    trainable: bool
    requests: int
    after: Array | None
    effects: Mapping[str, float] | None
    updates: int
    fused_sizes: tuple[int, ...]
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class TracedTensor:
    """One tensor that the original computed on the way, told by its shape and fingerprint.

    ``line``: ``file:line`` of the original that made it; recordings of older versions do not know it."""

    name: str
    shape: tuple[int, ...]
    fingerprint: tuple[float, float]
    line: str = ""


@dataclass(frozen=True)
class Settings:
    """How the probe was run; the rewritten program must be run in the same way."""

    random: str | None = None
    cpu_nchw: bool = False
    weight_scale: float = 1.0
    checkpoint: bool = False
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recording:
    """Everything the original did. Variables are in creation order, outputs in the probe's order.

    ``terms``: the regularization losses one by one, by the name of their operation."""

    tensorflow: str
    probe: str
    settings: Settings
    inputs: tuple[RecordedInput, ...]
    outputs: tuple[RecordedOutput, ...]
    variables: tuple[RecordedVariable, ...]
    regularization: float
    step_missing: str
    trace: tuple[TracedTensor, ...] = ()
    terms: tuple[tuple[str, float], ...] = ()

    @property
    def shared(self) -> int:
        """How many variables were asked for more than once."""
        return sum(variable.requests > 1 for variable in self.variables)


def load(path: Path) -> Recording:
    """Read a recording. Raises RecordingError, whatever the file holds; never unpickles."""
    arrays = read_arrays(path)
    try:
        meta = json.loads(bytes(arrays["meta"]).decode("utf-8"))
        version = meta["format"]
    except (KeyError, ValueError, TypeError, RecursionError) as error:
        raise RecordingError(f"{path} is not a recording: it has no readable description") from error
    if version != FORMAT:
        raise RecordingError(f"{path} is a recording of format {version}; this version reads format {FORMAT}")
    try:
        return _recording(meta, arrays)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
        reason = " ".join(str(error).split())[:200]
        raise RecordingError(
            f"{path} is damaged: part {reason} is missing or wrong; record it again"
        ) from error


def _recording(meta: dict[str, Any], arrays: dict[str, Array]) -> Recording:
    names = _names(meta["variables"])
    outputs = _names(meta["outputs"])
    step, settings = meta["step"], meta["settings"]
    if arrays["effects"].shape != (len(names), len(outputs)) or arrays["effects"].dtype.kind != "f":
        raise ValueError("effects")
    variables = tuple(_variable(i, item, outputs, step, arrays) for i, item in enumerate(meta["variables"]))
    return Recording(
        tensorflow=_typed(meta, "tensorflow", str),
        probe=_typed(meta, "probe", str),
        settings=_settings(settings),
        inputs=tuple(
            RecordedInput(
                _typed(item, "name", str),
                _checked(arrays, f"input/{i}", item),
                _typed(item, "own", bool),
                _typed(item, "order", int),
            )
            for i, item in enumerate(meta["inputs"])
        ),
        outputs=tuple(_output(i, item, variables, arrays) for i, item in enumerate(meta["outputs"])),
        variables=variables,
        regularization=float(_typed(step, "regularization", float, int)),
        step_missing=_typed(step, "missing", str),
        trace=tuple(_trace(meta, arrays)),
        terms=tuple((str(name), float(value)) for name, value in step.get("terms", ())),
    )


def _typed(item: Mapping[str, Any], key: str, *kinds: type) -> Any:
    """A field of one of these types; a truth value is no number."""
    value = item[key]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ValueError(key)
    return value


def _names(items: Any) -> list[str]:
    names: list[str] = [_typed(item, "name", str) for item in items]
    if len(set(names)) < len(names):
        raise ValueError("name, which occurs twice,")
    return names


def _strings(item: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = _typed(item, key, list)
    if not all(isinstance(value, str) for value in values):
        raise ValueError(key)
    return tuple(values)


def _settings(item: Mapping[str, Any]) -> Settings:
    return Settings(
        random=_typed(item, "random", str, type(None)),
        cpu_nchw=_typed(item, "cpu_nchw", bool),
        weight_scale=float(_typed(item, "weight_scale", float, int)),
        checkpoint=_typed(item, "checkpoint", bool),
        paths=_strings(item, "paths"),
    )


def _trace(meta: dict[str, Any], arrays: dict[str, Array]) -> Iterator[TracedTensor]:
    for (name, shape, *line), row in zip(meta.get("trace", ()), arrays.get("trace", ()), strict=True):
        yield TracedTensor(name, tuple(shape), (float(row[0]), float(row[1])), *map(str, line[:1]))


def _checked(arrays: dict[str, Array], key: str, item: dict[str, Any]) -> Array:
    """An array that has the shape and the type that the description says."""
    value = arrays[key]
    kind = "string" if value.dtype.kind == "S" else str(value.dtype)
    if list(value.shape) != item["shape"] or kind != item["dtype"]:
        raise ValueError(key)
    return value


def _like(arrays: dict[str, Array], key: str, other: Array) -> Array | None:
    """An array that need not be there, of the shape and type of another one."""
    value = arrays.get(key)
    if value is not None and (value.shape != other.shape or value.dtype != other.dtype):
        raise ValueError(key)
    return value


def _output(
    index: int, item: dict[str, Any], variables: tuple[RecordedVariable, ...], arrays: dict[str, Array]
) -> RecordedOutput:
    found = {v.name: _like(arrays, f"gradient/{index}/{i}", v.value) for i, v in enumerate(variables)}
    rounding, by_variable = _rounding(index, item, variables, arrays)
    return RecordedOutput(
        name=item["name"],
        value=_checked(arrays, f"output/{index}", item),
        dtype=_typed(item, "dtype", str),
        reads=_strings(item, "reads"),
        assigns=frozenset(_strings(item, "assigns")),
        deterministic=_typed(item, "deterministic", bool),
        gradients={name: value for name, value in found.items() if value is not None},
        no_gradient=_typed(item, "no_gradient", str),
        rounding=rounding,
        gradient_rounding=by_variable,
    )


def _rounding(
    index: int, item: dict[str, Any], variables: tuple[RecordedVariable, ...], arrays: dict[str, Array]
) -> tuple[float, dict[str, float]]:
    """What the last bits of inputs and weights do to an output, and to its gradient by each variable."""
    own, gradients = arrays.get("rounding/outputs"), arrays.get("rounding/gradients")
    if own is None or gradients is None:
        return 0.0, {}
    if own.dtype.kind != "f" or gradients.dtype.kind != "f" or gradients.shape != (own.size, len(variables)):
        raise ValueError("rounding")
    return float(own[index]), {v.name: float(gradients[index, i]) for i, v in enumerate(variables)}


def _variable(
    index: int, item: dict[str, Any], outputs: list[str], step: dict[str, Any], arrays: dict[str, Array]
) -> RecordedVariable:
    name, row = item["name"], arrays["effects"][index]
    value = _checked(arrays, f"variable/{index}", item)
    updates, fused = step["updates"].get(name, 0), step["fused"].get(name, [])
    if not all(type(number) is int for number in (updates, *fused)):
        raise ValueError(f"step of {name}")
    return RecordedVariable(
        name=name,
        value=value,
        dtype=_typed(item, "dtype", str),
        trainable=_typed(item, "trainable", bool),
        requests=_typed(item, "requests", int),
        after=_like(arrays, f"after/{index}", value),
        effects=None if np.isnan(row).any() else dict(zip(outputs, map(float, row), strict=True)),
        updates=updates,
        fused_sizes=tuple(fused),
        sites=_strings(item, "sites") if "sites" in item else (),
    )
