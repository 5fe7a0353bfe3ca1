"""``record``, ``verify`` and ``demo``: what reaches the verification, what its answers and errors become."""

from __future__ import annotations

import json
import sys
import types
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tf1to2reuse.cli import main
from tf1to2reuse.equivalence.errors import (
    CheckpointError,
    InterpreterError,
    ProbeMissingError,
    ProbeRaisesError,
    VerificationError,
)
from tf1to2reuse.equivalence.result import (
    EffectResult,
    GradientResult,
    OutputResult,
    PointResult,
    StepResult,
    VariableResult,
    VerifyResult,
)
from tf1to2reuse.report.verify_format import margin

PASSED = VerifyResult(
    probe="probe.py:probe",
    mode="layer",
    tensorflow="2.21.0",
    variables=(
        VariableResult("enc/w", (2, 3), True, 2, "matched", ("ProbeModel.enc.w",), "name"),
        VariableResult("global_step", (), False, 1, "skipped", note="counts steps"),
    ),
    problems=(),
    outputs=(OutputResult("y", "eager", 1e-7, 1e-5, True), OutputResult("y", "function", 2e-7, 1e-5, True)),
    gradients=(GradientResult("y", "enc/w", 3e-7, 1e-5, True),),
    effects=(EffectResult("enc/w", "y", 0.5, 0.5, 1e-4, True),),
    steps=(StepResult("enc/w", 1e-8, 1e-5, True),),
    points=(
        PointResult(1, "every variable matched", "pass"),
        PointResult(5, "one training step", "not run", "no loss"),
    ),
    unproven=("enc/unused",),
    verdict="equivalent",
)
FAILED = replace(
    PASSED,
    problems=("No weight was found for dec/b.",),
    outputs=(OutputResult("y", "eager", float("nan"), 1e-5, False, note="not a number"),),
    gradients=(GradientResult("y", "enc/w", 0.49, 1e-5, False),),
    effects=(EffectResult("enc/w", "y", 0.5, 0.25, 1e-4, False),),
    steps=(StepResult("enc/w", 0.1, 1e-5, False),),
    points=(PointResult(3, "every gradient equal", "fail"),),
    verdict="different",
    first_difference="the second call of enc",
)
FIVE = ["tf1_python", "checkpoint", "paths", "random", "cpu_nchw", "weight_scale"]


class Fake:
    """Stands for the verification: keeps its arguments, answers or raises as told."""

    def __init__(self) -> None:
        self.calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        self.answer: VerifyResult | Exception = PASSED

    def __call__(self, *arguments: Any, **options: Any) -> VerifyResult:
        self.calls.append((arguments, options))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    one = Fake()
    for name in ("record", "verify"):
        module = types.ModuleType(f"tf1to2reuse.equivalence.{name}")
        setattr(module, name, one)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return one


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_record_passes_everything_on(fake: Fake, tmp_path: Path) -> None:
    options = ["--tf1-python", "py", "--checkpoint", "c/model.ckpt", "--path", "a", "--path", "b"]
    more = ["--random", "replace", "--cpu-nchw", "--weight-scale", "0.5"]
    result = run("record", "tree", "--probe", "p.py:f", "--out", "r.npz", *options, *more)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Recording written to r.npz.\n"
    values = ["py", Path("c/model.ckpt"), ("a", "b"), "replace", True, 0.5]
    assert fake.calls == [((Path("tree"), "p.py:f", Path("r.npz")), dict(zip(FIVE, values, strict=True)))]


def test_verify_passes_everything_on(fake: Fake) -> None:
    assert run("verify", "new", "--probe", "p.py:f", "--recording", "r.npz").exit_code == 0
    values = [None, None, (), None, False, 1.0]
    sources = {"recording": Path("r.npz"), "original": None}
    assert fake.calls == [((Path("new"), "p.py:f"), {**sources, **dict(zip(FIVE, values, strict=True))})]


