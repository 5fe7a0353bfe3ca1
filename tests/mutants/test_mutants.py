"""One mutant of every operator: verify catches it, or it changes nothing. All of them: ``run.py``."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("tensorflow")
sys.path.insert(0, str(Path(__file__).resolve().parent))

from edits import OPERATORS, mutants, read_tree, write_mutant
from mutated_programs import written_by_hand
from run import Outcome, defects, table

WANTED = 25


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    if not hasattr(os, "fork"):
        pytest.skip("the mutants are measured in forks of one process")
    # In a process of its own: a fork of one that already runs TensorFlow waits for ever.
    folder = tmp_path_factory.mktemp("mutants")
    script = Path(__file__).with_name("one_of_each.py")
    subprocess.run([sys.executable, str(script), str(folder)], check=True)
    found: list[Outcome] = pickle.loads((folder / "outcomes.pickle").read_bytes())
    return found


def test_no_mutant_survives(outcomes: list[Outcome]) -> None:
    print(table(outcomes))
    assert [(one.program, one.mutant.operator, one.mutant.what) for one in defects(outcomes)] == []
    assert len({one.mutant.operator for one in outcomes if one.outcome == "caught"}) >= WANTED


def test_messages_name_the_damaged_layer(outcomes: list[Outcome]) -> None:
    asked = [one for one in outcomes if one.located is not None]
    missed = [f"{one.mutant.operator}: {one.mutant.what}: {one.message}" for one in asked if not one.located]
    assert len(missed) <= len(asked) / 10, "\n".join(missed)


def test_every_operator_applies_somewhere() -> None:
    found = {mutant.operator for p in written_by_hand() for mutant in mutants(read_tree(p.tree))}
    # The operator of the map yields mutants under several names of their own.
    assert set(OPERATORS) - {"map"} <= found
    assert len(found) >= WANTED


def test_every_mutant_is_python_and_differs(tmp_path: Path) -> None:
    number = 0
    for program in written_by_hand():
        tree = read_tree(program.tree)
        for mutant in mutants(tree):
            number += 1
            made = write_mutant(tree, mutant, tmp_path / str(number))
            changed = {edit.file for edit in mutant.edits}
            assert any((made / file).read_bytes() != (program.tree / file).read_bytes() for file in changed)
    assert number > 200
