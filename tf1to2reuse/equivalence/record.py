"""A TF1 tree and a probe become a recording, by running the standalone recorder under a TF1 interpreter."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from tf1to2reuse.equivalence.errors import (
    KINDS,
    CheckpointError,
    InterpreterError,
    ProbeMissingError,
    ProbeRaisesError,
    VerificationError,
)
from tf1to2reuse.equivalence.recording import Recording, load
from tf1to2reuse.equivalence.tf1_recorder import ERROR_MARK

RECORDER = Path(__file__).with_name("tf1_recorder.py")


def record(
    tree: Path,
    probe: str,
    out: Path,
    *,
    tf1_python: str | None = None,
    checkpoint: Path | None = None,
    paths: Sequence[str] = (),
    random: str | None = None,
    cpu_nchw: bool = False,
    weight_scale: float = 1.0,
) -> Recording:
    """Run ``probe`` ("FILE.py:FUNCTION", relative to ``tree``) and write the recording ``out``.

    Without ``tf1_python`` the current interpreter runs it through TensorFlow's v1 interface. Raises
    VerificationError; ``out`` is then not written.
    """
    _check(tree, probe, checkpoint)
    command = [_interpreter(tf1_python), str(RECORDER), str(tree), probe, "--out", str(out.absolute())]
    command += [f"--path={path}" for path in paths]
    command += [f"--random={random}"] if random else []
    command += ["--cpu-nchw"] if cpu_nchw else []
    command += [f"--weight-scale={weight_scale!r}"]
    command += [f"--checkpoint={checkpoint.absolute()}"] if checkpoint else []
    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    try:
        run(command, ERROR_MARK)
    except ProbeRaisesError as error:
        if tf1_python is None:
            hint = "TensorFlow 2's v1 interface ran it: give --tf1-python a Python with TensorFlow 1"
            raise ProbeRaisesError(f"{error} ({hint})") from error
        raise
    return load(out)


def run(command: Sequence[str], mark: str, more: Mapping[str, str] = MappingProxyType({})) -> None:
    """Run ``command``; what it reports after ``mark``, or its last words, become a VerificationError.

    ``more``: variables to add to its environment.
    """
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            env={**environment(), **more},
            check=False,
        )
    except OSError as error:
        raise InterpreterError(f"{command[0]} cannot be started: {error.strerror}") from error
    if done.returncode == 0:
        return
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    for line in lines:
        if line.startswith(mark):
            told = json.loads(line[len(mark) :])
            raise KINDS.get(told["kind"], VerificationError)(told["message"])
    last = lines[-1].strip() if lines else f"it ended with status {done.returncode} and said nothing"
    raise ProbeRaisesError(f"{Path(command[0]).name} failed: {last}")


def environment() -> dict[str, str]:
    """This process's environment, without what would make the program run differently.

    An imported TensorFlow 2 sets TF2_BEHAVIOR for the processes it starts, which makes TensorFlow 1.15 eager.
    """
    kept = {
        key: value for key, value in os.environ.items() if key not in ("TF2_BEHAVIOR", "TF_USE_LEGACY_KERAS")
    }
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0"}
    return {**kept, **quiet, "KERAS_BACKEND": "tensorflow"}


def _interpreter(tf1_python: str | None) -> str:
    if tf1_python is None:
        return sys.executable
    found = shutil.which(tf1_python)
    if found is None:
        raise InterpreterError(f"there is no TF1 interpreter {tf1_python}; give --tf1-python an existing one")
    return found


def _check(tree: Path, probe: str, checkpoint: Path | None) -> None:
    file, _, function = probe.rpartition(":")
    if not file or not function:
        raise ProbeMissingError(f"a probe is written FILE.py:FUNCTION, not {probe!r}")
    if not (tree / file).is_file():
        raise ProbeMissingError(f"there is no probe file {file} in {tree}")
    if checkpoint is not None and not _exists(checkpoint):
        raise CheckpointError(f"there is no checkpoint {checkpoint}")


def _exists(checkpoint: Path) -> bool:
    return checkpoint.is_file() or checkpoint.with_name(checkpoint.name + ".index").is_file()
