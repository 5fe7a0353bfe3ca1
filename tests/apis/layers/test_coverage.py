"""Every public name of TF 1.15.5's layers has one standing, and the list of names is TF 1.15.5's own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tf1to2reuse.apis.layers import find, find_cell
from tf1to2reuse.apis.layers.coverage import RUNS, public_names, standing
from tf1to2reuse.apis.layers.missing import ELSEWHERE, NO_EQUAL, NOT_YET
from tf1to2reuse.scopes import recurrent

NAMES = [f"{space}.{name}" for space, names in public_names().items() for name in names]
LISTS = (ELSEWHERE, NO_EQUAL, NOT_YET)


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_has_a_standing(name: str) -> None:
    found = standing(name)
    assert found is not None
    assert bool(found.reason) == (found.kind != "covered")


def test_reasons_are_given_once_and_only_for_what_has_no_entry() -> None:
    keys = [key for names in LISTS for key in names]
    assert len(keys) == len(set(keys))
    for key in keys:
        space, _, name = key.partition(".")
        spellings = [f"tf.{space}.{name}", f"tf.contrib.layers.{name}", f"tf.contrib.rnn.{name}"]
        own = {"layers": spellings[0], "contrib": spellings[1], "slim": f"tf.contrib.slim.{name}"}
        full = own.get(space, spellings[2])
        assert find(full) is None, key
        assert find_cell(full) is None, key


def test_reasons_are_for_names_that_exist() -> None:
    short = {name.rpartition(".")[2] for name in NAMES} | {"CudnnLSTM", "CudnnGRU", "CudnnCompatibleGRUCell"}
    assert {key.partition(".")[2] for names in LISTS for key in names} <= short


def test_functions_that_run_cells_are_those_that_the_evaluator_knows() -> None:
    known = (
        recurrent.DYNAMIC_RNN,
        recurrent.BIDIRECTIONAL_RNN,
        recurrent.STATIC_RNN,
        recurrent.STATIC_BIDIRECTIONAL_RNN,
    )
    assert {f"tf.nn.{name}" for name in RUNS} == set(known)


def test_unknown_names_have_none() -> None:
    assert standing("tf.nn.relu") is None
    assert standing("tf.contrib.layers.no_such_layer") is None


@pytest.mark.tf1
def test_names_are_those_of_tf1(tf1_python: str) -> None:
    script = Path(__file__).with_name("record_names.py")
    done = subprocess.run([tf1_python, str(script)], capture_output=True, check=True)
    found = json.loads(done.stdout)
    assert found["tensorflow"].startswith("1.15.")
    assert {space: tuple(names) for space, names in found["names"].items()} == public_names()
