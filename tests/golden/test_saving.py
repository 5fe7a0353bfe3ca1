"""Keras takes the configuration of a layer from plain constructor arguments, so it can be saved."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent / "saving.py"


def test_keras_files_give_the_same_model(tmp_path: Path) -> None:
    command = [sys.executable, "-B", str(SCRIPT), str(tmp_path)]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = {name: rest for name, *rest in map(json.loads, done.stdout.splitlines())}
    assert found == {"Difference": [4, 4, True], "Encode": [4, 4, True], "Critic": [2, 2, True, True]}
    assert len(list(tmp_path.glob("*.keras"))) == 3
