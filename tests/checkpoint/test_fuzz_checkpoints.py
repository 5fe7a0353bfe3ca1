"""Damaged checkpoints give a sentence: no crash of the process, and no wrong numbers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow")

from test_convert import write, write_v1

HERE = Path(__file__).resolve().parent


@pytest.mark.parametrize("form", ["v2", "v1"])
def test_damaged_files(form: str, tmp_path: Path) -> None:
    draws = np.random.RandomState(1)
    values = {name: draws.standard_normal(shape).astype("float32") for name, shape in
              {"a/kernel": (3, 4), "a/bias": (4,), "b/kernel": (4, 2), "step": ()}.items()}  # fmt: skip
    (tmp_path / "whole").mkdir()
    (tmp_path / "damaged").mkdir()
    whole = (write if form == "v2" else write_v1)(tmp_path / "whole" / "model.ckpt", values)
    paths = {"PYTHONPATH": str(HERE.parents[1]), "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    command = [sys.executable, str(HERE / "fuzz_worker.py"), str(whole), str(tmp_path / "damaged")]
    done = subprocess.run(command, env={**os.environ, **paths}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:])
    refused, _, wrong, _ = done.stdout.split()
    assert int(refused) > 50
    assert int(wrong) == 0
