"""Whether a damaged program computes anything else than the right one, judged without TF1 and its recording.

Both are built, given equal weights by position and inputs other than the recorded ones, and trained for
three steps, with clipped gradients, on the sum of squares of all outputs plus their losses. Used only for
mutants that verify accepts: if both agree here too, the mutant changes nothing; else verify was fooled.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from tf1to2reuse.checkpoint.manifest import load_manifest
from tf1to2reuse.equivalence import seeded
from tf1to2reuse.equivalence.holding import underlying
from tf1to2reuse.equivalence.keras_runner import Session, run_in
from tf1to2reuse.equivalence.recording import load

STEPS = 3


def observe(request: dict[str, Any]) -> None:
    """Write what the program of a request does to its ``out``."""
    tree = Path(request["tree"]).resolve()
    recording = load(Path(request["recording"]))
    session = Session(tree, load_manifest(tree), recording, request["probe"])
    seen: dict[str, Any] = {}
    run_in(tree, request["probe"], request["paths"], lambda: seen.update(watched(session)))
    np.savez(request["out"], **seen)


def watched(session: Session) -> dict[str, Any]:
    session.install()
    if not session.recording.settings.random:
        session.draws.install()  # Keras seeds its dropout anew in each process
    target = session.manifest.probes.get(session.probe)
    return eager(session, target) if target else graph(session)


def eager(session: Session, target: str) -> dict[str, Any]:
    program, _ = session.eager(target)
    program.inputs = {
        name: tf.convert_to_tensor(other(name, value.numpy())) for name, value in program.inputs.items()
    }
    variables = [v for v in program.layer.variables if tf.as_dtype(v.dtype).is_floating]
    for number, variable in enumerate(variables):
        underlying(variable).assign(start(number, variable.name, variable.shape))
    seen: dict[str, Any] = {"signature": signature(variables)}
    optimizer = tf.keras.optimizers.SGD(0.01, global_clipnorm=1.0)  # a deep program must not diverge
    for step in range(STEPS):
        trained = list(program.layer.trainable_weights)
        with tf.GradientTape() as tape:
            outputs = program.call()
            loss = sum(
                tf.reduce_sum(tf.square(value)) for value in outputs.values() if value.dtype.is_floating
            )
            loss = tf.cast(loss, tf.float32) + sum(program.layer.losses)
        seen.update((f"{step}/{name}", value.numpy()) for name, value in outputs.items())
        gradients = tape.gradient(loss, [underlying(v) for v in trained])
        pairs = [(g, v) for g, v in zip(gradients, trained, strict=True) if g is not None]
        if pairs:
            optimizer.apply_gradients(pairs)
    seen.update((f"after/{number}", np.asarray(underlying(v))) for number, v in enumerate(variables))
    return seen


def graph(session: Session) -> dict[str, Any]:
    program, _ = session.graph(hold=False)
    feed = {tensor: other(str(number), value) for number, (tensor, value) in enumerate(program.feed.items())}
    v1 = tf.compat.v1
    with program.graph.as_default():
        variables = [v for v in v1.global_variables() if v.dtype.base_dtype.is_floating]
        floats = [value for value in program.tensors.values() if value.dtype.is_floating]
        loss = sum(tf.reduce_sum(tf.square(value)) for value in floats)
        optimizer = v1.train.GradientDescentOptimizer(0.01)
        reached = [(g, v) for g, v in optimizer.compute_gradients(loss) if g is not None]
        clipped, _ = tf.clip_by_global_norm([g for g, _ in reached], 1.0)
        step = optimizer.apply_gradients(list(zip(clipped, [v for _, v in reached], strict=True)))
        seen: dict[str, Any] = {"signature": signature(variables)}
        one_by_one = v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
        with v1.Session(config=one_by_one) as running:  # sums come out alike each time
            running.run(v1.global_variables_initializer())
            for number, variable in enumerate(variables):
                variable.load(start(number, variable.op.name, variable.shape), running)
            for number in range(STEPS):
                values = running.run(program.tensors, feed)
                seen.update((f"{number}/{name}", value) for name, value in values.items())
                running.run(step, feed)
            seen.update((f"after/{i}", running.run(v)) for i, v in enumerate(variables))
    return seen


def signature(variables: list[Any]) -> Any:
    return np.array([f"{tuple(v.shape)} {v.trainable}" for v in variables]).astype("S")


def start(number: int, name: str, shape: Any) -> Any:
    random = seeded.generator(f"oracle/{number}")
    positive = "variance" in name or "gamma" in name
    value = random.uniform(0.5, 1.5, shape) if positive else 0.4 * random.standard_normal(shape)
    return np.asarray(value, "float32")


def other(name: str, value: Any) -> Any:
    """Another input of the same kind: integers and single numbers stay in the range of the recorded ones."""
    if value.dtype.kind != "f" or not value.ndim:
        return value[::-1].copy() if value.ndim else value
    noise = seeded.generator(f"oracle/input/{name}").standard_normal(value.shape)
    return np.asarray(value[::-1] + 0.3 * noise, value.dtype)


def agree(one: Path, two: Path) -> bool:
    """Both observations equal up to rounding."""
    with np.load(one) as first, np.load(two) as second:
        if (
            set(first.files) != set(second.files)
            or first["signature"].tolist() != second["signature"].tolist()
        ):
            return False
        return all(close(first[name], second[name]) for name in first.files if name != "signature")


def close(one: Any, two: Any) -> bool:
    if one.shape != two.shape or one.dtype.kind != "f":
        return bool(np.array_equal(one, two))
    return bool(np.allclose(one, two, rtol=1e-4, atol=1e-5 * max(1.0, float(np.abs(one).max(initial=0)))))
