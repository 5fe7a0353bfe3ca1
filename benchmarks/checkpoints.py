"""Peak memory of ``checkpoint convert`` and ``checkpoint export`` on a large checkpoint with many variables.

The program and its checkpoint are made here: layers of two weights each, one much larger than the others. The
model alone, built (which fills it), is measured too, with the same settings of the allocator: what moving
costs is the difference.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from tf1to2reuse.checkpoint.convert import RETURNED

QUIET = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
PROGRAM = """
import numpy as np
import tensorflow as tf


class Model(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.h = [Pair({widths}[i], name=f"h{{i}}") for i in range({layers})]

    def call(self, x=np.zeros((1, 2), "float32")):
        return {{"y": tf.add_n([pair(x) for pair in self.h])}}


class Pair(tf.keras.layers.Layer):
    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.width = width

    def build(self, x_shape):
        self.kernel = self.add_weight(name="kernel", shape=[x_shape[-1], self.width])
        self.bias = self.add_weight(name="bias", shape=[self.width])

    def call(self, x):
        return tf.reduce_sum(tf.matmul(x, self.kernel) + self.bias)
"""
ALONE = """
import sys
sys.path.insert(0, sys.argv[1])
import model
layer = model.Model()
layer()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mebibytes", type=int, default=1024, help="size of the checkpoint (default 1024)")
    parser.add_argument("--variables", type=int, default=4000, help="number of variables (default 4000)")
    parser.add_argument("--largest", type=int, default=64, help="MiB of the largest one (default 64)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        rows = measure(Path(work), options.mebibytes, options.variables // 2, options.largest)
    print("| what | seconds | peak MiB | above the model |\n|---|---|---|---|")
    for name, seconds, peak in rows:
        print(f"| {name} | {seconds:.0f} | {peak:.0f} | {peak - rows[0][2]:.0f} |")


def measure(work: Path, mebibytes: int, layers: int, largest: int) -> list[tuple[str, float, float]]:
    """Name, wall time and peak of each step; the round trip is checked bit for bit."""
    widths = split(mebibytes, layers, largest)
    write_program(work / "tree", widths)
    write_checkpoint(work / "old" / "model.ckpt", widths)
    tool = [sys.executable, "-m", "tf1to2reuse", "checkpoint"]
    probe = [str(work / "tree"), "--probe", "model.py:probe_model"]
    weights = work / "model.weights.h5"
    alone = [sys.executable, "-c", ALONE, str(work / "tree")]
    rows = [("the model alone", *peak(alone, RETURNED))]
    moving = ["convert", *probe, "--checkpoint", str(work / "old/model.ckpt"), "--out", str(weights)]
    rows.append(("convert", *peak([*tool, *moving])))
    moving = ["export", *probe, "--weights", str(weights), "--out", str(work / "new/model.ckpt")]
    rows.append(("export", *peak([*tool, *moving])))
    compare(work / "old" / "model.ckpt", work / "new" / "model.ckpt")
    return rows


def split(mebibytes: int, layers: int, largest: int) -> list[int]:
    """Widths of the pairs: a pair of width w has a kernel of 2w and a bias of w numbers of four bytes."""
    big = largest * 2**20 // 8
    rest = (mebibytes * 2**20 // 4 - 3 * big) // (3 * (layers - 1))
    return [big, *[rest] * (layers - 1)]


def write_program(tree: Path, widths: list[int]) -> None:
    """A rewritten tree: the module and its manifest."""
    tree.mkdir()
    (tree / "model.py").write_text(PROGRAM.format(widths=widths, layers=len(widths)))
    pair = [{"attribute": name, "kind": "weight", "path": name} for name in ("kernel", "bias")]
    family = {"attribute": "h", "kind": "layer", "path": "h{index}", "many": "list"}
    classes = {
        "model.py:Model": {"function": "model.py:probe_model", "kind": "layer", "slots": [family]},
        "model.py:Pair": {"function": "model.py:pair", "kind": "layer", "slots": pair},
    }
    probes = {"model.py:probe_model": "model.py:Model"}
    manifest = {"version": 1, "classes": classes, "functions": {}, "probes": probes}
    (tree / "tf1to2reuse.json").write_text(json.dumps(manifest))


def write_checkpoint(prefix: Path, widths: list[int]) -> None:
    from tf1to2reuse.checkpoint.writer import CheckpointWriter

    draws = np.random.default_rng(1)
    writer = CheckpointWriter(prefix)
    for i, width in enumerate(widths):
        writer.add(f"h{i}/kernel", draws.standard_normal((2, width), "float32"))
        writer.add(f"h{i}/bias", draws.standard_normal(width, "float32"))
    writer.finish()


def compare(one: Path, two: Path) -> None:
    from tf1to2reuse.checkpoint.reader import Checkpoint

    first, second = Checkpoint(one), Checkpoint(two)
    assert set(first.entries) == set(second.entries)
    assert all(first.read(name).tobytes() == second.read(name).tobytes() for name in first.entries)


def peak(command: list[str], more: Mapping[str, str] = MappingProxyType({})) -> tuple[float, float]:
    """Wall time, and the peak of the largest process that a command starts, in MiB."""
    watch = "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stderr=2, stdout=2); "
    watch += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(done.returncode)"
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", watch, *command],
        env={**QUIET, **more},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return time.perf_counter() - start, int(done.stdout) / scale


if __name__ == "__main__":
    main()
