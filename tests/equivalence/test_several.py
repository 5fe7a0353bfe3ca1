"""Several probes: found by themselves, one table, JSON, JUnit XML; one that fails stops no other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from programs import PAIR, TOWER, TWINS

from tf1to2reuse.cli import main
from tf1to2reuse.equivalence.errors import RecordingError, VerificationError
from tf1to2reuse.equivalence.several import Job, Verified, find_jobs, known_probes
from tf1to2reuse.report.verify_many import junit

pytest.importorskip("tensorflow")


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    shutil.copy(TWINS.recording, folder / "one.npz")
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_probes_are_found(recordings: Path) -> None:
    assert find_jobs(TWINS.after, (), recordings) == [Job(TWINS.probe, recordings / "one.npz")]
    assert find_jobs(TWINS.after, (), TWINS.recording) == [Job(TWINS.probe, TWINS.recording)]
    assert find_jobs(TWINS.after, (), None) == [Job(TWINS.probe, None)]
    assert known_probes(PAIR.after) == [PAIR.probe]


def test_two_recordings_of_one_probe_are_refused(recordings: Path) -> None:
    shutil.copy(TWINS.recording, recordings / "two.npz")
    with pytest.raises(RecordingError, match="are both recordings of"):
        find_jobs(TWINS.after, (), recordings)


def test_nothing_to_verify_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "tf1to2reuse.json").write_text('{"version": 1}')
    with pytest.raises(VerificationError, match="nothing to verify"):
        find_jobs(tmp_path, (), tmp_path)


def test_all_that_is_known_is_verified(recordings: Path, tmp_path: Path) -> None:
    shutil.copy(TOWER.recording, recordings / "two.npz")  # of a probe that this tree does not have
    xml, report = tmp_path / "junit.xml", tmp_path / "all.json"
    options = [
        "--recording",
        recordings,
        "--junit",
        xml,
        "--report",
        report,
        "--format",
        "json",
        "--jobs",
        "2",
    ]
    result = run("verify", TWINS.after, *options)
    assert result.exit_code == 1
    rows = [line.split() for line in result.stdout.splitlines()]
    assert [TWINS.probe, "equivalent", *["yes"] * 5, "8", "0"] in rows
    assert "1 of 2 probes equivalent" in result.stdout
    told = json.loads(report.read_text())
    assert [(one["probe"], one["verdict"]) for one in told["probes"]] == [
        (TWINS.probe, "equivalent"),
        (TOWER.probe, "error"),
    ]
    suites = ET.parse(xml).getroot().findall("testsuite")
    assert [suite.get("errors") for suite in suites] == ["0", "1"]
    assert [suite.get("tests") for suite in suites] == ["6", "1"]


def test_a_probe_without_recording_does_not_pass(tmp_path: Path) -> None:
    result = run("verify", TWINS.after, "--recording", tmp_path)
    assert result.exit_code == 1 and "there is no recording of it" in result.stdout


def test_junit_holds_any_text() -> None:
    answer = Verified("p.py:f", None, "a <b> & \x00 \x1b[1m")
    (error,) = ET.fromstring(junit([answer]).encode()).iter("error")
    assert error.get("message") == "a <b> & ? ?[1m"
