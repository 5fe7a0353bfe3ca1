"""The ledger of every development program against TensorFlow 1.15.5's record of it: nothing may be wrong.

Packages come from the package index; programs from GitHub from the folder named by ``CORPUS_TREES``,
which holds assembled trees by case name. The table is printed with
``pytest -m corpus -s tests/corpus/test_ledger.py``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from ledger_cases import HEAD, compare_tree

tomllib = pytest.importorskip("tomllib")  # Python 3.11

pytestmark = pytest.mark.corpus

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
TREES = os.environ.get("CORPUS_TREES", "")
LISTS = ("github_cases.toml", "pypi_cases.toml")


def cases() -> dict[str, dict[str, Any]]:
    """Every case of both lists, by name."""
    files = [CORPUS / name for name in LISTS if (CORPUS / name).exists()]
    return {case["id"]: case for file in files for case in tomllib.loads(file.read_text("utf-8"))["case"]}


CASES = cases()


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    """Collects the lines and prints them when the module is done."""
    lines = [HEAD]
    yield lines
    print("\n" + "\n".join(lines))


def tree_of(name: str, case: dict[str, Any], folder: Path) -> Path:
    """The case's source tree."""
    ready = Path(TREES) / name
    if TREES and ready.is_dir():
        return ready
    if "pypi" not in case:
        pytest.skip("CORPUS_TREES does not hold this program")
    command = [sys.executable, str(CORPUS / "assemble_pypi.py"), name, str(folder / "tree")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return folder / "tree"


def probe_of(case: dict[str, Any]) -> str:
    """``FILE.py:FUNCTION`` of the case's probe."""
    folder = "" if case["place"] == "." else f"{case['place']}/"
    return f"{folder}{Path(case['probe']).name}:{case['function']}"


@pytest.mark.parametrize("name", sorted(CASES))
def test_nothing_is_wrong(name: str, tmp_path: Path, table: list[str]) -> None:
    tree = tree_of(name, CASES[name], tmp_path)
    answer = compare_tree(tree, CORPUS / "expected" / f"{name}.json", probe_of(CASES[name]))
    table.append(answer.line(name))
    assert answer.wrong == []
    assert answer.right or answer.unresolved
