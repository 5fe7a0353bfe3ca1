"""One recording file becomes a checked, frozen ``Recording``; a truncated one, a clear sentence."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
    ``gradients``: by variable, against the fixed cotangent of this output; ``no_gradient``: why TF1 has none.
    """

    name: str
    value: Array
    dtype: str
    reads: tuple[str, ...]
    assigns: frozenset[str]
    deterministic: bool
    gradients: Mapping[str, Array]
    no_gradient: str


@dataclass(frozen=True)
class RecordedVariable:
    """One variable: its value, ``after`` one training step (None where nothing moves it), and what
    perturbing it does to each output (max-abs change; None where it is not a number)."""

    name: str
    value: Array
    dtype: str
    trainable: bool
    requests: int
    after: Array | None
    effects: Mapping[str, float] | None
    updates: int
    fused_sizes: tuple[int, ...]


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
    """Read a recording. Raises RecordingError; never unpickles."""
    arrays = _arrays(path)
    try:
        meta = json.loads(bytes(arrays["meta"]).decode("utf-8"))
        version = meta["format"]
    except (KeyError, ValueError, TypeError) as error:
        raise RecordingError(f"{path} is not a recording: it has no readable description") from error
    if version != FORMAT:
        raise RecordingError(f"{path} is a recording of format {version}; this version reads format {FORMAT}")
    try:
        return _recording(meta, arrays)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise RecordingError(
            f"{path} is damaged: part {error} is missing or wrong; record it again"
        ) from error


def _arrays(path: Path) -> dict[str, Array]:
    if not path.is_file():
        raise RecordingError(f"there is no recording {path}")
    try:
        stored = np.load(path, allow_pickle=False)
        if not isinstance(stored, np.lib.npyio.NpzFile):
            raise RecordingError(f"{path} is not a recording: it is a single array")
        with stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, KeyError) as error:
        raise RecordingError(
            f"{path} is not a recording, or is truncated ({str(error).splitlines()[0]}); record it again"
        ) from error


def _recording(meta: dict[str, Any], arrays: dict[str, Array]) -> Recording:
    names = [variable["name"] for variable in meta["variables"]]
    outputs = [output["name"] for output in meta["outputs"]]
    step, settings = meta["step"], meta["settings"]
    if arrays["effects"].shape != (len(names), len(outputs)):
        raise ValueError("effects")
    return Recording(
        tensorflow=meta["tensorflow"],
        probe=meta["probe"],
        settings=Settings(**{**settings, "paths": tuple(settings["paths"])}),
        inputs=tuple(
            RecordedInput(item["name"], _checked(arrays, f"input/{i}", item), item["own"], item["order"])
            for i, item in enumerate(meta["inputs"])
        ),
        outputs=tuple(_output(i, item, names, arrays) for i, item in enumerate(meta["outputs"])),
        variables=tuple(
            _variable(i, item, outputs, step, arrays) for i, item in enumerate(meta["variables"])
        ),
        regularization=float(step["regularization"]),
        step_missing=step["missing"],
        trace=tuple(_trace(meta, arrays)),
        terms=tuple((str(name), float(value)) for name, value in step.get("terms", ())),
    )


def _trace(meta: dict[str, Any], arrays: dict[str, Array]) -> Iterator[TracedTensor]:
    for (name, shape, *line), row in zip(meta.get("trace", ()), arrays.get("trace", ()), strict=True):
        yield TracedTensor(name, tuple(shape), (float(row[0]), float(row[1])), *line[:1])


def _checked(arrays: dict[str, Array], key: str, item: dict[str, Any]) -> Array:
    value = arrays[key]
    if list(value.shape) != item["shape"]:
        raise ValueError(key)
    return value


def _output(index: int, item: dict[str, Any], names: list[str], arrays: dict[str, Array]) -> RecordedOutput:
    gradients = {
        name: arrays[f"gradient/{index}/{i}"]
        for i, name in enumerate(names)
        if f"gradient/{index}/{i}" in arrays
    }
    return RecordedOutput(
        name=item["name"],
        value=_checked(arrays, f"output/{index}", item),
        dtype=item["dtype"],
        reads=tuple(item["reads"]),
        assigns=frozenset(item["assigns"]),
        deterministic=item["deterministic"],
        gradients=gradients,
        no_gradient=item["no_gradient"],
    )


def _variable(
    index: int, item: dict[str, Any], outputs: list[str], step: dict[str, Any], arrays: dict[str, Array]
) -> RecordedVariable:
    name, row = item["name"], arrays["effects"][index]
    return RecordedVariable(
        name=name,
        value=_checked(arrays, f"variable/{index}", item),
        dtype=item["dtype"],
        trainable=item["trainable"],
        requests=item["requests"],
        after=arrays.get(f"after/{index}"),
        effects=None if np.isnan(row).any() else dict(zip(outputs, map(float, row), strict=True)),
        updates=step["updates"].get(name, 0),
        fused_sizes=tuple(step["fused"].get(name, ())),
    )
