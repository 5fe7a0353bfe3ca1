"""In a process of its own: build the probe's layer, walk it, and move arrays in or out, one by one."""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from tf1to2reuse.checkpoint.fit import fit
from tf1to2reuse.checkpoint.manifest import Manifest, ManifestError, load_manifest
from tf1to2reuse.checkpoint.map import to_keras, to_tf1
from tf1to2reuse.checkpoint.reader import Checkpoint, UnreadableCheckpointError, closest, first_line
from tf1to2reuse.checkpoint.walk import Found, Root, attribute, walk
from tf1to2reuse.checkpoint.writer import CheckpointWriter
from tf1to2reuse.equivalence.errors import RecordingError
from tf1to2reuse.equivalence.holding import underlying
from tf1to2reuse.equivalence.keras_runner import blaming, load_target, run_in
from tf1to2reuse.equivalence.recording import load
from tf1to2reuse.equivalence.tf1_recorder import ERROR_MARK
from tf1to2reuse.equivalence.tf1_recorder import RecorderError as Failure

Left = list[tuple[str, str]]


def built(request: Mapping[str, Any], manifest: Manifest) -> tuple[Any, list[Found]]:
    """The probe's layer after one call, and what it holds."""
    tree, probe = Path(request["tree"]), request["probe"]
    target = manifest.probes.get(probe)
    if target is None:
        known = ", ".join(sorted(manifest.probes)) or "none"
        raise Failure("probe-missing", f"{probe} did not become a layer; probes that did: {known}")
    with blaming(tree, "was constructed"):
        layer = load_target(tree, target)()
    inputs = inputs_of(layer, request.get("recording"))
    with blaming(tree, "was called"):
        layer(**inputs)
    found, problems = walk(
        [Root(layer, manifest.classes[target], "", target.rpartition(":")[2])], manifest, tree
    )
    if problems:
        raise Failure("checkpoint", f"the manifest does not fit the layer: {problems[0].message}")
    return layer, found


def inputs_of(layer: Any, recording: str | None) -> dict[str, Any]:
    """What to build with: the recording's inputs, else the defaults of ``call``."""
    if recording:
        try:
            recorded = load(Path(recording)).inputs
        except RecordingError as error:
            raise Failure("recording", str(error)) from error
        return {item.name: tf.convert_to_tensor(item.value) for item in recorded}
    parameters = inspect.signature(layer.call).parameters.values()
    lacking = [
        item.name for item in parameters if item.default is item.empty and item.kind != item.VAR_KEYWORD
    ]
    if lacking:
        message = f"the probe's call has no default for {', '.join(lacking)}: give --recording for its inputs"
        raise Failure("probe-result", message)
    return {
        item.name: tf.convert_to_tensor(item.default)
        for item in parameters
        if isinstance(item.default, np.ndarray | np.generic)
    }


def chosen(layer: Any, name: str, found: Sequence[Found]) -> tuple[Any, list[Found]]:
    """The part of the layer that the weights file holds, and the matches inside it."""
    if not name:
        return layer, list(found)
    part = attribute(layer, name)
    if not isinstance(part, keras.Layer):
        raise Failure("checkpoint", f"the probe's layer has no layer {name}")
    own = {id(variable) for variable in part.variables}
    return part, [item for item in found if all(id(variable) in own for variable in item.variables)]


def convert(request: Mapping[str, Any], manifest: Manifest) -> dict[str, Any]:
    checkpoint = Checkpoint(Path(request["checkpoint"]))
    layer, everything = built(request, manifest)
    part, found = chosen(layer, request["layer"], everything)
    shapes = {name: entry.shape for name, entry in checkpoint.entries.items()}
    judged = fit(found, shapes, {name: entry.dtype for name, entry in checkpoint.entries.items()}, closest)
    if judged.errors:
        raise Failure("checkpoint", several(judged.errors))
    for item in found:
        read = checkpoint.tensor if item.transform.name == "identity" else checkpoint.read
        values = {name: read(name) for name in item.names}
        for variable, value in zip(item.variables, to_keras(item, values), strict=True):
            underlying(variable).assign(value)
    unfilled = without_source(part, found)
    if unfilled:
        raise Failure("checkpoint", f"the manifest names no TF1 variable for {', '.join(unfilled)}")
    save(part, Path(request["out"]))
    extra = [(name, "") for name in judged.extra]
    written = list(dict.fromkeys(name for item in found for name in item.names))
    return {"written": written, "left": [*extra, *judged.bookkeeping]}


