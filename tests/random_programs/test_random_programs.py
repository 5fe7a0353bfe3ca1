"""The evaluator against TF 1.15: random programs, programs on unknown arguments, and what was once wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from tests.random_programs.check import check
from tests.random_programs.generate import Program, generate, programs
from tests.random_programs.models import generate_model
from tests.random_programs.numeric import Laboratory, check_numeric
from tests.random_programs.predict import predict
from tests.random_programs.shrink import shrink
from tests.random_programs.unknown import check_unknown, generate_unknown
from tests.random_programs.worker import Worker

HERE = Path(__file__).parent
FOUND = sorted((HERE / "found").glob("*.py"))
FOUND_MODELS = sorted((HERE / "found_models").glob("*.py"))
REFUSED = sorted((HERE / "refused").glob("*.py"))


@pytest.fixture(scope="session")
def worker(tf1_python: str) -> Iterator[Worker]:
    """One TF1 process for all tests."""
    worker = Worker(tf1_python)
    yield worker
    worker.close()


@pytest.fixture(scope="session")
def laboratory(tf1_python: str) -> Iterator[Laboratory]:
    """One TF1 process that records and one TF2 process that measures, for all tests."""
    pytest.importorskip("tensorflow")
    laboratory = Laboratory.of(tf1_python)
    yield laboratory
    laboratory.close()


@pytest.mark.tf1
@settings(
    max_examples=500,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(program=programs())
def test_random_programs(worker: Worker, program: Program) -> None:
    outcome = check(worker, program.modules)
    assert outcome.verdict != "wrong", outcome.detail


@pytest.mark.tf1
def test_few_programs_are_refused_or_raise(worker: Worker) -> None:
    outcomes = [check(worker, generate(Random(f"share:{number}")).modules) for number in range(100)]
    assert sum(outcome.verdict == "refused" for outcome in outcomes) < 5
    assert sum(outcome.raised for outcome in outcomes) <= 30


@pytest.mark.tf1
@pytest.mark.parametrize("block", range(4))
def test_templates_hold_for_concrete_runs(worker: Worker, block: int) -> None:
    for number in range(25):
        program = generate_unknown(Random(f"templates:{block}:{number}"))
        outcome = check_unknown(worker, program)
        assert outcome.verdict != "wrong", f"{outcome.detail}\n{program.modules['prog.py']}"


@pytest.mark.tf1
@pytest.mark.parametrize("path", FOUND, ids=[path.stem for path in FOUND])
def test_found(worker: Worker, path: Path) -> None:
    outcome = check(worker, {"prog.py": path.read_text("utf-8")})
    assert outcome.verdict == "agreed", outcome.detail


@pytest.mark.tf1
def test_random_models_are_rewritten_and_verified(laboratory: Laboratory) -> None:
    verdicts = []
    for number in range(15):
        program = generate_model(Random(f"numeric:{number}"))
        outcome = check_numeric(laboratory, program.modules)
        assert outcome.verdict in ("agreed", "refused", "rounded"), f"{number}: {outcome.detail}"
        verdicts.append(outcome.verdict)
    assert verdicts.count("agreed") >= 5


@pytest.mark.tf1
@pytest.mark.parametrize("path", FOUND_MODELS, ids=[path.stem for path in FOUND_MODELS])
def test_found_models(laboratory: Laboratory, path: Path) -> None:
    outcome = check_numeric(laboratory, {"probe_random.py": path.read_text("utf-8")})
    assert outcome.verdict == "agreed", outcome.detail


@pytest.mark.parametrize("path", REFUSED, ids=[path.stem for path in REFUSED])
def test_refused(path: Path) -> None:
    assert predict({"prog.py": path.read_text("utf-8")}).refusals


def test_programs_depend_on_the_seed_alone() -> None:
    assert generate(Random("a")) == generate(Random("a"))
    assert generate(Random("a")) != generate(Random("b"))
    assert generate_model(Random("a")) == generate_model(Random("a"))


def test_shrinking_keeps_what_fails() -> None:
    source = (
        "def f(x):\n    return x\n\ndef probe():\n    for i in [1]:\n        a = f(1)\n        wanted = 2\n"
    )
    small = shrink({"prog.py": source}, lambda modules: "wanted" in modules["prog.py"])
    assert small == {"prog.py": "def probe():\n    wanted = 2\n"}