def test_verify_passes_tolerances_on(fake: Fake) -> None:
    call = ["verify", "new", "--probe", "p.py:f", "--recording", "r.npz"]
    assert run(*call, "--rtol", "1e-3", "--rtol", "float64=1e-8", "--atol", "0.5").exit_code == 0
    tolerances = fake.calls[0][1]["tolerances"]
    assert tolerances.relative == {"float16": 1e-2, "float32": 1e-3, "float64": 1e-8}
    assert tolerances.absolute == 0.5


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--rtol", "1"], "--rtol takes [TYPE=]NUMBER with a number between 0 and 1, not '1'."),
        (
            ["--rtol", "float32=x"],
            "--rtol takes [TYPE=]NUMBER with a number between 0 and 1, not 'float32=x'.",
        ),
        (["--rtol", "nan"], "--rtol takes [TYPE=]NUMBER with a number between 0 and 1, not 'nan'."),
        (["--rtol", "int32=0.1"], "--rtol knows float16, float32, float64, not int32."),
        (["--atol", "-1"], "--atol takes a number that is not negative, not -1."),
        (["--atol", "inf"], "--atol takes a number that is not negative, not inf."),
    ],
)
def test_tolerances_that_are_none(fake: Fake, given: list[str], message: str) -> None:
    result = run("verify", "new", "--probe", "p.py:f", "--recording", "r.npz", *given)
    assert (result.exit_code, result.stderr) == (2, f"Error: {message}\n")
    assert fake.calls == []


def test_a_tolerance_set_by_hand_is_named_in_every_report(fake: Fake, tmp_path: Path) -> None:
    fake.answer = replace(PASSED, tolerances=("outputs may be off by 3: LOOSER than usual",))
    junit = tmp_path / "j.xml"
    call = ["verify", "new", "--probe", "p.py:f", "--original", "old", "--junit", str(junit)]
    text = run(*call).stdout
    assert "  outputs may be off by 3: LOOSER than usual" in text.splitlines()
    assert text.splitlines()[-1] == "Verdict: equivalent, with tolerances set by hand"
    assert 'value="outputs may be off by 3: LOOSER than usual"' in junit.read_text()
    assert json.loads(run(*call, "--format", "json").stdout)["tolerances"] == list(fake.answer.tolerances)
    page = run(*call, "--format", "html").stdout
    assert "<li>outputs may be off by 3: LOOSER than usual</li>" in page
    many = run("verify", "new", "--probe", "p.py:f", "--probe", "q.py:f", "--original", "old").stdout
    assert "  outputs may be off by 3: LOOSER than usual" in many.splitlines()
    assert many.splitlines()[-1] == "2 of 2 probes equivalent, with tolerances set by hand"


def test_verify_shows_the_verdict(fake: Fake) -> None:
    result = run("verify", "new", "--probe", "p.py:f", "--original", "old")
    lines = result.stdout.splitlines()
    assert lines[-1] == "Verdict: equivalent"
    assert "5. one training step: not run: no loss" in lines
    assert "TF1 variable  shape   asked for  found at          evidence" in lines
    assert "enc/w         2x3     2          ProbeModel.enc.w  name" in lines
    assert "global_step   scalar  1          skipped           counts steps" in lines
    assert ["gradients", "1", "3e-07", "1e-05", "97%", "0"] in [line.split() for line in lines]
    assert "Nothing depends on these, so they prove nothing: enc/unused" in lines


@pytest.mark.parametrize(
    ("error", "tolerance", "left"),
    [
        (1.0, 10.0, "90%"), (10.0, 10.0, "0%"), (11.0, 10.0, "none"), (float("nan"), 10.0, "none"),
        (0.0, 0.0, "exact"), (1.0, 0.0, "none"), (0.0, 1.0, "100%"), (1e-9, 1.0, ">99.9%"),
    ],
)  # fmt: skip
def test_the_margin_that_is_left(error: float, tolerance: float, left: str) -> None:
    assert margin(OutputResult("y", "eager", error, tolerance, True)) == left


def test_verify_says_what_differs(fake: Fake) -> None:
    fake.answer = FAILED
    result = run("verify", "new", "--probe", "p.py:f", "--original", "old")
    assert result.exit_code == 1
    for line in (
        "  No weight was found for dec/b.",
        "  output y, eager: off by nan, 1e-05 is allowed (not a number)",
        "  gradient of y by enc/w: off by 0.49, 1e-05 is allowed",
        "  perturbing enc/w moves y by 0.25 instead of 0.5",
        "  enc/w after one step: off by 0.1, 1e-05 is allowed",
        "First difference: the second call of enc",
        "Verdict: different",
    ):
        assert line in result.stdout.splitlines()


