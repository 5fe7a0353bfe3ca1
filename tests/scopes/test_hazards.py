"""Every hazard: a program that has it, one that looks alike and has not, and TensorFlow 1.15 on the first.

``hazards/<name>/tf1.txt`` records that run: the script's output, its variables, the error it ends with.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tf1to2reuse.equivalence.record import environment
from tf1to2reuse.pipeline import scan
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import ScanResult
from tf1to2reuse.scopes.hazards import hazard_modules

HERE = Path(__file__).parent
CODES = {module.__name__.rpartition(".")[2]: module.CODE for module in hazard_modules()}
ROOT = HERE.parents[1]

each_hazard = pytest.mark.parametrize("name", sorted(CODES))


def scanned(name: str, file: str) -> ScanResult:
    return scan([SourceFile(file, (HERE / "hazards" / name / file).read_text("utf-8"))])


def codes(result: ScanResult) -> set[str]:
    return {finding.code for finding in result.findings}


def test_every_hazard_has_a_folder_and_a_heading() -> None:
    headings = re.findall(r"^## (hazard-\S+)$", (ROOT / "docs/hazards.md").read_text("utf-8"), re.M)
    assert sorted(headings) == sorted(CODES.values())
    assert sorted(folder.name for folder in (HERE / "hazards").iterdir()) == sorted(CODES)


@each_hazard
def test_code_is_the_module_name(name: str) -> None:
    assert CODES[name] == "hazard-" + name.replace("_", "-")


@each_hazard
def test_shows(name: str) -> None:
    assert CODES[name] in codes(scanned(name, "shows.py"))


@each_hazard
def test_message_names_both_sites(name: str) -> None:
    """A second place is related, stands in the message, and is another line."""
    for finding in scanned(name, "shows.py").findings:
        assert finding.related
        assert finding.related[0] != finding.place
        assert str(finding.related[0]) in finding.message


@each_hazard
def test_does_not_show(name: str) -> None:
    assert codes(scanned(name, "clean.py")) == set()


@each_hazard
def test_ledger_is_what_tensorflow_made(name: str) -> None:
    """The variables of the ledger, and whether it foresees an error, are those of the recorded run."""
    result = scanned(name, "shows.py")
    made = [row.path for row in result.rows if any(site.how == "created" for site in row.sites)]
    failed = any(site.how == "error" for row in result.rows for site in row.sites)
    recorded = (HERE / "hazards" / name / "tf1.txt").read_text("utf-8").splitlines()
    assert made == [line for line in recorded if " " not in line and line != "ValueError"]
    assert failed == (recorded[-1] == "ValueError")


@pytest.mark.tf1
@pytest.mark.parametrize("file", ["shows.py", "clean.py"])
@each_hazard
def test_tensorflow_does_so(name: str, file: str, tf1_python: str) -> None:
    """TensorFlow 1.15 does what is recorded, and what is called clean does not raise."""
    lines = run_tf1(tf1_python, HERE / "hazards" / name / file)
    if file == "shows.py":
        assert lines == (HERE / "hazards" / name / "tf1.txt").read_text("utf-8").splitlines()
    else:
        assert "ValueError" not in lines


def run_tf1(python: str, script: Path) -> list[str]:
    command = [python, "-W", "ignore", "-B", str(HERE / "tf1_names.py"), str(script)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()
