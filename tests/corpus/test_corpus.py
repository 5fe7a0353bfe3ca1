"""Pinned packages go through the command line end to end: assemble, record, rewrite, verify.

Needs a Python with TensorFlow 1.15 (environment variable TF1_PYTHON), the corpus scripts beside the
repository (``../shared/corpus``) and the package index. Run with ``pytest -m corpus -s`` to see the table.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.corpus

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
TF1_PYTHON = os.environ.get("TF1_PYTHON", "")


@dataclass(frozen=True)
class CorpusCase:
    """``variables`` and ``shared`` are what TensorFlow 1.15.5 has: a lower number would hide a lost weight.

    ``shared`` counts variables that were requested more than once. ``options`` go to record and to verify.
    """

    id: str
    variables: int
    shared: int
    refused: int = 0
    options: tuple[str, ...] = ()

    @property
    def probe(self) -> str:
        """The probe as the command line takes it."""
        return f"probe_{self.id}.py:probe_{self.id}"


CASES = (
    CorpusCase("pypi_gpt2", variables=40, shared=40),
    CorpusCase("pypi_bert", variables=55, shared=0),
    CorpusCase("pypi_albert", variables=41, shared=32),
)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    case: str
    scoped: int
    lifted: int
    compact: int
    refused: int
    variables: int
    shared: int
    output_error: float
    gradient_error: float
    seconds: float

    def cells(self) -> list[str]:
        """The values as text, errors and seconds shortened."""
        values = [getattr(self, field.name) for field in fields(self)]
        return [f"{value:.2g}" if isinstance(value, float) else str(value) for value in values]


def run(*arguments: str | Path, status: int = 0) -> str:
    """One command of the tool; fails with its messages when it ends with another status."""
    command = [sys.executable, "-m", "tf1to2reuse", *map(str, arguments)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == status, f"{' '.join(command)}\n{done.stdout[-8000:]}\n{done.stderr[-8000:]}"
    return done.stdout


def assemble(case: CorpusCase, tree: Path) -> None:
    """The case's source tree, from the package index, checked against its hash."""
    command = [sys.executable, str(CORPUS / "assemble_pypi.py"), case.id, str(tree)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]


def end_to_end(case: CorpusCase, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The reports of rewrite and of verify."""
    tree, rewritten, recording = folder / "tree", folder / "rewritten", folder / "recording.npz"
    assemble(case, tree)
    probe = ("--probe", case.probe, *case.options)
    run("record", tree, *probe, "--tf1-python", TF1_PYTHON, "--out", recording)
    reports = folder / "rewrite.json", folder / "verify.json"
    run("rewrite", tree, "--out", rewritten, "--report", reports[0], "--format", "json",
        status=1 if case.refused else 0)  # fmt: skip
    run("verify", rewritten, *probe, "--recording", recording, "--report", reports[1], "--format", "json")
    first, second = (json.loads(report.read_text("utf-8")) for report in reports)
    return first, second


def table_row(case: CorpusCase, rewrite: dict[str, Any], verify: dict[str, Any], seconds: float) -> Row:
    """The table's line, read from the two reports."""
    kinds = [outcome["kind"] for outcome in rewrite["functions"]]
    counts = {kind: kinds.count(kind) for kind in ("lifted", "compact", "refused")}
    return Row(
        case=case.id,
        scoped=len(kinds),
        **counts,
        variables=len(verify["variables"]),
        shared=sum(variable["requests"] > 1 for variable in verify["variables"]),
        output_error=max(output["error"] for output in verify["outputs"]),
        gradient_error=max(gradient["error"] for gradient in verify["gradients"]),
        seconds=seconds,
    )


@pytest.fixture(scope="module")
def table() -> Any:
    """Collects the rows and prints them when the module is done."""
    rows: list[Row] = []
    yield rows
    lines = [[field.name for field in fields(Row)], *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus scripts at ../shared/corpus beside the repository")
@pytest.mark.skipif(not TF1_PYTHON, reason="TF1_PYTHON does not name a Python with TensorFlow 1.15")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_package(case: CorpusCase, tmp_path: Path, table: list[Row]) -> None:
    start = time.monotonic()
    rewrite, verify = end_to_end(case, tmp_path)
    row = table_row(case, rewrite, verify, time.monotonic() - start)
    table.append(row)
    assert row.refused == case.refused
    assert (row.variables, row.shared) == (case.variables, case.shared)
    assert verify["verdict"] == "equivalent"
