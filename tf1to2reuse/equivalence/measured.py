"""What the Keras runner measured, as frozen data, carried between two processes in one .npz file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tf1to2reuse.equivalence import seeded
from tf1to2reuse.equivalence.recording import Array


@dataclass(frozen=True)
class MeasuredMatch:
    """One TF1 name and where its weight was found. ``momentum``: of a batch normalization, else 0."""

    name: str
    places: tuple[str, ...]
    evidence: str
    transform: str
    momentum: float = 0.0


Print = tuple[tuple[int, ...], tuple[float, float]]  # shape and fingerprint of an array


def print_of(value: Any) -> Print:
    pair = seeded.fingerprint(value)
    return tuple(int(size) for size in np.shape(value)), (float(pair[0]), float(pair[1]))


@dataclass(frozen=True)
class MeasuredCall:
    """One layer call, in the order the calls ended: the ``number``-th of its layer, made at ``line``.

    ``names``: TF1 variables of the layer; ``start``: how many calls had started before it; ``original``: the
    TF1 function that the layer, or the nearest one around it, was; ``place``: ``Owner.attribute`` that holds
    it; ``unnamed``: how many of its weights have no TF1 variable.
    """

    layer: str
    kind: str
    number: int
    names: tuple[str, ...]
    inputs: tuple[Print, ...]
    outputs: tuple[Print, ...]
    line: str = ""
    start: int = 0
    original: str = ""
    place: str = ""
    unnamed: int = 0


@dataclass(frozen=True)
class MeasuredOperation:
    """One operation, as they ran. ``inside``: the ``start`` of the innermost layer call around it."""

    kind: str
    line: str
    inside: int
    inputs: tuple[Print, ...]
    outputs: tuple[Print, ...]


@dataclass(frozen=True)
class Measured:
    """``outputs``: by mode ("eager", "function" or "graph"), then by name. ``gradients``: by output, then by
    TF1 name. ``terms``: what each weight's regularizer adds, by TF1 name. ``failures``: by point
    ("function", "gradients", ...), why something was not measured. ``operations``, and the values that they
    ended in, ``ends``, by output: only where an output differs."""

    outputs: Mapping[str, Mapping[str, Array]]
    gradients: Mapping[str, Mapping[str, Array]] = field(default_factory=dict)
    effects: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    after: Mapping[str, Array] = field(default_factory=dict)
    regularization: float | None = None
    terms: Mapping[str, float] = field(default_factory=dict)
    matches: tuple[MeasuredMatch, ...] = ()
    problems: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    failures: Mapping[str, str] = field(default_factory=dict)
    calls: tuple[MeasuredCall, ...] = ()
    operations: tuple[MeasuredOperation, ...] = ()
    ends: Mapping[str, Print] = field(default_factory=dict)


def write(path: Path, measured: Measured) -> None:
    arrays: dict[str, Array] = {}

    def place(value: Any) -> int:
        value = np.asarray(value)
        arrays[f"a{len(arrays)}"] = value.astype("S") if value.dtype.kind in "OU" else value
        return len(arrays) - 1

    meta = {
        "outputs": {m: {n: place(v) for n, v in values.items()} for m, values in measured.outputs.items()},
        "gradients": {
            o: {n: place(v) for n, v in values.items()} for o, values in measured.gradients.items()
        },
        "after": {name: place(value) for name, value in measured.after.items()},
        "effects": {name: dict(values) for name, values in measured.effects.items()},
        "regularization": measured.regularization,
        "terms": dict(measured.terms),
        "matches": [asdict(match) for match in measured.matches],
        "problems": measured.problems,
        "skipped": measured.skipped,
        "failures": dict(measured.failures),
        "calls": [asdict(call) for call in measured.calls],
        "operations": [asdict(one) for one in measured.operations],
        "ends": dict(measured.ends),
    }
    arrays["meta"] = np.frombuffer(json.dumps(meta).encode("utf-8"), "uint8")
    np.savez(path, **arrays)  # type: ignore[arg-type]


def read(path: Path) -> Measured:
    with np.load(path, allow_pickle=False) as stored:
        meta = json.loads(bytes(stored["meta"]).decode("utf-8"))

        def nested(part: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, Array]]:
            return {key: {n: stored[f"a{i}"] for n, i in values.items()} for key, values in part.items()}

        return Measured(
            outputs=nested(meta["outputs"]),
            gradients=nested(meta["gradients"]),
            effects=meta["effects"],
            after={name: stored[f"a{index}"] for name, index in meta["after"].items()},
            regularization=meta["regularization"],
            terms=meta["terms"],
            matches=tuple(
                MeasuredMatch(**{**match, "places": tuple(match["places"])}) for match in meta["matches"]
            ),
            problems=tuple((code, text, tuple(names)) for code, text, names in meta["problems"]),
            skipped=tuple((name, reason) for name, reason in meta["skipped"]),
            failures=meta["failures"],
            calls=tuple(
                MeasuredCall(**{**call, "names": tuple(call["names"]), **_prints(call)})
                for call in meta["calls"]
            ),
            operations=tuple(MeasuredOperation(**{**one, **_prints(one)}) for one in meta["operations"]),
            ends={name: _print(value) for name, value in meta["ends"].items()},
        )


def _prints(item: dict[str, Any]) -> dict[str, tuple[Print, ...]]:
    return {part: tuple(map(_print, item[part])) for part in ("inputs", "outputs")}


def _print(item: Any) -> Print:
    shape, (first, second) = item
    return tuple(shape), (first, second)
