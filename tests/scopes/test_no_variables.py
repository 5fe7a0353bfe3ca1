"""Functions of tf.contrib and tf.estimator that are taken to make no variables."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tf1to2reuse.equivalence.record import environment
from tf1to2reuse.pipeline import scan
from tf1to2reuse.repo.sources import SourceFile

CALLS = Path(__file__).parent / "no_variables" / "calls.py"
MAKERS = Path(__file__).parent / "no_variables" / "makers.py"
MAKING = {"BahdanauAttention", "LuongAttention", "dynamic_decode", "local_variable", "global_variable"}


def test_what_makes_variables_is_not_taken_to_make_none() -> None:
    rows = scan([SourceFile("makers.py", MAKERS.read_text("utf-8"))]).rows
    reasons = " ".join(row.reason for row in rows)
    assert all(f".{name} is not modelled and may create variables" in reasons for name in MAKING)


def test_they_are_taken_to_make_none() -> None:
    rows = scan([SourceFile("calls.py", CALLS.read_text("utf-8"))]).rows
    assert {row.reason for row in rows if row.reason} == {
        "optimize_loss makes variables of its own, for each variable that has a gradient"
    }


@pytest.mark.tf1
def test_tensorflow_makes_none(tf1_python: str) -> None:
    command = [tf1_python, "-W", "ignore", "-B", str(CALLS)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert len(found.pop("optimize_loss")) == 6
    assert set(map(tuple, found.values())) == {()}


@pytest.mark.tf1
def test_tensorflow_makes_some(tf1_python: str) -> None:
    command = [tf1_python, "-W", "ignore", "-B", str(MAKERS)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert set(found) == MAKING
    assert all(found.values()), found
