"""Unit tests of a golden program pass before the rewrite under TF 1.15, after it under current TensorFlow."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CASE = Path(__file__).parent / "idioms" / "unit_tests"


def run_tests(python: str, tree: Path) -> str:
    """What unittest reports."""
    # Importing TensorFlow 2 in this process sets TF2_BEHAVIOR, which TensorFlow 1.15 would follow.
    environment = {key: value for key, value in os.environ.items() if key != "TF2_BEHAVIOR"}
    environment |= {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [python, "-m", "unittest", "model_test"]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=300)
    return done.stderr


def test_they_pass_after_the_rewrite() -> None:
    report = run_tests(sys.executable, CASE / "after")
    assert "Ran 4 tests" in report and report.rstrip().endswith("OK (skipped=1)"), report


@pytest.mark.tf1
def test_they_pass_before_the_rewrite(tf1_python: str) -> None:
    report = run_tests(tf1_python, CASE / "before")
    assert "Ran 4 tests" in report and report.rstrip().endswith("OK (skipped=1)"), report
