"""Proven probes become tests inside the rewritten tree, which need neither this package nor TensorFlow 1."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tf1to2reuse.equivalence.archive import read_arrays
from tf1to2reuse.equivalence.errors import VerificationError

HERE = Path(__file__).parent
TEST = "test_tf1_reference.py"
DRAWS = {"tf1_draws.py": "keras_draws.py", "tf1_seeded.py": "seeded.py"}


class TestsFolderError(VerificationError):
    """The tests cannot be written where they were asked for."""


def reference_name(probe: str) -> str:
    """The file name of a probe's reference: ``src/probe.py:probe`` is ``src-probe-probe.npz``."""
    return re.sub(r"[^\w]+", "-", probe.replace(".py:", "-")) + ".npz"


def check_folder(rewritten: Path, folder: Path) -> None:
    """Raises TestsFolderError: the tests find the tree from where they lie, so they must lie in it."""
    root, inside = rewritten.resolve(), folder.resolve()
    if not inside.is_relative_to(root) or inside == root:
        raise TestsFolderError(f"the tests must go to a folder of their own inside {rewritten}, not {folder}")
    if inside.exists() and not inside.is_dir():
        raise TestsFolderError(f"{folder} is no folder")


def write_tests(
    rewritten: Path, folder: Path, probes: Sequence[str], references: Path
) -> tuple[int, list[str]]:
    """Put the references of ``probes`` and the test that reads them into ``folder``.

    Returns how many probes have tests now, and a sentence for each one that has none.
    """
    root = os.path.relpath(rewritten.resolve(), folder.resolve()).replace(os.sep, "/")
    written, reasons, draws = 0, [], False
    for probe in probes:
        made = references / reference_name(probe)
        if not made.is_file():
            told = made.with_suffix(".txt")
            reason = told.read_text(encoding="utf-8") if told.is_file() else "it could not be verified"
            reasons.append(f"{probe} has no tests: {reason}")
            continue
        folder.mkdir(parents=True, exist_ok=True)
        draws |= _placed(made, folder / made.name, root)
        written += 1
    if written:
        shutil.copyfile(HERE / "runtime" / TEST, folder / TEST)
    if draws:
        _write_draws(folder)
    return written, reasons


def _placed(made: Path, file: Path, root: str) -> bool:
    """Write the reference with the way to the tree's root; whether it needs the random numbers."""
    arrays = dict(read_arrays(made))
    meta = json.loads(bytes(arrays["meta"]).decode("utf-8")) | {"root": root}
    arrays["meta"] = np.frombuffer(json.dumps(meta, indent=1).encode("utf-8"), "uint8")
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return bool(meta["random"])


def _write_draws(folder: Path) -> None:
    """The stand-ins for random operations, with the import that fits the folder."""
    for name, source in DRAWS.items():
        text = (HERE / source).read_text(encoding="utf-8")
        text = text.replace("from tf1to2reuse.equivalence import seeded", "import tf1_seeded as seeded")
        (folder / name).write_text(text, encoding="utf-8")
