"""Every golden case: what rewrite writes, what scan says, and what verify measures.

``python tests/golden/rerecord.py [CASE...]`` writes the expected files anew; read its diff before committing.
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cases import Case, all_cases, ledger_text, read_tree, tree_of

from tf1to2reuse.demo.unshare import unshare
from tf1to2reuse.equivalence import measured
from tf1to2reuse.equivalence.compare import compare
from tf1to2reuse.equivalence.recording import load
from tf1to2reuse.pipeline import rewrite, scan
from tf1to2reuse.repo.output import write_copy
from tf1to2reuse.report.model import LedgerRow, RewriteResult, ScanResult

CASES = all_cases()
REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs" / "idioms.md"
LEFTOVERS = {"variable_scope", "get_variable", "get_variable_scope", "reuse_variables", "AUTO_REUSE"}

VERIFIED = [(case, probe) for case in CASES if case.verified for probe in case.probes]

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@functools.cache
def rewritten(case: Case) -> RewriteResult:
    return rewrite(tree_of(case.before).sources, jobs=1, progress=None)


@functools.cache
def scanned(case: Case) -> ScanResult:
    return scan(tree_of(case.before).sources)


def test_every_case_has_a_heading_and_every_heading_a_case() -> None:
    headings = re.findall(r"^## `(\w+)`$", DOCS.read_text("utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(case.folder.name for case in CASES)


@each_case
def test_rewrite_writes_the_expected_files(case: Case, tmp_path: Path) -> None:
    write_copy(tree_of(case.before), rewritten(case), tmp_path / "out")
    assert read_tree(tmp_path / "out") == read_tree(case.after)


@each_case
def test_second_rewrite_changes_nothing(case: Case) -> None:
    again = rewrite(tree_of(case.after).sources, jobs=1, progress=None)
    assert [change.path for change in again.changes] == []


@each_case
def test_expected_files_parse(case: Case) -> None:
    for path, text in read_tree(case.after).items():
        if path.endswith(".py"):
            ast.parse(text, path)


@each_case
def test_nothing_of_variable_scopes_is_left(case: Case) -> None:
    if "refused" in case.options:
        pytest.skip("something is refused here and stays as it was")
    if "keeps_variables" in case.options:
        pytest.skip(f"variables of TensorFlow 1 stay: {case.options['keeps_variables']}")
    left = {path: found for path, text in read_tree(case.after).items() if (found := leftovers(path, text))}
    assert left == {}


def leftovers(path: str, text: str) -> list[str]:
    """Names, keywords and parameters of TF1's variable sharing in a Python file, with their lines."""
    if not path.endswith(".py"):
        return []
    found = []
    for node in ast.walk(ast.parse(text)):
        named = isinstance(node, ast.Attribute) and node.attr in LEFTOVERS
        argument = isinstance(node, (ast.arg, ast.keyword)) and node.arg == "reuse"
        if named or argument:
            found.append(f"line {getattr(node, 'lineno', 0)}: {ast.unparse(node)}")
    return found


@each_case
def test_ledger(case: Case) -> None:
    assert ledger_text(scanned(case)) == case.ledger.read_text("utf-8")


@each_case
def test_ledger_agrees_with_tensorflow(case: Case) -> None:
    """Paths, shapes and numbers of requests, in creation order, are those of the recording."""
    for probe in case.probes:
        recording = load(case.recording(probe))
        rows = [row for row in scanned(case).rows if row.root == probe and created(row)]
        predicted = [
            (row.path, row.shape, row.trainable, counted(case, row.path, row.requests)) for row in rows
        ]
        # tf.Variable and the like are not requested through get_variable: TensorFlow counts them as 0.
        actual = [
            (v.name, v.value.shape, v.trainable, max(counted(case, v.name, v.requests), 1))
            for v in recording.variables
        ]
        assert predicted == actual


def counted(case: Case, name: str, requests: int) -> int:
    """A number of requests; 1 for a variable that its cell asks for at each step."""
    return 1 if any(part in name for part in case.options.get("asked_again", ())) else requests


def created(row: LedgerRow) -> bool:
    """False for a path that is asked for but that nobody creates."""
    return any(site.how != "error" for site in row.sites)