def test_not_proven_is_not_equivalent(fake: Fake) -> None:
    fake.answer = replace(PASSED, verdict="not proven")
    assert run("verify", "new", "--probe", "p.py:f", "--original", "old").exit_code == 1


def test_a_known_difference_is_named(fake: Fake) -> None:
    known = StepResult("enc/v", 0.002, 1e-5, True, "a named reason")
    held = OutputResult("y", "eager", 1e-7, 1e-5, True, updates=True)
    faint = replace(PASSED.gradients[0], below_noise=True)
    fake.answer = replace(PASSED, steps=(known, *PASSED.steps), outputs=(held,), gradients=(faint,))
    lines = run("verify", "new", "--probe", "p.py:f", "--original", "old").stdout.splitlines()
    assert "  enc/v after one step: off by 0.002, 1e-05 is allowed (a named reason)" in lines
    rows = [line.split() for line in lines]
    assert ["weights", "after", "one", "step", "2", "1e-08", "1e-05", "99.9%", "0"] in rows
    assert ["outputs,", "eager,", "with", "updates", "1", "1e-07", "1e-05", "99%", "0"] in rows
    assert ["gradients", "(1", "below", "noise)", "1", "3e-07", "1e-05", "97%", "0"] in rows


def test_verify_json(fake: Fake, tmp_path: Path) -> None:
    fake.answer = FAILED
    file = tmp_path / "verify.json"
    call = ["verify", "new", "--probe", "p.py:f", "--original", "old", "--format", "json"]
    report = json.loads(run(*call).stdout, parse_constant=lambda name: pytest.fail(name))
    assert (report["command"], report["passed"], report["verdict"]) == ("verify", False, "different")
    assert report["outputs"][0]["error"] == "nan"
    assert report["variables"][0]["places"] == ["ProbeModel.enc.w"]
    assert "Verdict: different" in run(*call, "--report", file).stdout
    assert json.loads(file.read_text()) == report


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        pytest.param(
            ProbeMissingError("there is no function f in p.py"),
            2,
            "There is no function f in p.py.",
            id="probe",
        ),
        pytest.param(
            ProbeRaisesError("p.py:3 raises\n  KeyError"), 1, "p.py:3 raises KeyError.", id="raises"
        ),
        pytest.param(
            CheckpointError("model.ckpt is truncated"), 2, "model.ckpt is truncated.", id="checkpoint"
        ),
        pytest.param(
            InterpreterError("There is no TensorFlow in py."),
            2,
            "There is no TensorFlow in py.",
            id="interpreter",
        ),
        pytest.param(VerificationError("Nothing to compare"), 2, "Nothing to compare.", id="other"),
    ],
)
@pytest.mark.parametrize("command", ["record", "verify"])
def test_errors_are_one_sentence(
    fake: Fake, command: str, error: Exception, status: int, message: str
) -> None:
    fake.answer = error
    options = ["--out", "r.npz"] if command == "record" else ["--recording", "r.npz"]
    result = run(command, "tree", "--probe", "p.py:f", *options)
    assert (result.exit_code, result.stdout, result.stderr) == (status, "", f"Error: {message}\n")


@pytest.mark.parametrize("extra", [["--tf1-python", "py"], ["--checkpoint", "c"]])
def test_a_recording_has_its_own(fake: Fake, extra: list[str]) -> None:
    result = run("verify", "new", "--probe", "p.py:f", "--recording", "r.npz", *extra)
    assert (result.exit_code, fake.calls) == (2, [])
    assert "go with --original" in result.stderr


def test_without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "tf1to2reuse.equivalence.record", raising=False)
    monkeypatch.delitem(sys.modules, "tf1to2reuse.equivalence.recording", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    result = run("record", "tree", "--probe", "p.py:f", "--out", "r.npz")
    assert result.exit_code == 2
    assert (
        result.stderr
        == "Error: This command needs numpy; install it with: pip install 'tf1to2reuse[verify]'.\n"
    )


@pytest.mark.parametrize("status", [0, 1])
def test_demo(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    module = types.ModuleType("tf1to2reuse.demo")
    vars(module)["run"] = lambda console: console.print("shown") or status
    monkeypatch.setitem(sys.modules, "tf1to2reuse.demo", module)
    monkeypatch.setattr("tf1to2reuse.demo", module, raising=False)
    result = run("demo")
    assert (result.exit_code, result.stdout) == (status, "shown\n")