def without_source(part: Any, found: Sequence[Found]) -> list[str]:
    held = {id(variable) for item in found for variable in item.variables}
    return [weight.path for weight in part.weights if id(weight) not in held]


def save(part: Any, out: Path) -> None:
    """The file appears whole or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(f".{os.getpid()}-{out.name}")
    try:
        keras.saving.save_weights(part, str(partial), overwrite=True)
        os.replace(partial, out)
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()


def export(request: Mapping[str, Any], manifest: Manifest) -> dict[str, Any]:
    layer, everything = built(request, manifest)
    part, found = chosen(layer, request["layer"], everything)
    unnamed = without_source(part, found)
    if unnamed:
        raise Failure("checkpoint", f"the manifest names no TF1 variable for {', '.join(unnamed)}")
    try:
        keras.saving.load_weights(part, request["weights"])
    except Exception as error:  # h5py raises many types for a damaged file
        raise Failure("checkpoint", f"{request['weights']} cannot be loaded: {first_line(error)}") from error
    like = Checkpoint(Path(request["like"])) if request.get("like") else None
    writer = CheckpointWriter(Path(request["out"]))
    try:
        for item in found:
            for name, value in exported(item, like).items():
                if name not in writer.names:
                    writer.add(name, value)
        mapped = list(writer.names)
        for name in sorted(set(like.entries) - writer.names) if like else ():
            writer.add(name, like.read(name) if like else None)
        writer.finish()
    except BaseException:
        writer.abandon()
        raise
    return {
        "written": sorted(mapped),
        "left": [(name, "copied") for name in sorted(writer.names - set(mapped))],
    }


def exported(item: Found, like: Checkpoint | None) -> dict[str, Any]:
    """The TF1 arrays of one match.

    A transform may add a constant (a forget bias), which rounds. Where ``like`` gives exactly these weights,
    its own bits are the answer.
    """
    tensors = [underlying(variable).read_value() for variable in item.variables]
    identical = item.transform.name == "identity"
    values = tensors if identical else [np.asarray(tensor) for tensor in tensors]
    made = to_tf1(item, values)
    if like is None or any(name not in like.entries for name in item.names):
        return made
    wrong = [name for name in item.names if like.entries[name].shape != tuple(made[name].shape)]
    if wrong:
        name = wrong[0]
        other = list(like.entries[name].shape)
        message = f"{name} is {list(made[name].shape)}, and {other} in the checkpoint given as --like"
        raise Failure("checkpoint", message)
    if identical:
        return made
    known = {name: like.read(name) for name in item.names}
    again = to_keras(item, known)
    equal = all(np.array_equal(a, b, equal_nan=True) for a, b in zip(again, values, strict=True))
    return known if equal else made


def several(errors: Sequence[str]) -> str:
    shown = "; ".join(errors[:5])
    return shown if len(errors) <= 5 else f"{shown}; and {len(errors) - 5} more"


ACTIONS: dict[str, Callable[[Mapping[str, Any], Manifest], dict[str, Any]]] = {
    "convert": convert,
    "export": export,
}


def run(request: Mapping[str, Any]) -> dict[str, Any]:
    tree = Path(request["tree"])
    try:
        manifest = load_manifest(tree)
    except ManifestError as error:
        raise Failure("manifest", str(error)) from error
    answer: dict[str, Any] = {}
    try:
        run_in(
            tree,
            request["probe"],
            request["paths"],
            lambda: answer.update(ACTIONS[request["action"]](request, manifest)),
        )
    except UnreadableCheckpointError as error:
        raise Failure("checkpoint", str(error)) from error
    return answer


def main() -> None:
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    try:
        answer = run(request)
    except Failure as failure:
        told = json.dumps({"kind": failure.kind, "message": str(failure)})
        sys.stderr.write(f"\n{ERROR_MARK}{told}\n")
        sys.exit(3)
    Path(request["answer"]).write_text(json.dumps(answer), encoding="utf-8")