@each_case
def test_hazards_are_reported(case: Case) -> None:
    reported = {finding.code for finding in scanned(case).findings if finding.code.startswith("hazard-")}
    assert reported == set(case.options.get("hazards", ()))


@each_case
def test_only_what_must_be_refused_is_refused(case: Case) -> None:
    result = rewritten(case)
    refused = {outcome.code for outcome in result.outcomes if outcome.kind == "refused"}
    refused |= {finding.code for finding in result.findings if finding.code.startswith("refused-")}
    assert refused == set(case.options.get("refused", ()))


@dataclass(frozen=True)
class Verification:
    """A tree to measure, or the reason why there is none."""

    tree: Path | None
    out: Path
    reason: str = ""

    def verdict(self, case: Case, probe: str) -> tuple[str, list[str]]:
        """The verdict, and what did not pass."""
        failure = self.out.with_name(self.out.name + ".error")
        if failure.exists():
            pytest.fail(failure.read_text("utf-8"))
        result = compare(load(case.recording(probe)), measured.read(self.out))
        return result.verdict, [
            f"{p.number}. {p.title}: {p.reason}" for p in result.points if p.status != "pass"
        ]


@pytest.fixture(scope="session")
def measured_cases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Verification]:
    """Measurements by name of the test function and probe; one process makes those of all selected tests."""
    if importlib.util.find_spec("tensorflow") is None:
        pytest.skip("needs TensorFlow: install the extra `verify`")
    if not hasattr(os, "fork"):
        pytest.skip("the cases are measured in forks of one process")
    folder = tmp_path_factory.mktemp("measured")
    made, requests = {}, []
    for number, (test, case, probe) in enumerate(selected_verifications(request.session.items)):
        one = prepared(test, case, folder / str(number))
        made[test, probe] = one
        if one.tree is not None:
            files = {"tree": one.tree, "recording": case.recording(probe), "out": one.out}
            requests.append({"probe": probe, "paths": [], **{key: str(file) for key, file in files.items()}})
    measure(requests, folder / "requests.json")
    return made


def selected_verifications(items: list[pytest.Item]) -> Iterator[tuple[str, Case, str]]:
    for item in items:
        if isinstance(item, pytest.Function) and "measured_cases" in item.fixturenames:
            yield item.originalname, item.callspec.params["case"], item.callspec.params["probe"]


def prepared(test: str, case: Case, folder: Path) -> Verification:
    """The tree that a test measures: what is expected, or a copy of it with one shared layer doubled."""
    out = folder.with_suffix(".npz")
    if test == "test_verify":
        return Verification(case.after, out)
    shutil.copytree(case.after, folder)
    try:
        unshare(folder)
    except LookupError as error:
        return Verification(None, out, f"{error}".replace(str(folder), case.name))
    return Verification(folder, out)


def measure(requests: list[dict[str, Any]], file: Path) -> None:
    file.write_text(json.dumps(requests), "utf-8")
    command = [sys.executable, str(REPOSITORY / "tests/golden/measure_all.py"), str(file)]
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "PYTHONPATH": str(REPOSITORY)}
    subprocess.run(command, env={**os.environ, **quiet}, check=True)


each_probe = pytest.mark.parametrize(("case", "probe"), VERIFIED, ids=[f"{c.name}:{p}" for c, p in VERIFIED])


@each_probe
def test_verify(case: Case, probe: str, measured_cases: dict[tuple[str, str], Verification]) -> None:
    """The rewritten program does what TensorFlow 1.15.5 did: all five points."""
    assert measured_cases["test_verify", probe].verdict(case, probe) == ("equivalent", [])


@each_probe
def test_doubled_layer_is_caught(
    case: Case, probe: str, measured_cases: dict[tuple[str, str], Verification]
) -> None:
    """The same program with a copy in place of one shared layer must not pass."""
    one = measured_cases["test_doubled_layer_is_caught", probe]
    if one.tree is None:
        pytest.skip(one.reason)
    if all(variable.requests < 2 for variable in load(case.recording(probe)).variables):
        pytest.skip("this probe shares nothing")
    assert one.verdict(case, probe)[0] == "different"
